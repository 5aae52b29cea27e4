//! Turns with a recording in place of the desktop.

mod answers;
mod checkpoints;
mod files;
mod full_screen;
mod let_go;
mod overdue;
mod recording;
mod reminders;
mod windows;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use self::recording::Recording;
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::turn::requests;
use crate::daemon::turn::{Found, OwnCatalog, Turn};
use crate::daemon::window_process::{NeverOpened, Opening};
use crate::ipc::message::{Payload, Reply, Request};
use crate::logic::catalog;
use crate::logic::catalog::Reason;
use crate::logic::catalog::plan::PlannedExercise;
use crate::logic::practice::effort::Effort;
use crate::logic::practice::feedback;
use crate::logic::presence::apps::Apps;
use crate::logic::presence::{DesktopHold, Hold, Presence};
use crate::logic::schedule::{Close, Ending, Input};
use crate::logic::settings::SourceRules;
use crate::logic::shown::notice::{Button, Notice, Posted};
use crate::logic::shown::place::{Place, Places, WindowKind};
use crate::logic::shown::status::Status;
use crate::logic::shown::surroundings::Surroundings;
use crate::logic::shown::tray_menu::Tray;
use crate::logic::time::now::{Mono, Now};
use crate::platform::idle::Watch;
use crate::platform::session::SleepLock;
use crate::platform::{Ability, AbilityState, Fact, NoticeEvent, Reading};
use crate::store::state_file::StateFile;

fn at(minutes: f64) -> Now {
    let start = Now {
        mono: Mono::from_secs(1_000_000),
        wall: "2026-03-02T09:00[UTC]".parse().unwrap(),
    };
    start.at(start.mono + Duration::from_secs_f64(minutes * 60.0))
}

fn begin(folder: &Path, now: Now) -> Turn<Recording> {
    begin_after(&[], folder, now)
}

/// The same, when the desktop has already reported that much.
fn begin_after(heard: &[Fact], folder: &Path, now: Now) -> Turn<Recording> {
    begin_where(Found::default(), heard, folder, now)
}

/// The same, with those findings at the start.
fn begin_where(found: Found, heard: &[Fact], folder: &Path, now: Now) -> Turn<Recording> {
    let mut turn = Turn::begin(
        Recording::default(),
        SettingsKeeper::open(folder.join("settings.ron")),
        Arc::new(catalog::builtin().clone()),
        StateFile::at(folder.join("checkpoint.json")),
        Recorder::open(folder.join("history.sqlite3"), now.mono),
        Found {
            own: OwnCatalog {
                path: folder.join("catalog.ron"),
                problems: Vec::new(),
            },
            ..found
        },
        heard,
        now.clone(),
    );
    turn.arrive(now.clone());
    for fact in heard {
        turn.take(Event::Fact(fact.clone()), now.clone());
    }
    turn
}

/// Wakes the turn whenever it asks for it, until the given time.
fn run_until(turn: &mut Turn<Recording>, end: Mono) {
    while let Some(next) = turn.wakes_at().filter(|next| *next <= end) {
        let now = at(0.0).at(next);
        turn.take(Event::Deadline, now);
    }
}

#[test]
fn while_a_person_types_it_wakes_every_two_minutes_and_the_tray_changes_with_its_icon_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let mut wakings = 0;
    while let Some(next) = turn.wakes_at().filter(|next| *next <= at(29.0).mono) {
        wakings += 1;
        turn.take(Event::Deadline, at(0.0).at(next));
    }
    // At most one save every two minutes, one at each of the icon's eight steps, and a rest after each of those.
    assert!((20..=24).contains(&wakings), "{wakings}");
    let trays = &turn.desktop.trays;
    assert!((8..=9).contains(&trays.len()), "{trays:#?}");
    assert!(trays.windows(2).all(|two| two[0].icon != two[1].icon));
}

#[test]
fn what_the_scheduler_does_not_hear_of_is_shown_at_its_time_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(2.5).mono);
    let drawn = turn.desktop.trays.len();
    // More than a minute after anything was counted, the tray still shows the same clock times.
    let state = AbilityState::Works {
        by: "Xfce's setting".to_owned(),
    };
    let ability = Ability::Hold(DesktopHold::Dnd);
    let status = fact(&mut turn, 3.7, Fact::Ability { ability, state });
    assert_eq!(turn.desktop.trays.len(), drawn, "{:#?}", turn.desktop.trays);
    assert_eq!(status.sitting, Duration::from_secs(222));
}

#[test]
fn what_was_needed_is_given_back_a_second_after_something_happened_or_the_tray_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(0.5).mono);
    assert_eq!(turn.desktop.rests, 1);
    // A save needs next to nothing, and the same again next time. The icon fills twice.
    run_until(&mut turn, at(10.1).mono);
    assert_eq!(turn.desktop.rests, 3);
    // Nothing counts while it is locked, so nothing wakes it.
    for second in 0..5 {
        turn.take(
            Event::Fact(Fact::Locked(true)),
            at(10.2 + f64::from(second) / 100.0),
        );
    }
    run_until(&mut turn, at(12.0).mono);
    assert_eq!(turn.desktop.rests, 4);
}

