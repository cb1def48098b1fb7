//! One file per page.

mod entry;
mod not_found;
mod setup;
mod sign_in;
mod tickets;

pub(crate) use entry::{NoLink, asked_in_vain};
pub(crate) use not_found::NotFound;
pub(crate) use setup::Setup;
pub(crate) use sign_in::SignIn;
pub(crate) use tickets::{NoTicket, OneTicket, Tickets};
