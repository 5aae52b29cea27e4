//! Plays plans with a driven clock.

use std::collections::BTreeMap;
use std::time::Duration;

mod motions;
mod presses;

use super::*;
use crate::logic::catalog::plan::{Motion, Plan, PlannedExercise, Segment, SegmentKind};
use crate::logic::catalog::{BreathCue, Position, Tempo};
use crate::logic::time::now::Mono;

fn at(seconds: f64) -> Mono {
    Mono(Duration::from_millis((seconds * 1000.0).round() as u64))
}

fn segment(kind: SegmentKind, seconds: f32, mirrored: bool, motion: Motion) -> Segment {
    Segment {
        kind,
        text: format!("{kind:?} for {seconds}"),
        seconds,
        side: None,
        mirrored,
        motion,
        picture: None,
        breath: Some(BreathCue::InThenOut),
    }
}

fn step(seconds: f32, motion: Motion) -> Segment {
    segment(SegmentKind::Step, seconds, false, motion)
}

fn exercise(id: &str, prepare: &str, segments: Vec<Segment>) -> PlannedExercise {
    PlannedExercise {
        id: id.to_owned(),
        name: id.to_owned(),
        figure: id.to_owned(),
        position: Position::Standing,
        equipment: Vec::new(),
        level: 0,
        fixed: false,
        note: String::new(),
        prepare: prepare.to_owned(),
        tip: String::new(),
        caution: String::new(),
        segments,
    }
}

fn plan(exercises: Vec<PlannedExercise>) -> Plan {
    Plan {
        start_at: 0,
        id: "test".to_owned(),
        name: "Test".to_owned(),
        reason: String::new(),
        because: None,
        exercises,
    }
}

const PULSE: Tempo = Tempo {
    out: 2.0,
    hold: 5.0,
    back: 2.0,
    pause: 1.0,
};

/// Four keys with the third hidden, sides, sets, a loop and repetitions; then a second exercise.
fn whole() -> Plan {
    plan(vec![
        exercise(
            "thread",
            "Kneel on all fours.",
            vec![
                step(4.0, Motion::Hold { key: 1 }),
                step(
                    11.0,
                    Motion::Loop {
                        keys: vec![2, 4],
                        tempo: None,
                    },
                ),
                step(20.0, Motion::Hold { key: 4 }),
                segment(SegmentKind::ChangeSide, 8.0, true, Motion::Hold { key: 1 }),
                segment(SegmentKind::Step, 20.0, true, Motion::Hold { key: 4 }),
            ],
        ),
        exercise(
            "press",
            "Stand at the wall, hands at the height of the chest, a step away from it, feet together, body straight.",
            vec![
                step(
                    30.0,
                    Motion::Reps {
                        keys: vec![1, 2],
                        count: 3,
                        tempo: PULSE,
                    },
                ),
                segment(SegmentKind::Rest, 10.0, false, Motion::Hold { key: 1 }),
                step(
                    30.0,
                    Motion::Reps {
                        keys: vec![1, 2],
                        count: 3,
                        tempo: PULSE,
                    },
                ),
            ],
        ),
    ])
}

fn timing() -> FigureTimes {
    let key = |seconds: f32, hidden: bool| KeyTime { seconds, hidden };
    BTreeMap::from([
        (
            "thread".to_owned(),
            vec![
                key(1.0, false),
                key(1.6, false),
                key(0.9, true),
                key(1.8, false),
            ],
        ),
        ("press".to_owned(), vec![key(1.0, false), key(1.5, false)]),
        (
            "walk".to_owned(),
            (0..8).map(|index| key(0.1375, index % 2 == 1)).collect(),
        ),
    ])
}

/// Goes from change to change until the end and notes what sounds when.
fn play(player: &mut Player, mut now: Mono) -> (Vec<(f64, Cue)>, Mono) {
    let mut heard = Vec::new();
    loop {
        for cue in player.handle(PlayerInput::Tick, now) {
            heard.push((now.0.as_secs_f64(), cue));
        }
        match player.next_change(now) {
            Some(next) => {
                assert!(next > now, "the next change lies ahead");
                now = next;
            }
            None => return (heard, now),
        }
    }
}

/// The position on the line of keys: a pair of keys and the fraction between them, in order.
fn edge(moment: PoseMoment) -> (usize, usize, f32) {
    match moment {
        PoseMoment::Key(key) => (key, key, 0.0),
        PoseMoment::Between { from, to, u } => (from, to, u),
        PoseMoment::Cycle { phase } => (0, 0, phase),
    }
}

