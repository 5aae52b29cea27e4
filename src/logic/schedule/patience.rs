//! A full-screen window doesn't keep reminders quiet for ever: if you work in one all day, you are asked once, quietly.

use std::time::Duration;

use crate::logic::presence::{DesktopHold, Hold, Presence};
use crate::logic::schedule::Scheduler;
use crate::logic::schedule::effect::{Despite, Effect};
use crate::logic::schedule::ledger::Meter;
use crate::logic::settings::Offer;
use crate::logic::time::now::Mono;

const FULL_SCREEN: Hold = Hold::Desktop(DesktopHold::Presentation);

/// How long a full-screen window has kept a due reminder quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// Not long enough to speak up.
    Waiting {
        /// The presence meter when it started.
        mark: Duration,
    },
    /// Long enough: the reminder waits for a pause in input.
    Over {
        /// The presence meter when it started waiting.
        mark: Duration,
        /// The earliest moment: nothing comes right on the heels of another hold's end.
        from: Mono,
        /// When it comes even without a pause.
        until: Mono,
    },
    /// The reminder came.
    Spoken,
    /// The user wants none while the window is full screen.
    Silenced,
}

impl Scheduler {
    /// The reminder that a full-screen window keeps quiet; a nudge isn't worth speaking up for.
    fn kept_quiet(&self) -> Option<usize> {
        self.candidate()
            .filter(|index| self.settings.reminders[*index].offer != Offer::Nudge)
    }

    /// Whether the reminder on the screen came in spite of that hold, which must be the only one.
    pub(super) fn came_despite(&self, holds: &[Hold]) -> bool {
        self.state.patience == Some(Patience::Spoken) && holds == [FULL_SCREEN]
    }

    /// When patience with a full-screen window ends, or the reminder comes after that.
    pub(super) fn patience_ends(&self) -> Option<Mono> {
        match self.state.patience? {
            Patience::Waiting { mark } => {
                let at_most = self.settings.holds.at_most;
                let reaches = self.state.ledger.reaches(Meter::Present, mark, at_most);
                reaches.filter(|_| !at_most.is_zero())
            }
            Patience::Over { from, until, .. } => {
                if !self.may_speak() {
                    return None;
                }
                let silent = self.state.signs.silent_since();
                let lull = silent.map(|since| since + self.settings.timing.lull);
                let lull = lull.map(|lull| lull.max(from));
                lull.into_iter().chain([until]).min()
            }
            Patience::Spoken | Patience::Silenced => None,
        }
    }

    fn may_speak(&self) -> bool {
        self.holds() == [FULL_SCREEN]
            && self.state.signs.presence() == Presence::Present
            && self.state.screen.is_none()
    }

    pub(super) fn settle_patience(&mut self, effects: &mut Vec<Effect>) -> bool {
        if self.in_break() {
            return false;
        }
        let now = self.now.mono;
        let full = self.holds().contains(&FULL_SCREEN);
        let waits = self.kept_quiet();
        let next = match (self.state.patience, waits) {
            (Some(_), _) if !full => None,
            (Some(Patience::Silenced), _) => Some(Patience::Silenced),
            (Some(_), None) => None,
            (None, Some(_)) if full => Some(Patience::Waiting {
                mark: self.state.ledger.read(Meter::Present),
            }),
            (Some(Patience::Waiting { mark }), Some(_))
                if self.may_speak() && self.patience_ends().is_some_and(|end| end <= now) =>
            {
                let from = now + self.settings.timing.settle;
                Some(Patience::Over {
                    mark,
                    from,
                    until: from + self.settings.timing.lull_wait,
                })
            }
            (Some(Patience::Over { mark, .. }), Some(_)) if !self.may_speak() => {
                Some(Patience::Waiting { mark })
            }
            (Some(Patience::Over { from, until, .. }), Some(index))
                if now >= from && self.good_moment(until) =>
            {
                self.speak_up(index, effects);
                Some(Patience::Spoken)
            }
            (patience, _) => patience,
        };
        let changed = next != self.state.patience;
        self.state.patience = next;
        changed
    }

    /// Shows a reminder that a full-screen window goes on holding: it stays due, and comes as usual once that is over.
    fn speak_up(&mut self, index: usize, effects: &mut Vec<Effect>) {
        let showings = self.count_showing(index);
        effects.push(Effect::Remind {
            reminder: self.state.tracks[index].id.clone(),
            showings,
            choice: self.choice_of(index),
            waited_for: Some(FULL_SCREEN),
            despite: Some(self.full_screen()),
        });
    }

    fn full_screen(&self) -> Despite {
        Despite {
            app: self.hold_app(FULL_SCREEN),
        }
    }

    /// The reminder on the screen as it was shown, for a server that has lost it.
    pub fn on_screen(&self) -> Option<Effect> {
        let index = self.state.screen?;
        let track = &self.state.tracks[index];
        let despite = self.came_despite(&self.holds()).then(|| self.full_screen());
        Some(Effect::Remind {
            reminder: track.id.clone(),
            showings: track.showings,
            choice: self.choice_of(index),
            waited_for: despite.is_some().then_some(FULL_SCREEN),
            despite,
        })
    }

    /// Nothing more while the window is full screen.
    pub(super) fn stay_quiet(&mut self) {
        if let Some(index) = self.state.screen.take() {
            self.state.tracks[index].asked_since = None;
        }
        if self.state.patience.is_some() {
            self.state.patience = Some(Patience::Silenced);
        }
    }
}
