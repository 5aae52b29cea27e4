//! A running break, and one that nobody takes: what its player promised, and what happens when that runs out.
//!
//! Guided time counts from a player's report to the end of its promise. After that the break waits. Somebody who works
//! on meanwhile is let go of, and an absence as long as a natural break ends it.

use std::time::Duration;

use super::effect::Effect;
use super::input::Ending;
use super::ledger::{Ledger, Meter};
use super::phase::{By, Course, Phase};
use super::{Interval, Scheduler};
use crate::logic::practice::SoFar;
use crate::logic::presence::{Posture, Presence};
use crate::logic::shown::status::{LetGo, LetGoWhy};
use crate::logic::time::now::Mono;

impl Scheduler {
    /// Time guided in the running break so far; zero if there is none.
    pub fn guided(&self) -> Duration {
        let Phase::Break { guided, course, .. } = &self.state.phase else {
            return Duration::ZERO;
        };
        match course {
            Course::Guiding { since, until } => *guided + self.now.mono.min(*until).since(*since),
            Course::Waiting { .. } => *guided,
        }
    }

    /// The last break, if the program ended it by itself; none once the next begins.
    pub fn let_go(&self) -> Option<&LetGo> {
        self.state.let_go.as_ref().map(|(let_go, _)| let_go)
    }

    /// Since when the user has been working beside the break that just let go of them.
    pub fn worked_since(&self) -> Option<Mono> {
        let (let_go, since) = self.state.let_go.as_ref()?;
        (let_go.why == LetGoWhy::WorkedOn).then_some(*since)
    }

    /// The player reports how far it is, and how long it will go on.
    pub(super) fn goes_on(&mut self, told: Duration, promise: Duration, played: Option<SoFar>) {
        let now = self.now.mono;
        if let Some(played) = played {
            self.state.played = Some((played, told));
        }
        // Behind a locked screen it guides nobody.
        let guides = !promise.is_zero() && self.state.signs.open();
        if !guides {
            self.stop_guiding(now);
        }
        let Phase::Break { guided, course, .. } = &mut self.state.phase else {
            return;
        };
        *guided = told;
        if guides {
            *course = Course::Guiding {
                since: now,
                until: now + promise,
            };
            self.state.signs.guided(true, now);
        }
    }

    /// From `at` on the player guides nobody, whatever it promised.
    pub(super) fn stop_guiding(&mut self, at: Mono) {
        let Phase::Break { guided, course, .. } = &mut self.state.phase else {
            return;
        };
        if let Course::Guiding { since, until } = course {
            *guided += at.min(*until).since(*since);
            *course = Course::waiting(at);
            self.state.signs.guided(false, at);
            self.run_beside();
        }
    }

    /// Ends a promise that has run out by `now`, at the moment it did.
    pub(super) fn end_promise(&mut self, now: Mono) {
        if let Phase::Break {
            course: Course::Guiding { until, .. },
            ..
        } = self.state.phase
            && until <= now
        {
            self.stop_guiding(until);
        }
    }

    /// The ledger beside the main one, counting while a break waits.
    pub(super) fn worked(&mut self) -> Option<&mut Ledger> {
        match &mut self.state.phase {
            Phase::Break {
                course: Course::Waiting { worked, .. },
                ..
            } => Some(worked),
            Phase::Break {
                course: Course::Guiding { .. },
                ..
            }
            | Phase::Quiet
            | Phase::Absent { .. }
            | Phase::Held { .. }
            | Phase::Settling { .. }
            | Phase::Lull { .. } => None,
        }
    }

    /// Counts beside the main ledger while somebody is there.
    pub(super) fn run_beside(&mut self) {
        let counts = self.state.interval == Interval::Running
            && self.state.signs.presence() == Presence::Present;
        if let Some(worked) = self.worked() {
            worked.run(counts.then_some(Posture::Sitting));
        }
    }

    /// A sitting interval begins while a break waits: nothing before it counts.
    pub(super) fn begin_beside(&mut self) {
        let now = self.now.mono;
        if let Phase::Break { course, .. } = &mut self.state.phase
            && matches!(course, Course::Waiting { .. })
        {
            *course = Course::waiting(now);
        }
    }

    /// Signs of presence arrive after a time without any.
    pub(super) fn seen_again(&mut self) {
        let now = self.now.mono;
        if let Phase::Break {
            course: Course::Waiting { back, .. },
            ..
        } = &mut self.state.phase
        {
            *back = now;
        }
    }

