//! The rows of what is seeded.

use super::detail::{BROWSERS, CANNED, PAGES, channel, id, index_below, preview, priority, snooze};
use super::people::{Person, members, person};
use super::script::{Library, Voice};
use super::ticket::Ticket;
use super::{Event, Size};
use crate::random::Random;
use porthole_shared::session::PageContext;
use porthole_shared::ticket::TicketStatus;
use rusqlite::{Connection, OptionalExtension as _, params};

/// What a ticket's row has to know of its conversation.
#[derive(Clone, Copy, Default)]
pub(super) struct End {
    /// The last message, as an index.
    last: usize,
    last_of_team: i64,
    last_of_visitor: i64,
    /// How many messages of the visitor stand at the end.
    unanswered: i64,
    /// How many of the team do.
    unread: i64,
}

/// A ticket that was written.
struct Known {
    id: String,
    visitor: usize,
    agent: usize,
    /// Its first message still has to say where the visitor was.
    is_new: bool,
}

pub(super) struct Rows<'a> {
    connection: &'a Connection,
    size: &'a Size,
    random: &'a Random,
    library: &'a Library,
    workspace: String,
    members: Vec<(String, String)>,
    people: Vec<Person>,
    tickets: Vec<Known>,
    /// The number of the last change.
    seq: i64,
    /// The number of the last ticket.
    number: i64,
}

impl<'a> Rows<'a> {
    pub(super) fn begin(
        connection: &'a Connection,
        size: &'a Size,
        random: &'a Random,
        library: &'a Library,
    ) -> rusqlite::Result<Self> {
        let one = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
        let workspace: String = connection.query_row(
            "SELECT id FROM workspace ORDER BY created_at LIMIT 1",
            [],
            |row| row.get(0),
        )?;
        Ok(Self {
            connection,
            size,
            random,
            library,
            members: members(connection, &workspace, size.now, random)?,
            workspace,
            people: Vec::new(),
            tickets: Vec::new(),
            seq: one("SELECT max(seq) FROM change")?,
            number: one("SELECT last_ticket_number FROM workspace ORDER BY created_at LIMIT 1")?,
        })
    }

    pub(super) fn visitor(&mut self, index: usize) -> rusqlite::Result<()> {
        let person = person(self.library, self.size, self.random, index);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO visitor (id, workspace_id, email, name, created_at, seen_at, value)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?;
        insert.execute(params![
            person.id,
            self.workspace,
            person.email,
            person.name,
            person.since,
            self.size.now,
            person.value,
        ])?;
        self.people.push(person);
        Ok(())
    }

    /// How each ticket's conversation ends.
    pub(super) fn count(&self, events: &[Event]) -> Vec<End> {
        let mut ends = vec![End::default(); self.size.tickets];
        for (index, event) in events.iter().enumerate() {
            let end = &mut ends[event.ticket];
            let seq = self.seq_of(index);
            match event.voice {
                Voice::Visitor => {
                    (end.last_of_visitor, end.last) = (seq, index);
                    (end.unanswered, end.unread) = (end.unanswered + 1, 0);
                }
                Voice::Team => {
                    (end.last_of_team, end.last) = (seq, index);
                    (end.unanswered, end.unread) = (0, end.unread + 1);
                }
                Voice::Note => {}
            }
        }
        ends
    }

    fn seq_of(&self, index: usize) -> i64 {
        self.seq + 1 + i64::try_from(index).unwrap_or(i64::MAX)
    }

    pub(super) fn ticket(
        &mut self,
        ticket: &Ticket<'_>,
        end: &End,
        events: &[Event],
    ) -> rusqlite::Result<()> {
        let index = self.tickets.len();
        let mut random = self.random.of("row", index);
        let agent = index_below(&mut random, self.members.len());
        let known = Known {
            id: id(ticket.begins, &mut random),
            visitor: ticket.visitor,
            agent,
            is_new: true,
        };
        self.tickets.push(known);
        self.number += 1;
        self.insert_ticket(ticket, end, &events[end.last], &mut random)?;
        for tag in &ticket.script.tags {
            self.label(tag)?;
        }
        Ok(())
    }

