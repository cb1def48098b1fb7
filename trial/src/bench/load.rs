//! Load: visitors who write at a rate, or as fast as they are answered.

use super::samples::Samples;
use crate::client::Client;
use crate::random::Random;
use crate::visitor::Visitor;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// How long a call may take before it is a failure of the bench.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many loopback addresses the clients share: each has some 28,000 ports.
const ADDRESSES: usize = 4;

/// A client of an address, the so-manieth.
#[must_use]
pub fn client(to: SocketAddr, index: usize) -> Client {
    let last = u8::try_from(index % ADDRESSES + 1).unwrap_or(1);
    Client::new(to, PATIENCE).from(Ipv4Addr::new(127, 0, 1, last))
}

/// Somebody who sends requests that were prepared before.
#[derive(Debug)]
pub struct Writer {
    visitor: Visitor,
    requests: Vec<Vec<u8>>,
}

impl Writer {
    /// Sends to another address from now on, what was prepared included.
    pub fn turn_to(&mut self, address: SocketAddr) {
        self.visitor.turn_to(address);
    }
}

/// Visitors who have a conversation, each with some messages ready to be sent.
///
/// # Errors
/// The server refused them.
pub async fn writers(
    (address, token): (SocketAddr, &str),
    (count, messages): (usize, usize),
    random: &Random,
) -> Result<Vec<Writer>, String> {
    let mut writers = Vec::new();
    for index in 0..count {
        let client = client(address, index);
        let mut visitor = Visitor::new(client, token, random.of("writer", index));
        visitor.boot().await.map_err(|error| error.to_string())?;
        let first = visitor.compose("The beginning".to_owned());
        visitor
            .send(&first)
            .await
            .map_err(|error| error.to_string())?;
        // The number is found again by whoever measures how it arrives elsewhere.
        let text =
            |number: usize| format!("Where is my parcel? It is late. {}", number * count + index);
        let requests = (0..messages).map(|number| visitor.prepare(text(number)));
        let requests = requests.collect();
        writers.push(Writer { visitor, requests });
    }
    Ok(writers)
}

/// One message of an open loop: its number, when it was sent, and when it was acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// The number in its text.
    pub number: usize,
    /// When it was due, or sent if the timer was late by itself.
    pub at: Instant,
    /// When the answer was there.
    pub acknowledged: Instant,
}

/// Sends at a rate, whatever the server does: what has to wait for an earlier answer is late
/// from the time at which it was due.
///
/// # Errors
/// The server refused something.
pub async fn at_rate(writers: Vec<Writer>, per_second: u32) -> Result<Vec<Sent>, String> {
    let count = writers.len();
    let gap = Duration::from_secs(1) / per_second;
    let start = Instant::now() + Duration::from_millis(100);
    let mut tasks = JoinSet::new();
    for (index, mut writer) in writers.into_iter().enumerate() {
        tasks.spawn(async move {
            let mut sent = Vec::with_capacity(writer.requests.len());
            for (turn, request) in writer.requests.iter().enumerate() {
                let number = turn * count + index;
                let due = start + gap * u32::try_from(number).unwrap_or(u32::MAX);
                let is_late = Instant::now() > due;
                sleep_until(due).await;
                let at = if is_late { due } else { Instant::now() };
                let answer = writer.visitor.post(request).await;
                answer.map_err(|error| error.to_string())?;
                let acknowledged = Instant::now();
                sent.push(Sent {
                    number,
                    at,
                    acknowledged,
                });
            }
            Ok::<_, String>(sent)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.extend(done.map_err(|error| error.to_string())??);
    }
    Ok(all)
}

/// How long the acknowledgements took.
#[must_use]
pub fn acknowledgements(sent: &[Sent]) -> Samples {
    let times = sent.iter().map(|one| one.acknowledged - one.at);
    Samples::new(times.collect())
}

/// Sends as fast as the answers come, for a time; gives how many a second were answered.
///
/// # Errors
/// The server refused something.
pub async fn saturate(writers: Vec<Writer>, time: Duration) -> Result<f64, String> {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for mut writer in writers {
        tasks.spawn(async move {
            let mut answered = 0_u32;
            for request in &writer.requests {
                let answer = writer.visitor.post(request).await;
                answer.map_err(|error| error.to_string())?;
                answered += 1;
                if start.elapsed() > time {
                    return Ok(answered);
                }
            }
            Err::<u32, String>("too few messages were prepared".to_owned())
        });
    }
    let mut answered = 0;
    while let Some(done) = tasks.join_next().await {
        answered += done.map_err(|error| error.to_string())??;
    }
    Ok(f64::from(answered) / start.elapsed().as_secs_f64())
}
