//! What a break counts as, and what is remembered as done, given what was played.

use super::*;
use crate::logic::practice::{Exercised, SoFar};

/// The outcome of a break with that ending after ten minutes, and what is remembered as done.
fn played(what: &str, ending: Ending) -> (Outcome, Duration, Vec<String>) {
    let start = Now {
        mono: Mono::from_secs(0),
        wall: jiff::civil::date(2026, 3, 2)
            .at(9, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap(),
    };
    let now = |minutes: u64| start.at(Mono::from_secs(minutes * 60));
    let catalog = Arc::new(crate::logic::catalog::builtin().clone());
    let settings = Settings::default();
    let mut scheduler = Scheduler::new(settings, catalog, Vec::new(), start.clone());
    scheduler.handle(Input::Active, &now(0));
    scheduler.handle(Input::Do(Command::Start(Some(what.to_owned()))), &now(10));
    let effects = scheduler.handle(Input::BreakEnded(ending), &now(11));
    let outcome = effects.iter().find_map(|effect| {
        if let Effect::BreakEnd(outcome) = effect {
            Some(*outcome)
        } else {
            None
        }
    });
    let done = scheduler.offers.done().iter();
    let done = done.map(|done| done.id.clone()).collect();
    (outcome.expect("it ended"), scheduler.sitting(), done)
}

#[test]
fn only_what_was_played_counts() {
    let one = |id: &str, guided, whole| Exercised {
        exercise: id.to_owned(),
        guided: Duration::from_secs(guided),
        reps: 0,
        whole,
    };
    let told = |guided, whole, exercises| Ending::Played {
        guided: Duration::from_secs(guided),
        whole,
        exercises,
    };
    let reset = "quick-daily-reset";
    // Skipped to the last stop: nothing is done, and sitting goes on counting.
    let (outcome, sitting, done) = played(reset, told(1, false, vec![]));
    assert_eq!((outcome, done), (Outcome::Abandoned, vec![]));
    assert!(sitting >= Duration::from_secs(600));
    // One of three, too short for a break: that one is done all the same.
    let chin = vec![
        one("chin-tucks", 40, true),
        one("scapular-squeezes", 5, false),
    ];
    let (outcome, _, done) = played(reset, told(45, false, chin.clone()));
    assert_eq!(
        (outcome, done),
        (Outcome::Abandoned, vec!["chin-tucks".to_owned()])
    );
    // Long enough for a break, but only what was played is done.
    let (outcome, sitting, done) = played(reset, told(70, false, chin));
    assert_eq!(
        (outcome, done),
        (Outcome::Done, vec!["chin-tucks".to_owned()])
    );
    assert_eq!(sitting, Duration::ZERO);
    // All of a short one is a break, however short.
    let all = told(20, true, vec![one("chin-tucks", 20, true)]);
    let (outcome, _, done) = played("chin-tucks", all);
    assert_eq!(
        (outcome, done),
        (Outcome::Done, vec!["chin-tucks".to_owned()])
    );
}

/// What is remembered as done of a break with that report, whose window disappears ten seconds later.
fn told_and_gone(exercises: Vec<Exercised>, running: Option<usize>, end: Input) -> Vec<String> {
    let mut world = World::new(Settings::default());
    let start = world.now.clone();
    let at = |seconds: u64| start.at(start.mono + Duration::from_secs(seconds));
    let what = Some("quick-daily-reset".to_owned());
    world.scheduler.handle(Input::Active, &at(0));
    world
        .scheduler
        .handle(Input::Do(Command::Start(what)), &at(600));
    let told = Input::BreakGoesOn {
        guided: Duration::from_secs(50),
        promise: Duration::from_secs(30),
        played: Some(SoFar { exercises, running }),
    };
    world.scheduler.handle(told, &at(650));
    world.scheduler.handle(end, &at(660));
    world.scheduler.handle(Input::Tick, &at(1200));
    assert!(!world.scheduler.in_break());
    let done = world.scheduler.offers.done().iter();
    done.map(|done| done.id.clone()).collect()
}

#[test]
fn what_was_told_on_the_way_is_done_however_the_break_ends() {
    let one = |id: &str, guided, whole| Exercised {
        exercise: id.to_owned(),
        guided: Duration::from_secs(guided),
        reps: 0,
        whole,
    };
    // The first was skipped. By guided time alone it would be the one that was done.
    let exercises = vec![
        one("scapular-squeezes", 50, true),
        one("doorway-pec-stretch", 0, false),
    ];
    for end in [
        // Killed, frozen or forgotten, and replaced by another one.
        Input::BreakEnded(Ending::Lost),
        Input::Tick,
        Input::BreakEnded(Ending::Left {
            guided: Duration::from_secs(60),
        }),
    ] {
        let done = told_and_gone(exercises.clone(), Some(1), end.clone());
        assert_eq!(done, ["scapular-squeezes"], "{end:?}");
    }
}
