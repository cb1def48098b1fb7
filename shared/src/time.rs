//! Points in time.

use crate::wire::{Shape, Value, Wire};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This time and some milliseconds more.
    #[must_use]
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0 + milliseconds)
    }
}

/// Milliseconds in a second.
pub const SECOND: i64 = 1_000;
/// Milliseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day.
pub const DAY: i64 = 24 * HOUR;

impl Wire for Timestamp {
    fn read<V: Value>(value: &V) -> Self {
        Self(i64::read(value))
    }
    fn write<V: Value>(&self) -> V {
        self.0.write()
    }
    fn shape() -> Shape {
        Shape::Integer
    }
}
