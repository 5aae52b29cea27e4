//! Windows that open, that don't, and the session they open in.

use super::*;
use crate::ipc::server::{ConnectionId, Incoming, ReplyTo};

const PLAYER: ConnectionId = ConnectionId(7);
const SOMEBODY: ConnectionId = ConnectionId(8);

type Answer = tokio::sync::oneshot::Receiver<Reply>;

/// Sends a request as the server does; the reply may come later.
fn ask(
    turn: &mut Turn<Recording>,
    connection: ConnectionId,
    caller: Option<&Surroundings>,
    request: Request,
    now: Now,
) -> Answer {
    let (reply, answer) = ReplyTo::pair();
    let asked = Incoming::Asked {
        connection,
        caller: caller.cloned().map(Arc::new),
        request,
        reply,
    };
    turn.take(Event::Socket(asked), now);
    answer
}

fn start(turn: &mut Turn<Recording>) -> Answer {
    turn.desktop.opening = Opening::UnderWay;
    ask(
        turn,
        SOMEBODY,
        None,
        Request::Start { what: None },
        at(31.0),
    )
}

fn first_word() -> Request {
    Request::BreakProgress {
        guided: Duration::ZERO,
        goes_on: Duration::ZERO,
        exercises: None,
        running: None,
    }
}

fn display(name: &str) -> Surroundings {
    Surroundings {
        display: Some(name.to_owned()),
        ..Surroundings::default()
    }
}

const DONE: Reply = Reply::Ok(Payload::Done);

#[test]
fn a_break_begins_with_the_first_word_of_its_player_and_is_answered_then() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    let mut started = start(&mut turn);
    assert!(started.try_recv().is_err(), "nobody has seen anything yet");
    assert!(turn.status().running.is_none());
    assert!(turn.status().shown.is_some(), "it is due all the same");

    let mut word = ask(&mut turn, PLAYER, None, first_word(), at(31.1));
    assert_eq!(word.try_recv(), Ok(DONE));
    assert_eq!(started.try_recv(), Ok(DONE));
    let running = turn.status().running.expect("it has begun");
    assert_eq!(running.what, turn.desktop.players[0]);
    let because = running.because.expect("it was the program's choice");
    assert_eq!(running.reason, because.words());
    assert_eq!(turn.player, Some(PLAYER));
}

#[test]
fn a_window_that_does_not_open_is_told_with_its_reason_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    let mut started = start(&mut turn);
    let words = "libEGL.so.1 is missing\n  install libegl1".to_owned();
    turn.desktop.never_opened.push(NeverOpened {
        window: WindowKind::Player,
        words: words.clone(),
    });
    turn.take(Event::ChildEnded, at(31.1));
    let Ok(Reply::Error(failure)) = started.try_recv() else {
        panic!("it is no break");
    };
    assert!(failure.message.contains("libEGL.so.1"), "{failure}");
    assert_eq!(failure.hint, "install libegl1");
    let status = turn.status();
    assert!(status.running.is_none() && status.shown.is_some());
    // A message from another break's player begins nothing.
    ask(&mut turn, PLAYER, None, first_word(), at(31.2));
    assert!(turn.status().running.is_none());

    // A click has nobody to reply to.
    let shown = turn.desktop.notices.len();
    press(&mut turn, Button::Start, at(31.3));
    turn.desktop.never_opened.push(NeverOpened {
        window: WindowKind::Player,
        words,
    });
    turn.take(Event::ChildEnded, at(31.4));
    let (_, notice) = turn.desktop.notices.last().unwrap();
    assert_eq!(turn.desktop.notices.len(), shown + 1);
    assert!(notice.body.contains("install libegl1"), "{notice:?}");
    assert!(notice.buttons.is_empty());
    let rows = turn.recorder.ask(at(31.4).mono).unwrap();
    let date = at(0.0).wall.date();
    let rows = rows.rows(date, date).unwrap();
    assert!(
        !rows.iter().any(|row| format!("{row:?}").contains("Break")),
        "{rows:#?}"
    );
}

#[test]
fn a_window_that_never_comes_is_not_waited_for_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let mut started = start(&mut turn);
    run_until(&mut turn, at(31.3).mono);
    assert!(started.try_recv().is_err());
    run_until(&mut turn, at(31.4).mono);
    assert!(matches!(started.try_recv(), Ok(Reply::Error(_))));
    turn.desktop.opening = Opening::Failed("no room".to_owned());
    let window = Request::Window { page: None };
    let mut opened = ask(&mut turn, SOMEBODY, None, window, at(32.0));
    assert!(matches!(opened.try_recv(), Ok(Reply::Error(_))));
}

