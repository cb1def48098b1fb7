//! `idle`: memory of the server by itself, and for each stream that is open and silent.

use super::load::client;
use super::table::Row;
use super::{Bench, floor_http};
use crate::client::Client;
use crate::http::Stream;
use crate::random::Random;
use crate::say;
use crate::server::{OPEN_DOORS, Server, in_folder, resident};
use crate::visitor::Visitor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::sleep;

/// How many streams are opened at once.
const AT_ONCE: usize = 100;

/// Measures.
///
/// # Errors
/// It could not be measured.
pub async fn run(bench: &Bench) -> Result<Vec<Row>, String> {
    let (server, _folder) = block_in_place(|| in_folder(&bench.binary, OPEN_DOORS))?;
    let warm = visitors(&server, 10, &bench.random.of("warm", 0)).await?;
    drop(warm);
    let pid = server.pid().ok_or("the server is gone")?;
    let alone = settled(pid).await?;
    say::note(&format!("idle: opening {} streams …", bench.streams));
    let audience = visitors(&server, bench.streams, &bench.random).await?;
    let full = settled(pid).await?;
    audience.check()?;
    drop(audience);
    let floor = block_in_place(floor_http::Floor::start)?;
    let clients = (0..10).map(|index| client(floor.address, index));
    drop(Audience::gather(clients.collect()).await?);
    let bare_alone = settled(floor.pid()).await?;
    let clients = (0..bench.streams).map(|index| client(floor.address, index));
    let audience = Audience::gather(clients.collect()).await?;
    let bare_full = settled(floor.pid()).await?;
    audience.check()?;
    let each = |full: f64, alone: f64| (full - alone) / bench.streams as f64 / 1024.0;
    let (own, bare) = (each(full, alone), each(bare_full, bare_alone));
    let what = format!("memory for each of {} idle streams", bench.streams);
    let megabytes = alone / 1_000_000.0;
    Ok(vec![
        Row::new("idle", "memory, idle", megabytes, "MB")
            .beside("bare axum", bare_alone / 1_000_000.0)
            .at_most(30.0),
        Row::new("idle", what, own, "KiB")
            .beside("bare axum stream", bare)
            .target("<= 1.5 x (stretch: 8 KiB)", own <= 1.5 * bare),
    ])
}

/// The memory of a process when it does not change any more.
async fn settled(pid: u32) -> Result<f64, String> {
    let mut last = 0;
    for _ in 0..20 {
        let now = resident(pid)?;
        if now.abs_diff(last) < 64 * 1024 {
            break;
        }
        last = now;
        sleep(Duration::from_millis(500)).await;
    }
    Ok(resident(pid)? as f64)
}

/// Streams that are open, and read, so that nothing piles up. They end when dropped.
#[derive(Debug)]
pub struct Audience {
    count: usize,
    broken: Arc<AtomicUsize>,
    _streams: JoinSet<()>,
}

/// So many visitors, each with a stream.
///
/// # Errors
/// The server refused one.
pub async fn visitors(server: &Server, count: usize, random: &Random) -> Result<Audience, String> {
    let mut booting = JoinSet::new();
    let mut clients = Vec::new();
    for index in 0..count {
        let client = client(server.address, index);
        let mut visitor = Visitor::new(client, &server.token, random.of("audience", index));
        booting.spawn(async move {
            let booted = visitor.boot().await.map_err(|error| error.to_string());
            booted.map(|_| visitor.into_client())
        });
        if booting.len() >= AT_ONCE || index + 1 == count {
            while let Some(done) = booting.join_next().await {
                clients.push(done.map_err(|error| error.to_string())??);
            }
        }
    }
    Audience::gather(clients).await
}

impl Audience {
    async fn gather(clients: Vec<Client>) -> Result<Self, String> {
        let count = clients.len();
        let broken = Arc::new(AtomicUsize::new(0));
        let mut streams = JoinSet::new();
        let mut opening = JoinSet::new();
        for (index, client) in clients.into_iter().enumerate() {
            opening.spawn(async move { client.stream("/api/v1/widget/live", 1).await });
            if opening.len() >= AT_ONCE || index + 1 == count {
                while let Some(opened) = opening.join_next().await {
                    let opened = opened.map_err(|error| error.to_string())?;
                    let mut stream = opened.map_err(|error| error.to_string())?;
                    // The first bytes: the server has it.
                    stream.next().await.map_err(|error| error.to_string())?;
                    streams.spawn(read(stream, Arc::clone(&broken)));
                }
            }
        }
        Ok(Self {
            count,
            broken,
            _streams: streams,
        })
    }

    /// Whether all are still open.
    ///
    /// # Errors
    /// Some are not.
    pub fn check(&self) -> Result<(), String> {
        match self.broken.load(Ordering::Relaxed) {
            0 => Ok(()),
            broken => Err(format!("{broken} of {} streams broke", self.count)),
        }
    }
}

async fn read(mut stream: Stream, broken: Arc<AtomicUsize>) {
    while stream.next().await.is_ok() {}
    broken.fetch_add(1, Ordering::Relaxed);
}
