//! The time of one turn: a monotonic reading that counts sleep, and the wall clock, taken together.

use std::ops::{Add, Sub};
use std::time::Duration;

use jiff::Zoned;
use serde::{Deserialize, Serialize};

/// A reading of a monotonic clock that also counts the time the machine sleeps (time since boot).
///
/// Serialised as milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mono(pub Duration);

impl Serialize for Mono {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0.as_millis() as u64)
    }
}

impl<'de> Deserialize<'de> for Mono {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Mono(Duration::from_millis(u64::deserialize(deserializer)?)))
    }
}

impl Mono {
    /// A reading `seconds` after the clock's start.
    pub const fn from_secs(seconds: u64) -> Self {
        Mono(Duration::from_secs(seconds))
    }

    /// The time since `earlier`, zero if that is later.
    pub fn since(self, earlier: Mono) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Mono {
    type Output = Mono;

    fn add(self, rhs: Duration) -> Mono {
        Mono(self.0.saturating_add(rhs))
    }
}

impl Sub<Duration> for Mono {
    type Output = Mono;

    fn sub(self, rhs: Duration) -> Mono {
        Mono(self.0.saturating_sub(rhs))
    }
}

/// One reading of both clocks. Durations come from `mono`; `wall` is for hours, dates and display only.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// Monotonic, counts sleep.
    pub mono: Mono,
    /// The wall clock in the user's time zone.
    pub wall: Zoned,
}

impl Now {
    /// The same two clocks at `mono`, provided the wall clock isn't set until then.
    pub fn at(&self, mono: Mono) -> Now {
        let shift = jiff::SignedDuration::from_millis(
            mono.0.as_millis() as i64 - self.mono.0.as_millis() as i64,
        );
        let wall = self
            .wall
            .checked_add(shift)
            .unwrap_or_else(|_| self.wall.clone());
        Now { mono, wall }
    }

    /// The monotonic reading at which the wall clock will show `wall`, no earlier than now.
    pub fn mono_at(&self, wall: &Zoned) -> Mono {
        let ahead = wall.timestamp().duration_since(self.wall.timestamp());
        self.mono + Duration::try_from(ahead).unwrap_or_default()
    }
}
