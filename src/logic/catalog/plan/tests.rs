//! Lays out small exercises and checks every segment.

use super::*;
use crate::logic::catalog::{Area, Dose, Frame, Pool, Routine};

fn step(text: &str, keys: &[usize], seconds: f32) -> Step {
    Step {
        text: text.to_owned(),
        keys: keys.to_vec(),
        picture: None,
        seconds: Some(seconds),
        reps: None,
        tempo: None,
        sets: None,
        rest: None,
        side: None,
        breath: None,
    }
}

fn exercise(id: &str, position: Position, steps: Vec<Step>) -> Exercise {
    Exercise {
        id: id.to_owned(),
        name: format!("The {id}"),
        purpose: String::new(),
        areas: vec![Area::Spine],
        position,
        equipment: Vec::new(),
        figure: id.to_owned(),
        figure_side: None,
        dose: Dose::default(),
        prepare: String::new(),
        steps,
        tip: String::new(),
        caution: String::new(),
        variant_of: None,
        easier: Vec::new(),
        harder: Vec::new(),
        sources: Vec::new(),
    }
}

fn each(mut step: Step) -> Step {
    step.side = Some(StepSide::Each);
    step
}

/// Kind, text, side and mirror of every segment.
fn shape(exercise: &Exercise) -> Vec<(SegmentKind, String, Option<Side>, bool)> {
    PlannedExercise::new(exercise)
        .segments
        .into_iter()
        .map(|segment| (segment.kind, segment.text, segment.side, segment.mirrored))
        .collect()
}

#[test]
fn sides_come_one_after_the_other_with_time_to_change_over() {
    let mut exercise = exercise(
        "thread",
        Position::Floor,
        vec![
            step("Kneel", &[1], 3.0),
            each(step("Slide the {side} arm", &[4], 20.0)),
            each(step("Come up on the {other} hand", &[1], 4.0)),
            step("Sit back", &[1], 5.0),
        ],
    );
    exercise.figure_side = Some(Side::Left);
    use SegmentKind::{ChangeSide, Step};
    let (left, right) = (Some(Side::Left), Some(Side::Right));
    let expected = [
        (Step, "Kneel", None, false),
        (Step, "Slide the left arm", left, false),
        (Step, "Come up on the right hand", left, false),
        (
            ChangeSide,
            "Change sides. The right side is next.",
            right,
            true,
        ),
        (Step, "Slide the right arm", right, true),
        (Step, "Come up on the left hand", right, true),
        // What follows for both sides stays as drawn: nothing is mirrored needlessly.
        (Step, "Sit back", None, true),
    ]
    .map(|(kind, text, side, mirrored)| (kind, text.to_owned(), side, mirrored));
    assert_eq!(shape(&exercise), expected);
    assert_eq!(PlannedExercise::new(&exercise).seconds(), 64.0);
}

#[test]
fn sets_are_parted_by_rests() {
    let mut repeated = step("Press", &[1, 2], 0.0);
    repeated.seconds = None;
    repeated.reps = Some(10);
    repeated.tempo = Some(Tempo {
        out: 2.0,
        hold: 5.0,
        back: 2.0,
        pause: 1.0,
    });
    repeated.sets = Some(3);
    repeated.rest = Some(15.0);
    let exercise = exercise("press", Position::Floor, vec![repeated]);
    let planned = PlannedExercise::new(&exercise);
    let kinds: Vec<SegmentKind> = planned.segments.iter().map(|part| part.kind).collect();
    use SegmentKind::{Rest, Step};
    assert_eq!(kinds, [Step, Rest, Step, Rest, Step]);
    assert_eq!(planned.segments[3].text, "Rest. Set 3 of 3 comes next.");
    assert_eq!(planned.seconds(), 330.0);
    assert_eq!(turns(&exercise)[0].seconds(), 330.0);
}

fn catalog() -> Catalog {
    Catalog {
        exercises: vec![
            exercise("stand-up", Position::Standing, vec![step("Up", &[4], 6.0)]),
            exercise("lean", Position::Standing, vec![step("Lean", &[1], 60.0)]),
            exercise("tuck", Position::Seated, vec![step("Tuck", &[1], 40.0)]),
            exercise("sit-tall", Position::Seated, vec![step("Tall", &[2], 5.0)]),
        ],
        routines: vec![Routine {
            id: "both".to_owned(),
            name: "Both".to_owned(),
            purpose: String::new(),
            minutes: 2,
            exercises: vec!["tuck".into(), "lean".into()],
            sources: Vec::new(),
        }],
        pools: vec![Pool {
            id: "desk".to_owned(),
            members: vec!["lean".to_owned(), "tuck".to_owned()],
        }],
        frame: Frame {
            open: Some("stand-up".to_owned()),
            close: Some("sit-tall".to_owned()),
        },
        ..Catalog::default()
    }
}

#[test]
fn an_exercise_by_itself_is_framed_a_routine_is_not() {
    let catalog = catalog();
    let ids = |id: &str| -> Vec<String> {
        Plan::new(&catalog, id)
            .map(|plan| plan.exercises.into_iter().map(|part| part.id).collect())
            .unwrap_or_default()
    };
    assert_eq!(ids("lean"), ["stand-up", "lean", "sit-tall"]);
    assert_eq!(ids("tuck"), ["tuck", "sit-tall"]);
    assert_eq!(ids("sit-tall"), ["sit-tall"]);
    assert_eq!(ids("stand-up"), ["stand-up"]);
    assert_eq!(ids("both"), ["tuck", "lean"]);
    assert!(Plan::new(&catalog, "unheard-of").is_none());
    assert_eq!(
        Plan::new(&catalog, "both").map(|plan| plan.name),
        Some("Both".to_owned())
    );
}

#[test]
fn a_pool_is_as_long_as_its_shortest_member() {
    let catalog = catalog();
    let length = |id: &str| catalog.length(id).map(|length| length.as_secs());
    assert_eq!(length("lean"), Some(71));
    assert_eq!(length("tuck"), Some(45));
    assert_eq!(length("both"), Some(100));
    assert_eq!(length("desk"), Some(45));
    assert_eq!(length("unheard-of"), None);
}
