//! What is recorded of a break that nobody takes, and of one that was lost with its run.

use super::*;

/// The player guides for this long.
pub(super) fn guides(seconds: u64) -> Input {
    Input::BreakGoesOn {
        guided: Duration::ZERO,
        promise: Duration::from_secs(seconds),
        played: None,
    }
}

#[test]
fn who_works_beside_a_break_has_sat_and_who_goes_away_was_away() {
    let worked = Story::new(&[])
        .at(0, Input::Active)
        .at(32, do_it(Command::Start(None)))
        .at(32, guides(30))
        .at(60, Input::Tick);
    assert_eq!(worked.scheduler.sitting().as_secs(), 60 * 60 - 30);
    let rows = worked.rows(60);
    let run = breaks(&rows)[0];
    assert_eq!(run.outcome, Some(Ended::Abandoned));
    assert_eq!(run.guided.as_secs(), 30);
    assert_eq!(
        spans(&rows),
        ["sitting 0-32", "break 32-32.5", "sitting 32.5-60"]
    );

    let left = Story::new(&[])
        .at(0, Input::Active)
        .at(32, do_it(Command::Start(None)))
        .at(32, guides(120))
        .at(
            36,
            Input::Idle {
                since: Mono::from_secs(32 * 60),
            },
        )
        .rows(60);
    assert_eq!(breaks(&left)[0].outcome, Some(Ended::Done));
    assert_eq!(spans(&left), ["sitting 0-32", "break 32-34", "away 34-60"]);
}

#[test]
fn a_run_goes_on_behind_the_one_before() {
    let story = Story::new(&[]).at(0, Input::Active);
    let start = Moment::of(&story.wall);
    let before = Span {
        kind: SpanKind::Sitting,
        counted: Some(Posture::Sitting),
        start: start.at(start.ms - 3_600_000),
        end: start.ms - 60_000,
    };
    let running = Break {
        start: start.at(start.ms - 120_000),
        end: start.ms - 60_000,
        what: "walk".to_owned(),
        by: None,
        chosen: None,
        guided: Duration::ZERO,
        outcome: None,
        exercises: Vec::new(),
    };
    let mut story = Story::new(&[]);
    story.tape = Tape::new(Tail {
        last_id: 7,
        spans: vec![(3, before)],
        running: Some((5, running)),
    });
    let now = story.now(0);
    story.tape.listen(&Happened {
        input: None,
        effects: &[Effect::BreakEnd(Outcome::Lost)],
        scheduler: &story.scheduler,
        catalog: &story.catalog,
        now: &now,
    });
    let nine = story.nine();
    let rows = story.rows(1);
    let lost = breaks(&rows)[0];
    assert_eq!((lost.outcome, lost.end), (Some(Ended::Lost), nine - 60_000));
    assert!(rows.iter().all(|row| row.id == 5 || row.id > 7), "{rows:?}");
}

#[test]
fn a_break_put_off_is_an_answer_of_its_own() {
    let guided = |seconds| Ending::Left {
        guided: Duration::from_secs(seconds),
    };
    let rows = Story::new(&[])
        .at(0, Input::Active)
        .at(32, do_it(Command::Start(None)))
        .at(33, Input::BreakPutOff(guided(40)))
        .at(40, do_it(Command::Start(None)))
        .at(42, Input::BreakPutOff(guided(90)))
        .at(50, do_it(Command::Start(None)))
        .at(51, Input::BreakEnded(guided(10)))
        .rows(52);
    let snoozed = Some(Answer::Snoozed {
        length: Duration::from_secs(300),
    });
    let (started, stretch) = (Some(Answer::Started), "stretch");
    assert_eq!(
        asked(&rows),
        [
            (stretch, 1, started),
            (stretch, 0, snoozed),
            (stretch, 2, started),
            (stretch, 0, snoozed),
            (stretch, 1, started),
        ]
    );
    let outcomes: Vec<_> = breaks(&rows).iter().map(|run| run.outcome).collect();
    let (done, abandoned) = (Some(Ended::Done), Some(Ended::Abandoned));
    assert_eq!(outcomes, [abandoned, done, abandoned]);
}
