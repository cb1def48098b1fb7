//! Stories through the front door of the API, one file per noun.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

#[path = "../support/mod.rs"]
mod support;

mod attachment;
mod authorisation;
mod boot;
mod bulk;
mod canned;
mod change_log;
mod clock;
mod config;
mod connection;
mod cors;
mod count;
mod handoff;
mod honeypot;
mod identity;
mod inbox;
mod limit;
mod live;
mod mail;
mod member;
mod mention;
mod merge;
mod message;
mod metrics;
mod notify;
mod openapi;
mod page;
mod presence;
mod preview;
mod proxy;
mod recovery;
mod rule;
mod search;
mod settings;
mod snooze;
mod ticket;
mod ticket_change;
mod ticket_list;
mod webhook;
