//! Standing for long enough ends a stretch of sitting, as a natural break does.

use super::effect::{Cause, Effect, Withdrawal};
use super::ledger::Meter;
use super::{Bout, Scheduler};
use crate::logic::presence::Posture;
use crate::logic::time::now::Mono;

impl Scheduler {
    pub(super) fn standing_break_at(&self) -> Option<Mono> {
        match self.state.bout {
            Bout::Open { mark } => self.state.ledger.reaches(
                Meter::Of(Posture::Standing),
                mark,
                self.settings.presence.natural_break,
            ),
            Bout::Settled => None,
        }
    }

    pub(super) fn settle_standing(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Bout::Open { mark } = self.state.bout else {
            return false;
        };
        let standing = Meter::Of(Posture::Standing);
        let stood = self.state.ledger.count(standing, mark);
        if stood < self.settings.presence.natural_break {
            return false;
        }
        self.state.bout = Bout::Settled;
        let sitting = Meter::Of(Posture::Sitting);
        let sat = self.state.ledger.count(sitting, self.state.sitting_mark);
        let indices = (0..self.state.tracks.len())
            .filter(|index| self.meter(*index) == Some(sitting))
            .collect::<Vec<_>>();
        let counts = |index: &usize| {
            let track = &self.state.tracks[*index];
            track.pending() || !self.state.ledger.count(sitting, track.mark).is_zero()
        };
        if sat.is_zero() && !indices.iter().any(counts) {
            return true;
        }
        for index in &indices {
            self.withdraw_if_shown(*index, Withdrawal::Void(Cause::NaturalBreak), effects);
        }
        effects.push(Effect::NaturalBreak { away: stood });
        self.state.left = None;
        for index in indices {
            self.start_over(index);
        }
        self.state.sitting_mark = self.state.ledger.read(sitting);
        self.state.today.natural += 1;
        true
    }
}
