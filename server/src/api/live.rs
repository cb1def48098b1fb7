//! `POST /api/v1/widget/live`: the visitor's stream of changes.

use super::listen::{Feed, Listener, News, to_data};
use super::stream::respond;
use crate::app::App;
use crate::domain::change::Topic;
use crate::domain::page_origin::PageOrigin;
use crate::domain::session::VisitorSession;
use crate::error::ApiError;
use crate::extract::{Payload, Visitor, check_open};
use crate::live::Passing;
use axum::extract::State;
use axum::response::Response;
use porthole_shared::error::ErrorCode;
use porthole_shared::live::{LiveRequest, Update};
use std::time::Duration;

/// Opens the stream. It belongs to the browser, not to the token it was opened with: a refresh
/// does not end it, a log-out does.
pub async fn live(
    State(app): State<App>,
    visitor: Visitor,
    Payload(request): Payload<LiveRequest>,
) -> Response {
    respond(listen(&app, visitor, request.since), app.heartbeat)
}

/// A visitor who listens from now on.
pub(super) fn listen(app: &App, visitor: Visitor, since: i64) -> Listener<VisitorFeed> {
    let Visitor { session, page, .. } = visitor;
    let topic = Topic::Visitor(session.visitor_id.clone());
    let subscription = app.hub.subscribe(topic);
    let until = session.identity_until;
    let left = until.map(|until| (until.0 - app.clock.now().0).max(0));
    let app = app.clone();
    let listener = Listener::new(VisitorFeed { app, page, session }, subscription, since);
    match left {
        Some(left) => listener.for_a_session_of(Duration::from_millis(left.unsigned_abs())),
        None => listener,
    }
}

/// What a visitor hears of.
pub(super) struct VisitorFeed {
    app: App,
    page: PageOrigin,
    session: VisitorSession,
}

impl VisitorFeed {
    /// The stream ends when the browser is forgotten, the person left or their proof over, the
    /// token replaced, the chat switched off or the page taken off the list.
    async fn check(&self) -> Result<(), ApiError> {
        let workspace = self.app.workspaces.by_id(&self.session.workspace_id);
        let workspace = workspace.as_deref().ok_or(ApiError::NotFound)?;
        check_open(workspace, &self.page)?;
        let now = self.app.clock.now();
        self.session.check(workspace.identity_mode(), now)?;
        if self.app.store.is_living(self.session.clone()).await? {
            Ok(())
        } else {
            Err(ApiError::Unauthenticated(ErrorCode::SessionInvalid))
        }
    }
}

impl Feed for VisitorFeed {
    async fn changes(&self, since: i64) -> Result<News, ApiError> {
        self.check().await?;
        let visitor = self.session.visitor_id.clone();
        let mut update = self.app.store.visitor_update(visitor, since).await?;
        self.app.link_messages(&mut update.messages);
        let is_news = update.reset || !update.tickets.is_empty() || !update.messages.is_empty();
        Ok(News {
            data: is_news.then(|| to_data(&update)).transpose()?,
            latest: update.latest,
            more: update.more,
        })
    }

    fn passing(&self, passing: Vec<Passing>, since: i64) -> Result<Option<String>, ApiError> {
        let typing = passing.into_iter().filter_map(|passing| match passing {
            Passing::Typing(typing) => Some(typing),
            // The team's presence is told under a topic of its own.
            Passing::Presence(_) => None,
        });
        let update = Update {
            latest: since,
            typing: typing.collect(),
            ..Update::default()
        };
        let is_news = !update.typing.is_empty();
        is_news.then(|| to_data(&update)).transpose()
    }
}
