//! What a visitor or the team has not seen yet, in pieces that are not too large.

use super::change::{self, Extent};
use super::row::{Sql, get, list};
use super::share::{self, Shared};
use super::{Store, StoreError};
use super::{entry, message, team_ticket, ticket};
use crate::domain::update::fitting;
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::ticket::TeamUpdate;
use porthole_shared::live::{UPDATE_BYTES, UPDATE_LIMIT, Update};
use rusqlite::{Connection, Row};

/// What an entry costs besides its text, in bytes.
const ENTRY_BYTES: usize = 350;
/// What a ticket costs, in bytes.
const TICKET_BYTES: usize = 1_000;

/// What the files of a row of the log cost, in bytes.
const FILES: &str = "450 * (SELECT count(*) FROM attachment WHERE seq = c.seq)";

/// A row of the change log.
struct Step {
    seq: i64,
    ticket: TicketId,
    /// The length of the text that came with it, and of what is said of files, in bytes.
    text: usize,
}

fn read_step(row: &Row<'_>) -> rusqlite::Result<Step> {
    Ok(Step {
        seq: row.get("seq")?,
        ticket: get(row, "ticket_id")?,
        text: row.get::<_, u32>("text")? as usize,
    })
}

/// A piece of the log that makes one update.
struct Piece {
    /// The number of its last row.
    until: Option<i64>,
    /// The tickets that changed, each once, in the order of their first change.
    tickets: Vec<TicketId>,
    /// There is more behind it.
    more: bool,
}

impl Piece {
    fn new(steps: Vec<Step>) -> Self {
        let mut tickets: Vec<TicketId> = Vec::new();
        let most = usize::try_from(UPDATE_LIMIT).unwrap_or(usize::MAX);
        // A ticket that does not fit any more stays in the list, and is told twice.
        let size = |step: &Step| {
            let is_known = tickets.contains(&step.ticket);
            if !is_known {
                tickets.push(step.ticket.clone());
            }
            step.text + ENTRY_BYTES + if is_known { 0 } else { TICKET_BYTES }
        };
        let (steps, more) = fitting(steps, most, UPDATE_BYTES, size);
        Self {
            until: steps.last().map(|step| step.seq),
            tickets,
            more,
        }
    }
}

/// One row more than fits, to know whether there is one.
const STEP_LIMIT: i64 = UPDATE_LIMIT + 1;

/// The rows of the log that a visitor hears of.
fn visitor_piece(
    connection: &Connection,
    visitor: &VisitorId,
    shared: &[Shared],
    since: i64,
) -> Result<Piece, StoreError> {
    let mut steps = list(
        connection,
        &format!(
            "SELECT c.seq, c.ticket_id, coalesce(octet_length(m.body), 0) + {FILES} AS text
             FROM change c LEFT JOIN message m ON m.seq = c.seq
             WHERE c.visitor_id = ? AND c.seq > ? AND c.kind IN ('message', 'ticket')
             ORDER BY c.seq LIMIT ?"
        ),
        (Sql(visitor), since, STEP_LIMIT),
        read_step,
    )?;
    for one in shared.iter().filter(|one| one.version > since) {
        steps.extend(list(
            connection,
            "SELECT c.seq, c.ticket_id, coalesce(octet_length(m.body), 0) AS text
             FROM change c LEFT JOIN message m ON m.seq = c.seq
             WHERE c.visitor_id = ? AND c.seq > ? AND c.kind IN ('message', 'ticket')
               AND c.ticket_id = ? ORDER BY c.seq LIMIT ?",
            (Sql(&one.owner), since, Sql(&one.ticket), STEP_LIMIT),
            read_step,
        )?);
    }
    steps.sort_by_key(|step| step.seq);
    steps.truncate(usize::try_from(STEP_LIMIT).unwrap_or(usize::MAX));
    Ok(Piece::new(steps))
}

/// The rows of the log that a team hears of.
fn team_piece(
    connection: &Connection,
    workspace: &WorkspaceId,
    since: i64,
) -> Result<Piece, StoreError> {
    let steps = list(
        connection,
        &format!(
            "SELECT c.seq, c.ticket_id,
                 coalesce(octet_length(m.body), octet_length(n.body), 0) + {FILES} AS text
             FROM change c LEFT JOIN message m ON m.seq = c.seq LEFT JOIN note n ON n.seq = c.seq
             WHERE c.workspace_id = ? AND c.seq > ? ORDER BY c.seq LIMIT ?"
        ),
        (Sql(workspace), since, STEP_LIMIT),
        read_step,
    )?;
    Ok(Piece::new(steps))
}

impl Store {
    /// What changed for a visitor since a number. From 0, or where the log does not reach back
    /// that far, all tickets as they are now.
    ///
    /// # Errors
    /// The store failed.
    pub async fn visitor_update(
        &self,
        visitor: VisitorId,
        since: i64,
    ) -> Result<Update, StoreError> {
        self.read(move |connection| visitor_update(connection, &visitor, since))
            .await
    }

    /// What changed for the team since a number.
    ///
    /// # Errors
    /// The store failed.
    pub async fn team_update(
        &self,
        workspace: WorkspaceId,
        since: i64,
    ) -> Result<TeamUpdate, StoreError> {
        self.read(move |connection| team_update(connection, &workspace, since))
            .await
    }
}

pub(super) fn visitor_update(
    connection: &Connection,
    visitor: &VisitorId,
    since: i64,
) -> Result<Update, StoreError> {
    let extent = change::extent(connection)?;
    let shared = share::of(connection, visitor)?;
    let own = change::newest_of_visitor(connection, visitor, &extent)?;
    let own = shared.iter().fold(own, |own, one| own.max(one.version));
    if since == 0 || !extent.reaches_back_to(since) {
        return Ok(Update {
            latest: own,
            reset: since != 0,
            tickets: ticket::of_visitor(connection, visitor)?,
            ..Update::default()
        });
    }
    let piece = visitor_piece(connection, visitor, &shared, since)?;
    let until = match piece.until {
        Some(until) if piece.more => until,
        _ => own.max(since),
    };
    let mut messages = message::of_visitor_between(connection, visitor, since, until)?;
    for one in shared.iter().filter(|one| one.version > since) {
        messages.extend(message::of_ticket_between(
            connection,
            &one.ticket,
            since,
            until,
        )?);
    }
    messages.sort_by_key(|message| message.seq);
    let tickets = piece
        .tickets
        .iter()
        .filter_map(|id| ticket::of_visitor_by_id(connection, visitor, id).transpose())
        .collect::<Result<_, _>>()?;
    Ok(Update {
        latest: until,
        more: piece.more,
        tickets,
        messages,
        ..Update::default()
    })
}

fn team_update(
    connection: &Connection,
    workspace: &WorkspaceId,
    since: i64,
) -> Result<TeamUpdate, StoreError> {
    let extent: Extent = change::extent(connection)?;
    let unread = Some(team_ticket::unread(connection, workspace)?);
    if !extent.reaches_back_to(since) {
        return Ok(TeamUpdate {
            latest: extent.newest,
            reset: true,
            unread,
            ..TeamUpdate::default()
        });
    }
    let piece = team_piece(connection, workspace, since)?;
    let until = piece.until.unwrap_or(since);
    let entries = entry::of_workspace_between(connection, workspace, since, until)?;
    let tickets = piece
        .tickets
        .iter()
        .filter_map(|id| team_ticket::by_id(connection, workspace, id).transpose())
        .collect::<Result<_, _>>()?;
    Ok(TeamUpdate {
        latest: until,
        more: piece.more,
        tickets,
        entries,
        unread,
        ..TeamUpdate::default()
    })
}
