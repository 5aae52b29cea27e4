//! The user's answers, and how much of the exercise comes next.

use super::*;
use crate::logic::catalog::Amount;
use crate::logic::catalog::builtin;
use crate::logic::catalog::ladder::{ladder, raised, top};
use crate::logic::catalog::plan::PlannedExercise;

const HOUR: i64 = 3_600_000;

fn exercise(id: &str) -> &'static Exercise {
    builtin().exercise(id).unwrap()
}

/// The levels after these answers, given an hour apart.
fn after(id: &str, efforts: &[Effort]) -> Levels {
    let mut levels = Levels::default();
    for (at, effort) in (1..).zip(efforts) {
        levels.take(exercise(id), *effort, at * HOUR);
    }
    levels
}

use Effort::{Easy, Hard, Right};

#[test]
fn the_third_easy_one_in_a_row_makes_it_more() {
    for (efforts, level, change) in [
        (&[][..], 0, None),
        (&[Easy, Easy], 0, None),
        (&[Easy, Easy, Easy], 1, Some(Change::More)),
        (&[Easy, Easy, Easy, Right], 1, None),
        (&[Easy, Right, Easy, Easy], 0, None),
        (&[Easy, Hard, Easy, Easy], 0, None),
        (&[Easy, Easy, Easy, Easy, Easy], 1, None),
        (&[Easy, Easy, Easy, Easy, Easy, Easy], 2, Some(Change::More)),
        (&[Easy, Easy, Easy, Hard], 0, Some(Change::Less)),
        (&[Hard, Hard], 0, None),
        (&[Hard, Easy, Easy, Easy], 1, Some(Change::More)),
    ] {
        let levels = after("chin-tucks", efforts);
        assert_eq!(levels.level("chin-tucks"), level, "{efforts:?}");
        assert_eq!(levels.change("chin-tucks"), change, "{efforts:?}");
    }
}

#[test]
fn it_never_leaves_the_dose() {
    let many = [Easy; 40];
    let levels = after("chin-tucks", &many);
    assert_eq!(levels.level("chin-tucks"), top(exercise("chin-tucks")));
    assert_eq!(levels.change("chin-tucks"), None, "there is no more");
    // If the source gives no range, there is nothing to raise.
    assert_eq!(top(exercise("wall-angels")), 0);
    assert_eq!(after("wall-angels", &many).level("wall-angels"), 0);
}

#[test]
fn another_answer_soon_after_corrects_the_one_before() {
    let mut levels = after("chin-tucks", &[Easy, Easy, Easy]);
    let minute = 60_000;
    levels.take(exercise("chin-tucks"), Right, 3 * HOUR + minute);
    assert_eq!(levels.level("chin-tucks"), 0);
    levels.take(exercise("chin-tucks"), Easy, 3 * HOUR + 2 * minute);
    assert_eq!(levels.level("chin-tucks"), 1);
    // Three presses count as one answer.
    let mut levels = Levels::default();
    for press in 0..3 {
        levels.take(exercise("chin-tucks"), Easy, press * minute);
    }
    assert_eq!(levels.level("chin-tucks"), 0);
}

#[test]
fn every_step_is_more_than_the_one_before_and_within_the_dose() {
    let mut raised = 0;
    for exercise in &builtin().exercises {
        let ladder = ladder(exercise);
        assert_eq!(ladder[0], exercise.steps, "{}", exercise.id);
        let mut before = 0.0;
        for steps in ladder {
            let there = Exercise {
                steps,
                ..exercise.clone()
            };
            let seconds = PlannedExercise::new(&there).seconds();
            assert!(seconds > before, "{}", exercise.id);
            before = seconds;
            raised += 1;
            let within = |value: Option<u32>, range: Option<(u32, u32)>| match (value, range) {
                (Some(value), Some((low, high))) => (low..=high).contains(&value),
                _ => true,
            };
            for (step, low) in there.steps.iter().zip(&exercise.steps) {
                assert!(within(step.sets, exercise.dose.sets), "{}", exercise.id);
                let reps = step.reps.filter(|reps| Some(*reps) != low.reps);
                assert!(within(reps, exercise.dose.reps), "{}", exercise.id);
            }
        }
    }
    assert!(raised > builtin().exercises.len() + 10, "{raised}");
}

#[test]
fn the_high_end_is_reached() {
    for (id, sets, reps, hold) in [
        ("bridge", Some(2), Some(15), 5.0),
        ("abdominal-bracing", Some(3), Some(10), 10.0),
        ("dead-bug", Some(3), Some(10), 0.5),
        ("doorway-pec-stretch", None, Some(3), 30.0),
        ("scapular-squeezes", None, Some(15), 10.0),
    ] {
        let last = ladder(exercise(id)).pop().unwrap();
        let step = last.iter().find(|step| step.reps.is_some()).unwrap();
        assert_eq!((step.sets, step.reps), (sets, reps), "{id}");
        assert_eq!(step.tempo.unwrap().hold, hold, "{id}");
    }
    let last = ladder(exercise("thread-the-needle")).pop().unwrap();
    assert_eq!(last[2].seconds, Some(33.0), "20–30 s and the way there");
    assert_eq!(last[1].reps, Some(5), "no part of the dose");
}

#[test]
fn a_catalog_takes_on_the_levels_and_only_those() {
    let catalog = Arc::new(builtin().clone());
    let same = Levels::default().applied(&catalog);
    assert!(Arc::ptr_eq(&same, &catalog));
    let levels = after("chin-tucks", &[Easy; 3]);
    let there = levels.applied(&catalog);
    assert_eq!(there.exercises, catalog.exercises);
    for exercise in &catalog.exercises {
        let id = exercise.id.as_str();
        let now = PlannedExercise::of(&there, id, Amount::default()).unwrap();
        let before = PlannedExercise::of(&catalog, id, Amount::default()).unwrap();
        assert_eq!(now == before, id != "chin-tucks", "{id}");
    }
    let steps = raised(exercise("chin-tucks"), 1).steps.clone();
    assert_eq!(steps[1].reps, Some(12));
    // Back at the low end it is as it was.
    let back = after("chin-tucks", &[Easy, Easy, Easy, Hard]);
    assert_eq!(*back.applied(&catalog), *catalog);
}

#[test]
fn a_number_of_the_persons_own_is_not_raised() {
    let catalog = Arc::new(builtin().clone());
    let there = after("single-arm-doorway-stretch", &[Easy; 6]);
    let there = there.applied(&catalog);
    let lengths = |amount: Amount| {
        [&catalog, &there].map(|catalog| {
            let id = "single-arm-doorway-stretch";
            let planned = PlannedExercise::of(catalog, id, amount).unwrap();
            (planned.seconds(), planned.level, planned.fixed)
        })
    };
    let given = Amount {
        hold: Some(15),
        ..Amount::default()
    };
    let [low, high] = lengths(given);
    assert_eq!(low, high);
    assert!(low.1 == 0 && low.2);
    // A side isn't a number.
    let left = Amount {
        side: Some(crate::logic::catalog::Sides::Left),
        ..Amount::default()
    };
    let [low, high] = lengths(left);
    assert!(high.0 > low.0 && high.1 == 2 && !high.2, "{high:?}");
}