    fn insert_ticket(
        &self,
        ticket: &Ticket<'_>,
        end: &End,
        last: &Event,
        random: &mut Random,
    ) -> rusqlite::Result<()> {
        let known = &self.tickets[last.ticket];
        let seq = self.seq_of(end.last);
        let is_working = matches!(ticket.status, TicketStatus::New | TicketStatus::Open);
        let (unanswered, team_read) = match end.unanswered {
            1.. if is_working => (end.unanswered, end.last_of_team),
            _ => (0, seq),
        };
        let (unread, visitor_read) = match end.unread {
            1.. if random.below(3) == 0 => (end.unread, end.last_of_visitor),
            _ => (0, seq),
        };
        let (side, author) = match last.voice {
            Voice::Team => ("team", self.members[known.agent].1.as_str()),
            _ => ("visitor", ""),
        };
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO ticket (id, workspace_id, number, visitor_id, client_id, status, channel,
                 created_at, updated_at, version, last_seq, position, last_side, last_author_name,
                 preview, visitor_unread, visitor_read, team_unread, team_read, suspicious,
                 priority, assignee, snoozed_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?10, ?11, ?12, ?13, ?14, ?15,
                 ?16, ?17, ?18, ?19, ?20, ?21)",
        )?;
        insert.execute(params![
            known.id,
            self.workspace,
            self.number,
            self.people[known.visitor].id,
            random.hex(32),
            ticket.status.as_str(),
            channel(random),
            ticket.begins,
            last.at,
            seq,
            side,
            author,
            preview(&self.text(last)),
            unread,
            visitor_read,
            unanswered,
            team_read,
            ticket.is_spam,
            priority(ticket, random),
            self.assignee(ticket, known, random),
            snooze(ticket, self.size.now, random),
        ])?;
        Ok(())
    }

    fn assignee(&self, ticket: &Ticket<'_>, known: &Known, random: &mut Random) -> Option<&str> {
        let share = if ticket.status == TicketStatus::New {
            20
        } else {
            80
        };
        let is_taken = random.below(100) < share && !ticket.is_spam;
        is_taken.then(|| self.members[known.agent].0.as_str())
    }

    fn label(&self, tag: &str) -> rusqlite::Result<()> {
        let Some(known) = self.tickets.last() else {
            return Ok(());
        };
        let fold = tag.to_lowercase();
        self.connection
            .prepare_cached(
                "INSERT INTO tag (workspace_id, fold, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?
            .execute(params![self.workspace, fold, tag])?;
        self.connection
            .prepare_cached(
                "INSERT INTO ticket_label (ticket_id, kind, key, workspace_id, shelf, position)
                 SELECT id, 'tag', ?, workspace_id, shelf, position FROM ticket WHERE id = ?",
            )?
            .execute(params![fold, known.id])?;
        Ok(())
    }

    /// What a turn says.
    fn text(&self, event: &Event) -> String {
        let known = &self.tickets[event.ticket];
        let agent = self.members[known.agent].1.as_str();
        let agent = agent.split(' ').next().unwrap_or(agent);
        let visitor = &self.people[known.visitor].called;
        let mut random = self.random.of("text", event.ticket << 10 | event.turn);
        let mut text = self.library.fill(event.text, visitor, agent, &mut random);
        let is_english = text.is_ascii() && event.voice == Voice::Visitor;
        if is_english && event.turn > 0 && random.below(12) == 0 {
            text.push(' ');
            text.push_str(self.library.more(&mut random));
        }
        text
    }

    /// Writes the next message or note.
    pub(super) fn entry(&mut self, event: &Event) -> rusqlite::Result<()> {
        self.seq += 1;
        let mut random = self.random.of("entry", event.ticket << 10 | event.turn);
        let text = self.text(event);
        let kind = if event.voice == Voice::Note {
            "note"
        } else {
            "message"
        };
        let known = &self.tickets[event.ticket];
        let person = &self.people[known.visitor];
        self.connection
            .prepare_cached(
                "INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.seq,
                self.workspace,
                person.id,
                known.id,
                kind,
                event.at
            ])?;
        let member = &self.members[known.agent];
        let (side, author_id, author_name) = match event.voice {
            Voice::Visitor => ("visitor", person.id.as_str(), ""),
            Voice::Team | Voice::Note => ("team", member.0.as_str(), member.1.as_str()),
        };
        let (own, client) = (id(event.at, &mut random), random.hex(32));
        if event.voice == Voice::Note {
            self.connection
                .prepare_cached(
                    "INSERT INTO note (seq, id, workspace_id, ticket_id, client_id, author_id,
                         author_name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    self.seq,
                    own,
                    self.workspace,
                    known.id,
                    client,
                    author_id,
                    author_name,
                    text,
                    event.at
                ])?;
            return self.mention(known, &mut random);
        }
        self.connection
            .prepare_cached(
                "INSERT INTO message (seq, id, workspace_id, ticket_id, client_id, side, author_id,
                     author_name, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.seq,
                own,
                self.workspace,
                known.id,
                client,
                side,
                author_id,
                author_name,
                text,
                event.at
            ])?;
        let is_new = std::mem::take(&mut self.tickets[event.ticket].is_new);
        if is_new { self.context(event) } else { Ok(()) }
    }

    /// One note in two mentions a colleague.
    fn mention(&self, known: &Known, random: &mut Random) -> rusqlite::Result<()> {
        let other = index_below(random, self.members.len());
        if other == known.agent || random.below(2) == 0 {
            return Ok(());
        }
        self.connection
            .prepare_cached("INSERT INTO mention (seq, member_id, ticket_id) VALUES (?, ?, ?)")?
            .execute(params![self.seq, self.members[other].0, known.id])?;
        Ok(())
    }

    /// Where the visitor was at the first message.
    fn context(&self, event: &Event) -> rusqlite::Result<()> {
        let known = &self.tickets[event.ticket];
        let mut random = self.random.of("context", event.ticket);
        let (path, title) = PAGES[index_below(&mut random, PAGES.len())];
        let (browser, os, device) = BROWSERS[index_below(&mut random, BROWSERS.len())];
        let page = PageContext {
            url: format!("https://shop.example/{path}"),
            title: title.to_owned(),
            language: self.people[known.visitor].language.to_owned(),
            ..PageContext::default()
        };
        let page = serde_json::to_string(&page).unwrap_or_else(|_| "{}".to_owned());
        self.connection
            .prepare_cached(
                "INSERT INTO ticket_context (seq, ticket_id, at, page, browser, os, device)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                self.seq, known.id, event.at, page, browser, os, device
            ])?;
        Ok(())
    }

    pub(super) fn finish(&self) -> rusqlite::Result<()> {
        let sql = "UPDATE workspace SET last_ticket_number = ? WHERE id = ?";
        self.connection
            .execute(sql, params![self.number, self.workspace])?;
        let known: Option<i64> = self
            .connection
            .query_row("SELECT 1 FROM canned_reply LIMIT 1", [], |row| row.get(0))
            .optional()?;
        if known.is_some() {
            return Ok(());
        }
        for (index, (shortcut, title, text)) in CANNED.iter().enumerate() {
            let id = id(self.size.now, &mut self.random.of("canned", index));
            self.connection.execute(
                "INSERT INTO canned_reply (id, workspace_id, title, shortcut, body, created_at, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                params![id, self.workspace, title, shortcut, text, self.size.now],
            )?;
        }
        Ok(())
    }
}
