//! Breaks and measures the real server from outside: `cargo xtask test faults` and
//! `cargo xtask bench`. Nothing of this is shipped.
//!
//! Everything happens on the loopback interface, ends by itself and leaves no process behind.

pub mod agent;
pub mod bench;
pub mod client;
pub mod database;
pub mod faults;
pub mod folder;
pub mod http;
pub mod options;
pub mod proxy;
pub mod random;
pub mod say;
pub mod seed;
pub mod server;
pub mod visitor;
