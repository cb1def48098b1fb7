//! Rules without input or output: what may happen and what follows from it.

pub mod attachment;
pub mod change;
pub mod cursor;
pub mod file_link;
pub mod file_name;
pub mod forwarded;
pub mod frame;
pub mod job;
pub mod language;
pub mod launcher_style;
pub mod look;
pub mod nesting;
pub mod network;
pub mod page_origin;
pub mod password;
pub mod reconnect;
pub mod search;
pub mod secret;
pub mod session;
pub mod ticket;
pub mod update;
pub mod user_agent;
pub mod widget_config;
pub mod word;
pub mod workspace;