    /// How long nobody has been there since the break began; none without a break.
    pub(super) fn absence_from_break(&self) -> Option<Duration> {
        let Phase::Break { since, .. } = &self.state.phase else {
            return None;
        };
        let sign = self.state.signs.last_sign(self.now.mono);
        Some(self.now.mono.since(sign.max(*since)))
    }

    /// When the running break ends or starts waiting, if nothing happens.
    pub(super) fn course_deadlines(&self) -> Vec<Mono> {
        let Phase::Break { course, .. } = &self.state.phase else {
            return Vec::new();
        };
        match course {
            Course::Guiding { until, .. } => vec![*until],
            Course::Waiting { .. } => {
                let now = self.now.mono;
                let absence = self.absence_from_break().unwrap_or_default();
                let absent = (!self.state.signs.live())
                    .then(|| now + self.settings.presence.natural_break.saturating_sub(absence));
                absent.into_iter().chain(self.lets_go_at()).collect()
            }
        }
    }

    /// When somebody who works on beside a waiting break is let go of, as far as that is known.
    fn lets_go_at(&self) -> Option<Mono> {
        let Phase::Break {
            course: Course::Waiting { worked, back, .. },
            ..
        } = &self.state.phase
        else {
            return None;
        };
        let timing = &self.settings.timing;
        // A user who comes back to a break gets time to arrive: there is a button to find.
        let arrived = *back + timing.settle;
        let now = self.now.mono;
        if self.state.signs.live() {
            let reached = worked.reaches(Meter::Present, Duration::ZERO, timing.lets_go);
            return reached.map(|reached| reached.max(arrived));
        }
        let mut known = worked.clone();
        known.take_back(self.state.signs.last_sign(now));
        (known.read(Meter::Present) >= timing.lets_go).then_some(arrived)
    }

    /// Ends a break that nobody takes.
    pub(super) fn settle_course(&mut self, effects: &mut Vec<Effect>) -> bool {
        let Phase::Break {
            course: Course::Waiting { .. },
            ..
        } = &self.state.phase
        else {
            return false;
        };
        let now = self.now.mono;
        let absence = self.absence_from_break().unwrap_or_default();
        if !self.state.signs.live() && absence >= self.settings.presence.natural_break {
            let absence = self.state.signs.absence(now);
            self.end_absent_break(absence, effects);
            return true;
        }
        if self.lets_go_at().is_some_and(|moment| moment <= now) {
            self.let_go_of_break(effects);
            return true;
        }
        false
    }

    /// Nobody has been there for as long as a natural break, so it is one.
    pub(super) fn end_absent_break(&mut self, absence: Duration, effects: &mut Vec<Effect>) {
        let guided = self.guided();
        let ending = if guided >= self.settings.timing.break_counts {
            Ending::Left { guided }
        } else {
            Ending::Lost
        };
        if !self.state.signs.live() && !self.state.signs.is_away() {
            self.take_back(self.state.signs.last_sign(self.now.mono));
            self.state.signs.set_away();
        }
        let interval = self.state.interval;
        self.end_break(ending, Some(LetGoWhy::Away), effects);
        if !self.state.credited {
            // The absence ends the sitting before the break, too.
            self.state.interval = interval;
            self.credit_absence(absence, effects);
        }
    }

    /// The user works on: what they have worked beside the break is sitting.
    fn let_go_of_break(&mut self, effects: &mut Vec<Effect>) {
        let worked = self.worked().map(|worked| worked.clone());
        let guided = self.guided();
        let counts = guided >= self.settings.timing.break_counts;
        let posture = self.state.posture;
        let absorb = |scheduler: &mut Scheduler| {
            if let Some(worked) = &worked {
                scheduler.state.ledger.absorb(worked, posture);
            }
        };
        // If enough was guided it was a break, and the sitting after it belongs to the next interval.
        if !counts {
            absorb(self);
        }
        self.end_break(Ending::Left { guided }, Some(LetGoWhy::WorkedOn), effects);
        if counts {
            absorb(self);
            self.state.interval = Interval::Running;
        }
    }

    /// Records why the program ended a break.
    pub(super) fn note_let_go(
        &mut self,
        what: &str,
        by: &By,
        since: Mono,
        why: LetGoWhy,
        counts: bool,
    ) {
        let asks_again = why == LetGoWhy::WorkedOn && !counts && matches!(by, By::Reminder(_));
        let let_go = LetGo {
            what: what.to_owned(),
            why,
            counts,
            asks_again: asks_again.then_some(self.settings.timing.snooze),
        };
        self.state.let_go = Some((let_go, since));
    }
}
