//! How many tickets there are of what. Triggers keep the counts (`migrations/0006_desk.sql`), so
//! that asking for them takes as long with a million tickets as with ten.

use super::row::{Sql, list};
use super::ticket_way::{ACTIVE, ASIDE};
use super::{Store, StoreError, team_ticket};
use porthole_shared::id::{MemberId, WorkspaceId};
use porthole_shared::inbox::count::{Count, TicketCounts};
use porthole_shared::inbox::ticket::Priority;
use porthole_shared::ticket::Channel;
use rusqlite::Connection;
use std::collections::HashMap;

/// How many tags are counted, the most used ones first.
const TAGS: i64 = 100;

impl Store {
    /// How many tickets of a workspace there are of what, as a member sees it.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ticket_counts(
        &self,
        workspace: WorkspaceId,
        member: MemberId,
    ) -> Result<TicketCounts, StoreError> {
        self.read(move |connection| {
            let counted = Counted::read(connection, &workspace, &member)?;
            let shelves =
                |shelves: &[&str]| shelves.iter().map(|key| counted.of("shelf", key)).sum();
            let active: i64 = shelves(ACTIVE);
            Ok(TicketCounts {
                active,
                mine: counted.of("assignee", member.as_str()),
                unassigned: counted.of("assignee", ""),
                mentions: counted.of("mention", member.as_str()),
                snoozed: counted.of("shelf", "snoozed"),
                resolved: counted.of("shelf", "resolved"),
                suspicious: counted.of("shelf", "suspicious"),
                all: active + shelves(ASIDE),
                statuses: counted.words("shelf", ACTIVE, |status| (*status).to_owned()),
                tags: tags(connection, &workspace)?,
                channels: counted.words("channel", Channel::ALL, |channel| {
                    channel.as_str().to_owned()
                }),
                priorities: priorities(&counted),
                valued: counted.of("valued", ""),
            })
        })
        .await
    }
}

/// Counts by what is counted, and by which of it.
struct Counted(HashMap<(String, String), i64>);

impl Counted {
    fn read(
        connection: &Connection,
        workspace: &WorkspaceId,
        member: &MemberId,
    ) -> Result<Self, StoreError> {
        // Of members only this one is of interest, and tags are many.
        let rows = list(
            connection,
            "SELECT dimension, key, count FROM ticket_count
             WHERE workspace_id = ?1 AND dimension IN ('shelf', 'channel', 'priority', 'valued')
             UNION ALL SELECT dimension, key, count FROM ticket_count
             WHERE workspace_id = ?1 AND dimension IN ('assignee', 'mention') AND key IN ('', ?2)",
            (Sql(workspace), Sql(member)),
            |row| Ok(((row.get("dimension")?, row.get("key")?), row.get("count")?)),
        )?;
        Ok(Self(rows.into_iter().collect()))
    }

    fn of(&self, dimension: &str, key: &str) -> i64 {
        let key = (dimension.to_owned(), key.to_owned());
        self.0.get(&key).copied().unwrap_or_default()
    }

    /// One count for each word of which there are any.
    fn words<T>(&self, dimension: &str, words: &[T], key: impl Fn(&T) -> String) -> Vec<Count> {
        let count = |word: &T| {
            let key = key(word);
            let count = self.of(dimension, &key);
            (count > 0).then_some(Count { key, count })
        };
        words.iter().filter_map(count).collect()
    }
}

/// Priorities are counted by their rank.
fn priorities(counted: &Counted) -> Vec<Count> {
    let count = |priority: &Priority| {
        let count = counted.of("priority", &team_ticket::rank(*priority).to_string());
        (count > 0).then(|| Count {
            key: priority.as_str().to_owned(),
            count,
        })
    };
    Priority::ALL.iter().filter_map(count).collect()
}

fn tags(connection: &Connection, workspace: &WorkspaceId) -> Result<Vec<Count>, StoreError> {
    list(
        connection,
        "SELECT g.name, c.count FROM ticket_count c INDEXED BY ticket_count_by_size
         CROSS JOIN tag g ON g.workspace_id = c.workspace_id AND g.fold = c.key
         WHERE c.workspace_id = ? AND c.dimension = 'tag' AND c.count > 0
         ORDER BY c.count DESC LIMIT ?",
        (Sql(workspace), TAGS),
        |row| {
            Ok(Count {
                key: row.get("name")?,
                count: row.get("count")?,
            })
        },
    )
}
