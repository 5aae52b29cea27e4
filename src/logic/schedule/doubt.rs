//! A sign without input does not last for ever: a film or a call in front of an empty chair.
//!
//! Who lets three showings of a reminder pass without touching anything is not there. While something keeps reminders
//! quiet none can be shown; there it takes as long as twice that many would have taken, for people listen for an hour.
//! Where nothing is due that could be shown, as with all reminders off, it takes longer than a film does.

use std::time::Duration;

use crate::logic::schedule::Scheduler;
use crate::logic::schedule::phase::Phase;
use crate::logic::settings::Offer;
use crate::logic::time::now::Mono;

/// Showings that nobody answers or moves for.
const SHOWINGS: usize = 3;

/// Repetitions that would have come while a reminder is held back.
const HELD: u32 = 6;

/// How long a film or a call is believed without input while there is nothing to ask: longer than nearly any film.
pub(super) const UNASKED: Duration = Duration::from_secs(3 * 3600);

impl Scheduler {
    /// A reminder was shown.
    pub(super) fn note_showing(&mut self) {
        self.state.unseen.push(self.now.mono);
        let old = self.state.unseen.len().saturating_sub(SHOWINGS);
        self.state.unseen.drain(..old);
    }

    /// There was input, or an answer, at that moment: what was shown before it was seen.
    pub(super) fn seen_at(&mut self, moment: Mono) {
        self.state.unseen.retain(|shown| *shown > moment);
    }

    /// When the signs that are no input stop to be believed, if nothing happens.
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

    /// How long a film or a call alone is believed that nothing due puts to the test.
    fn unasked_until(&self) -> Option<Mono> {
        let since = self.state.signs.alone_since()?;
        let last = self.state.unseen.last().copied().unwrap_or(since);
        self.tests_nobody().then(|| last.max(since) + UNASKED)
    }

    /// Nothing is due that would wait for an answer; a nudge wants none.
    pub(super) fn tests_nobody(&self) -> bool {
        let is_nudge = |index: usize| self.settings.reminders[index].offer == Offer::Nudge;
        self.candidate().is_none_or(is_nudge)
    }

    fn held_patience(&self) -> Duration {
        self.settings.timing.again.saturating_mul(HELD)
    }

    /// Stops to believe in a film or call that nobody moves for; the absence is that since the last input.
    pub(super) fn settle_doubt(&mut self) -> bool {
        let over = self.doubt_at().is_some_and(|at| at <= self.now.mono);
        if over {
            self.state.signs.disbelieve();
            self.state.unseen.clear();
        }
        over
    }
}
