//! Meters of sitting and standing time, from which minutes can be taken back.

use std::time::Duration;

use crate::logic::presence::Posture;
use crate::logic::time::now::Mono;

/// The totals counted, up to the last [`Ledger::advance`]. Counts are differences from a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    pub(super) sitting: Duration,
    pub(super) standing: Duration,
    pub(super) at: Mono,
    /// The stretches that can still be taken back, oldest first; the last one is running.
    pub(super) stretches: Vec<Stretch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Mono,
    /// What it counted as; none = nothing.
    pub(super) kind: Option<Posture>,
}

/// What a count is measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meter {
    /// Time in that posture.
    Of(Posture),
    /// Time present in either posture.
    Present,
}

impl Ledger {
    /// An empty ledger that isn't counting.
    pub fn new(now: Mono) -> Self {
        Ledger {
            sitting: Duration::ZERO,
            standing: Duration::ZERO,
            at: now,
            stretches: vec![Stretch {
                from: now,
                kind: None,
            }],
        }
    }

    /// Counts up to `now`.
    pub fn advance(&mut self, now: Mono) {
        let passed = now.since(self.at);
        match self.kind() {
            Some(Posture::Sitting) => self.sitting += passed,
            Some(Posture::Standing) => self.standing += passed,
            None => {}
        }
        self.at = self.at.max(now);
    }

    /// What is being counted.
    pub fn kind(&self) -> Option<Posture> {
        self.stretches.last().and_then(|stretch| stretch.kind)
    }

    /// Counts `kind` from here on (call after [`Ledger::advance`]).
    pub fn run(&mut self, kind: Option<Posture>) {
        if self.kind() != kind {
            self.stretches.push(Stretch {
                from: self.at,
                kind,
            });
        }
    }

    /// Forgets what can no longer be taken back: everything that ended before `sign`.
    pub fn prune(&mut self, sign: Mono) {
        let ended_before = self
            .stretches
            .windows(2)
            .take_while(|pair| pair[1].from <= sign)
            .count();
        self.stretches.drain(..ended_before);
    }

    /// Takes back what was counted from `since` until now.
    pub fn take_back(&mut self, since: Mono) {
        let ends = self.stretches.iter().skip(1).map(|next| next.from);
        let ends: Vec<Mono> = ends.chain([self.at]).collect();
        for (stretch, end) in self.stretches.iter().zip(ends) {
            let counted = end.since(stretch.from.max(since));
            match stretch.kind {
                Some(Posture::Sitting) => self.sitting = self.sitting.saturating_sub(counted),
                Some(Posture::Standing) => self.standing = self.standing.saturating_sub(counted),
                None => {}
            }
        }
        let kind = self.kind();
        self.stretches = vec![Stretch {
            from: self.at,
            kind,
        }];
    }

    /// The meter's reading.
    pub fn read(&self, meter: Meter) -> Duration {
        match meter {
            Meter::Of(Posture::Sitting) => self.sitting,
            Meter::Of(Posture::Standing) => self.standing,
            Meter::Present => self.sitting + self.standing,
        }
    }

    /// Whether the meter is running.
    pub fn runs(&self, meter: Meter) -> bool {
        match meter {
            Meter::Of(posture) => self.kind() == Some(posture),
            Meter::Present => self.kind().is_some(),
        }
    }

    /// How much was counted since `mark`.
    pub fn count(&self, meter: Meter, mark: Duration) -> Duration {
        self.read(meter).saturating_sub(mark)
    }

    /// When the count since `mark` reaches `amount`, if the meter is running.
    pub fn reaches(&self, meter: Meter, mark: Duration, amount: Duration) -> Option<Mono> {
        self.runs(meter)
            .then(|| self.at + amount.saturating_sub(self.count(meter, mark)))
    }

    /// Adds what was counted beside it, now that it is known to be time in that posture. Both have been brought up to
    /// the same moment, and this one has counted nothing since the other began.
    pub fn absorb(&mut self, beside: &Ledger, kind: Posture) {
        let counted = beside.read(Meter::Present);
        match kind {
            Posture::Sitting => self.sitting += counted,
            Posture::Standing => self.standing += counted,
        }
        let stretches = beside.stretches.iter().map(|stretch| Stretch {
            from: stretch.from,
            kind: stretch.kind.map(|_| kind),
        });
        self.stretches.extend(stretches);
    }

    /// Moves the whole ledger to another monotonic clock that reads `now`, counting nothing.
    pub fn rebase(&mut self, now: Mono) {
        self.at = now;
        self.stretches = vec![Stretch {
            from: now,
            kind: None,
        }];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: fn(u64) -> Mono = Mono::from_secs;

    #[test]
    fn takes_back_across_a_change_of_posture() {
        let mut ledger = Ledger::new(T(0));
        ledger.run(Some(Posture::Sitting));
        ledger.advance(T(100));
        ledger.run(Some(Posture::Standing));
        ledger.advance(T(150));
        ledger.take_back(T(90));
        assert_eq!(ledger.read(Meter::Of(Posture::Sitting)).as_secs(), 90);
        assert_eq!(ledger.read(Meter::Of(Posture::Standing)).as_secs(), 0);
        assert_eq!(ledger.kind(), Some(Posture::Standing));
    }

    #[test]
    fn what_was_counted_beside_can_be_taken_back_once_it_is_absorbed() {
        let mut ledger = Ledger::new(T(0));
        ledger.run(Some(Posture::Sitting));
        ledger.advance(T(100));
        ledger.run(None);
        let mut beside = Ledger::new(T(100));
        beside.run(Some(Posture::Sitting));
        for at in [150, 200] {
            ledger.advance(T(at));
            beside.advance(T(at));
            beside.run([Some(Posture::Sitting), None][at as usize / 50 % 2]);
        }
        ledger.absorb(&beside, Posture::Standing);
        assert_eq!(ledger.read(Meter::Of(Posture::Sitting)).as_secs(), 100);
        assert_eq!(ledger.read(Meter::Of(Posture::Standing)).as_secs(), 50);
        ledger.take_back(T(120));
        assert_eq!(ledger.read(Meter::Of(Posture::Sitting)).as_secs(), 100);
        assert_eq!(ledger.read(Meter::Of(Posture::Standing)).as_secs(), 20);
    }

    #[test]
    fn pruning_keeps_what_can_be_taken_back() {
        let mut ledger = Ledger::new(T(0));
        for start in 1..100 {
            ledger.advance(T(start * 10));
            ledger.run([Some(Posture::Sitting), None][start as usize % 2]);
        }
        ledger.advance(T(995));
        let before = ledger.read(Meter::Present);
        ledger.prune(T(985));
        assert!(ledger.stretches.len() < 5);
        ledger.take_back(T(985));
        assert_eq!(before - ledger.read(Meter::Present), Duration::from_secs(5));
    }
}
