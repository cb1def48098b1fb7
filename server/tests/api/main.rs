//! Stories through the front door of the API, one file per noun.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

#[path = "../support/mod.rs"]
mod support;

mod boot;
mod config;
mod cors;
mod inbox;
mod live;
mod member;
mod message;
mod openapi;
mod settings;
mod ticket;
