//! Where the server may call: addresses that people typed, and what their hosts resolve to.

pub mod address;
pub mod target;
