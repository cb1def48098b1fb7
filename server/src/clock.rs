//! The time, as an argument: tests set it and never sleep.

use porthole_shared::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Says what time it is.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock, so many milliseconds on, or back if negative.
    Shifted(i64),
    /// A clock that a test moves.
    Set(Arc<AtomicI64>),
}

/// Names the time, in milliseconds since 1970, at which a development build's clock starts:
/// browser tests let days pass, and pictures of two runs show the same hours.
const START: &str = "PORTHOLE_CLOCK";

impl Clock {
    /// The clock that a process runs by: the machine's own. What is shipped knows no other.
    #[must_use]
    pub fn of_process() -> Self {
        let start = std::env::var(START).ok().filter(|_| cfg!(debug_assertions));
        match start.and_then(|start| start.parse::<i64>().ok()) {
            Some(start) => Self::Shifted(start - system_time().0),
            None => Self::System,
        }
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_time(),
            Self::Shifted(milliseconds) => Timestamp(system_time().0 + milliseconds),
            Self::Set(milliseconds) => Timestamp(milliseconds.load(Ordering::SeqCst)),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the machine's clock"
)]
fn system_time() -> Timestamp {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("the machine's clock stands after 1970");
    Timestamp(
        i64::try_from(since_epoch.as_millis())
            .expect("milliseconds fit until the year 292 million"),
    )
}
