//! Being away: minutes without a sign are taken back, and enough of them make a natural break.

use std::time::Duration;

use super::effect::{Cause, Effect, Withdrawal};
use super::ledger::Meter;
use super::{Bout, Interval, Scheduler};
use crate::logic::presence::Posture;
use crate::logic::settings::Trigger;
use crate::logic::time::now::Mono;

impl Scheduler {
    pub(super) fn absence_deadlines(&self) -> Vec<Mono> {
        if self.state.signs.live() {
            return Vec::new();
        }
        let sign = self.state.signs.last_sign(self.now.mono);
        let presence = &self.settings.presence;
        let away = (!self.state.signs.is_away()).then(|| sign + presence.away_after);
        // A break ends by itself when nobody is there.
        let counts = !self.state.credited && !self.in_break();
        let credit = counts.then(|| sign + presence.natural_break);
        away.into_iter().chain(credit).collect()
    }

    pub(super) fn settle_absence(&mut self, effects: &mut Vec<Effect>) -> bool {
        if self.state.signs.live() {
            return false;
        }
        let sign = self.state.signs.last_sign(self.now.mono);
        let absence = self.now.mono.since(sign);
        let presence = &self.settings.presence;
        let counts = !self.state.credited && !self.in_break();
        let credit = counts && absence >= presence.natural_break;
        if !self.state.signs.is_away() && (absence >= presence.away_after || credit) {
            self.take_back(sign);
            self.state.signs.set_away();
            self.undo_unshown_dues();
            return true;
        }
        if credit {
            self.credit_absence(absence, effects);
            return true;
        }
        false
    }

    pub(super) fn credit_absence(&mut self, absence: Duration, effects: &mut Vec<Effect>) {
        // Nobody has come back since the last break: there is no sitting to end.
        let bout = self.state.interval == Interval::Running || self.state.screen.is_some();
        if let Some(index) = self.state.screen {
            self.withdraw_if_shown(index, Withdrawal::Void(Cause::NaturalBreak), effects);
        }
        if bout {
            effects.push(Effect::NaturalBreak { away: absence });
            self.state.today.natural += 1;
        }
        for index in 0..self.state.tracks.len() {
            // A walk that was asked for before the user left has been taken; one that wasn't is still due.
            let over = match self.settings.reminders[index].trigger {
                Trigger::Amount { .. } => true,
                Trigger::TimeOfDay { .. } => self.state.tracks[index].showings > 0,
            };
            if over {
                self.start_over(index);
            }
        }
        self.state.credited = true;
        self.state.left = None;
        self.start_interval_over();
    }

    pub(super) fn start_interval_over(&mut self) {
        let ledger = &self.state.ledger;
        self.state.sitting_mark = ledger.read(Meter::Of(Posture::Sitting));
        self.state.standing_mark = ledger.read(Meter::Of(Posture::Standing));
        self.state.posture = Posture::Sitting;
        self.state.bout = Bout::Settled;
        self.state.interval = Interval::Waiting;
    }
}
