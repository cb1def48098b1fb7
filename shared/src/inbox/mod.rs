//! What only the team may see.

pub mod member;
pub mod settings;
pub mod ticket;
