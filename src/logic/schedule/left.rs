//! A break that was left before its end, and can be resumed for a while.

use std::time::Duration;

use super::Scheduler;
use super::effect::Effect;
use super::phase::{By, Course, Phase};
use crate::logic::catalog::reason::Reason;
use crate::logic::practice::Exercised;
use crate::logic::shown::status::Left as Shown;
use crate::logic::time::now::Mono;

/// How long it can be resumed: after that the body is cold, and the mind is on something else.
const OFFERED: Duration = Duration::from_secs(10 * 60);

/// A break left sooner never really began: nothing is lost, and there is nothing to resume.
pub const BEGUN: Duration = Duration::from_secs(5);

/// A break that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) what: String,
    pub(super) by: By,
    pub(super) reason: Option<Reason>,
    /// Index in the plan of the exercise to resume at, and its id.
    pub(super) at: usize,
    pub(super) exercise: String,
    /// Whether everything before that was completed.
    pub(super) whole: bool,
    /// When it can no longer be resumed.
    pub(super) until: Mono,
}

impl Scheduler {
    /// The break that can be resumed: its id, the exercise to resume at, and that one's index in the plan.
    pub fn left(&self) -> Option<(&str, &str, usize)> {
        let left = self.state.left.as_ref()?;
        Some((&left.what, &left.exercise, left.at))
    }

    /// The same, as it is shown.
    pub(super) fn shown_left(&self) -> Option<Shown> {
        let left = self.state.left.as_ref().filter(|_| !self.in_break())?;
        Some(Shown {
            what: left.what.clone(),
            name: self.offers.name(&left.what),
            exercise: left.exercise.clone(),
            exercise_name: self.offers.name(&left.exercise),
        })
    }

    /// Records where a break was left, given what was done. If it had itself been resumed, `resumed` says whether
    /// everything before was completed.
    pub(super) fn note_left(
        &mut self,
        what: &str,
        by: &By,
        reason: Option<Reason>,
        done: &[Exercised],
        resumed: Option<bool>,
    ) {
        self.state.left = None;
        let guided: Duration = done.iter().map(|one| one.guided).sum();
        let ids = self.offers.exercises(what);
        let last = done.last();
        let last =
            last.and_then(|last| Some((last, ids.iter().rposition(|id| *id == last.exercise)?)));
        let Some((last, index)) = last.filter(|_| guided >= BEGUN) else {
            return;
        };
        let at = index + usize::from(last.whole);
        let Some(exercise) = ids.get(at) else {
            return;
        };
        let is_whole = |id: &String| done.iter().any(|one| one.whole && one.exercise == *id);
        let whole = match resumed {
            // What was done before this part isn't included.
            Some(before) => before && done.iter().take(done.len() - 1).all(|one| one.whole),
            None => ids[..at].iter().all(is_whole),
        };
        self.state.left = Some(Left {
            what: what.to_owned(),
            by: by.clone(),
            reason,
            at,
            exercise: exercise.clone(),
            whole,
            until: self.now.mono + OFFERED,
        });
    }

    /// The user resumes it.
    pub(super) fn go_on(&mut self, effects: &mut Vec<Effect>) {
        if self.in_break() {
            return;
        }
        let Some(left) = self.state.left.take() else {
            return;
        };
        let now = self.now.mono;
        let phase = Phase::Break {
            what: left.what.clone(),
            by: left.by.clone(),
            reason: left.reason.clone(),
            since: now,
            guided: Duration::ZERO,
            course: Course::waiting(now),
            resumed: Some(left.whole),
        };
        self.begin(phase, &left.by, effects);
        effects.push(Effect::Break {
            what: left.what,
            by: left.by,
            reason: left.reason,
        });
    }

    /// When the offer ends.
    pub(super) fn left_until(&self) -> Option<Mono> {
        self.state.left.as_ref().map(|left| left.until)
    }

    /// Withdraws the offer when its time is over.
    pub(super) fn settle_left(&mut self) -> bool {
        let over = self
            .left_until()
            .is_some_and(|until| until <= self.now.mono);
        if over {
            self.state.left = None;
        }
        over
    }

