//! `growth`: whether everyday calls stay as fast when there are a thousand times more tickets.

use super::Bench;
use super::load::client;
use super::samples::Samples;
use super::table::Row;
use crate::agent::Agent;
use crate::say;
use crate::server::{OPEN_DOORS, Server, in_folder};
use crate::visitor::Visitor;
use std::time::{Duration, Instant};
use tokio::task::block_in_place;

/// How many tickets the small database has.
const SMALL: u32 = 1_000;
/// How often each call is measured.
const ROUNDS: usize = 200;

/// Measures, small and large in turn, so that a busy machine disturbs both alike.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let (mut small, _small) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let (mut large, _large) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    grow(&mut small, SMALL).await?;
    grow(&mut large, bench.tickets).await?;
    let mut callers = [
        Caller::new(&small, bench).await?,
        Caller::new(&large, bench).await?,
    ];
    for _ in 0..ROUNDS {
        for caller in &mut callers {
            caller.round().await?;
        }
    }
    let [small, large] = callers.map(|caller| caller.times.map(Samples::new));
    let names = ["list", "boot", "send"];
    let rows = names.iter().zip(small.iter().zip(&large));
    Ok(rows
        .map(|(name, (small, large))| {
            let (floor, figure) = (small.percentile(50), large.percentile(50));
            let what = format!(
                "{name} with {} tickets, p50",
                say::thousands(bench.tickets.into())
            );
            Row::new("growth", what, figure, "ms")
                .beside(format!("{} tickets", say::thousands(SMALL.into())), floor)
                .target("<= 1.5 x", figure <= 1.5 * floor)
        })
        .collect())
}

/// Somebody who makes the everyday calls: list, boot, send.
struct Caller {
    agent: Agent,
    visitor: Visitor,
    times: [Vec<Duration>; 3],
}

impl Caller {
    async fn new(server: &Server, bench: &Bench) -> Result<Self, String> {
        let agent = Agent::sign_in(client(server.address, 0)).await;
        let random = bench.random.of("growth", 0);
        Ok(Self {
            agent: agent.map_err(|error| error.to_string())?,
            visitor: Visitor::new(client(server.address, 1), &server.token, random),
            times: Default::default(),
        })
    }

    async fn round(&mut self) -> Result<(), String> {
        let starts = Instant::now();
        self.agent.list().await.map_err(|error| error.to_string())?;
        let listed = Instant::now();
        self.visitor
            .boot()
            .await
            .map_err(|error| error.to_string())?;
        let booted = Instant::now();
        let message = self.visitor.compose("One more".to_owned());
        self.visitor
            .send(&message)
            .await
            .map_err(|error| error.to_string())?;
        self.times[0].push(listed - starts);
        self.times[1].push(booted - listed);
        self.times[2].push(booted.elapsed());
        Ok(())
    }
}

/// Fills a server's database, which has nothing in it yet, with tickets of one message each;
/// gives its size in bytes.
///
/// # Errors
/// It could not be filled.
pub async fn grow(server: &mut Server, tickets: u32) -> Result<u64, String> {
    say::note(&format!(
        "filling a database with {} tickets …",
        say::thousands(tickets.into())
    ));
    block_in_place(|| {
        server.stop()?;
        let path = server.data().join("porthole.db");
        let fill = || {
            let connection = rusqlite::Connection::open(&path)?;
            connection.pragma_update(None, "synchronous", "off")?;
            connection.pragma_update(None, "cache_size", -400_000)?;
            connection.execute_batch(&FILLING.replace(":tickets", &tickets.to_string()))
        };
        fill().map_err(|error| format!("the database could not be filled: {error}"))?;
        server.start()?;
        let data = std::fs::metadata(&path).map_err(|error| error.to_string())?;
        Ok(data.len())
    })
}

/// Visitors with a ticket and a message each, three in four of them resolved. The text makes the
/// million come to some 1 GB.
const FILLING: &str = "
BEGIN;
CREATE TEMP TABLE filling AS
    WITH RECURSIVE count(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM count WHERE n <= :tickets)
    SELECT n, (SELECT id FROM workspace) AS workspace, 1700000000000 + n AS at,
           printf('v%025d', n) AS visitor, printf('t%025d', n) AS ticket,
           CASE n % 4 WHEN 0 THEN 'open' ELSE 'resolved' END AS status,
           printf('Where is my parcel number %d? It is late and I need it.', n) AS body
    FROM count;
INSERT INTO visitor (id, workspace_id, created_at, seen_at) SELECT visitor, workspace, at, at FROM filling;
INSERT INTO change (seq, workspace_id, visitor_id, ticket_id, kind, at)
    SELECT n, workspace, visitor, ticket, 'message', at FROM filling;
INSERT INTO ticket (id, workspace_id, number, visitor_id, client_id, status, channel, created_at, updated_at,
                    version, last_seq, position, last_side, last_author_name, preview)
    SELECT ticket, workspace, n - 1, visitor, printf('%032x', n), status, 'widget', at, at, n, n, n, 'visitor', '', body
    FROM filling;
INSERT INTO message (seq, id, workspace_id, ticket_id, client_id, side, author_id, author_name, body, at)
    SELECT n, printf('m%025d', n), workspace, ticket, printf('%032x', n), 'visitor', visitor, '', body, at FROM filling;
UPDATE workspace SET last_ticket_number = :tickets;
COMMIT;
";
