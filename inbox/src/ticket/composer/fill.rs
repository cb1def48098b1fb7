//! Puts what is known here into the places of a canned reply.

use super::writing::Writing;
use leptos::prelude::*;
use porthole_shared::inbox::canned::{CannedValues, fill};

/// The text for this visitor, from this member.
pub(super) fn filled(writing: Writing, text: &str) -> String {
    let me = writing.desk.session.me().unwrap_or_default();
    writing.desk.thread.ticket.with(|ticket| {
        let ticket = ticket.clone().unwrap_or_default();
        let values = CannedValues {
            visitor_name: ticket.visitor.name.as_deref().unwrap_or_default(),
            visitor_email: ticket.visitor.email.as_deref().unwrap_or_default(),
            agent_name: &me.name,
            ticket_number: ticket.number,
            workspace_name: &me.workspace_name,
        };
        fill(text, &values)
    })
}
