//! A line of the route table: the URL, who calls it, what it takes and gives, and its handler.
//! The router and the OpenAPI document are both made from it, so neither can forget one.

use crate::app::App;
use crate::limit::Kind;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use porthole_shared::wire::{Shape, Wire};

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// A page that carries the public token.
    Page,
    /// A visitor with a session token.
    Visitor,
    /// Our own inbox, before anybody is signed in.
    Inbox,
    /// A member who is signed in.
    Member,
}

/// What a call answers with.
#[derive(Clone, Debug)]
pub enum Gives {
    /// JSON of this shape.
    Json(Shape),
    /// Nothing (204).
    Nothing,
    /// A stream of events, each with JSON of this shape.
    Events(Shape),
    /// Text for machines that watch.
    Text,
    /// A file.
    File,
}

/// A line of the route table.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for its parameters.
    pub path: &'static str,
    /// Who may call.
    pub who: Who,
    /// What it does, in one sentence.
    pub summary: &'static str,
    /// The names of the query's parameters.
    pub query: &'static [&'static str],
    /// What the body is.
    pub takes: Option<Shape>,
    /// The body is a file.
    pub takes_file: bool,
    /// What the answer is.
    pub gives: Gives,
    /// What a call draws on: reads for GET, else writes, unless the line says otherwise.
    pub draws: Kind,
    /// The answer waits for something to happen.
    pub waits: bool,
    /// What runs.
    pub handler: MethodRouter<App>,
}

impl Route {
    fn new<H, T>(
        method: Method,
        who: Who,
        path: &'static str,
        summary: &'static str,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let draws = if method == Method::GET {
            Kind::Read
        } else {
            Kind::Write
        };
        let filter = MethodFilter::try_from(method.clone()).expect("the table uses plain methods");
        Self {
            method,
            path,
            who,
            summary,
            query: &[],
            takes: None,
            takes_file: false,
            gives: Gives::Nothing,
            draws,
            waits: false,
            handler: on(filter, handler),
        }
    }

    /// Names the parameters of the query.
    #[must_use]
    pub fn query(self, names: &'static [&'static str]) -> Self {
        Self {
            query: names,
            ..self
        }
    }

    /// Takes a JSON body.
    #[must_use]
    pub fn takes<T: Wire>(self) -> Self {
        Self {
            takes: Some(T::shape()),
            ..self
        }
    }

    /// Takes a file, and draws on uploads.
    #[must_use]
    pub fn takes_file(self) -> Self {
        Self {
            takes_file: true,
            draws: Kind::Upload,
            ..self
        }
    }

    /// Answers with a file.
    #[must_use]
    pub fn gives_file(self) -> Self {
        Self {
            gives: Gives::File,
            ..self
        }
    }

    /// Answers with JSON.
    #[must_use]
    pub fn gives<T: Wire>(self) -> Self {
        Self {
            gives: Gives::Json(T::shape()),
            ..self
        }
    }

    /// Answers with a stream of events.
    #[must_use]
    pub fn streams<T: Wire>(self) -> Self {
        Self {
            gives: Gives::Events(T::shape()),
            draws: Kind::Read,
            waits: true,
            ..self
        }
    }

    /// Answers late, and holds a place among the streams until then.
    #[must_use]
    pub fn waits(self) -> Self {
        Self {
            draws: Kind::Read,
            waits: true,
            ..self
        }
    }

    /// Draws on reads: it changes nothing that counts, or comes by itself while somebody reads.
    #[must_use]
    pub fn reads(self) -> Self {
        Self {
            draws: Kind::Read,
            ..self
        }
    }

    /// Draws on the starts of sessions.
    #[must_use]
    pub fn starts(self) -> Self {
        Self {
            draws: Kind::Start,
            ..self
        }
    }

    /// Draws on nothing.
    #[must_use]
    pub fn free(self) -> Self {
        Self {
            draws: Kind::Free,
            ..self
        }
    }

    /// Answers with text.
    #[must_use]
    pub fn text(self) -> Self {
        Self {
            gives: Gives::Text,
            ..self
        }
    }
}

macro_rules! methods {
    ($($name:ident = $method:ident),*) => {$(
        #[doc = concat!("A route of the method ", stringify!($method), ".")]
        pub fn $name<H, T>(who: Who, path: &'static str, summary: &'static str, handler: H) -> Route
        where
            H: Handler<T, App>,
            T: 'static,
        {
            Route::new(Method::$method, who, path, summary, handler)
        }
    )*};
}
methods!(
    get = GET,
    post = POST,
    put = PUT,
    patch = PATCH,
    delete = DELETE
);
