//! What is written reads back unchanged.

use super::*;
use crate::logic::catalog::{
    BreathCue, Catalog, Equipment, Scope, Side, Sides, StepSide, builtin, read,
};

/// What is written reads back unchanged.
fn back(catalog: &Catalog, base: Option<&Catalog>) {
    let exercises: Vec<String> = catalog.exercises.iter().map(exercise).collect();
    let routines: Vec<String> = catalog.routines.iter().map(routine).collect();
    let text = file(&exercises, &routines);
    let around = Scope {
        base,
        ..Scope::default()
    };
    let (read, problems) = read(&text, around);
    assert_eq!(problems, []);
    assert_eq!(read.exercises, catalog.exercises);
    assert_eq!(read.routines, catalog.routines);
    assert!(text.lines().all(|line| line.chars().count() < 350));
}

/// An exercise and a routine in which nothing is at its default.
fn full() -> (Exercise, Routine) {
    let given = builtin().exercise("chin-tucks").unwrap();
    let tempo = Tempo {
        out: 2.0,
        hold: 5.0,
        back: 2.5,
        pause: 1.0,
    };
    let repeated = Step {
        text: "Turn to the {side}.".to_owned(),
        keys: vec![1, 2],
        picture: Some("pictures/a.svg".to_owned()),
        seconds: None,
        reps: Some(8),
        tempo: Some(tempo),
        sets: Some(2),
        rest: Some(30.0),
        side: Some(StepSide::Each),
        breath: Some(BreathCue::InThenOut),
    };
    let held = Step {
        seconds: Some(20.0),
        reps: None,
        tempo: None,
        ..repeated.clone()
    };
    let exercise = Exercise {
        id: "mine".to_owned(),
        equipment: vec![Equipment::Chair],
        figure: "chin-tucks".to_owned(),
        figure_side: Some(Side::Right),
        dose: Dose {
            sets: Some((2, 3)),
            reps: Some((8, 8)),
            hold_seconds: Some((5, 10)),
            per_side: true,
            per_day: Some((1, 2)),
            per_week: Some((3, 7)),
        },
        prepare: "Sit down.".to_owned(),
        steps: vec![repeated, held],
        tip: "Slowly.".to_owned(),
        caution: "Not too far.".to_owned(),
        variant_of: Some("chin-tucks".to_owned()),
        easier: vec!["bridge".to_owned()],
        harder: vec!["dead-bug".to_owned()],
        sources: vec!["a book".to_owned()],
        ..given.clone()
    };
    let amount = Amount {
        sets: Some(2),
        reps: Some(9),
        hold: Some(4),
        side: Some(Sides::Left),
    };
    let routine = Routine {
        id: "mine-too".to_owned(),
        name: "Mine too".to_owned(),
        purpose: "To try.".to_owned(),
        minutes: 4,
        exercises: vec![Entry {
            exercise: "mine".to_owned(),
            amount,
        }],
        sources: vec!["a book".to_owned()],
    };
    (exercise, routine)
}

/// The names of the fields in what a group was written as, in their order.
fn named(value: &Value) -> Vec<&'static str> {
    let Value::Group(fields) = value else {
        panic!("no group");
    };
    fields.iter().map(|(name, _)| *name).collect()
}

#[test]
fn every_field_of_the_format_is_written_in_its_order_and_read_back() {
    let (exercise, routine) = full();
    let names = [
        (named(&exercise_of(&exercise)), format::exercise::NAMES),
        (named(&dose_of(&exercise.dose)), format::dose::NAMES),
        (
            named(&tempo_of(exercise.steps[0].tempo.unwrap())),
            format::tempo::NAMES,
        ),
        (named(&routine_of(&routine)), format::routine::NAMES),
        (named(&entry(&routine.exercises[0])), format::entry::NAMES),
    ];
    for (written, known) in names {
        assert_eq!(written, known);
    }
    // No step has both a length and repetitions.
    let steps: Vec<Vec<&str>> = exercise.steps.iter().map(|one| named(&step(one))).collect();
    for (written, others) in steps.iter().zip([&["seconds"][..], &["reps", "tempo"]]) {
        let known = format::step::NAMES.iter().copied();
        let known: Vec<&str> = known.filter(|name| !others.contains(name)).collect();
        assert_eq!(*written, known);
    }
    let catalog = Catalog {
        exercises: vec![exercise],
        routines: vec![routine],
        ..Catalog::default()
    };
    back(&catalog, Some(builtin()));
}

#[test]
fn everything_built_in_is_read_back_as_it_was() {
    back(builtin(), None);
}

#[test]
fn a_catalog_of_ones_own_is_read_back_as_it_was() {
    let text = include_str!("../../../../docs/own-catalog/catalog.ron");
    let around = Scope {
        base: Some(builtin()),
        ..Scope::default()
    };
    back(&read(text, around).0, Some(builtin()));
}

#[test]
fn what_a_person_types_stays_a_text() {
    let mut odd = builtin().exercises[0].clone();
    odd.name = "Say \"ah\" \\ é ü \u{1f64b} {side}".to_owned();
    let text = file(&[exercise(&odd)], &[]);
    let around = Scope {
        base: Some(builtin()),
        ..Scope::default()
    };
    let (read, problems) = read(&text, around);
    assert_eq!((read.exercises, problems), (vec![odd], Vec::new()));
}

mod any_routine {
    use proptest::prelude::*;

    use super::super::*;
    use crate::logic::catalog::{Scope, Sides, Usual, builtin, read};

    /// Any exercise with any of the possible amounts.
    fn an_entry() -> impl Strategy<Value = Entry> {
        let number = |most: u32| proptest::option::of(1..=most);
        let sides = [
            None,
            Some(Sides::Left),
            Some(Sides::Right),
            Some(Sides::Both),
        ];
        let side = proptest::sample::select(sides.to_vec());
        let exercises = &builtin().exercises;
        (
            0..exercises.len(),
            number(20),
            number(200),
            number(600),
            side,
        )
            .prop_map(|(place, sets, reps, hold, side)| {
                let exercise = &exercises[place];
                let usual = Usual::of(exercise);
                let amount = Amount {
                    sets,
                    reps: reps.filter(|_| usual.reps.is_some()),
                    hold: hold.filter(|_| usual.hold.is_some()),
                    side: side.filter(|_| usual.sides),
                };
                let exercise = exercise.id.clone();
                Entry { exercise, amount }
            })
    }

    proptest! {
        #[test]
        fn is_read_back_as_it_was(entries in proptest::collection::vec(an_entry(), 1..8)) {
            let one = Routine {
                id: "mine".to_owned(),
                name: "Mine".to_owned(),
                purpose: String::new(),
                minutes: 5,
                exercises: entries,
                sources: Vec::new(),
            };
            let text = file(&[], &[routine(&one)]);
            let around = Scope { base: Some(builtin()), ..Scope::default() };
            let (read, problems) = read(&text, around);
            prop_assert!(problems.iter().all(|problem| problem.path.ends_with(".minutes")), "{problems:?}");
            prop_assert_eq!(&read.routines[0], &one);
            prop_assert!(ron::from_str::<ron::Value>(&text).is_ok(), "other RON readers take it too");
            prop_assert_eq!(file(&[], &[routine(&read.routines[0])]), text);
        }
    }
}
