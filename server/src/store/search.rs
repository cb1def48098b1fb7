//! Search over messages, notes, people and numbers.
//!
//! What was found last is told first, and no more is read than a page needs: a word that is in a
//! million messages takes as long as one in a thousand. Whether a ticket counts is looked at one by
//! one on the way; the way has an end (`STEPS`), so a page may be short and have a next one.

mod expression;
mod found;

use super::row::{Sql, find, find_until, get, list};
use super::{Store, StoreError, team_ticket};
use crate::domain::search::{Query, SearchFilter};
pub(super) use expression::SHORT;
use expression::expression;
use found::{Found, PEOPLE_TICKETS};
use porthole_shared::id::{TicketId, VisitorId, WorkspaceId};
use porthole_shared::inbox::search::{HitKind, SearchHit, SearchResults, SnippetPart};
use porthole_shared::inbox::ticket::{TeamTicket, TicketView};
use porthole_shared::time::Timestamp;
use rusqlite::Connection;
use std::ops::ControlFlow;

/// How many that match are looked at for one page at the most.
const STEPS: usize = 2_000;
/// How many tickets of one person are looked at, the newest ones.
const LATEST: i64 = 20;
/// How many newer entries of a ticket are looked at, whether it was told for one of them.
const NEWER: i64 = 100;

/// Which page of results is asked for.
#[derive(Clone, Debug)]
pub struct SearchPage {
    /// What is searched for.
    pub query: Query,
    /// In which tickets.
    pub filter: SearchFilter,
    /// Only what comes behind this place.
    pub after: Option<SearchCursor>,
}

/// A place in the order of what was found: people, then messages and notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchCursor {
    /// Behind this person.
    Person(i64),
    /// Behind the message or note of this number.
    Entry(i64),
}

impl SearchCursor {
    /// Reads a cursor; `None` where it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |digits: &str| digits.parse().ok();
        match text.split_at_checked(1)? {
            ("p", digits) => number(digits).map(Self::Person),
            ("e", digits) => number(digits).map(Self::Entry),
            _ => None,
        }
    }
}

impl std::fmt::Display for SearchCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => write!(f, "p{id}"),
            Self::Entry(seq) => write!(f, "e{seq}"),
        }
    }
}

impl Store {
    /// A page of what was found in a workspace.
    ///
    /// # Errors
    /// The store failed.
    pub async fn search(
        &self,
        workspace: WorkspaceId,
        page: SearchPage,
    ) -> Result<SearchResults, StoreError> {
        self.read(move |connection| {
            let mut search = Search {
                connection,
                workspace: &workspace,
                page: &page,
                found: Found::default(),
            };
            search.run()?;
            Ok(search.found.into_results())
        })
        .await
    }
}

/// A message or a note that may have been found.
struct Entry {
    ticket: TicketId,
    kind: HitKind,
    body: String,
    at: Timestamp,
}

struct Search<'a> {
    connection: &'a Connection,
    workspace: &'a WorkspaceId,
    page: &'a SearchPage,
    found: Found,
}

