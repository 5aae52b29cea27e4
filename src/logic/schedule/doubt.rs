//! A sign without input doesn't last for ever: a film or a call in front of an empty chair.
//!
//! If three showings of a reminder pass without any input, nobody is there. While something keeps reminders quiet none
//! can be shown; then it takes as long as twice that many would have taken, since people listen for an hour. If nothing
//! is due that could be shown, as with all reminders off, it takes longer than a film lasts.

use std::time::Duration;

use crate::logic::schedule::Scheduler;
use crate::logic::schedule::phase::Phase;
use crate::logic::settings::Offer;
use crate::logic::time::now::Mono;

/// Showings without an answer or any input.
const SHOWINGS: usize = 3;

/// Repeats that would have come while a reminder is held back.
const HELD: u32 = 6;

/// How long a film or a call is believed without input while there is nothing to ask: longer than almost any film.
pub(super) const UNASKED: Duration = Duration::from_secs(3 * 3600);

impl Scheduler {
    /// A reminder was shown.
    pub(super) fn note_showing(&mut self) {
        self.state.unseen.push(self.now.mono);
        let old = self.state.unseen.len().saturating_sub(SHOWINGS);
        self.state.unseen.drain(..old);
    }

    /// There was input, or an answer, at that moment: whatever was shown before was seen.
    pub(super) fn seen_at(&mut self, moment: Mono) {
        self.state.unseen.retain(|shown| *shown > moment);
    }

    /// When signs without input stop being believed, if nothing happens.
    pub(super) fn doubt_at(&self) -> Option<Mono> {
        let since = self.state.signs.only_lasting_since()?;
        if self.in_break() {
            return None;
        }
        let patience = self.settings.presence.away_after;
        let shown = self.state.unseen.iter().filter(|shown| **shown >= since);
        let shown = shown.clone().count() >= SHOWINGS;
        let shown = shown.then(|| self.state.unseen.last().copied()).flatten();
        let held = match &self.state.phase {
            Phase::Held { .. } => self.candidate().map(|index| {
                let due = self.state.tracks[index].due_since.unwrap_or(self.now.mono);
                due.max(since) + self.held_patience()
            }),
            Phase::Quiet
            | Phase::Absent { .. }
            | Phase::Settling { .. }
            | Phase::Lull { .. }
            | Phase::Break { .. } => None,
        };
        let tested = shown.into_iter().chain(held);
        tested
            .map(|moment| moment + patience)
            .chain(self.unasked_until())
            .min()
    }

    /// Until when a film or call alone is believed if nothing due tests it.
    fn unasked_until(&self) -> Option<Mono> {
        let since = self.state.signs.alone_since()?;
        let last = self.state.unseen.last().copied().unwrap_or(since);
        self.tests_nobody().then(|| last.max(since) + UNASKED)
    }

    /// Whether nothing is due that expects an answer; a nudge expects none.
    pub(super) fn tests_nobody(&self) -> bool {
        let is_nudge = |index: usize| self.settings.reminders[index].offer == Offer::Nudge;
        self.candidate().is_none_or(is_nudge)
    }

    fn held_patience(&self) -> Duration {
        self.settings.timing.again.saturating_mul(HELD)
    }

    /// Stops believing in a film or call without input; the absence began with the last input.
    pub(super) fn settle_doubt(&mut self) -> bool {
        let over = self.doubt_at().is_some_and(|at| at <= self.now.mono);
        if over {
            self.state.signs.disbelieve();
            self.state.unseen.clear();
        }
        over
    }
}
