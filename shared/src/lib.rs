//! The wire protocol of Porthole and the rules that server and browser both apply.
//!
//! Depends on serde alone and compiles for both sides. Everything that crosses the
//! wire is declared here once, with the `wire!` family of macros: they give each type
//! its serde form (the server and the inbox use it), its small codec for the widget
//! ([`wire::Wire`]) and its description for the OpenAPI document.

#[macro_use]
pub mod wire;

pub mod any;
pub mod attachment;
pub mod color;
pub mod domain_match;
pub mod emoji;
pub mod error;
pub mod id;
pub mod identity;
pub mod inbox;
pub mod live;
pub mod mail;
pub mod office_hours;
pub mod recovery;
pub mod rich_text;
pub mod session;
pub mod settings;
pub mod sse;
pub mod text;
pub mod ticket;
pub mod time;
pub mod visibility;
