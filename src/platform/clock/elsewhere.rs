//! The monotonic clock of the standard library, counted from the start of the program.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "one of the homes of clocks"
)]

use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use crate::logic::time::now::Mono;

/// Far enough from zero that a moment before the start can still be expressed.
const AHEAD: Duration = Duration::from_secs(30 * 24 * 60 * 60);

static START: LazyLock<(Instant, SystemTime)> =
    LazyLock::new(|| (Instant::now(), SystemTime::now()));

pub(super) fn mono() -> Mono {
    Mono(AHEAD + START.0.elapsed())
}

/// The same: we know no other clock that stops during sleep.
pub(super) fn awake_time() -> Duration {
    mono().0
}

/// Each run of the program has its own clock.
pub(super) fn boot_id() -> Option<String> {
    let since = START.1.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{}-{}", std::process::id(), since.as_nanos()))
}

#[derive(Debug)]
pub(super) struct Alarm;

impl Alarm {
    pub(super) fn new() -> Alarm {
        Alarm
    }

    pub(super) async fn wait_until(&mut self, deadline: Mono) {
        tokio::time::sleep(deadline.since(mono())).await;
    }
}

/// Nothing reports it: a new time zone takes some minutes, and a clock step is noticed at the next event.
#[derive(Debug)]
pub(super) struct ClockSteps;

impl ClockSteps {
    pub(super) fn new() -> ClockSteps {
        ClockSteps
    }

    pub(super) async fn changed(&mut self) {
        std::future::pending().await
    }
}
