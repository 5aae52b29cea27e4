//! Where the wall clock meets the schedule: hours and times of day, as moments of the monotonic clock.

use jiff::{SignedDuration, ToSpan, Zoned};

use crate::logic::schedule::Scheduler;
use crate::logic::settings::Trigger;
use crate::logic::time::now::Mono;

/// Cached moments; recomputed when one passes, the wall clock is set, or the zone's offset changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct WallEdges {
    /// Whether the hours are open.
    pub(super) open: bool,
    /// When that changes.
    pub(super) hours_change: Option<Mono>,
    /// For each reminder, its next time of day, and the date it belongs to.
    pub(super) times: Vec<Option<(Mono, jiff::civil::Date)>>,
    /// Whether anything here is outdated.
    pub(super) stale: bool,
    /// Wall clock minus monotonic clock when this was computed.
    ahead: SignedDuration,
    /// The zone's UTC offset at that moment, in seconds.
    offset: i32,
}

/// Two readings of the clocks never agree exactly; a step is more than this.
const STEP: SignedDuration = SignedDuration::from_millis(500);

impl Scheduler {
    /// Recomputes the cached moments if the clock was set, a moment has passed, or `force`.
    pub(super) fn refresh_wall(&mut self, force: bool) {
        let wall = &self.now.wall;
        let mono = SignedDuration::from_millis(self.now.mono.0.as_millis() as i64);
        let ahead = wall.timestamp().as_duration() - mono;
        let offset = wall.offset().seconds();
        let passed = self
            .edges
            .hours_change
            .is_some_and(|change| change <= self.now.mono);
        let stepped = (ahead - self.edges.ahead).abs() > STEP || offset != self.edges.offset;
        if !(force || passed || stepped || self.edges.stale) {
            return;
        }
        let hours = &self.settings.hours;
        let hours_change = hours
            .next_change(wall)
            .map(|change| self.now.mono_at(&change));
        let times = (0..self.settings.reminders.len())
            .map(|index| self.time_of_day(index))
            .collect();
        self.edges = WallEdges {
            open: hours.open(wall),
            hours_change,
            times,
            stale: false,
            ahead,
            offset,
        };
    }

    /// Times of day that had passed before the start aren't asked for.
    pub(super) fn skip_past_times(&mut self) {
        let today = self.now.wall.date();
        for (track, reminder) in self.state.tracks.iter_mut().zip(&self.settings.reminders) {
            if let Trigger::TimeOfDay { at, .. } = reminder.trigger
                && track.fired.is_none()
                && occurrence(&self.now.wall, today, at)
                    .is_some_and(|moment| moment <= self.now.wall)
            {
                track.fired = Some(today);
                track.passed = true;
            }
        }
    }

    fn time_of_day(&self, index: usize) -> Option<(Mono, jiff::civil::Date)> {
        let Trigger::TimeOfDay { at, days } = self.settings.reminders[index].trigger else {
            return None;
        };
        let today = self.now.wall.date();
        let track = &self.state.tracks[index];
        (0..=8_i64).find_map(|ahead| {
            let date = today.checked_add(ahead.days()).ok()?;
            let moment = occurrence(&self.now.wall, date, at)?;
            // A clock that was set back may reach a time again that it had passed.
            let comes = track.passed && track.fired == Some(date) && moment > self.now.wall;
            // A future date came from a wrong clock.
            let fired = track.fired.filter(|fired| *fired <= today);
            let open = comes || fired.is_none_or(|fired| fired < date);
            (open && days.contains(date.weekday())).then(|| (self.now.mono_at(&moment), date))
        })
    }
}

/// That time on that date in the wall clock's zone; a time that a clock change skips is the moment after it, one that
/// comes twice is the first.
fn occurrence(wall: &Zoned, date: jiff::civil::Date, at: jiff::civil::Time) -> Option<Zoned> {
    date.to_datetime(at).to_zoned(wall.time_zone().clone()).ok()
}
