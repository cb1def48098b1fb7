//! The walls inside the server.

use super::rust::{Mention, mentions};
use super::{Complaints, Source};

/// Which modules of the server a module may use besides itself; ARCHITECTURE.md draws the same picture.
/// First the layers, then what lies beside them: `app` is the state that every handler and job has at hand.
const ARROWS: &[(&str, &[&str])] = &[
    (
        "serve",
        &[
            "app",
            "assets",
            "clock",
            "config",
            "connection",
            "domain",
            "error",
            "job",
            "limit",
            "live",
            "lock",
            "mail",
            "metrics",
            "outgoing",
            "random",
            "router",
            "store",
            "vault",
        ],
    ),
    ("backup", &["domain", "files", "lock", "store", "vault"]),
    (
        "admin",
        &[
            "app", "clock", "config", "domain", "lock", "random", "store", "vault",
        ],
    ),
    (
        "router",
        &[
            "api",
            "app",
            "assets",
            "error",
            "extract",
            "gate",
            "page",
            "request_log",
        ],
    ),
    (
        "gate",
        &["api", "app", "domain", "error", "extract", "limit"],
    ),
    (
        "api",
        &[
            "app", "clock", "domain", "error", "etag", "extract", "files", "limit", "live",
            "metrics", "random", "store", "vault",
        ],
    ),
    ("page", &["app", "domain"]),
    (
        "extract",
        &["app", "clock", "domain", "error", "limit", "store", "vault"],
    ),
    (
        "job",
        &[
            "app", "clock", "domain", "files", "mail", "outgoing", "store", "vault",
        ],
    ),
    ("store", &["domain", "histogram"]),
    ("mail", &["domain"]),
    ("outgoing", &["domain"]),
    ("live", &["domain"]),
    ("files", &["domain"]),
    ("domain", &[]),
    (
        "app",
        &[
            "assets", "clock", "config", "domain", "encoding", "files", "limit", "live", "mail",
            "metrics", "outgoing", "preview", "random", "store", "vault",
        ],
    ),
    ("assets", &["app", "encoding", "error", "etag", "extract"]),
    ("encoding", &["etag"]),
    ("etag", &[]),
    ("error", &["domain", "store"]),
    ("request_log", &["clock", "metrics", "random"]),
    ("metrics", &["histogram"]),
    ("histogram", &[]),
    ("preview", &["domain"]),
    ("random", &["domain"]),
    ("vault", &["random"]),
    ("limit", &["clock", "domain"]),
    ("config", &["domain", "limit", "mail"]),
    ("clock", &[]),
    ("connection", &["limit"]),
    ("lock", &[]),
];

/// The crate's roots, which only name modules.
const ROOTS: &[&str] = &["lib", "main"];

/// What a rule without I/O has no use for.
const IO: &[&str] = &[
    "axum", "hyper", "reqwest", "rusqlite", "tokio", "tower", "tracing",
];
const STD_IO: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

pub(super) fn only_the_store_knows_sql(sources: &[Source]) -> Complaints {
    // The trial looks at the database from outside, on purpose without the server's code.
    let elsewhere = |path: &str| {
        !path.starts_with("server/src/store/")
            && path != "server/src/store.rs"
            && !path.starts_with("trial/")
    };
    complain(sources, "", |path, mention| {
        (elsewhere(path) && path.contains("/src/") && mention.path[0] == "rusqlite")
            .then(|| "names rusqlite, which only server/src/store may".to_owned())
    })
}

pub(super) fn domain_does_no_io(sources: &[Source]) -> Complaints {
    complain(sources, "server/src/domain", |_, mention| {
        let first = mention.path[0].as_str();
        let second = mention.path.get(1).map_or("", String::as_str);
        let does = IO.contains(&first) || (first == "std" && STD_IO.contains(&second));
        does.then(|| format!("uses {}, but domain does no I/O", mention.path.join("::")))
    })
}

pub(super) fn arrows(sources: &[Source]) -> Complaints {
    let modules = modules(sources);
    let mut complaints = strangers(&modules);
    complaints.extend(complain(sources, "server/src/", |path, mention| {
        let from = module(path)?;
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == from)?;
        let to = target(path, mention)?;
        // A name that is no module is an item of the crate's root.
        let fine = to == from || allowed.contains(&to) || !modules.contains(&to);
        (!fine).then(|| {
            format!("{from} uses {to}: the arrows in xtask/src/tidy/server.rs do not allow it")
        })
    }));
    complaints
}

/// Migrations are applied in order, once: a gap or a double number means that one was changed or lost.
pub(super) fn migrations_are_numbered(sources: &[Source]) -> Complaints {
    let paths = sources.iter().map(|source| source.path.as_str());
    let mut names: Vec<&str> = paths
        .filter_map(|path| path.strip_prefix("server/migrations/"))
        .collect();
    names.sort_unstable();
    let wrong = |(index, name): (usize, &str)| {
        let number = name
            .split('_')
            .next()
            .and_then(|digits| digits.parse::<usize>().ok());
        let expected = index + 1;
        (number != Some(expected))
            .then(|| format!("server/migrations/{name}: should have the number {expected}; migrations are append-only"))
    };
    names.into_iter().enumerate().filter_map(wrong).collect()
}

