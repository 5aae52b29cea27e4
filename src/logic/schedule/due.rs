//! What is due, what holds it back, and when it is shown.

use std::time::Duration;

use crate::logic::presence::{Hold, Posture, Presence};
use crate::logic::schedule::ledger::Meter;
use crate::logic::schedule::phase::{Phase, Stage};
use crate::logic::schedule::{Bout, Cause, Effect, Scheduler, Withdrawal};
use crate::logic::settings::{Offer, Reminder, Trigger};
use crate::logic::time::now::Mono;

impl Scheduler {
    /// The meter for a reminder's trigger; none for a time of day.
    pub(super) fn meter(&self, index: usize) -> Option<Meter> {
        match self.settings.reminders[index].trigger {
            Trigger::Amount { of, .. } => Some(Meter::Of(of)),
            Trigger::TimeOfDay { .. } => None,
        }
    }

    /// The meter for further sitting until it is shown again; what was first asked while standing is asked again in
    /// either posture.
    pub(super) fn again_meter(&self, index: usize) -> Meter {
        match self.meter(index) {
            Some(Meter::Of(Posture::Standing)) => Meter::Present,
            Some(meter) => meter,
            None => Meter::Of(Posture::Sitting),
        }
    }

    pub(super) fn start_over(&mut self, index: usize) {
        let mark = self
            .meter(index)
            .map_or(Duration::ZERO, |meter| self.state.ledger.read(meter));
        self.state.tracks[index].start_over(mark);
    }

    pub(super) fn mark_since_break(&self, reminder: &Reminder) -> Duration {
        match reminder.trigger {
            Trigger::Amount {
                of: Posture::Sitting,
                ..
            } => self.state.sitting_mark,
            Trigger::Amount {
                of: Posture::Standing,
                ..
            } => self.state.standing_mark,
            Trigger::TimeOfDay { .. } => Duration::ZERO,
        }
    }

    /// Whether a reminder's own amount has been reached; always true for a time of day.
    pub(super) fn amount_reached(&self, index: usize) -> bool {
        match self.settings.reminders[index].trigger {
            Trigger::Amount { of, after } => {
                let mark = self.state.tracks[index].mark;
                self.state.ledger.count(Meter::Of(of), mark) >= after
            }
            Trigger::TimeOfDay { .. } => true,
        }
    }

    pub(super) fn clamp_marks(&mut self) {
        let ledger = &self.state.ledger;
        let read = |posture| ledger.read(Meter::Of(posture));
        self.state.sitting_mark = self.state.sitting_mark.min(read(Posture::Sitting));
        self.state.standing_mark = self.state.standing_mark.min(read(Posture::Standing));
        if let Bout::Open { mark } = &mut self.state.bout {
            *mark = (*mark).min(read(Posture::Standing));
        }
        for (track, reminder) in self.state.tracks.iter_mut().zip(&self.settings.reminders) {
            let (own, again) = match reminder.trigger {
                Trigger::Amount {
                    of: Posture::Standing,
                    ..
                } => (read(Posture::Standing), ledger.read(Meter::Present)),
                Trigger::Amount { of, .. } => (read(of), read(of)),
                Trigger::TimeOfDay { .. } => (Duration::ZERO, read(Posture::Sitting)),
            };
            track.mark = track.mark.min(own);
            match &mut track.stage {
                Stage::Asked { mark } => *mark = (*mark).min(again),
                Stage::Snoozed { mark, .. } => *mark = (*mark).min(ledger.read(Meter::Present)),
                Stage::Counting | Stage::Due => {}
            }
        }
    }

    /// Minutes were taken back: what was due only because of them, and hasn't been shown, isn't due.
    pub(super) fn undo_unshown_dues(&mut self) {
        for index in 0..self.state.tracks.len() {
            let reached = self.is_wanted(index);
            let track = &mut self.state.tracks[index];
            if track.stage == Stage::Due && track.showings == 0 && !reached {
                track.stage = Stage::Counting;
            }
        }
    }

