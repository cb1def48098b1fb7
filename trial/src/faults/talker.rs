//! A visitor who writes message after message, each until it is acknowledged.

use crate::client::Failure;
use crate::random::Random;
use crate::visitor::Visitor;
use porthole_shared::session::BootReply;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};

/// What somebody is going to say.
#[derive(Debug)]
pub struct Script {
    /// Whose words these are, within the trial.
    pub name: String,
    /// How many messages.
    pub count: u32,
    /// The time over which they are spread.
    pub duration: Duration,
    /// How long each is, in characters, at the least.
    pub length: usize,
}

impl Script {
    /// The text of a message.
    #[must_use]
    pub fn text(&self, number: u32) -> String {
        let head = format!("{} {number}", self.name);
        let missing = self.length.saturating_sub(head.len() + 1);
        match missing {
            0 => head,
            _ => format!("{} {head}", "x".repeat(missing)),
        }
    }
}

/// Whose text this is, and which of theirs; `None` where it is nobody's.
#[must_use]
pub fn parse(text: &str) -> Option<(&str, u32)> {
    let (before, number) = text.rsplit_once(' ')?;
    let name = before.rsplit(' ').next()?;
    Some((name, number.parse().ok()?))
}

/// Says everything. Counts what is acknowledged as it goes.
///
/// # Errors
/// The server refused a message for good.
pub async fn talk(
    mut visitor: Visitor,
    script: &Script,
    acknowledged: Arc<AtomicU32>,
    mut random: Random,
) -> Result<(), String> {
    let start = Instant::now();
    for number in 0..script.count {
        let message = visitor.compose(script.text(number));
        let due = script.duration * number / script.count.max(1);
        sleep_until(start + due + jitter(&mut random, 50)).await;
        let mut attempt = 0;
        loop {
            match visitor.send(&message).await {
                Ok(reply) if reply.message.client_id == message.client_id => break,
                Ok(_) => return Err("another message was acknowledged".to_owned()),
                Err(failure) => recover(&mut visitor, failure, attempt, &mut random).await?,
            }
            attempt += 1;
        }
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Boots, however often it takes.
///
/// # Errors
/// The server refused it for good.
pub async fn boot(visitor: &mut Visitor, random: &mut Random) -> Result<BootReply, String> {
    let mut attempt = 0;
    loop {
        match visitor.boot().await {
            Ok(reply) => return Ok(reply),
            Err(failure) if failure.passes() => rest(&failure, attempt, random).await,
            Err(failure) => return Err(format!("a boot was {failure}")),
        }
        attempt += 1;
    }
}

/// After a call that brought nothing: a new session where the old one ended, else a rest.
///
/// # Errors
/// The server refused it for good.
pub async fn recover(
    visitor: &mut Visitor,
    failure: Failure,
    attempt: u32,
    random: &mut Random,
) -> Result<(), String> {
    if failure.is_unauthenticated() {
        boot(visitor, random).await.map(drop)
    } else if failure.passes() {
        rest(&failure, attempt, random).await;
        Ok(())
    } else {
        Err(format!("a call was {failure}"))
    }
}

/// Waits before the next attempt: as long as the server asks, else longer each time, never as
/// long as the others do.
async fn rest(failure: &Failure, attempt: u32, random: &mut Random) {
    let asked = match failure {
        Failure::Refused(_, Some(seconds), _) => Duration::from_secs(*seconds),
        _ => Duration::ZERO,
    };
    sleep(asked + jitter(random, 50 << attempt.min(5))).await;
}

fn jitter(random: &mut Random, milliseconds: u64) -> Duration {
    Duration::from_millis(1 + random.below(milliseconds))
}

/// Repeats a call of the widget until it succeeds.
///
/// # Errors
/// The server refused it for good.
pub async fn insist<T: DeserializeOwned, B: Serialize>(
    visitor: &mut Visitor,
    random: &mut Random,
    name: &str,
    body: &B,
) -> Result<T, String> {
    let mut attempt = 0;
    loop {
        match visitor.call(name, body).await {
            Ok(value) => return Ok(value),
            Err(failure) => recover(visitor, failure, attempt, random).await?,
        }
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Script, parse};
    use std::time::Duration;

    #[test]
    fn a_text_tells_whose_it_is() {
        let script = |length| Script {
            name: "v3".to_owned(),
            count: 1,
            duration: Duration::ZERO,
            length,
        };
        assert_eq!(script(0).text(17), "v3 17");
        assert_eq!(script(40).text(17).len(), 40);
        for length in [0, 40] {
            assert_eq!(parse(&script(length).text(17)), Some(("v3", 17)));
        }
        assert_eq!(parse("Hello"), None);
    }
}
