//! How long a pause lasts.

use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::ipc::message::PauseEnd;
use crate::logic::time::now::Now;

/// How long a pause lasts by default.
const USUAL: Duration = Duration::from_secs(3600);

/// When a pause "until tomorrow" ends: after everybody went to bed, before anybody starts work.
const MORNING: Time = Time::constant(4, 0, 0, 0);

/// How long a pause with that end lasts from `now`.
pub(super) fn length(end: PauseEnd, now: &Now) -> Duration {
    match end {
        PauseEnd::Usual => USUAL,
        PauseEnd::After(length) => length,
        PauseEnd::At(time) => until(time, now),
    }
}

/// How long until that time of day, today or tomorrow.
fn until(time: Time, now: &Now) -> Duration {
    let on = |date: Date| {
        let zone = now.wall.time_zone().clone();
        date.to_datetime(time).to_zoned(zone).ok()
    };
    let today = now.wall.date();
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    on(today)
        .filter(|moment| *moment > now.wall)
        .or_else(|| on(tomorrow))
        .map_or(USUAL, |moment| now.mono_at(&moment).since(now.mono))
}

/// How long a pause "until tomorrow" lasts from `now`.
pub(super) fn until_tomorrow(now: &Now) -> Duration {
    until(MORNING, now)
}