    /// When a reminder will want to be shown, if things go on as they are.
    pub(super) fn wants_at(&self, index: usize) -> Option<Mono> {
        let (reminder, track) = (&self.settings.reminders[index], &self.state.tracks[index]);
        if !reminder.on {
            return None;
        }
        let ledger = &self.state.ledger;
        match (&track.stage, reminder.trigger) {
            (Stage::Counting, Trigger::Amount { of, after }) => {
                ledger.reaches(Meter::Of(of), track.mark, after)
            }
            (Stage::Counting, Trigger::TimeOfDay { .. }) => {
                let next = self.edges.times.get(index).copied().flatten();
                next.map(|(moment, _)| moment)
            }
            (Stage::Due, _) => Some(self.now.mono),
            (Stage::Asked { mark }, _) => {
                ledger.reaches(self.again_meter(index), *mark, self.settings.timing.again)
            }
            (Stage::Snoozed { mark, length }, _) => ledger.reaches(Meter::Present, *mark, *length),
        }
    }

    pub(super) fn settle_due(&mut self) -> bool {
        let today = self.now.wall.date();
        let mut changed = false;
        for index in 0..self.state.tracks.len() {
            let track = &self.state.tracks[index];
            let timed = self.meter(index).is_none();
            // Yesterday's walk that never got its turn isn't asked for today, nor is one from a day that a wrong clock
            // reported.
            if timed
                && track.stage == Stage::Due
                && track.showings == 0
                && track.fired.is_some_and(|fired| fired != today)
            {
                self.start_over(index);
                changed = true;
                continue;
            }
            if track.stage == Stage::Due {
                continue;
            }
            if self
                .wants_at(index)
                .is_some_and(|moment| moment <= self.now.mono)
            {
                let track = &mut self.state.tracks[index];
                if timed && track.stage == Stage::Counting {
                    // It may have passed while nobody looked: what counts is its own day.
                    let date = self.edges.times[index].take().map(|(_, date)| date);
                    track.fired = Some(date.unwrap_or(today));
                    track.passed = false;
                    self.edges.stale = true;
                }
                let track = &mut self.state.tracks[index];
                track.stage = Stage::Due;
                track.due_since = Some(self.now.mono);
                changed = true;
            }
        }
        changed
    }

    // ---- what to do about it

    /// A total order of offers: longer is larger, then whatever is listed first.
    pub(super) fn size(&self, index: usize) -> (Duration, std::cmp::Reverse<usize>) {
        (self.offers.size(index), std::cmp::Reverse(index))
    }

    /// The reminder that may be shown next: the largest that is due, unless something larger takes precedence.
    pub(super) fn candidate(&self) -> Option<usize> {
        let on = |index: &usize| self.settings.reminders[*index].on;
        let due = (0..self.state.tracks.len())
            .filter(on)
            .filter(|index| self.state.tracks[*index].stage == Stage::Due)
            .max_by_key(|index| self.size(*index))?;
        let since = self.state.tracks[due].due_since.unwrap_or(self.now.mono);
        let soon = since + self.settings.timing.merge;
        let silenced = (0..self.state.tracks.len())
            .filter(on)
            .filter(|index| self.size(*index) > self.size(due))
            .any(|index| match self.state.tracks[index].stage {
                Stage::Asked { .. } | Stage::Snoozed { .. } | Stage::Due => true,
                // Of two equally long ones, neither gives way before it is due.
                Stage::Counting => {
                    self.offers.size(index) > self.offers.size(due)
                        && self.wants_at(index).is_some_and(|moment| moment <= soon)
                }
            });
        (!silenced).then_some(due)
    }

    pub(super) fn settle_phase(&mut self, effects: &mut Vec<Effect>) -> bool {
        if matches!(self.state.phase, Phase::Break { .. }) {
            return false;
        }
        let holds = self.holds();
        if let Some(index) = self
            .state
            .screen
            .filter(|_| !holds.is_empty() && !self.came_despite(&holds))
        {
            let why = Withdrawal::Void(Cause::Hold(holds.first().copied()));
            self.withdraw_if_shown(index, why, effects);
            self.state.tracks[index].stage = Stage::Due;
            return true;
        }
        let next = match self.candidate() {
            None => Phase::Quiet,
            Some(reminder) => self.next_phase(reminder, holds, effects),
        };
        if let Phase::Lull {
            reminder,
            until,
            after,
        } = next
            && self.good_moment(until)
        {
            self.show(reminder, after, effects);
            return true;
        }
        let changed = next != self.state.phase;
        self.state.phase = next;
        changed
    }

