//! The three panes of the inbox.

mod acting;
mod banner;
mod bulk;
mod chips;
mod company;
mod composer;
mod conversation;
mod entry;
mod files;
mod found;
mod head;
mod history;
mod list;
mod menu;
mod offer;
mod pending;
mod place;
mod row;
mod spoken;
mod status;
mod text;
mod toast;
mod views;
mod visitor;

pub(crate) use acting::{act_on_the_list, act_on_views, follow_focus};
pub(crate) use conversation::Conversation;
pub(crate) use list::TicketListPane;
pub(crate) use menu::{Menus, TicketMenus};
pub(crate) use offer::offers;
pub(crate) use views::{Views, address};
pub(crate) use visitor::VisitorPanel;
