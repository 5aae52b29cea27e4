//! Breaks that nobody takes: what the player promises, and what happens then.

use super::*;
use crate::logic::past::history::Record;
use crate::logic::shown::status::LetGoWhy;

fn progress(turn: &mut Turn<Recording>, minutes: f64, guided: u64, goes_on: u64) {
    turn.take(Event::Deadline, at(minutes));
    let request = Request::BreakProgress {
        guided: Duration::from_secs(guided),
        goes_on: Duration::from_secs(goes_on),
        exercises: None,
        running: None,
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
    // It reports twice, and is then stopped.
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
    // Then its window freezes and nobody comes back: that is a break, since enough of it was guided.
    run_until(&mut turn, at(16.0).mono);
    let status = turn.status();
    assert!(status.running.is_none());
    assert_eq!((status.today.done, status.today.natural), (1, 1));
}

#[test]
fn what_was_played_is_kept_when_the_window_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    turn.start(Some("quick-daily-reset".to_owned()), None)
        .unwrap();
    progress(&mut turn, 31.0, 0, 0);
    // The first was skipped, the second is complete, the third is in progress.
    turn.take(Event::Deadline, at(32.0));
    let line = r#"{"do":"break-progress","guided_ms":50000,"goes_on_ms":32000,"running":1,"exercises":[
        {"id":"scapular-squeezes","guided_ms":50000,"reps":10,"whole":true},
        {"id":"doorway-pec-stretch","guided_ms":0,"whole":false}]}"#;
    let told = serde_json::from_str(line).unwrap();
    let connection = crate::ipc::server::ConnectionId(1);
    requests::answer(&mut turn, connection, told);
    turn.take(Event::Deadline, at(32.25));
    turn.take(
        Event::Socket(crate::ipc::server::Incoming::PeerGone { connection }),
        at(32.25),
    );
    assert!(turn.status().running.is_none());
    let date = at(0.0).wall.date();
    let history = turn.recorder.ask(at(33.0).mono).unwrap();
    let rows = history.rows(date, date).unwrap();
    let run = rows.iter().find_map(|row| {
        if let Record::Break(run) = &row.record {
            Some(run)
        } else {
            None
        }
    });
    let played = run.expect("a break").exercises.iter();
    let played = played.map(|one| (one.exercise.as_str(), one.guided.as_secs(), one.whole));
    assert_eq!(
        played.collect::<Vec<_>>(),
        [
            ("scapular-squeezes", 50, true),
            ("doorway-pec-stretch", 15, false)
        ]
    );
}

#[test]
fn a_break_that_is_put_off_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.start(Some("walk".to_owned()), None).unwrap();
    progress(&mut turn, 0.1, 0, 32);
    assert!(
        turn.status()
            .running
            .is_some_and(|running| running.can_put_off)
    );
    let end = Request::BreakEnd {
        finished: false,
        guided: Duration::from_secs(20),
        exercises: Some(Vec::new()),
        put_off: true,
    };
    turn.take(Event::Deadline, at(0.5));
    let connection = crate::ipc::server::ConnectionId(1);
    requests::answer(&mut turn, connection, end);
    assert!(turn.status().running.is_none());
    run_until(&mut turn, at(5.0).mono);
    assert!(turn.desktop.notices.is_empty());
    run_until(&mut turn, at(7.0).mono);
    assert_eq!(
        turn.desktop.notices.len(),
        1,
        "after five minutes, not thirty"
    );
}

#[test]
fn a_break_whose_window_was_killed_is_gone_on_with_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let reset = "quick-daily-reset".to_owned();
    turn.start(Some(reset.clone()), None).unwrap();
    progress(&mut turn, 0.1, 0, 0);
    turn.take(Event::Deadline, at(1.0));
    let line = r#"{"do":"break-progress","guided_ms":50000,"goes_on_ms":32000,"running":1,"exercises":[
        {"id":"scapular-squeezes","guided_ms":50000,"reps":10,"whole":true},
        {"id":"doorway-pec-stretch","guided_ms":0,"whole":false}]}"#;
    let connection = crate::ipc::server::ConnectionId(1);
    requests::answer(&mut turn, connection, serde_json::from_str(line).unwrap());
    let gone = crate::ipc::server::Incoming::PeerGone { connection };
    turn.take(Event::Socket(gone), at(1.2));
    let left = turn.status().left.expect("an offer");
    assert_eq!(left.exercise, "doorway-pec-stretch");
    // The new window learns where to begin, and its first message begins the break.
    turn.desktop.has_player = false;
    turn.desktop.opening = crate::daemon::window_process::Opening::UnderWay;
    let connection = crate::ipc::server::ConnectionId(2);
    let reply = requests::answer(&mut turn, connection, Request::GoOn);
    assert_eq!(reply, Reply::Ok(Payload::Done));
    let plan = requests::answer(
        &mut turn,
        connection,
        Request::Plan {
            what: reset,
            from: 0,
        },
    );
    let Reply::Ok(Payload::Plan(part)) = plan else {
        panic!("no plan: {plan:?}");
    };
    let begins = &part.plan.exercises[part.plan.start_at];
    assert_eq!(begins.id, "doorway-pec-stretch");
    turn.first_word(connection);
    assert!(turn.status().running.is_some() && turn.status().left.is_none());
    let reply = requests::answer(&mut turn, connection, Request::GoOn);
    assert!(matches!(reply, Reply::Error(_)), "there is one already");
}
