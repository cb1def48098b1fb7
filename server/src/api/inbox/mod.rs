//! The team's part of the API. Every call needs a member's session and the inbox's header.

pub mod attachment;
pub mod canned;
pub mod count;
pub mod delivery;
pub mod endpoint;
pub mod identity;
pub mod live;
pub mod mail;
pub mod member;
pub mod merge;
pub mod presence;
pub mod preview;
pub mod rule;
pub mod search;
pub mod session;
pub mod settings;
pub mod setup;
pub mod ticket;
pub mod ticket_change;
pub mod ticket_list;
pub mod write;