/// Whether a figure can be at `b` a thirtieth of a second after `a`: it moved a little in one direction, or turned into
/// another at a key it was close to.
fn continuous(a: PoseMoment, b: PoseMoment) -> bool {
    // No travel here takes less than 0.9 s (0.7 s when compressed), so a frame covers at most 5 % of one.
    const MOST: f32 = 0.08;
    let near = |moment: PoseMoment, key: usize| {
        let (low, high, u) = edge(moment);
        low == key && (u <= MOST || low == high) || high == key && u >= 1.0 - MOST
    };
    let (a_edge, b_edge) = (edge(a), edge(b));
    if (a_edge.0, a_edge.1) == (b_edge.0, b_edge.1) {
        return (a_edge.2 - b_edge.2).abs() <= MOST;
    }
    (0..8).any(|key| near(a, key) && near(b, key))
}

fn assert_no_jump(before: &PoseView, after: &PoseView, symmetric: usize) {
    if before.figure != after.figure {
        assert!(continuous(after.moment, PoseMoment::Key(0)), "{after:?}");
        return;
    }
    if before.mirrored != after.mirrored {
        for pose in [before, after] {
            assert!(
                continuous(pose.moment, PoseMoment::Key(symmetric)),
                "turned into its mirror image at {pose:?}"
            );
        }
    }
    assert!(
        continuous(before.moment, after.moment),
        "jumped from {before:?} to {after:?}"
    );
}

#[test]
fn a_whole_plan_takes_the_sum_of_its_parts() {
    let plan = whole();
    let total = plan.seconds();
    assert_eq!(total, 133.0);
    let mut player = Player::new(plan, &timing(), at(100.0));
    let (heard, end) = play(&mut player, at(100.0));
    // 5 s for the short preparation, 20 words at 0.35 s for the long one.
    assert_eq!(end, at(100.0 + 133.0 + 5.0 + 7.0));
    assert!(player.is_done());
    assert_eq!(player.guided(end), Duration::from_secs(133));
    let expected = [
        (100.0, Cue::GetReady),
        (105.0, Cue::Go),
        (109.0, Cue::Go),
        (120.0, Cue::Go),
        (130.0, Cue::HalfWay),
        (140.0, Cue::ChangeSide),
        (148.0, Cue::Go),
        (158.0, Cue::HalfWay),
        (168.0, Cue::GetReady),
        (175.0, Cue::Go),
        (205.0, Cue::Rest),
        (215.0, Cue::Go),
        (245.0, Cue::Done),
    ];
    assert_eq!(heard, expected);
    let frame = player.frame(end);
    assert_eq!(frame.phase, PhaseView::Done);
    assert_eq!(frame.left, Duration::ZERO);
    assert!(frame.progress.iter().all(|mark| mark.done == 1.0));
    assert_eq!(player.next_change(end), None);
    assert!(!player.is_moving(end));
}

#[test]
fn late_ticks_settle_everything_in_order() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    let mut cues = player.handle(PlayerInput::Tick, at(110.0));
    cues.extend(player.handle(PlayerInput::Tick, at(220.0)));
    let mut stepped = Player::new(whole(), &timing(), at(0.0));
    let (heard, _) = play(&mut stepped, at(0.0));
    assert_eq!(
        cues,
        heard.into_iter().map(|(_, cue)| cue).collect::<Vec<_>>()
    );
    assert_eq!(player.guided(at(220.0)), Duration::from_secs(133));
}

#[test]
fn a_sleep_of_the_machine_is_a_pause() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    player.handle(PlayerInput::Tick, at(10.0));
    let shown = player.frame(at(10.0));
    assert_eq!(player.handle(PlayerInput::Tick, at(7210.0)), []);
    let woken = player.frame(at(7210.0));
    assert!(woken.paused);
    assert_eq!(woken.pose, shown.pose);
    assert_eq!(woken.guided, Duration::from_secs(5));
    player.handle(PlayerInput::TogglePause, at(7220.0));
    let (_, end) = play(&mut player, at(7220.0));
    assert_eq!(player.guided(end), Duration::from_secs(133));
}

#[test]
fn nothing_jumps() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    player.handle(PlayerInput::Tick, at(0.0));
    let mut before = player.frame(at(0.0)).pose;
    let mut passed = Vec::new();
    for frame in 1.. {
        let now = at(f64::from(frame) / 30.0);
        player.handle(PlayerInput::Tick, now);
        let after = player.frame(now).pose;
        assert_no_jump(&before, &after, 0);
        if let PoseMoment::Between { from, to, u } = after.moment {
            let way = if u < 0.5 { (from, to) } else { (to, from) };
            let known = matches!(before.moment, PoseMoment::Between { from: f, to: t, .. } if (f, t) == (from, to));
            if !known {
                passed.push(way);
            }
        }
        before = after;
        if player.is_done() {
            break;
        }
    }
    // Through the hidden third key there and back, never directly from the second to the fourth.
    let thread = [(0, 1), (1, 2), (2, 3), (3, 2), (2, 1), (1, 2), (2, 3)];
    assert_eq!(passed[..7], thread);
    assert_eq!(passed[7..11], [(3, 2), (2, 0), (0, 2), (2, 3)]);
}

