//! The three panes of the inbox.

mod company;
mod composer;
mod conversation;
mod entry;
mod history;
mod list;
mod pending;
mod place;
mod row;
mod spoken;
mod status;
mod suspicion;
mod text;
mod visitor;

pub(crate) use conversation::Conversation;
pub(crate) use list::TicketListPane;
pub(crate) use visitor::VisitorPanel;
