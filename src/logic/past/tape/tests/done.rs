//! What is recorded of a break: each exercise and what was done of it.

use super::*;
use crate::logic::catalog::Reason;

#[test]
fn a_break_tells_what_was_done_of_each_exercise() {
    let whole = Story::new(&[])
        .at(0, Input::Active)
        .at(32, do_it(Command::Start(None)))
        .at(32, beside::guides(240))
        .at(36, Input::BreakEnded(Ending::Finished))
        .rows(40);
    let run = breaks(&whole)[0].clone();
    assert_eq!(run.by.as_deref(), Some("stretch"));
    assert_eq!(run.outcome, Some(Ended::Done));
    assert_eq!(run.chosen, Some(Reason::FirstOne));
    assert!(!run.exercises.is_empty() && run.exercises.iter().all(|done| done.whole));
    assert_eq!(asked(&whole)[0].2, Some(Answer::Started));
    assert!(spans(&whole).contains(&"break 32-36".to_owned()));

    let plan = Plan::new(catalog::builtin(), "quick-daily-reset").unwrap();
    let first = crate::logic::catalog::plan::seconds(plan.exercises[0].seconds());
    let guided = first + Duration::from_secs(10);
    let left = Story::new(&[])
        .at(0, Input::Active)
        .at(
            5,
            do_it(Command::Start(Some("quick-daily-reset".to_owned()))),
        )
        .at(5, beside::guides(240))
        .at(9, Input::BreakEnded(Ending::Left { guided }))
        .rows(40);
    let run = breaks(&left)[0];
    assert_eq!((run.by.as_ref(), run.guided), (None, guided));
    assert_eq!(run.exercises.len(), 2);
    assert!(run.exercises[0].whole && !run.exercises[1].whole);
    assert_eq!(run.exercises[0].guided, first);
}

#[test]
fn what_the_player_says_of_each_exercise_is_what_is_kept() {
    let one = |id: &str, guided, whole| Exercised {
        exercise: id.to_owned(),
        guided: Duration::from_secs(guided),
        reps: 3,
        whole,
    };
    let exercises = vec![
        one("chin-tucks", 2, false),
        one("scapular-squeezes", 50, true),
    ];
    let what = "quick-daily-reset".to_owned();
    let rows = Story::new(&[])
        .at(0, Input::Active)
        .at(5, do_it(Command::Start(Some(what))))
        .at(
            // Before somebody who works on beside it is let go of.
            6,
            Input::BreakEnded(Ending::Played {
                guided: Duration::from_secs(52),
                whole: false,
                exercises: exercises.clone(),
            }),
        )
        .rows(40);
    let run = breaks(&rows)[0];
    assert_eq!(run.outcome, Some(Ended::Abandoned));
    assert_eq!(run.exercises, exercises);
}

#[test]
fn a_break_that_only_stops_is_kept_as_far_as_it_was_told() {
    let one = |id: &str, guided, whole| Exercised {
        exercise: id.to_owned(),
        guided: Duration::from_secs(guided),
        reps: 0,
        whole,
    };
    let told = Input::BreakGoesOn {
        guided: Duration::from_secs(50),
        promise: Duration::from_secs(20),
        played: Some(SoFar {
            exercises: vec![
                one("scapular-squeezes", 50, true),
                one("doorway-pec-stretch", 0, false),
            ],
            running: Some(1),
        }),
    };
    let kept = |ending: Input| {
        let what = "quick-daily-reset".to_owned();
        let rows = Story::new(&[])
            .at(0, Input::Active)
            .at(5, do_it(Command::Start(Some(what))))
            .at(5, told.clone())
            .at(6, ending)
            .rows(40);
        breaks(&rows)[0].clone()
    };
    // The current exercise went on for as long as was last promised.
    let played = [
        one("scapular-squeezes", 50, true),
        one("doorway-pec-stretch", 20, false),
    ];
    for (ending, outcome) in [
        (Input::BreakEnded(Ending::Lost), Ended::Lost),
        (Input::Tick, Ended::Done),
    ] {
        let run = kept(ending);
        assert_eq!((run.outcome, run.guided.as_secs()), (Some(outcome), 70));
        assert_eq!(run.exercises, played);
    }
    // Paused before it began anything: nothing but what was played.
    let run = kept(Input::BreakEnded(Ending::Left {
        guided: Duration::from_secs(50),
    }));
    assert_eq!(run.exercises, played[..1]);
}

#[test]
fn what_a_routine_asks_for_is_what_was_done() {
    let text = "(routines: [(id: \"mine\", name: \"Mine\", minutes: 4, exercises: [\
        (exercise: \"chin-tucks\", sets: Some(2), reps: Some(8)), \
        (exercise: \"chin-tucks\", reps: Some(3))])])";
    let around = catalog::Scope {
        base: Some(catalog::builtin()),
        ..catalog::Scope::default()
    };
    let (own, problems) = catalog::read(text, around);
    assert_eq!(problems, []);
    let catalog = catalog::merge(catalog::builtin(), &own);
    let plan = Plan::new(&catalog, "mine").unwrap();
    let all = plan.begun(crate::logic::catalog::plan::seconds(plan.seconds()));
    let reps: Vec<(bool, u32)> = all.iter().map(|done| (done.whole, done.reps)).collect();
    assert_eq!(reps, [(true, 16), (true, 3)]);
}

#[test]
fn repetitions_are_counted_as_far_as_the_break_went() {
    let mut exercise = Plan::new(catalog::builtin(), "quick-daily-reset")
        .unwrap()
        .exercises
        .remove(0);
    let tempo = crate::logic::catalog::Tempo {
        out: 2.0,
        hold: 1.0,
        back: 2.0,
        pause: 0.0,
    };
    exercise.segments.truncate(1);
    exercise.segments[0].kind = SegmentKind::Step;
    exercise.segments[0].seconds = 50.0;
    exercise.segments[0].motion = Motion::Reps {
        keys: vec![1, 2],
        count: 10,
        tempo,
    };
    exercise.segments.push(exercise.segments[0].clone());
    for (seconds, done) in [
        (0, 0),
        (4, 0),
        (5, 1),
        (19, 3),
        (50, 10),
        (61, 12),
        (100, 20),
    ] {
        assert_eq!(reps(&exercise, Duration::from_secs(seconds)), done);
    }
}
