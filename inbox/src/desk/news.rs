//! What visitors wrote that nobody has seen: what a notification tells of.

use porthole_shared::inbox::ticket::{TeamTicket, TeamUpdate};
use porthole_shared::ticket::Side;

/// A message that came in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct News {
    /// Where.
    pub(crate) ticket: TeamTicket,
    /// What it says.
    pub(crate) text: String,
}

/// The last message of each ticket that an update brings, if it leaves more tickets unread than
/// there were.
pub(super) fn news(update: &TeamUpdate, unread: i64) -> Vec<News> {
    if update.unread.is_none_or(|now| now <= unread) {
        return Vec::new();
    }
    let told = |ticket: &&TeamTicket| ticket.unread > 0 && !ticket.suspicious;
    let news = update.tickets.iter().filter(told).filter_map(|ticket| {
        let last = update
            .entries
            .iter()
            .rfind(|entry| entry.ticket == ticket.id && entry.author.side == Side::Visitor)?;
        Some(News {
            ticket: ticket.clone(),
            text: last.spoken(),
        })
    });
    news.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::id::TicketId;
    use porthole_shared::inbox::ticket::Entry;
    use porthole_shared::ticket::Author;

    fn update(unread: i64, side: Side) -> TeamUpdate {
        let id = TicketId::from("a".to_owned());
        TeamUpdate {
            unread: Some(unread),
            tickets: vec![TeamTicket {
                id: id.clone(),
                unread: 1,
                ..TeamTicket::default()
            }],
            entries: vec![Entry {
                ticket: id,
                author: Author {
                    side,
                    ..Author::default()
                },
                text: "hello".to_owned(),
                ..Entry::default()
            }],
            ..TeamUpdate::default()
        }
    }

    #[test]
    fn only_what_a_visitor_wrote_and_raises_the_count_is_news() {
        assert_eq!(news(&update(1, Side::Visitor), 0)[0].text, "hello");
        assert_eq!(news(&update(1, Side::Visitor), 1), []);
        assert_eq!(news(&update(1, Side::Team), 0), []);
    }
}