impl Search<'_> {
    fn run(&mut self) -> Result<(), StoreError> {
        let after = self.page.after;
        if after.is_none() {
            self.number()?;
        }
        let Some(words) = expression(self.connection, self.workspace, &self.page.query)? else {
            return Ok(());
        };
        match after {
            Some(SearchCursor::Entry(before)) => self.entries(&words, before),
            Some(SearchCursor::Person(before)) => self.people(&words, before),
            None => self.people(&words, i64::MAX),
        }
    }

    fn number(&mut self) -> Result<(), StoreError> {
        let Some(number) = self.page.query.number else {
            return Ok(());
        };
        let id: Option<TicketId> = find(
            self.connection,
            "SELECT id FROM ticket WHERE workspace_id = ? AND number = ?",
            (Sql(self.workspace), number),
            |row| get(row, "id"),
        )?;
        if let Some(ticket) = id.map(|id| self.admitted(&id)).transpose()?.flatten() {
            let part = |text, hit| SnippetPart { text, hit };
            let snippet = vec![
                part(format!("#{number}"), true),
                part(format!(" {}", ticket.preview), false),
            ];
            self.found.push(SearchHit {
                at: ticket.created_at,
                ticket,
                kind: HitKind::Number,
                seq: None,
                snippet,
            });
        }
        Ok(())
    }

    /// The tickets of people whose name or address fits, then messages and notes.
    fn people(&mut self, words: &str, before: i64) -> Result<(), StoreError> {
        let place = SearchCursor::Person;
        let walk = self.walk("person_text", words, before, Self::person, place)?;
        match walk {
            ControlFlow::Continue(()) => self.entries(words, i64::MAX),
            ControlFlow::Break(()) => Ok(()),
        }
    }

    /// Adds a person's tickets; `false` where the page has no room for them.
    fn person(&mut self, id: i64) -> Result<bool, StoreError> {
        let Some((visitor, text)) = self.visitor(id)? else {
            return Ok(true);
        };
        let mut tickets = self.tickets_of(&visitor)?;
        if self.page.after.is_some() {
            tickets.retain(|ticket| self.page.query.number != Some(ticket.number));
        }
        if !self.found.has_room_for(&tickets) {
            return Ok(false);
        }
        for ticket in tickets {
            self.found.push(SearchHit {
                at: ticket.created_at,
                ticket,
                kind: HitKind::Person,
                seq: None,
                snippet: self.page.query.snippet(&text),
            });
        }
        Ok(true)
    }

    fn visitor(&self, id: i64) -> Result<Option<(VisitorId, String)>, StoreError> {
        find(
            self.connection,
            "SELECT v.id, trim(coalesce(v.name, '') || ' ' || coalesce(v.email, '')) AS text
             FROM person p JOIN visitor v ON v.id = p.visitor_id
             WHERE p.id = ? AND v.workspace_id = ?",
            (id, Sql(self.workspace)),
            |row| Ok((get(row, "id")?, row.get("text")?)),
        )
    }

    /// The newest tickets of a person that count.
    fn tickets_of(&self, visitor: &VisitorId) -> Result<Vec<TeamTicket>, StoreError> {
        let ids: Vec<TicketId> = list(
            self.connection,
            "SELECT id FROM ticket WHERE visitor_id = ? ORDER BY last_seq DESC LIMIT ?",
            (Sql(visitor), LATEST),
            |row| get(row, "id"),
        )?;
        let mut tickets = Vec::new();
        for id in ids {
            tickets.extend(self.admitted(&id)?);
            if tickets.len() == PEOPLE_TICKETS {
                break;
            }
        }
        Ok(tickets)
    }

    fn entries(&mut self, words: &str, before: i64) -> Result<(), StoreError> {
        let place = SearchCursor::Entry;
        self.walk("entry_text", words, before, Self::entry, place)
            .map(drop)
    }

    /// Looks at what matches in one of the two indexes, newest first, until the page has no room
    /// for what was found. The index gathers nothing ahead: words that are seldom together cost as
    /// much as the page is long.
    fn walk(
        &mut self,
        index: &str,
        words: &str,
        before: i64,
        add: impl Fn(&mut Self, i64) -> Result<bool, StoreError>,
        place: fn(i64) -> SearchCursor,
    ) -> Result<ControlFlow<()>, StoreError> {
        let (mut last, mut steps) = (before, 0);
        let sql = format!(
            "SELECT rowid FROM {index} WHERE {index} MATCH ? AND rowid < ? ORDER BY rowid DESC"
        );
        find_until(self.connection, &sql, (words, before), |row| {
            let number = row.get(0)?;
            if steps == STEPS || !add(self, number)? {
                self.found.next = Some(place(last));
                return Ok(ControlFlow::Break(()));
            }
            steps += 1;
            last = number;
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Adds the ticket of a message or note, if it counts and was not told yet; `false` where the
    /// page has no room for it.
    fn entry(&mut self, seq: i64) -> Result<bool, StoreError> {
        let Some(entry) = self.read_entry(seq)? else {
            return Ok(true);
        };
        if !self.found.is_new(&entry.ticket) {
            return Ok(true);
        }
        let Some(ticket) = self.admitted(&entry.ticket)? else {
            self.found.pass_over(entry.ticket);
            return Ok(true);
        };
        if self.was_told(&ticket)? {
            self.found.pass_over(entry.ticket);
            return Ok(true);
        }
        if !self.found.has_room_for(std::slice::from_ref(&ticket)) {
            return Ok(false);
        }
        self.found.push(SearchHit {
            ticket,
            kind: entry.kind,
            seq: Some(seq),
            at: entry.at,
            snippet: self.page.query.snippet(&entry.body),
        });
        Ok(true)
    }

    fn read_entry(&self, seq: i64) -> Result<Option<Entry>, StoreError> {
        for (kind, sql) in [
            (
                HitKind::Message,
                "SELECT ticket_id, body, at FROM message WHERE seq = ?",
            ),
            (
                HitKind::Note,
                "SELECT ticket_id, body, at FROM note WHERE seq = ?",
            ),
        ] {
            let entry = find(self.connection, sql, [seq], |row| {
                Ok(Entry {
                    ticket: get(row, "ticket_id")?,
                    kind,
                    body: row.get("body")?,
                    at: get(row, "at")?,
                })
            })?;
            if entry.is_some() {
                return Ok(entry);
            }
        }
        Ok(None)
    }

    /// Whether a ticket was told on an earlier page: by its number, its person, or something newer.
    fn was_told(&self, ticket: &TeamTicket) -> Result<bool, StoreError> {
        let query = &self.page.query;
        let Some(after) = self.page.after else {
            return Ok(false);
        };
        if query.number == Some(ticket.number) {
            return Ok(true);
        }
        let visitor = &ticket.visitor;
        let [name, email] = [&visitor.name, &visitor.email];
        let [name, email] = [name, email].map(|text| text.as_deref().unwrap_or_default());
        if query.is_in(&format!("{name} {email}")) {
            let tickets = self.tickets_of(&visitor.id)?;
            if tickets.iter().any(|told| told.id == ticket.id) {
                return Ok(true);
            }
        }
        let SearchCursor::Entry(from) = after else {
            return Ok(false);
        };
        let newer: Vec<String> = list(
            self.connection,
            "SELECT seq, body FROM message WHERE ticket_id = ?1 AND seq >= ?2
             UNION ALL SELECT seq, body FROM note WHERE ticket_id = ?1 AND seq >= ?2
             ORDER BY seq LIMIT ?3",
            (Sql(&ticket.id), from, NEWER),
            |row| row.get("body"),
        )?;
        Ok(newer.iter().any(|body| query.is_in(body)))
    }

    /// A ticket, if it is the workspace's and counts.
    fn admitted(&self, id: &TicketId) -> Result<Option<TeamTicket>, StoreError> {
        let filter = &self.page.filter;
        if filter.view == TicketView::Mentions && !self.is_mentioned(id)? {
            return Ok(None);
        }
        let ticket = team_ticket::by_id(self.connection, self.workspace, id)?;
        Ok(ticket.filter(|ticket| filter.admits(ticket)))
    }

    /// Whether the member who asks was mentioned in a ticket.
    fn is_mentioned(&self, id: &TicketId) -> Result<bool, StoreError> {
        let mention = find(
            self.connection,
            "SELECT 1 FROM mention WHERE member_id = ? AND ticket_id = ? LIMIT 1",
            (Sql(&self.page.filter.member), Sql(id)),
            |_| Ok(()),
        )?;
        Ok(mention.is_some())
    }
}
