//! `GET /api/v1/inbox/search`: messages, notes, people and numbers.

use crate::app::App;
use crate::domain::search::{Query, SearchFilter};
use crate::error::ApiError;
use crate::extract::{Member, Parameters};
use crate::store::{SearchCursor, SearchPage};
use axum::Json;
use axum::extract::State;
use porthole_shared::inbox::search::{SEARCH_LIMIT, SearchResults};
use porthole_shared::inbox::ticket::{Priority, TicketView};
use porthole_shared::text::check_line;
use porthole_shared::ticket::{Channel, TicketStatus};
use serde::Deserialize;

/// The query.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
    view: Option<String>,
    status: Option<String>,
    tag: Option<String>,
    channel: Option<String>,
    priority: Option<String>,
    before: Option<String>,
}

/// A page of what was found.
pub async fn search(
    State(app): State<App>,
    member: Member,
    Parameters(query): Parameters<SearchQuery>,
) -> Result<Json<SearchResults>, ApiError> {
    check_line(&query.q, SEARCH_LIMIT).map_err(ApiError::text("q"))?;
    let view = word("view", query.view.as_deref(), TicketView::from_word)?;
    let page = SearchPage {
        query: Query::parse(&query.q),
        filter: SearchFilter {
            view: view.unwrap_or(TicketView::All),
            member: member.row.me.id,
            status: word("status", query.status.as_deref(), TicketStatus::from_word)?,
            tag: query.tag.filter(|tag| !tag.is_empty()),
            channel: word("channel", query.channel.as_deref(), Channel::from_word)?,
            priority: word("priority", query.priority.as_deref(), Priority::from_word)?,
        },
        after: cursor(query.before.as_deref())?,
    };
    Ok(Json(app.store.search(member.row.workspace, page).await?))
}

/// One of the words of an enumeration; an absent or empty one is none.
fn word<T: Default + PartialEq>(
    field: &'static str,
    word: Option<&str>,
    from_word: fn(&str) -> T,
) -> Result<Option<T>, ApiError> {
    let Some(word) = word.filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    let value = from_word(word);
    // The default of every enumeration is a word that is not known.
    if value == T::default() {
        let message = format!("There is no {field} of this name.");
        return Err(ApiError::Invalid(field, message));
    }
    Ok(Some(value))
}

fn cursor(text: Option<&str>) -> Result<Option<SearchCursor>, ApiError> {
    let Some(text) = text else { return Ok(None) };
    let message = "Use the cursor of the page before.";
    SearchCursor::parse(text)
        .map(Some)
        .ok_or_else(|| ApiError::Invalid("before", message.to_owned()))
}
