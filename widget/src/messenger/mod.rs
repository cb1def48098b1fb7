//! What the visitor sees when the chat is open.

mod composer;
mod conversation;
mod entry;
mod identify;
mod message;
mod panel;
mod ticket_list;

pub(crate) use panel::panel;