/// Modules that the table does not know.
fn strangers(modules: &[&str]) -> Complaints {
    let known =
        |name: &&&str| !ROOTS.contains(name) && !ARROWS.iter().any(|(known, _)| known == *name);
    let sentence = |name: &&str| {
        format!(
            "server/src/{name}: is a new module; say in xtask/src/tidy/server.rs what it may use"
        )
    };
    modules.iter().filter(known).map(sentence).collect()
}

fn modules(sources: &[Source]) -> Vec<&str> {
    let mut names: Vec<&str> = sources
        .iter()
        .filter_map(|source| module(&source.path))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The top module a file of the server belongs to.
fn module(path: &str) -> Option<&str> {
    let inner = path.strip_prefix("server/src/")?.strip_suffix(".rs")?;
    inner.split('/').next()
}

/// The top module that a path leads to, by `crate::` or by enough `super::`.
fn target<'a>(path: &str, mention: &'a Mention) -> Option<&'a str> {
    if mention.path[0] == "crate" {
        return mention.path.get(1).map(String::as_str);
    }
    let ups = mention
        .path
        .iter()
        .take_while(|name| *name == "super")
        .count();
    let inner = path.strip_prefix("server/src/")?.strip_suffix(".rs")?;
    let depth = inner.trim_end_matches("/mod").split('/').count();
    (ups > 0 && ups == depth)
        .then(|| mention.path.get(ups).map(String::as_str))
        .flatten()
}

/// Asks about each name in the Rust files below a folder.
fn complain(
    sources: &[Source],
    below: &str,
    ask: impl Fn(&str, &Mention) -> Option<String>,
) -> Complaints {
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        if !path.starts_with(below) || !path.ends_with(".rs") {
            continue;
        }
        for mention in mentions(text) {
            complaints
                .extend(ask(path, &mention).map(|what| format!("{path}:{}: {what}", mention.line)));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::{arrows, domain_does_no_io, migrations_are_numbered, only_the_store_knows_sql};

    #[test]
    fn sql_outside_the_store_is_found() {
        let fine = source("server/src/store/ticket.rs", "use rusqlite::Row;");
        assert!(only_the_store_knows_sql(&[fine]).is_empty());
        let broken = source("server/src/api/ticket.rs", "\nuse rusqlite::Row;");
        let complaints = only_the_store_knows_sql(&[broken]);
        assert!(complaints[0].starts_with("server/src/api/ticket.rs:2: names rusqlite"));
    }

    #[test]
    fn io_in_the_domain_is_found() {
        let fine = source(
            "server/src/domain/ticket.rs",
            "use std::fmt; // not std::fs",
        );
        assert!(domain_does_no_io(&[fine]).is_empty());
        for text in [
            "use std::{fmt, fs};",
            "use tokio::sync::Mutex;",
            "fn f() { std::net::TcpStream::connect(a); }",
        ] {
            let broken = source("server/src/domain/ticket.rs", text);
            assert_eq!(domain_does_no_io(&[broken]).len(), 1, "{text}");
        }
    }

    #[test]
    fn api_that_mails_is_found() {
        let mail = || source("server/src/mail.rs", "use crate::domain::job;");
        let domain = || source("server/src/domain/mod.rs", "");
        let fine = source("server/src/api/ticket.rs", "use crate::domain::ticket;");
        assert!(arrows(&[mail(), domain(), fine]).is_empty());
        for text in [
            "use crate::{domain, mail::Mailer};",
            "use super::super::mail;",
            "fn f() { crate::mail::send(); }",
        ] {
            let broken = source("server/src/api/ticket.rs", text);
            let complaints = arrows(&[mail(), domain(), broken]);
            assert!(
                complaints.len() == 1 && complaints[0].contains("api uses mail"),
                "{text}: {complaints:?}"
            );
        }
    }

    #[test]
    fn arrows_point_down_only() {
        let api = || source("server/src/api/mod.rs", "");
        let broken = source("server/src/store/ticket.rs", "use crate::api::ticket;");
        assert!(arrows(&[api(), broken])[0].contains("store uses api"));
        let broken = source("server/src/live.rs", "use super::api;");
        assert!(arrows(&[api(), broken])[0].contains("live uses api"));
    }

    #[test]
    fn a_module_without_a_row_is_found() {
        let broken = source("server/src/telepathy.rs", "");
        assert!(arrows(&[broken])[0].contains("new module"));
    }

    #[test]
    fn gaps_in_migrations_are_found() {
        let first = || source("server/migrations/0001_start.sql", "");
        assert!(
            migrations_are_numbered(&[first(), source("server/migrations/0002_more.sql", "")])
                .is_empty()
        );
        assert_eq!(
            migrations_are_numbered(&[first(), source("server/migrations/0003_more.sql", "")])
                .len(),
            1
        );
        assert_eq!(
            migrations_are_numbered(&[first(), source("server/migrations/0001_twice.sql", "")])
                .len(),
            1
        );
    }
}
