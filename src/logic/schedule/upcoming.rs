//! What comes next, and when, if the user goes on as now.

use crate::logic::schedule::Scheduler;
use crate::logic::schedule::phase::{Phase, Stage};
use crate::logic::time::now::Mono;

/// A reminder and the moment when it wants to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Upcoming {
    /// Index of the reminder.
    pub(super) reminder: usize,
    /// When; now if it is due.
    pub(super) at: Mono,
}

impl Scheduler {
    /// The reminder that will ask next; none if nothing will unless something happens.
    pub(super) fn upcoming(&self) -> Option<Upcoming> {
        if matches!(self.state.phase, Phase::Break { .. }) || self.state.signs.asleep() {
            return None;
        }
        let quiet_until = self.quiet_until();
        let wants = |index: usize| self.wants_at(index).map(|at| at.max(quiet_until));
        let mut next = (0..self.state.tracks.len())
            .filter_map(|reminder| wants(reminder).map(|at| Upcoming { reminder, at }))
            .min_by_key(|next| (next.at, std::cmp::Reverse(self.size(next.reminder))))?;
        // Something larger that comes soon after, or already takes precedence, replaces it.
        for _ in 0..self.state.tracks.len() {
            let track = &self.state.tracks[next.reminder];
            let since = track.due_since.filter(|_| track.stage == Stage::Due);
            let soon = since.unwrap_or(next.at) + self.settings.timing.merge;
            let longer = |index| self.offers.size(index) > self.offers.size(next.reminder);
            let larger = (0..self.state.tracks.len())
                .filter(|index| self.size(*index) > self.size(next.reminder))
                .filter_map(|reminder| wants(reminder).map(|at| Upcoming { reminder, at }))
                .filter(|other| {
                    let pending = self.state.tracks[other.reminder].stage != Stage::Counting;
                    pending || (longer(other.reminder) && other.at <= soon)
                })
                .min_by_key(|other| other.at);
            match larger {
                Some(larger) => next = larger,
                None => break,
            }
        }
        Some(next)
    }

    /// How long it stays quiet at least, as far as that is known.
    fn quiet_until(&self) -> Mono {
        let paused = self.state.paused_until;
        let hours = self.edges.hours_change.filter(|_| !self.edges.open);
        paused
            .into_iter()
            .chain(hours)
            .map(|end| end + self.settings.timing.settle)
            .chain([self.now.mono])
            .max()
            .unwrap_or(self.now.mono)
    }
}