#[test]
fn killed_without_a_word_it_forgets_two_minutes_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(21.5).mono);
    // No chance to say goodbye.
    std::mem::forget(turn);
    let turn = begin(folder.path(), at(21.6));
    let sitting = turn.status().sitting;
    let minute = Duration::from_secs(60);
    assert!(
        (19 * minute..=21 * minute).contains(&sitting),
        "{sitting:?}"
    );
}

#[test]
fn it_saves_more_often_than_a_natural_break_is_long() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "(presence: (natural_break: \"2m\"))";
    std::fs::write(folder.path().join("settings.ron"), settings).unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(11.9).mono);
    std::mem::forget(turn);
    // A checkpoint as old as a natural break would start everything over.
    let turn = begin(folder.path(), at(12.9));
    assert!(turn.status().sitting >= Duration::from_secs(10 * 60));
}

#[test]
fn a_restart_in_a_call_asks_when_the_call_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.5).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    std::mem::forget(turn);
    // Input stopped before the call was reported: a moment to ask, if it weren't for the call.
    let since = at(31.8).mono;
    let by = Some("A meeting".to_owned());
    let heard = [
        Fact::Input(Reading::Idle { since }),
        Fact::Call(Apps::of([by.as_deref()])),
    ];
    let mut turn = begin_after(&heard, folder.path(), at(32.0));
    run_until(&mut turn, at(45.0).mono);
    assert!(turn.desktop.notices.is_empty());
    assert_eq!(held(&turn.status()), (Hold::Call, Some("A meeting")));
    fact(&mut turn, 45.0, Fact::Call(Apps::NOBODY));
    run_until(&mut turn, at(47.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
}

#[test]
fn a_break_whose_player_dies_before_it_spoke_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    turn.start(None, None).unwrap();
    assert_eq!(turn.desktop.players.len(), 1);
    turn.take(Event::ChildEnded, at(31.1));
    assert!(turn.status().running.is_some(), "another child has ended");
    turn.desktop.has_player = false;
    turn.take(Event::ChildEnded, at(31.2));
    let status = turn.status();
    assert_eq!(status.running, None);
    assert_eq!(status.today.done, 0);
    assert!(status.sitting >= Duration::from_secs(30 * 60));
}

fn hurt(turn: &Turn<Recording>) -> Vec<String> {
    let hurt = &turn.keeper.settings().exercises.hurt;
    hurt.iter().cloned().collect()
}

/// Presses a button of the last notice.
fn press(turn: &mut Turn<Recording>, button: Button, now: Now) {
    let (tag, _) = turn.desktop.notices.last().unwrap();
    let event = NoticeEvent::Pressed {
        tag: *tag,
        button,
        activation_token: None,
    };
    turn.take(Event::Fact(Fact::Notice(event)), now);
}

fn say(turn: &mut Turn<Recording>, what: &str, pain: Option<u8>, effort: Option<Effort>) -> Reply {
    let connection = crate::ipc::server::ConnectionId(1);
    let what = what.to_owned();
    requests::answer(turn, connection, Request::Feedback { what, pain, effort })
}

fn fact(turn: &mut Turn<Recording>, minutes: f64, fact: Fact) -> Status {
    turn.take(Event::Fact(fact), at(minutes));
    turn.status()
}

/// The first hold, and the application that is the reason.
fn held(status: &Status) -> (Hold, Option<&str>) {
    let held = &status.holds[0];
    (held.reason, held.app.as_deref())
}

#[test]
fn a_call_is_named_by_its_application_while_it_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let by = Some("Firefox".to_owned());
    let status = fact(&mut turn, 1.0, Fact::Call(Apps::of([by.as_deref()])));
    assert_eq!(held(&status), (Hold::Call, Some("Firefox")));
    let status = fact(&mut turn, 1.5, Fact::Call(true.into()));
    assert_eq!(held(&status), (Hold::Call, None));
    let status = fact(&mut turn, 2.0, Fact::Call(Apps::NOBODY));
    assert!(status.holds.is_empty());
}

#[test]
fn a_sleep_that_nobody_told_of_is_no_sitting() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    // An hour from minute 10, revealed by the clocks in the turn when the user returns.
    let since = at(10.0).mono;
    turn.take(Event::Slept { since }, at(70.0));
    let status = turn.status();
    assert_eq!(status.today.natural, 1);
    let status = fact(&mut turn, 70.0, Fact::Input(Reading::Active));
    assert_eq!(status.presence, Presence::Present);
    turn.take(Event::Deadline, at(72.0));
    let status = turn.status();
    assert_eq!(status.sitting, Duration::from_secs(120));
}

