//! The Porthole server. See ARCHITECTURE.md for the layers and who may use whom.

pub mod admin;
pub mod api;
pub mod app;
pub mod assets;
pub mod backup;
pub mod clock;
pub mod config;
pub mod connection;
pub mod domain;
pub mod encoding;
pub mod error;
pub mod etag;
pub mod extract;
pub mod gate;
pub mod histogram;
pub mod job;
pub mod limit;
pub mod live;
pub mod lock;
pub mod metrics;
pub mod page;
pub mod random;
pub mod request_log;
pub mod router;
pub mod serve;
pub mod store;
