//! Fills a database with believable data: people of several languages who write to a shop, and the
//! team that answers. The same seed and moment give the same data.
//!
//! It is written as rows, through the triggers that keep counts, into a database that the server
//! has made. The index of the search is filled by the server when it runs next.

mod detail;
mod people;
mod rows;
mod script;
mod ticket;

use crate::random::Random;
use rows::Rows;
use rusqlite::Connection;
use script::{Library, Voice};
use std::path::Path;
use ticket::{Ticket, ticket};

/// How much is written.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many tickets.
    pub tickets: usize,
    /// How many messages; as many as the stories have where it is absent.
    pub messages: Option<usize>,
    /// The moment until which everything happened, in milliseconds since 1970.
    pub now: i64,
}

impl Size {
    /// Some come back: there are fewer visitors than tickets.
    fn visitors(&self) -> usize {
        (self.tickets * 7 / 10).max(1)
    }

    /// The visitor of a ticket, and whether it is spam: all of that is of the last visitor.
    fn visitor(&self, ticket: usize) -> (usize, bool) {
        let last = self.visitors() - 1;
        match ticket % 40 {
            29 => (last, true),
            _ => (ticket % last.max(1), false),
        }
    }

    /// Whether a visitor sends spam.
    fn is_spammer(&self, visitor: usize) -> bool {
        self.tickets > 29 && visitor + 1 == self.visitors()
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    /// Tickets.
    pub tickets: usize,
    /// Messages.
    pub messages: usize,
    /// Notes.
    pub notes: usize,
}

/// A message or a note to be, in the order in which they were written.
#[derive(Clone, Copy)]
struct Event {
    at: i64,
    ticket: usize,
    turn: usize,
    voice: Voice,
    text: &'static str,
}

/// Fills the database of a data directory whose server is stopped.
///
/// # Errors
/// There is none, it has no members, or it cannot be written.
pub fn seed(data: &Path, size: &Size, random: &Random) -> Result<Written, String> {
    if size.tickets == 0
        || size
            .messages
            .is_some_and(|messages| messages < size.tickets)
    {
        return Err("there is at least one ticket, and each has a message".to_owned());
    }
    let path = data.join("porthole.db");
    if !path.exists() {
        return Err(format!("there is no database at {}", path.display()));
    }
    let fill = || {
        let connection = Connection::open(&path)?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.pragma_update(None, "cache_size", -400_000)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.set_prepared_statement_cache_capacity(64);
        let transaction = connection.unchecked_transaction()?;
        let written = write(&transaction, size, random)?;
        transaction.commit()?;
        Ok(written)
    };
    fill().map_err(|error: rusqlite::Error| format!("{} cannot be filled: {error}", path.display()))
}

fn write(connection: &Connection, size: &Size, random: &Random) -> rusqlite::Result<Written> {
    let library = Library::read();
    let mut rows = Rows::begin(connection, size, random, &library)?;
    for visitor in 0..size.visitors() {
        rows.visitor(visitor)?;
    }
    let tickets: Vec<Ticket<'_>> = (0..size.tickets)
        .map(|index| ticket(&library, size, index, random))
        .collect();
    let events = events(&tickets);
    let ends = rows.count(&events);
    for (ticket, end) in tickets.iter().zip(&ends) {
        rows.ticket(ticket, end, &events)?;
    }
    let mut written = Written {
        tickets: size.tickets,
        ..Written::default()
    };
    for event in &events {
        match event.voice {
            Voice::Note => written.notes += 1,
            Voice::Visitor | Voice::Team => written.messages += 1,
        }
        rows.entry(event)?;
    }
    rows.finish()?;
    Ok(written)
}

fn events(tickets: &[Ticket<'_>]) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, ticket) in tickets.iter().enumerate() {
        for (turn, (at, voice, text)) in ticket.turns.iter().enumerate() {
            events.push(Event {
                at: *at,
                ticket: index,
                turn,
                voice: *voice,
                text,
            });
        }
    }
    events.sort_by_key(|event| (event.at, event.ticket, event.turn));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_messages_as_were_asked_for() {
        let library = Library::read();
        for (tickets, messages) in [(1, 1), (7, 7), (10, 95), (41, 500)] {
            let size = Size {
                tickets,
                messages: Some(messages),
                now: 1_800_000_000_000,
            };
            let random = Random::new(1);
            let all: Vec<Ticket<'_>> = (0..tickets)
                .map(|index| ticket(&library, &size, index, &random))
                .collect();
            let events = events(&all);
            let written = events.iter().filter(|event| event.voice != Voice::Note);
            assert_eq!(written.count(), messages);
            assert!(events.iter().all(|event| event.at < size.now));
        }
    }
}