#[test]
fn a_sleep_that_was_told_of_is_settled_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let lock = SleepLock::default();
    let status = fact(&mut turn, 10.0, Fact::Sleeping(lock));
    assert_eq!(status.presence, Presence::Asleep);
    assert!(
        folder.path().join("checkpoint.json").exists(),
        "written before the machine sleeps"
    );
    let since = at(10.016666666666667).mono;
    turn.take(Event::Slept { since }, at(70.0));
    let clocks = turn.status();
    let logind = fact(&mut turn, 70.0, Fact::Woke);
    assert_eq!((clocks.today.natural, logind.today.natural), (1, 1));
}

#[test]
fn the_settings_say_what_is_watched_and_how_soon() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    assert!(turn.desktop.rules.as_ref().unwrap().calls);
    let soonest = turn.desktop.watch.unwrap().soonest;
    assert_eq!(soonest, Duration::from_secs(5));
    turn.keeper.set("sources.calls", "false").unwrap();
    turn.keeper.set("timing.lull", "0s").unwrap();
    turn.reconfigure();
    turn.take(Event::Deadline, at(1.0));
    assert!(!turn.desktop.rules.as_ref().unwrap().calls);
    let soonest = turn.desktop.watch.unwrap().soonest;
    assert_eq!(soonest, Duration::from_secs(1));
}

#[test]
fn what_a_killed_run_left_on_the_screen_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    assert_eq!(turn.desktop.left, None);
    run_until(&mut turn, at(31.0).mono);
    let posted = Posted {
        bus: "a bus".to_owned(),
        server: ":1.7".to_owned(),
        id: 3,
    };
    let shown = NoticeEvent::Shown {
        tag: turn.desktop.notices.last().unwrap().0,
        posted: posted.clone(),
    };
    turn.take(Event::Fact(Fact::Notice(shown)), at(31.1));
    std::mem::forget(turn);
    let mut turn = begin(folder.path(), at(31.2));
    assert_eq!(turn.desktop.left, Some(posted));
    turn.end(at(31.3));
    assert_eq!(begin(folder.path(), at(31.4)).desktop.left, None);
}

#[test]
fn the_text_says_what_was_waited_for_also_after_an_absence() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    fact(&mut turn, 20.0, Fact::Hold(DesktopHold::Dnd, true.into()));
    run_until(&mut turn, at(31.0).mono);
    let since = at(31.0).mono;
    fact(&mut turn, 31.1, Fact::Input(Reading::Idle { since }));
    run_until(&mut turn, at(34.4).mono);
    fact(&mut turn, 34.5, Fact::Hold(DesktopHold::Dnd, false.into()));
    run_until(&mut turn, at(35.4).mono);
    assert!(turn.desktop.notices.is_empty(), "nobody is there");
    fact(&mut turn, 35.5, Fact::Input(Reading::Active));
    run_until(&mut turn, at(37.0).mono);
    let (_, notice) = turn.desktop.notices.last().unwrap();
    assert!(
        notice.body.contains("Asked only now because"),
        "{}",
        notice.body
    );
}

fn plan_reason(turn: &mut Turn<Recording>, what: &str) -> Option<Reason> {
    let connection = crate::ipc::server::ConnectionId(1);
    let request = Request::Plan {
        what: what.to_owned(),
        from: 0,
    };
    let Reply::Ok(Payload::Plan(part)) = requests::answer(turn, connection, request) else {
        panic!("no plan of {what}");
    };
    part.plan.because
}

#[test]
fn the_player_hears_why_the_program_chose_and_nothing_of_what_the_person_chose() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.start(None, None).unwrap();
    let what = turn.desktop.players[0].clone();
    assert_eq!(plan_reason(&mut turn, &what), Some(Reason::FirstOne));
    assert_eq!(plan_reason(&mut turn, "walk"), None);
    turn.start(Some(what.clone()), None).unwrap();
    assert_eq!(plan_reason(&mut turn, &what), None);
}

#[test]
fn a_sample_of_the_reminder_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let before = turn.status();
    assert!(turn.sample());
    let (tag, notice) = turn.desktop.notices.pop().unwrap();
    assert!(notice.body.contains("sample"), "{}", notice.body);
    let buttons = notice.buttons.clone();
    assert!(buttons.contains(&Button::Start) && buttons.contains(&Button::Skip));
    for button in buttons {
        let pressed = NoticeEvent::Pressed {
            tag,
            button,
            activation_token: None,
        };
        turn.take(Event::Fact(Fact::Notice(pressed)), at(0.0));
    }
    let how = Close::ByPerson;
    let closed = NoticeEvent::Closed { tag, how };
    turn.take(Event::Fact(Fact::Notice(closed)), at(0.0));
    assert_eq!(turn.status(), before);
    assert!(turn.desktop.players.is_empty());
    // A real one isn't pushed aside, and its buttons work.
    run_until(&mut turn, at(32.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    assert!(!turn.sample());
}
