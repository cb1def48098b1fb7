//! What only the team may see.

pub mod automation;
pub mod canned;
pub mod count;
pub mod identity;
pub mod mail;
pub mod member;
pub mod presence;
pub mod search;
pub mod settings;
pub mod tag;
pub mod ticket;
