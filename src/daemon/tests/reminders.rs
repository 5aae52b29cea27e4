//! A reminder besides its notification: its sound, and the window that asks where nothing can be shown.

use super::*;
use crate::logic::presence::apps::Apps;
use crate::logic::schedule::Command;
use crate::logic::shown::status::{self, AbilityStatus};

fn set(turn: &mut Turn<Recording>, path: &str, value: &str) {
    turn.keeper.set(path, value).unwrap();
    turn.reconfigure();
}

fn tell(turn: &mut Turn<Recording>, event: NoticeEvent, now: Now) {
    turn.take(Event::Fact(Fact::Notice(event)), now);
}

/// The last notice turns out not to be showable.
fn fail(turn: &mut Turn<Recording>, now: Now) {
    let event = NoticeEvent::Failed {
        tag: turn.desktop.notices.last().unwrap().0,
        why: "no notification server: start one".to_owned(),
    };
    tell(turn, event, now);
}

fn shown(turn: &Turn<Recording>) -> NoticeEvent {
    NoticeEvent::Shown {
        tag: turn.desktop.notices.last().unwrap().0,
        posted: Posted {
            bus: "a bus".to_owned(),
            server: ":1.7".to_owned(),
            id: 3,
        },
    }
}

#[test]
fn a_reminder_is_heard_once_for_each_time_it_asks_if_the_settings_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.5).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    assert!(turn.desktop.chimes.is_empty());
    set(&mut turn, "sound.reminder", "true");
    set(&mut turn, "sound.volume", "70");
    // Switching chimes off only affects breaks.
    set(&mut turn, "sound.on", "false");
    run_until(&mut turn, at(42.5).mono);
    assert_eq!(turn.desktop.notices.len(), 2);
    assert_eq!(turn.desktop.chimes, [70]);
    // The server was restarted: what it shows again has already been heard.
    tell(&mut turn, NoticeEvent::ServerLost, at(42.6));
    tell(&mut turn, NoticeEvent::ServerBack, at(42.7));
    assert_eq!(turn.desktop.notices.len(), 3);
    assert_eq!(turn.desktop.chimes, [70]);
}

#[test]
fn what_cannot_be_shown_is_asked_by_a_window_until_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.1).mono);
    assert!(!turn.desktop.asks);
    fail(&mut turn, at(31.2));
    assert!(turn.desktop.asks);
    assert!(turn.status().shown.is_some());
    turn.feed(Input::Do(Command::Skip));
    turn.take(Event::ClockStepped, at(31.3));
    assert!(!turn.desktop.asks);

    // A call withdraws it, and it returns after the call.
    run_until(&mut turn, at(62.5).mono);
    fail(&mut turn, at(62.6));
    assert!(turn.desktop.asks);
    fact(&mut turn, 63.0, Fact::Call(true.into()));
    assert!(!turn.desktop.asks);
    fact(&mut turn, 64.0, Fact::Call(Apps::NOBODY));
    run_until(&mut turn, at(66.0).mono);
    fail(&mut turn, at(66.1));
    assert!(turn.desktop.asks);

    // A server has appeared: its notification takes over.
    tell(&mut turn, NoticeEvent::ServerBack, at(66.2));
    let event = shown(&turn);
    tell(&mut turn, event, at(66.3));
    assert!(!turn.desktop.asks && turn.status().shown.is_some());
}

#[test]
fn a_window_that_dies_has_not_answered_and_one_that_cannot_open_is_not_tried() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.1).mono);
    fail(&mut turn, at(31.2));
    turn.desktop.asks = false;
    turn.take(Event::ChildEnded, at(31.3));
    assert!(turn.status().shown.is_none());
    let before = turn.desktop.notices.len();
    run_until(&mut turn, at(42.5).mono);
    assert_eq!(turn.desktop.notices.len(), before + 1, "asked again");
    drop(turn);

    let found = Found {
        abilities: vec![AbilityStatus {
            ability: status::Ability::Window,
            works: false,
            source: String::new(),
            remedy: "there is no display".to_owned(),
        }],
        ..Found::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin_where(found, &[], folder.path(), at(0.0));
    run_until(&mut turn, at(31.1).mono);
    fail(&mut turn, at(31.2));
    assert!(!turn.desktop.asks);
}
