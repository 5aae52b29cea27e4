//! Breaks that nobody is in: what the player promises, and what becomes of it.

use super::*;
use crate::logic::status::LetGoWhy;

fn progress(turn: &mut Turn<Recording>, minutes: f64, guided: u64, goes_on: u64) {
    turn.take(Event::Deadline, at(minutes));
    let request = Request::BreakProgress {
        guided: Duration::from_secs(guided),
        goes_on: Duration::from_secs(goes_on),
    };
    let connection = crate::ipc::server::ConnectionId(1);
    let reply = requests::answer(turn, connection, request);
    assert_eq!(reply, Reply::Ok(Payload::Done));
}

#[test]
fn a_player_that_guides_no_more_is_let_go_of_and_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    turn.start(None, None).unwrap();
    // It is heard of twice, and then stopped.
    progress(&mut turn, 31.0, 0, 0);
    progress(&mut turn, 31.25, 0, 32);
    run_until(&mut turn, at(34.5).mono);
    assert!(
        turn.status().running.is_some(),
        "three minutes are not over"
    );
    run_until(&mut turn, at(35.0).mono);
    let status = turn.status();
    assert!(status.running.is_none());
    let let_go = status.let_go.expect("it is told why");
    assert_eq!(let_go.why, LetGoWhy::WorkedOn);
    assert_eq!(let_go.asks_again, Some(Duration::from_secs(300)));
    assert_eq!(
        status.sitting.as_secs() / 60,
        34,
        "what was worked is sitting"
    );
    assert!(turn.desktop.has_player, "it is left to say so");
    run_until(&mut turn, at(35.5).mono);
    assert!(!turn.desktop.has_player);
    run_until(&mut turn, at(42.0).mono);
    assert_eq!(turn.desktop.notices.len(), 2, "it is asked for again");
    turn.start(None, None).unwrap();
    assert_eq!(turn.status().let_go, None);
}

#[test]
fn a_player_that_guides_is_left_alone_however_long_it_takes() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.start(Some("walk".to_owned()), None).unwrap();
    let since = at(0.0).mono;
    fact(&mut turn, 0.1, Fact::Input(Reading::Idle { since }));
    for half_minutes in 0..20_u32 {
        let minutes = f64::from(half_minutes) * 0.5;
        let guided = u64::from(half_minutes) * 30;
        run_until(&mut turn, at(minutes.max(0.1)).mono);
        progress(&mut turn, minutes.max(0.1), guided, 32);
    }
    assert!(turn.status().running.is_some());
    // Then its window is frozen, and nobody comes back: that is a break, for enough of it was guided.
    run_until(&mut turn, at(16.0).mono);
    let status = turn.status();
    assert!(status.running.is_none());
    assert_eq!((status.today.done, status.today.natural), (1, 1));
}