#[test]
fn a_running_break_goes_on_until_the_new_one_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    start(&mut turn);
    ask(&mut turn, PLAYER, None, first_word(), at(31.1));
    let other = Request::Start {
        what: Some("chin-tucks".to_owned()),
    };
    let mut asked = ask(&mut turn, SOMEBODY, None, other, at(33.0));
    // The one that is playing keeps reporting its progress.
    let progress = Request::BreakProgress {
        guided: Duration::from_secs(90),
        goes_on: Duration::ZERO,
        exercises: None,
        running: None,
    };
    ask(&mut turn, PLAYER, None, progress, at(33.1));
    assert_ne!(turn.status().running.unwrap().what, "chin-tucks");
    assert!(asked.try_recv().is_err());
    ask(&mut turn, ConnectionId(9), None, first_word(), at(33.2));
    assert_eq!(turn.status().running.unwrap().what, "chin-tucks");
    assert_eq!(asked.try_recv(), Ok(DONE));
    // It was left after a minute and a half, which counts; its window closes, and nothing is lost.
    assert_eq!(turn.status().today.done, 1);
    turn.take(
        Event::Socket(Incoming::PeerGone { connection: PLAYER }),
        at(33.3),
    );
    assert_eq!(turn.status().running.unwrap().what, "chin-tucks");
}

#[test]
fn a_break_goes_on_in_the_window_that_it_is_in_when_the_daemon_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let play = Request::Play {
        what: "chin-tucks".to_owned(),
        guided: Duration::from_secs(50),
    };
    let mut asked = ask(&mut turn, PLAYER, None, play.clone(), at(1.0));
    assert_eq!(asked.try_recv(), Ok(DONE));
    ask(&mut turn, PLAYER, None, play, at(1.1));
    assert_eq!(turn.status().running.unwrap().what, "chin-tucks");
    assert!(turn.desktop.players.is_empty(), "no window beside it");
    let end = Request::BreakEnd {
        finished: true,
        guided: Duration::from_secs(90),
        exercises: None,
        put_off: false,
    };
    ask(&mut turn, PLAYER, None, end, at(2.0));
    assert!(turn.status().running.is_none());
    assert_eq!(turn.status().today.done, 1);
}

#[test]
fn windows_open_where_they_were_asked_for_and_an_open_one_comes_to_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.desktop.own = display(":1");
    turn.desktop.opening = Opening::UnderWay;
    let page = |page: &str| Request::Window {
        page: Some(page.to_owned()),
    };
    let raise = Request::Raise {
        page: "doctor".to_owned(),
    };
    let (here, there) = (display(":1"), display(":2"));
    let mut refused = ask(&mut turn, SOMEBODY, Some(&here), raise.clone(), at(1.0));
    assert!(matches!(refused.try_recv(), Ok(Reply::Error(_))));

    let mut asked = ask(&mut turn, SOMEBODY, Some(&here), page("settings"), at(1.0));
    assert!(asked.try_recv().is_err());
    let opened = Request::Opened {
        window: WindowKind::Pages,
    };
    ask(&mut turn, PLAYER, Some(&here), opened.clone(), at(1.1));
    assert_eq!(asked.try_recv(), Ok(DONE));

    let before = turn.status().window.serial;
    let mut raised = ask(&mut turn, SOMEBODY, Some(&here), raise, at(1.2));
    assert_eq!(raised.try_recv(), Ok(DONE));
    let wish = turn.status().window;
    assert_eq!(wish.page.as_deref(), Some("doctor"));
    assert_eq!(wish.screen.as_deref(), Some(":1"));
    assert!(wish.serial > before);

    // There is none on the other display yet.
    ask(&mut turn, SOMEBODY, Some(&there), page("settings"), at(1.3));
    let pages = &turn.desktop.pages;
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(pages[1].1, Some(there.clone()));
    ask(&mut turn, ConnectionId(9), Some(&there), opened, at(1.4));
    // The tray is on the daemon's own display.
    turn.take(
        Event::Fact(Fact::Tray(crate::platform::TrayEvent {
            action: crate::logic::shown::tray_menu::TrayAction::Settings,
            activation_token: None,
        })),
        at(1.5),
    );
    assert_eq!(turn.desktop.pages.len(), 2);
    assert_eq!(turn.status().window.screen.as_deref(), Some(":1"));
    // A window that is gone doesn't count.
    turn.take(
        Event::Socket(Incoming::PeerGone { connection: PLAYER }),
        at(1.6),
    );
    ask(&mut turn, SOMEBODY, Some(&here), page("today"), at(1.7));
    assert_eq!(turn.desktop.pages.len(), 3);
}

#[test]
fn a_daemon_without_a_session_goes_to_the_one_that_it_hears_of() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.desktop.own = display(":1");
    let hello = Request::Hello {
        caller: display(":2"),
    };
    let mut heard = ask(&mut turn, SOMEBODY, None, hello.clone(), at(1.0));
    assert_eq!(heard.try_recv(), Ok(DONE));
    assert!(!turn.over());

    turn.desktop.own = Surroundings::default();
    let mut heard = ask(&mut turn, SOMEBODY, None, hello, at(1.1));
    assert!(
        heard.try_recv().is_err(),
        "it is asked again in the new session"
    );
    assert!(turn.over());
    assert_eq!(turn.moves_to(), Some(display(":2")));
}
