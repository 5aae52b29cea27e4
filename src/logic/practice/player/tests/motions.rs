//! Repetitions, holds, loops and cycles: what is counted, and where the figure is.

use super::*;

#[test]
fn repetitions_count_and_holds_count_down() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    player.handle(PlayerInput::SkipExercise, at(0.0));
    player.handle(PlayerInput::Go, at(0.0));
    let clock = |player: &Player, t: f64| player.frame(at(t)).clock;
    let reps = |rep, hold| ClockView::Reps { rep, of: 3, hold };
    assert_eq!(clock(&player, 0.0), reps(1, None));
    assert_eq!(clock(&player, 2.0), reps(1, Some(5)));
    assert_eq!(clock(&player, 3.0), reps(1, Some(4)));
    assert_eq!(clock(&player, 6.999), reps(1, Some(1)));
    assert_eq!(clock(&player, 7.0), reps(1, None));
    assert_eq!(clock(&player, 10.0), reps(2, None));
    assert_eq!(clock(&player, 29.9), reps(3, None));
    assert_eq!(player.next_change(at(0.0)), Some(at(2.0)));
    assert_eq!(player.next_change(at(2.0)), Some(at(3.0)));
    let breath = |t: f64| player.frame(at(t)).breath;
    assert_eq!(breath(1.0), Some(BreathView::In));
    assert_eq!(breath(4.0), Some(BreathView::Steady));
    assert_eq!(breath(8.0), Some(BreathView::Out));
    let pose = |t: f64| player.frame(at(t)).pose;
    assert_eq!(
        pose(1.0).moment,
        PoseMoment::Between {
            from: 0,
            to: 1,
            u: 0.5
        }
    );
    assert_eq!(pose(4.0).moment, PoseMoment::Key(1));
    assert_eq!(pose(4.0).overlay, 1.0);
    assert_eq!(pose(1.0).overlay, 0.0);
    assert_eq!(pose(9.5).moment, PoseMoment::Key(0));
    let still = player.still(at(1.0));
    assert_eq!(still.pose.moment, PoseMoment::Key(1));
    assert_eq!(still.ghost, Some(0));
}

#[test]
fn repetitions_are_joined_from_wherever_the_figure_is() {
    let reps = Motion::Reps {
        keys: vec![2, 4],
        count: 2,
        tempo: PULSE,
    };
    let plan = plan(vec![exercise(
        "thread",
        "",
        vec![step(20.0, reps), step(5.0, Motion::Hold { key: 1 })],
    )]);
    let player = Player::new(plan, &timing(), at(0.0));
    // No preparation: it starts at once.
    assert_eq!(player.frame(at(0.0)).phase, PhaseView::Step);
    let moments: Vec<PoseMoment> = (0..=40)
        .map(|tick| player.frame(at(f64::from(tick) / 20.0)).pose.moment)
        .collect();
    assert_eq!(
        moments[0],
        PoseMoment::Between {
            from: 0,
            to: 1,
            u: 0.0
        }
    );
    assert_eq!(moments[40], PoseMoment::Key(3));
    assert!(
        moments.contains(&PoseMoment::Key(1))
            || moments
                .iter()
                .any(|moment| matches!(moment, PoseMoment::Between { from: 1, to: 2, .. }))
    );
}

#[test]
fn a_repetition_may_pass_its_first_key_on_the_way_out() {
    let tempo = Tempo {
        out: 6.0,
        hold: 1.0,
        back: 2.0,
        pause: 1.0,
    };
    let keys = vec![1, 4, 1, 2];
    let reps = Motion::Reps {
        keys,
        count: 2,
        tempo,
    };
    let plan = plan(vec![exercise("thread", "", vec![step(20.0, reps)])]);
    let player = Player::new(plan, &timing(), at(0.0));
    let mut rested = Vec::new();
    for frame in 0..2000 {
        let now = at(f64::from(frame) / 100.0);
        let stand = edge(player.frame(now).pose.moment);
        let rests = match stand {
            (low, _, u) if u < 0.02 => Some(low),
            (_, high, u) if u > 0.98 => Some(high),
            _ => None,
        };
        rested.extend(rests.filter(|key| rested.last() != Some(key)));
    }
    // The fourth via the hidden third, once per repetition; the way back goes straight to the first.
    rested.retain(|key| *key != 2);
    assert_eq!(rested, [0, 3, 0, 1, 0, 3, 0, 1, 0]);
}

#[test]
fn a_loop_ends_at_its_last_key() {
    for length in [3.0, 4.0, 9.0, 13.0, 30.0] {
        let plan = plan(vec![exercise(
            "press",
            "",
            vec![step(
                length,
                Motion::Loop {
                    keys: vec![1, 2],
                    tempo: None,
                },
            )],
        )]);
        let player = Player::new(plan, &timing(), at(0.0));
        let end = player.frame(at(f64::from(length))).pose;
        assert_eq!(end.moment, PoseMoment::Key(1), "{length} s");
    }
}

#[test]
fn a_cycle_goes_round_at_its_own_pace() {
    let cycle = || step(30.0, Motion::Cycle);
    let plan = plan(vec![exercise("walk", "Set off.", vec![cycle(), cycle()])]);
    let mut player = Player::new(plan, &timing(), at(0.0));
    assert_eq!(player.frame(at(0.0)).pose.moment, PoseMoment::Key(0));
    player.handle(PlayerInput::Go, at(0.0));
    let phase = |player: &Player, t: f64| match player.frame(at(t)).pose.moment {
        PoseMoment::Cycle { phase } => phase,
        other @ (PoseMoment::Key(_) | PoseMoment::Between { .. }) => {
            panic!("not walking: {other:?}")
        }
    };
    assert!((phase(&player, 0.55) - 0.5).abs() < 1e-3);
    let before = phase(&player, 29.99);
    player.handle(PlayerInput::Tick, at(30.0));
    let step = (phase(&player, 30.01) - before).rem_euclid(1.0);
    assert!(step < 0.05, "the walk goes on over the change of text");
}

#[test]
fn a_long_hold_within_a_repetition_counts_its_seconds() {
    let long = |count| Motion::Reps {
        keys: vec![1, 2],
        count,
        tempo: Tempo {
            out: 3.0,
            hold: 20.0,
            back: 3.0,
            pause: 2.0,
        },
    };
    let segments = vec![step(56.0, long(2))];
    let player = Player::new(
        plan(vec![exercise("press", "", segments)]),
        &timing(),
        at(0.0),
    );
    let clock = |t: f64| player.frame(at(t)).clock;
    let shown = |seconds, rep| ClockView::LongHold {
        seconds,
        rep,
        of: 2,
    };
    for (t, expected) in [
        (0.0, shown(20, 1)),
        (2.9, shown(20, 1)),
        (3.5, shown(20, 1)),
        (4.0, shown(19, 1)),
        (22.5, shown(1, 1)),
        (23.0, shown(0, 1)),
        (28.0, shown(20, 2)),
        (41.0, shown(10, 2)),
        (54.0, shown(0, 2)),
    ] {
        assert_eq!(clock(t), expected, "{t}");
    }
    // Each digit needs a new frame.
    assert_eq!(player.next_change(at(10.0)), Some(at(11.0)));
}