    /// Carries the offer across a restart that lasted `gap`; `at` was the time when it began.
    pub(super) fn restore_left(&mut self, left: Option<Left>, at: Mono, gap: Duration) {
        let now = self.now.mono;
        self.state.left = left.and_then(|left| {
            let rest = left.until.since(at).checked_sub(gap)?;
            Some(Left {
                until: now + rest,
                ..left
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::logic::catalog;
    use crate::logic::schedule::{Command, Ending, Input, Outcome};
    use crate::logic::settings::Settings;
    use crate::logic::time::now::Now;

    const RESET: &str = "quick-daily-reset";

    fn minutes(minutes: u64) -> Mono {
        Mono::from_secs(minutes * 60)
    }

    fn one(exercise: &str, seconds: u64, whole: bool) -> Exercised {
        Exercised {
            exercise: exercise.to_owned(),
            guided: Duration::from_secs(seconds),
            reps: 0,
            whole,
        }
    }

    fn played(exercises: Vec<Exercised>) -> Input {
        Input::BreakEnded(Ending::Played {
            guided: exercises.iter().map(|one| one.guided).sum(),
            whole: false,
            exercises,
        })
    }

    /// A break that was left in its second exercise, a minute in.
    fn left() -> (Scheduler, Now, Vec<String>) {
        let catalog = Arc::new(catalog::builtin().clone());
        let wall = jiff::civil::date(2026, 3, 2).at(9, 0, 0, 0);
        let start = Now {
            mono: Mono::default(),
            wall: wall.to_zoned(jiff::tz::TimeZone::UTC).expect("a moment"),
        };
        let mut scheduler = Scheduler::new(Settings::default(), catalog, Vec::new(), start.clone());
        let ids = scheduler.offers.exercises(RESET);
        scheduler.handle(Input::Active, &start);
        let reset = Command::Start(Some(RESET.to_owned()));
        scheduler.handle(Input::Do(reset), &start.at(minutes(1)));
        let done = vec![one(&ids[0], 30, true), one(&ids[1], 10, false)];
        scheduler.handle(played(done), &start.at(minutes(2)));
        (scheduler, start, ids)
    }

    #[test]
    fn it_can_be_gone_on_with_for_ten_minutes_and_not_a_moment_longer() {
        let (mut scheduler, start, ids) = left();
        let shown = scheduler.status().left.expect("an offer");
        assert_eq!((shown.what.as_str(), &shown.exercise), (RESET, &ids[1]));
        assert_eq!(scheduler.left(), Some((RESET, ids[1].as_str(), 1)));
        assert_eq!(scheduler.next_deadline(), Some(minutes(12)));
        scheduler.handle(Input::Tick, &start.at(minutes(12)));
        assert_eq!(scheduler.status().left, None);
        let late = scheduler.handle(Input::Do(Command::GoOn), &start.at(minutes(13)));
        assert_eq!(late, []);
    }

    #[test]
    fn what_was_played_before_is_not_counted_again_and_all_of_it_is_the_whole() {
        let (mut scheduler, start, ids) = left();
        let begun = scheduler.handle(Input::Do(Command::GoOn), &start.at(minutes(4)));
        assert!(matches!(&begun[..], [Effect::Break { what, .. }] if what == RESET));
        assert_eq!(scheduler.status().left, None);
        let exercises: Vec<_> = ids[1..].iter().map(|id| one(id, 40, true)).collect();
        let ending = Ending::Played {
            guided: Duration::from_secs(30),
            whole: true,
            exercises,
        };
        let ended = scheduler.handle(Input::BreakEnded(ending), &start.at(minutes(9)));
        assert_eq!(ended, [Effect::BreakEnd(Outcome::Done)]);
        let did: Vec<_> = scheduler
            .offers
            .done()
            .iter()
            .map(|done| &done.id)
            .collect();
        assert_eq!(did, ids.iter().collect::<Vec<_>>(), "each of them once");
        assert_eq!(scheduler.status().left, None);
    }

    #[test]
    fn what_was_left_out_before_keeps_it_from_being_whole() {
        let (mut scheduler, start, ids) = left();
        scheduler.handle(
            Input::Do(Command::Start(Some(RESET.to_owned()))),
            &start.at(minutes(3)),
        );
        // The first was skipped.
        scheduler.handle(played(vec![one(&ids[1], 20, false)]), &start.at(minutes(4)));
        scheduler.handle(Input::Do(Command::GoOn), &start.at(minutes(5)));
        let ending = Ending::Played {
            guided: Duration::from_secs(20),
            whole: true,
            exercises: ids[1..].iter().map(|id| one(id, 5, true)).collect(),
        };
        let ended = scheduler.handle(Input::BreakEnded(ending), &start.at(minutes(6)));
        assert_eq!(ended, [Effect::BreakEnd(Outcome::Abandoned)]);
    }

    #[test]
    fn another_break_an_absence_and_a_long_restart_end_the_offer() {
        let (mut scheduler, start, _) = left();
        let walk = Command::Start(Some("walk".to_owned()));
        scheduler.handle(Input::Do(walk), &start.at(minutes(3)));
        assert_eq!(scheduler.status().left, None);
        let (mut scheduler, start, _) = left();
        let since = minutes(3);
        scheduler.handle(Input::Idle { since }, &start.at(minutes(4)));
        scheduler.handle(Input::Tick, &start.at(minutes(9)));
        assert_eq!(scheduler.status().left, None);
        for (gap, offered) in [(2, true), (7, false)] {
            let (scheduler, start, _) = left();
            let (settings, catalog) = (Settings::default(), Arc::new(catalog::builtin().clone()));
            let age = Some(Duration::from_secs(gap * 60));
            let now = start.at(minutes(2 + gap));
            let saved = scheduler.checkpoint("boot");
            let (again, _) = Scheduler::restore(settings, catalog, saved, age, &[], now);
            assert_eq!(again.status().left.is_some(), offered, "{gap}");
            let until = offered.then(|| minutes(12));
            assert_eq!(again.left_until(), until);
        }
    }

    #[test]
    fn who_has_done_nothing_or_all_of_it_has_nothing_to_go_on_with() {
        let (mut scheduler, start, ids) = left();
        for (minute, done) in [
            (3, vec![]),
            (5, vec![one(&ids[0], 3, false)]),
            (7, ids.iter().map(|id| one(id, 9, true)).collect()),
        ] {
            let reset = Command::Start(Some(RESET.to_owned()));
            scheduler.handle(Input::Do(reset), &start.at(minutes(minute)));
            scheduler.handle(played(done), &start.at(minutes(minute + 1)));
            assert_eq!(scheduler.status().left, None);
        }
    }
}
