//! What webhooks are sent.

use porthole_shared::id::{DeliveryId, RuleId, WorkspaceId};
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::inbox::automation::delivery::TEST_EVENT;
use porthole_shared::inbox::ticket::TeamTicket;
use porthole_shared::ticket::Side;
use porthole_shared::time::Timestamp;
use serde::Serialize;

/// Something that happened to a ticket, as those who are told of it see it.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// What.
    pub event: RuleEvent,
    /// When.
    pub at: Timestamp,
    /// The ticket as it is now.
    pub ticket: TeamTicket,
    /// The message that came with it, or else the last one.
    pub message: Option<Said>,
    /// What the value was before, where one changed.
    pub before: Option<String>,
    /// What it is after.
    pub after: Option<String>,
    /// The rule that tells of it.
    pub rule: RuleName,
    /// The workspace.
    pub workspace: WorkspaceName,
}

/// A rule, to be named.
#[derive(Clone, Debug, Serialize)]
pub struct RuleName {
    /// The id.
    pub id: RuleId,
    /// The name.
    pub name: String,
}

/// A workspace, to be named, and where its inbox is.
#[derive(Clone, Debug, Serialize)]
pub struct WorkspaceName {
    /// The id.
    pub id: WorkspaceId,
    /// The name.
    pub name: String,
    /// The address of this installation, without a slash at the end.
    #[serde(skip)]
    pub public_url: String,
}

/// A message.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// Who wrote it.
    pub side: Side,
    /// Their name; empty for a visitor who gave none.
    pub author: String,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a DeliveryId,
    event: &'a str,
    at: Timestamp,
    workspace: &'a WorkspaceName,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a RuleName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<Ticket<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a Said>,
}

#[derive(Serialize)]
struct Change<'a> {
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct Ticket<'a> {
    url: String,
    id: &'a str,
    number: i64,
    status: &'a str,
    priority: &'a str,
    channel: &'a str,
    assignee: Option<&'a str>,
    tags: &'a [String],
    created_at: Timestamp,
    updated_at: Timestamp,
    visitor: Visitor<'a>,
}

#[derive(Serialize)]
struct Visitor<'a> {
    id: &'a str,
    name: Option<&'a str>,
    email: Option<&'a str>,
    value: Option<f64>,
}

impl Occasion {
    /// The address of the ticket in the inbox.
    #[must_use]
    pub fn link(&self) -> String {
        format!(
            "{}/inbox/tickets/{}",
            self.workspace.public_url,
            self.ticket.id.as_str()
        )
    }

    /// What a webhook is sent.
    #[must_use]
    pub fn webhook(&self, id: &DeliveryId) -> String {
        let change = self.before.as_deref().zip(self.after.as_deref());
        json(&Body {
            id,
            event: self.event.as_str(),
            at: self.at,
            workspace: &self.workspace,
            rule: Some(&self.rule),
            change: change.map(|(before, after)| Change { before, after }),
            ticket: Some(self.ticket()),
            message: self.message.as_ref(),
        })
    }

    fn ticket(&self) -> Ticket<'_> {
        let ticket = &self.ticket;
        Ticket {
            url: self.link(),
            id: ticket.id.as_str(),
            number: ticket.number,
            status: ticket.status.as_str(),
            priority: ticket.priority.as_str(),
            channel: ticket.channel.as_str(),
            assignee: ticket
                .assignee
                .as_ref()
                .map(porthole_shared::id::MemberId::as_str),
            tags: &ticket.tags,
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            visitor: Visitor {
                id: ticket.visitor.id.as_str(),
                name: ticket.visitor.name.as_deref(),
                email: ticket.visitor.email.as_deref(),
                value: ticket.visitor.value,
            },
        }
    }
}

/// What a webhook is sent by somebody who tries it out.
#[must_use]
pub fn test(id: &DeliveryId, workspace: &WorkspaceName, at: Timestamp) -> String {
    json(&Body {
        id,
        event: TEST_EVENT,
        at,
        workspace,
        rule: None,
        change: None,
        ticket: None,
        message: None,
    })
}

fn json(body: &Body<'_>) -> String {
    serde_json::to_string(body).expect("plain data becomes JSON")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use porthole_shared::inbox::ticket::{Priority, TeamVisitor};
    use porthole_shared::ticket::{Channel, TicketStatus};
    use serde_json::{Value, json};

    pub(in super::super) fn occasion() -> Occasion {
        Occasion {
            event: RuleEvent::StatusChanged,
            at: Timestamp(5),
            ticket: TeamTicket {
                id: "t1".to_owned().into(),
                number: 7,
                status: TicketStatus::Open,
                priority: Priority::High,
                channel: Channel::Widget,
                tags: vec!["refund".to_owned()],
                visitor: TeamVisitor {
                    id: "v1".to_owned().into(),
                    email: Some("grace@visitor.example".to_owned()),
                    value: Some(1.5),
                    ..TeamVisitor::default()
                },
                ..TeamTicket::default()
            },
            message: Some(Said {
                side: Side::Visitor,
                author: String::new(),
                text: "<!channel> & \"you\"".to_owned(),
                at: Timestamp(4),
            }),
            before: Some("new".to_owned()),
            after: Some("open".to_owned()),
            rule: RuleName {
                id: "r1".to_owned().into(),
                name: "Refunds".to_owned(),
            },
            workspace: WorkspaceName {
                id: "w1".to_owned().into(),
                name: "Acme".to_owned(),
                public_url: "https://chat.example".to_owned(),
            },
        }
    }

    #[test]
    fn a_webhook_is_told_what_happened_to_which_ticket() {
        let body = occasion().webhook(&"d1".to_owned().into());
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body,
            json!({
                "id": "d1", "event": "status_changed", "at": 5,
                "workspace": { "id": "w1", "name": "Acme" },
                "rule": { "id": "r1", "name": "Refunds" },
                "change": { "before": "new", "after": "open" },
                "ticket": {
                    "url": "https://chat.example/inbox/tickets/t1", "id": "t1", "number": 7,
                    "status": "open", "priority": "high", "channel": "widget", "assignee": null,
                    "tags": ["refund"], "created_at": 0, "updated_at": 0,
                    "visitor": { "id": "v1", "name": null, "email": "grace@visitor.example", "value": 1.5 },
                },
                "message": { "side": "visitor", "author": "", "text": "<!channel> & \"you\"", "at": 4 },
            })
        );
    }

    #[test]
    fn a_test_names_no_ticket() {
        let body = test(&"d1".to_owned().into(), &occasion().workspace, Timestamp(5));
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body,
            json!({ "id": "d1", "event": "test", "at": 5, "workspace": { "id": "w1", "name": "Acme" } })
        );
    }
}
