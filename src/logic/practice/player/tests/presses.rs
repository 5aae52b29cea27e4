//! The player's buttons: pause, go on, skip and back.

use super::*;

#[test]
fn whatever_is_pressed_nothing_jumps() {
    let inputs = [
        PlayerInput::Next,
        PlayerInput::Back,
        PlayerInput::TogglePause,
        PlayerInput::Go,
        PlayerInput::Back,
        PlayerInput::Next,
        PlayerInput::Next,
        PlayerInput::SkipExercise,
        PlayerInput::Back,
        PlayerInput::Tick,
    ];
    for gap in [7, 16, 31, 50, 77, 140, 333] {
        let mut player = Player::new(whole(), &timing(), at(0.0));
        player.handle(PlayerInput::Tick, at(0.0));
        let mut before = player.frame(at(0.0)).pose;
        for frame in 1..6000 {
            let now = at(f64::from(frame) / 30.0);
            let input = if frame % gap == 0 {
                inputs[(frame / gap) as usize % inputs.len()]
            } else {
                PlayerInput::Tick
            };
            player.handle(input, now);
            let after = player.frame(now).pose;
            assert_no_jump(&before, &after, 0);
            before = after;
        }
    }
}

#[test]
fn a_pause_stops_everything() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    player.handle(PlayerInput::TogglePause, at(2.0));
    assert_eq!(player.next_change(at(500.0)), None);
    assert!(!player.is_moving(at(500.0)));
    let PhaseView::Position { starts_in } = player.frame(at(500.0)).phase else {
        panic!("still getting into position");
    };
    assert_eq!(starts_in, Duration::from_secs(3));
    player.handle(PlayerInput::TogglePause, at(500.0));
    player.handle(PlayerInput::Tick, at(503.0));
    assert_eq!(player.frame(at(503.0)).phase, PhaseView::Step);
    // Under way in the loop.
    let now = at(509.0);
    player.handle(PlayerInput::TogglePause, now);
    let shown = player.frame(now);
    assert!(shown.paused);
    assert_eq!(player.handle(PlayerInput::Tick, at(900.0)), []);
    let later = player.frame(at(900.0));
    assert_eq!(shown, later);
    player.handle(PlayerInput::Go, at(900.0));
    assert_eq!(player.frame(at(900.0)).pose, shown.pose);
    let (_, end) = play(&mut player, at(900.0));
    assert_eq!(player.guided(end), Duration::from_secs(133));
}

#[test]
fn going_on_ends_the_wait_and_skipping_leaves_the_exercise() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    assert_eq!(
        player.handle(PlayerInput::Go, at(1.0)),
        [Cue::GetReady, Cue::Go]
    );
    assert_eq!(
        player.handle(PlayerInput::SkipExercise, at(4.0)),
        [Cue::GetReady]
    );
    let frame = player.frame(at(4.0));
    assert_eq!(frame.exercise, (1, 2));
    assert_eq!(frame.guided, Duration::from_secs(3));
    assert_eq!(frame.left, Duration::from_secs(70));
    assert_eq!(
        player.handle(PlayerInput::SkipExercise, at(5.0)),
        [Cue::Done]
    );
    assert!(player.is_done());
    assert_eq!(player.guided(at(99.0)), Duration::from_secs(3));
}

#[test]
fn back_restarts_the_segment_and_within_two_seconds_goes_further() {
    let mut player = Player::new(whole(), &timing(), at(0.0));
    player.handle(PlayerInput::Tick, at(15.0));
    assert_eq!(player.frame(at(15.0)).text, "Step for 11");
    player.handle(PlayerInput::Back, at(15.0));
    let frame = player.frame(at(15.0));
    assert_eq!(frame.text, "Step for 11");
    assert_eq!(frame.clock, ClockView::Countdown { seconds: 11 });
    player.handle(PlayerInput::Back, at(16.5));
    assert_eq!(player.frame(at(16.5)).text, "Step for 4");
    player.handle(PlayerInput::Back, at(17.0));
    assert_eq!(
        player.frame(at(17.0)).phase,
        PhaseView::Position {
            starts_in: Duration::from_secs(5)
        }
    );
    // Done twice, guided twice.
    assert_eq!(
        player.guided(at(17.0)),
        Duration::from_millis(4000 + 6000 + 1500 + 500)
    );
}
