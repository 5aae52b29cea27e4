//! A reminder that left the screen by itself is due until it is answered.

use super::*;
use crate::logic::schedule::Close;
use crate::logic::shown::tray_menu::{Entry, Mood, TrayAction};
use crate::platform::TrayEvent;

fn closed(turn: &mut Turn<Recording>, how: Close, minutes: f64) -> Status {
    let tag = turn.desktop.notices.last().unwrap().0;
    let closed = NoticeEvent::Closed { tag, how };
    fact(turn, minutes, Fact::Notice(closed))
}

/// Half an hour of sitting; the reminder came a minute later and expired after four seconds.
fn ran_out(folder: &Path) -> Turn<Recording> {
    let mut turn = begin(folder, at(0.0));
    run_until(&mut turn, at(31.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    closed(&mut turn, Close::ByItself, 31.07);
    turn
}

#[test]
fn what_ran_out_is_due_everywhere_and_says_for_how_long() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = ran_out(folder.path());
    let name = turn.status().due.unwrap().name;
    let tray = turn.desktop.trays.last().unwrap();
    assert_eq!(tray.icon.mood, Mood::Due);
    assert_eq!(tray.tooltip, format!("Overdue since 09:31: {name}"));
    let start = Entry::Item {
        label: format!("Start {name}"),
        enabled: true,
        action: TrayAction::Start(None),
    };
    assert!(tray.menu.contains(&start), "{tray:#?}");
    turn.take(Event::Deadline, at(37.0));
    let status = turn.status();
    assert_eq!(status.shown, None);
    assert_eq!(status.overdue, Duration::from_secs(360));
    assert_eq!(
        status.report().lines().take(2).collect::<Vec<_>>(),
        [
            format!("Sitting for 37 min. Overdue by 6 min: {name}.").as_str(),
            "Start it with `unbend break`, or put it off with `unbend snooze`.",
        ]
    );
    let json = serde_json::to_value(&status).unwrap();
    assert_eq!(json["overdue_seconds"], 360);
    assert_eq!(json["due"]["reminder"], "stretch");
}

#[test]
fn a_press_that_comes_late_counts() {
    for (button, snoozed, skipped) in [
        (Button::Start, 0, 0),
        (Button::Snooze(Duration::from_secs(300)), 1, 0),
        (Button::Skip, 0, 1),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut turn = ran_out(folder.path());
        press(&mut turn, button, at(36.0));
        let status = turn.status();
        assert_eq!(status.due, None, "{button:?}");
        assert_eq!(status.overdue, Duration::ZERO);
        assert_eq!(status.today.skipped, skipped);
        let started = usize::from(button == Button::Start);
        assert_eq!(turn.desktop.players.len(), started, "{button:?}");
        if let Some(running) = &status.running {
            assert_eq!(running.by, "stretch");
        }
        let next = status.next.map(|next| next.within);
        assert_eq!(next == Some(Duration::from_secs(300)), snoozed == 1);
        // Anything still in the server's list has nothing left to ask.
        if button != Button::Start {
            continue;
        }
        press(&mut turn, Button::Skip, at(36.5));
        assert_eq!(turn.status().today.skipped, 0);
    }
}

#[test]
fn what_ran_out_and_is_answered_elsewhere_leaves_the_list_of_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = ran_out(folder.path());
    let before = turn.desktop.withdrawn;
    let skip = TrayEvent {
        action: TrayAction::Skip,
        activation_token: None,
    };
    fact(&mut turn, 33.0, Fact::Tray(skip));
    assert_eq!(turn.desktop.withdrawn, before + 1);
    assert_eq!(turn.desktop.trays.last().unwrap().icon.mood, Mood::Sitting);
}

#[test]
fn what_the_person_closed_is_left_alone_until_it_is_asked_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    let status = closed(&mut turn, Close::ByPerson, 31.07);
    assert_eq!((status.due, status.overdue), (None, Duration::ZERO));
    let mood = turn.desktop.trays.last().unwrap().icon.mood;
    assert_eq!(mood, Mood::Sitting);
    press(&mut turn, Button::Start, at(32.0));
    assert!(turn.desktop.players.is_empty());
    run_until(&mut turn, at(43.0).mono);
    assert_eq!(turn.desktop.notices.len(), 2);
    assert!(turn.status().due.is_some());
}

#[test]
fn an_overdue_reminder_is_overdue_after_a_restart_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = ran_out(folder.path());
    turn.end(at(33.0));
    drop(turn);
    let turn = begin(folder.path(), at(34.0));
    let status = turn.status();
    assert_eq!(status.due.unwrap().reminder, "stretch");
    assert_eq!(status.overdue, Duration::from_secs(180));
}

#[test]
fn the_question_about_pain_can_be_answered_late_and_blocks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    say(&mut turn, "doorway-pec-stretch", Some(3), None);
    turn.take(Event::Deadline, at(4.0));
    say(&mut turn, "chin-tucks", Some(3), None);
    run_until(&mut turn, at(20.5).mono);
    let titles = |turn: &Turn<Recording>| turn.desktop.notices.len();
    assert_eq!(titles(&turn), 1);
    closed(&mut turn, Close::ByItself, 20.6);
    press(&mut turn, Button::StillHurts, at(21.0));
    assert_eq!(hurt(&turn), ["doorway-pec-stretch"]);
    run_until(&mut turn, at(24.5).mono);
    assert_eq!(titles(&turn), 2);
    // The sample may replace something that nobody answers.
    assert!(!turn.sample());
    closed(&mut turn, Close::ByItself, 24.6);
    assert!(turn.sample());
}
