//! What the visitor sees when the chat is open.

mod composer;
mod conversation;
mod entry;
mod files;
mod history;
mod identify;
mod message;
mod notify;
mod panel;
mod presence;
mod recover;
mod rich;
mod ticket_list;

pub(crate) use history::KeptPlace;
pub(crate) use panel::panel;
