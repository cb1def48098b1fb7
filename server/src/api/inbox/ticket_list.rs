//! `GET /api/v1/inbox/tickets`: the team's list.

use crate::app::App;
use crate::domain::cursor::Cursor;
use crate::error::ApiError;
use crate::extract::{Member, Parameters};
use crate::store::{TicketFilter, TicketPage};
use axum::Json;
use axum::extract::State;
use porthole_shared::inbox::tag::Tag;
use porthole_shared::inbox::ticket::{Priority, TicketList, TicketSort, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};
use serde::Deserialize;

/// The parameters of the query, for the document.
pub const PARAMETERS: &[&str] = &[
    "view",
    "status",
    "tag",
    "channel",
    "priority",
    "min_value",
    "sort",
    "before",
];

/// The query of the list. What is empty is as good as absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    view: String,
    status: String,
    tag: String,
    channel: String,
    priority: String,
    min_value: String,
    sort: String,
    before: String,
}

/// A page of the list.
pub async fn list(
    State(app): State<App>,
    member: Member,
    Parameters(query): Parameters<ListQuery>,
) -> Result<Json<TicketList>, ApiError> {
    let page = query.parse(&member)?;
    Ok(Json(
        app.store.team_tickets(member.row.workspace, page).await?,
    ))
}

impl ListQuery {
    fn parse(self, member: &Member) -> Result<TicketPage, ApiError> {
        let view = choice("view", &self.view, TicketView::ALL, TicketView::as_str)?;
        let sort = choice("sort", &self.sort, TicketSort::ALL, TicketSort::as_str)?;
        let filter = self.filter()?;
        // Tickets that all press alike are sorted by their position alone.
        let sort = match sort.unwrap_or(TicketSort::Newest) {
            TicketSort::Priority if filter.priority.is_some() => TicketSort::Newest,
            sort => sort,
        };
        let after = given(&self.before).map(|text| {
            Cursor::parse(text, sort).ok_or_else(|| {
                let message = "Use the cursor of the page before, in the same order.";
                ApiError::Invalid("before", message.to_owned())
            })
        });
        Ok(TicketPage {
            view: view.unwrap_or(TicketView::Active),
            member: member.row.me.id.clone(),
            filter,
            sort,
            after: after.transpose()?,
        })
    }

    fn filter(&self) -> Result<TicketFilter, ApiError> {
        let (status, channel) = (&self.status, &self.channel);
        Ok(TicketFilter {
            status: choice("status", status, TicketStatus::ALL, TicketStatus::as_str)?,
            tag: given(&self.tag)
                .map(Tag::parse)
                .transpose()
                .map_err(|message| ApiError::Invalid("tag", message))?,
            channel: choice("channel", channel, Channel::ALL, Channel::as_str)?,
            priority: choice("priority", &self.priority, Priority::ALL, Priority::as_str)?,
            min_value: given(&self.min_value).map(number).transpose()?,
        })
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// One of some words, if any was given.
fn choice<T: Copy>(
    field: &'static str,
    text: &str,
    all: &[T],
    word: fn(T) -> &'static str,
) -> Result<Option<T>, ApiError> {
    let chosen = |text| {
        let found = all.iter().copied().find(|choice| word(*choice) == text);
        found.ok_or_else(|| {
            let words: Vec<_> = all.iter().copied().map(word).collect();
            ApiError::Invalid(field, format!("Choose one of {}.", words.join(", ")))
        })
    };
    given(text).map(chosen).transpose()
}

fn number(text: &str) -> Result<f64, ApiError> {
    let number = text.parse().ok().filter(|value: &f64| value.is_finite());
    number
        .ok_or_else(|| ApiError::Invalid("min_value", "Give a number, as 100 or 99.5.".to_owned()))
}
