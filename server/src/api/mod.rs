//! The API: one file per noun for visitors, and [`inbox`] for the team.

pub mod attachment;
pub mod boot;
pub mod config;
pub mod handoff;
pub mod health;
pub mod identity;
pub mod inbox;
pub mod listen;
pub mod live;
pub mod message;
pub mod metrics;
pub mod openapi;
pub mod poll;
pub mod read;
pub mod recovery;
pub mod route;
pub mod stream;
pub mod sync;
pub mod typing;