    pub(super) fn next_phase(
        &self,
        reminder: usize,
        holds: Vec<Hold>,
        effects: &mut Vec<Effect>,
    ) -> Phase {
        let now = self.now.mono;
        let timing = &self.settings.timing;
        let told: &[Hold] = match &self.state.phase {
            Phase::Held { told } => told,
            Phase::Quiet
            | Phase::Absent { .. }
            | Phase::Settling { .. }
            | Phase::Lull { .. }
            | Phase::Break { .. } => &[],
        };
        let ended = told.iter().filter(|hold| !holds.contains(hold));
        effects.extend(ended.map(|hold| Effect::Release(*hold)));
        if !holds.is_empty() {
            let begun = holds.iter().filter(|hold| !told.contains(hold));
            effects.extend(begun.map(|hold| Effect::Hold(*hold)));
            return Phase::Held { told: holds };
        }
        if let Some(last) = told.last() {
            return Phase::Settling {
                until: now + timing.settle,
                after: Some(*last),
            };
        }
        let wait = |left: Duration, after| Phase::Lull {
            reminder,
            until: now + left,
            after,
        };
        let whole = timing.lull_wait;
        let present = self.state.signs.presence() == Presence::Present;
        match &self.state.phase {
            Phase::Settling { until, .. } if now < *until => self.state.phase.clone(),
            Phase::Settling { after, .. } if present => wait(whole, *after),
            Phase::Settling { after, .. } => Phase::Absent {
                after: *after,
                left: whole,
            },
            // An absence only stops the timers.
            Phase::Absent { after, left } if present => wait(*left, *after),
            Phase::Absent { .. } => self.state.phase.clone(),
            Phase::Lull { until, after, .. } if !present => Phase::Absent {
                after: *after,
                // The timers stopped at the last sign, which may be noticed only now.
                left: until.since(self.state.signs.last_sign(now)).min(whole),
            },
            Phase::Lull {
                reminder: waiting,
                after,
                ..
            } if *waiting != reminder => wait(whole, *after),
            Phase::Lull { .. } => self.state.phase.clone(),
            Phase::Quiet | Phase::Held { .. } | Phase::Break { .. } if present => wait(whole, None),
            Phase::Quiet | Phase::Held { .. } | Phase::Break { .. } => Phase::Absent {
                after: None,
                left: whole,
            },
        }
    }

    pub(super) fn good_moment(&self, until: Mono) -> bool {
        let needed = self.settings.timing.lull;
        let silent = self.state.signs.silent_since();
        let lull = silent.is_some_and(|since| self.now.mono.since(since) >= needed);
        lull || needed.is_zero() || self.now.mono >= until
    }

    pub(super) fn show(
        &mut self,
        index: usize,
        waited_for: Option<Hold>,
        effects: &mut Vec<Effect>,
    ) {
        let reminder = self.state.tracks[index].id.clone();
        // Whatever else is due comes after a pause, never right on its heels.
        self.state.phase = Phase::Settling {
            until: self.now.mono + self.settings.timing.settle,
            after: None,
        };
        if self.settings.reminders[index].offer == Offer::Nudge {
            effects.push(Effect::Nudge { reminder });
            self.start_over(index);
            return;
        }
        if let Some(other) = self.state.screen.filter(|other| *other != index) {
            self.withdraw_if_shown(other, Withdrawal::Void(Cause::Larger), effects);
        }
        let mark = self.state.ledger.read(self.again_meter(index));
        self.state.tracks[index].stage = Stage::Asked { mark };
        let showings = self.count_showing(index);
        effects.push(Effect::Remind {
            reminder,
            showings,
            choice: self.choice_of(index),
            waited_for,
            despite: None,
        });
    }

    /// Records that it goes on the screen; returns how many times in a row it was shown.
    pub(super) fn count_showing(&mut self, index: usize) -> u32 {
        self.note_showing();
        self.state.screen = Some(index);
        let track = &mut self.state.tracks[index];
        track.asked_since.get_or_insert(self.now.mono);
        track.showings += 1;
        track.showings
    }

    pub(super) fn withdraw_if_shown(
        &mut self,
        index: usize,
        why: Withdrawal,
        effects: &mut Vec<Effect>,
    ) {
        if self.state.screen == Some(index) {
            self.state.screen = None;
            effects.push(Effect::Withdraw {
                reminder: self.state.tracks[index].id.clone(),
                why,
            });
        }
    }
}
