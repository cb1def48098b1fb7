//! The team's list of tickets: views, filters and orders, each along an index.
//!
//! A page is a walk. It starts at the cursor, goes along the index that fits the request best, and
//! looks at each ticket on the way whether it
//! meets the rest of the request (`ticket_way.rs`). The walk has an end
//! (`STEPS`): where few of very many tickets match, a page is short and has a next one.

use super::row::{Sql, find_until};
use super::ticket_way::{Stretch, is_narrow, shelves};
use super::{Store, StoreError, change, team_ticket};
use crate::domain::cursor::Cursor;
use porthole_shared::id::{MemberId, TicketId, WorkspaceId};
use porthole_shared::inbox::tag::Tag;
use porthole_shared::inbox::ticket::{Priority, TICKET_PAGE, TicketList, TicketSort, TicketView};
use porthole_shared::ticket::{Channel, TicketStatus};
use rusqlite::{Connection, Row, params_from_iter};
use std::ops::ControlFlow;

/// How many tickets are looked at for one page at the most: some milliseconds' worth.
const STEPS: usize = 4_000;

/// Of how few tickets all are looked at and put in order here, where they are found by an index that
/// has them in another order.
const FEW: usize = 1_000;

/// Which page of the team's list is asked for.
#[derive(Clone, Debug)]
pub struct TicketPage {
    /// Which tickets.
    pub view: TicketView,
    /// Who asks.
    pub member: MemberId,
    /// Which of them.
    pub filter: TicketFilter,
    /// In which order.
    pub sort: TicketSort,
    /// Only those behind this place, which is one of this order.
    pub after: Option<Cursor>,
}

/// What the tickets of a list have in common. What is absent does not matter.
#[derive(Clone, Debug, Default)]
pub struct TicketFilter {
    /// How far they have come.
    pub status: Option<TicketStatus>,
    /// A tag of theirs.
    pub tag: Option<Tag>,
    /// How they came in.
    pub channel: Option<Channel>,
    /// How much they press.
    pub priority: Option<Priority>,
    /// What their customer is worth at least.
    pub min_value: Option<f64>,
}

impl Store {
    /// A page of the team's list.
    ///
    /// # Errors
    /// The store failed.
    pub async fn team_tickets(
        &self,
        workspace: WorkspaceId,
        page: TicketPage,
    ) -> Result<TicketList, StoreError> {
        self.read(move |connection| {
            let latest = change::newest(connection)?;
            let walk = Walk::along(connection, &workspace, &page, latest)?;
            let tickets = walk
                .found
                .iter()
                .filter_map(|id| team_ticket::by_id(connection, &workspace, id).transpose())
                .collect::<Result<_, _>>()?;
            Ok(TicketList {
                tickets,
                next: walk.next.map(|cursor| cursor.to_string()),
                unread: team_ticket::unread(connection, &workspace)?,
                latest,
            })
        })
        .await
    }
}

/// What was found on the way.
#[derive(Default)]
struct Walk {
    found: Vec<TicketId>,
    /// The place of the last ticket that was looked at and is not behind the page.
    last: Option<Cursor>,
    steps: usize,
    next: Option<Cursor>,
}

impl Walk {
    /// Goes along all stretches of a page, or until it is full.
    fn along(
        connection: &Connection,
        workspace: &WorkspaceId,
        page: &TicketPage,
        latest: i64,
    ) -> Result<Self, StoreError> {
        let mut walk = Self::default();
        if shelves(page).is_empty() {
            return Ok(walk);
        }
        if let Some(few) = among_few(connection, workspace, page)? {
            return Ok(few);
        }
        let mut from = Some(page.after.unwrap_or(match page.sort {
            TicketSort::Oldest => Cursor::Oldest(i64::MIN, latest),
            TicketSort::Priority => Cursor::Priority(i64::MAX, 0),
            TicketSort::Value => Cursor::Value(Some(f64::INFINITY), 0),
            TicketSort::Newest | TicketSort::Unknown => Cursor::Newest(i64::MAX),
        }));
        while let Some(start) = from.take() {
            let mut stretch = Stretch {
                workspace,
                page,
                from: start,
                values: Vec::new(),
            };
            let sql = stretch.sql();
            let values = params_from_iter(stretch.values);
            let is_over =
                find_until(connection, &sql, values, |row| walk.step(row, start))?.is_break();
            if !is_over {
                from = after_known(start, page);
            }
        }
        Ok(walk)
    }

    fn step(&mut self, row: &Row<'_>, from: Cursor) -> Result<ControlFlow<()>, StoreError> {
        let page_length = usize::try_from(TICKET_PAGE).unwrap_or(usize::MAX);
        let fits = row.get::<_, bool>("fits")?;
        if self.steps == STEPS || (fits && self.found.len() == page_length) {
            self.next = self.last;
            return Ok(ControlFlow::Break(()));
        }
        self.steps += 1;
        let position = row.get("position")?;
        self.last = Some(match from {
            Cursor::Newest(_) => Cursor::Newest(position),
            Cursor::Oldest(_, until) => Cursor::Oldest(position, until),
            Cursor::Priority(0, _) => Cursor::Priority(0, position),
            Cursor::Priority(..) => Cursor::Priority(row.get("priority")?, position),
            Cursor::Value(None, _) => Cursor::Value(None, position),
            Cursor::Value(Some(_), _) => Cursor::Value(row.get("value")?, position),
        });
        if fits {
            self.found.push(row.get::<_, Sql<TicketId>>("id")?.0);
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The page, where it is of few tickets whose order no index has; `None` where they are many.
fn among_few(
    connection: &Connection,
    workspace: &WorkspaceId,
    page: &TicketPage,
) -> Result<Option<Walk>, StoreError> {
    let is_keyed = matches!(page.sort, TicketSort::Priority | TicketSort::Value);
    if !is_keyed || !is_narrow(page) {
        return Ok(None);
    }
    let mut stretch = Stretch {
        workspace,
        page,
        from: Cursor::Newest(i64::MAX),
        values: Vec::new(),
    };
    let sql = stretch.sql();
    let (mut steps, mut rows) = (0, Vec::new());
    let walk = find_until(connection, &sql, params_from_iter(stretch.values), |row| {
        steps += 1;
        if steps > FEW {
            return Ok(ControlFlow::Break(()));
        }
        let position = row.get("position")?;
        let place = match page.sort {
            TicketSort::Priority => Cursor::Priority(row.get("priority")?, position),
            _ => Cursor::Value(row.get("value")?, position),
        };
        let is_behind = page.after.is_none_or(|after| place.comes_after(after));
        if row.get("fits")? && is_behind {
            rows.push((place, row.get::<_, Sql<TicketId>>("id")?.0));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    rows.sort_by(|(left, _), (right, _)| left.order(*right));
    let page_length = usize::try_from(TICKET_PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > page_length;
    rows.truncate(page_length);
    let next = rows.last().filter(|_| has_more).map(|(place, _)| *place);
    let found = rows.into_iter().map(|(_, id)| id).collect();
    Ok(walk.is_continue().then(|| Walk {
        found,
        next,
        ..Walk::default()
    }))
}

/// Behind the tickets whose priority or value is known come those of which nobody said, as the
/// newest first.
fn after_known(start: Cursor, page: &TicketPage) -> Option<Cursor> {
    match start {
        Cursor::Priority(1.., _) => Some(Cursor::Priority(0, i64::MAX)),
        Cursor::Value(Some(_), _) if page.filter.min_value.is_none() => {
            Some(Cursor::Value(None, i64::MAX))
        }
        _ => None,
    }
}
