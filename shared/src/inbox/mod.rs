//! What only the team may see.

pub mod canned;
pub mod member;
pub mod search;
pub mod settings;
pub mod ticket;