#[test]
fn the_next_step_is_announced() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    assert_eq!(player.frame(at(0.0)).next.as_deref(), Some("Step for 4"));
    player.handle(PlayerInput::Tick, at(20.0));
    assert_eq!(player.frame(at(20.0)).next.as_deref(), Some("Change sides"));
    player.handle(PlayerInput::Tick, at(60.0));
    assert_eq!(player.frame(at(60.0)).next.as_deref(), Some("press"));
    player.handle(PlayerInput::Tick, at(140.0));
    assert_eq!(player.frame(at(140.0)).next, None);
}

#[test]
fn an_unknown_pose_set_and_broken_numbers_still_play() {
    let plan = plan(vec![exercise(
        "unheard-of",
        "",
        vec![
            step(f32::NAN, Motion::Hold { key: 7 }),
            step(
                2.0,
                Motion::Reps {
                    keys: vec![],
                    count: 0,
                    tempo: PULSE,
                },
            ),
            step(
                4.0,
                Motion::Loop {
                    keys: vec![0, 9],
                    tempo: Some(Tempo {
                        out: 0.0,
                        hold: 0.0,
                        back: 0.0,
                        pause: 0.0,
                    }),
                },
            ),
        ],
    )]);
    let mut player = Player::new(plan, &FigureTimes::new(), at(0.0));
    for frame in 0..400 {
        let now = at(f64::from(frame) / 30.0);
        player.handle(PlayerInput::Tick, now);
        player.frame(now);
        player.still(now);
    }
    assert!(player.is_done());
    let empty = Player::new(super::tests::plan(vec![]), &timing(), at(0.0));
    assert!(empty.is_done());
    assert_eq!(empty.frame(at(0.0)).phase, PhaseView::Done);
}

#[test]
fn a_pose_gone_back_to_shows_no_arrow() {
    let hold = |key| step(10.0, Motion::Hold { key });
    let segments = vec![hold(1), hold(2), hold(1), hold(1), hold(2)];
    let plan = plan(vec![exercise("press", "", segments)]);
    let mut player = Player::new(plan, &timing(), at(0.0));
    for (index, arrows) in [1.0, 1.0, 0.0, 0.0, 1.0].into_iter().enumerate() {
        let now = at(index as f64 * 10.0 + 6.0);
        player.handle(PlayerInput::Tick, now);
        let pose = player.frame(now).pose;
        assert_eq!((pose.overlay, pose.arrows), (1.0, arrows), "{index}");
        assert_eq!(player.still(now).pose.arrows, arrows, "{index}");
    }
}

#[test]
fn only_what_was_played_to_its_end_is_done() {
    let hold = || vec![step(10.0, Motion::Hold { key: 1 })];
    let two = || {
        plan(vec![
            exercise("one", "", hold()),
            exercise("two", "", hold()),
        ])
    };
    let told = |player: &Player, now| -> Vec<(String, u64, bool)> {
        let played = player.played(now).into_iter();
        played
            .map(|one| (one.exercise, one.guided.as_secs(), one.whole))
            .collect()
    };
    let is = |id: &str, seconds, whole| (id.to_owned(), seconds, whole);

    // Skipped through.
    let mut player = Player::new(two(), &timing(), at(0.0));
    for second in [0.0, 0.0, 0.0] {
        player.handle(PlayerInput::Next, at(second));
    }
    assert!(player.is_done() && !player.is_whole(at(0.0)));
    assert_eq!(told(&player, at(0.0)), []);

    // The first one partly, the second one to its end.
    let mut player = Player::new(two(), &timing(), at(0.0));
    player.handle(PlayerInput::SkipExercise, at(4.0));
    assert_eq!(
        told(&player, at(9.0)),
        [is("one", 4, false), is("two", 5, false)]
    );
    player.handle(PlayerInput::Tick, at(14.0));
    assert!(player.is_done() && !player.is_whole(at(14.0)));
    assert_eq!(
        told(&player, at(14.0)),
        [is("one", 4, false), is("two", 10, true)]
    );
    assert_eq!(player.done(at(14.0)), ["two"]);

    // Gone back to and played after all; repeats are guided time as well.
    let mut player = Player::new(two(), &timing(), at(0.0));
    player.handle(PlayerInput::Next, at(5.0));
    player.handle(PlayerInput::Back, at(6.0));
    player.handle(PlayerInput::Tick, at(26.0));
    assert!(player.is_done() && player.is_whole(at(26.0)));
    assert_eq!(
        told(&player, at(26.0)),
        [is("one", 15, true), is("two", 11, true)]
    );

    // Skipping ahead in its last second still counts as done; a pause isn't guided time.
    let mut player = Player::new(two(), &timing(), at(0.0));
    player.handle(PlayerInput::TogglePause, at(3.0));
    player.handle(PlayerInput::TogglePause, at(60.0));
    player.handle(PlayerInput::Next, at(66.5));
    assert_eq!(told(&player, at(66.5)), [is("one", 9, true)]);
}
