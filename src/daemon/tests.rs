//! Turns with a recording in place of the desktop.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::turn::{Found, Turn};
use crate::logic::catalog;
use crate::logic::feedback;
use crate::logic::notice::{Button, Notice};
use crate::logic::now::{Mono, Now};
use crate::logic::place::{Place, Places, WindowKind};
use crate::logic::settings::SourceRules;
use crate::logic::status::{Hold, Presence, Status};
use crate::logic::tray_menu::Tray;
use crate::platform::idle::Watch;
use crate::platform::session::SleepLock;
use crate::platform::{Call, Fact, NoticeEvent, Reading};
use crate::store::checkpoint::Checkpoint;

/// What the turn did to the world.
#[derive(Debug, Default)]
struct Recording {
    notices: Vec<(u64, Notice)>,
    players: Vec<String>,
    has_player: bool,
    watch: Option<Watch>,
    rules: Option<SourceRules>,
    autostart: bool,
    places: Places,
}

impl Desktop for Recording {
    fn notify(&mut self, tag: u64, notice: Notice) {
        self.notices.push((tag, notice));
    }

    fn nudge(&mut self, _notice: Notice) {}

    fn withdraw(&mut self) {}

    fn draw_tray(&mut self, _tray: Tray) {}

    fn open_page(&mut self, _page: &str, _activation_token: Option<&str>) {}

    fn open_player(&mut self, what: &str, _activation_token: Option<&str>) {
        self.players.push(what.to_owned());
        self.has_player = true;
    }

    fn has_player(&mut self) -> bool {
        self.has_player
    }

    fn watch_input(&mut self, watch: Watch) {
        self.watch = Some(watch);
    }

    fn use_sources(&mut self, rules: &SourceRules) {
        self.rules = Some(rules.clone());
    }

    fn publish(&mut self, _status: &Status) {}

    fn has_listeners(&self) -> bool {
        false
    }

    fn autostart(&self) -> bool {
        self.autostart
    }

    fn set_autostart(&mut self, on: bool) -> Result<(), String> {
        self.autostart = on;
        Ok(())
    }

    fn remember_place(&mut self, window: WindowKind, place: Place) {
        self.places.put(window, place);
    }
}

fn at(minutes: f64) -> Now {
    let start = Now {
        mono: Mono::from_secs(1_000_000),
        wall: "2026-03-02T09:00[UTC]".parse().unwrap(),
    };
    start.at(start.mono + Duration::from_secs_f64(minutes * 60.0))
}

fn begin(folder: &Path, now: Now) -> Turn<Recording> {
    let mut turn = Turn::begin(
        Recording::default(),
        SettingsKeeper::open(folder.join("settings.ron")),
        Arc::new(catalog::builtin().clone()),
        Checkpoint::at(folder.join("checkpoint.json")),
        Recorder::open(folder.join("history.sqlite3"), now.mono),
        Found::default(),
        now.clone(),
    );
    turn.arrive(now);
    turn
}

/// Wakes the turn whenever it wants to be woken, until the time given.
fn run_until(turn: &mut Turn<Recording>, end: Mono) {
    while let Some(next) = turn.wakes_at().filter(|next| *next <= end) {
        let now = at(0.0).at(next);
        turn.take(Event::Deadline, now);
    }
}

#[test]
fn killed_without_a_word_it_forgets_a_minute_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(20.5).mono);
    // No last words.
    std::mem::forget(turn);
    let turn = begin(folder.path(), at(20.6));
    let sitting = turn.status().sitting;
    let minute = Duration::from_secs(60);
    assert!(
        (19 * minute..=20 * minute).contains(&sitting),
        "{sitting:?}"
    );
}

fn hurt(turn: &Turn<Recording>) -> Vec<String> {
    let hurt = &turn.keeper.settings().exercises.hurt;
    hurt.iter().cloned().collect()
}

/// Presses a button of the notice shown last.
fn press(turn: &mut Turn<Recording>, button: Button, now: Now) {
    let (tag, _) = turn.desktop.notices.last().unwrap();
    let event = NoticeEvent::Pressed {
        tag: *tag,
        button,
        activation_token: None,
    };
    turn.take(Event::Fact(Fact::Notice(event)), now);
}

#[test]
fn pain_is_asked_about_once_and_yes_takes_the_exercise_out() {
    for (button, out) in [
        (Button::StillHurts, vec!["bridge".to_owned()]),
        (Button::HurtsNoMore, Vec::new()),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut turn = begin(folder.path(), at(0.0));
        let said = feedback::Input::Said {
            what: "bridge".to_owned(),
            pain: 4,
        };
        turn.care(said).unwrap();
        run_until(&mut turn, at(19.9).mono);
        assert!(turn.desktop.notices.is_empty() && hurt(&turn).is_empty());
        run_until(&mut turn, at(20.1).mono);
        let (_, notice) = turn.desktop.notices.last().unwrap();
        assert_eq!(notice.title, "Does it still hurt?");
        assert_eq!(notice.buttons, [Button::HurtsNoMore, Button::StillHurts]);
        press(&mut turn, button, at(20.2));
        assert_eq!(hurt(&turn), out);
        run_until(&mut turn, at(29.0).mono);
        assert_eq!(turn.desktop.notices.len(), 1);
    }
}

#[test]
fn strong_pain_takes_the_exercise_out_and_the_settings_keep_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let said = feedback::Input::Said {
        what: "bridge".to_owned(),
        pain: 7,
    };
    turn.care(said).unwrap();
    assert_eq!(hurt(&turn), ["bridge"]);
    let written = std::fs::read_to_string(folder.path().join("settings.ron")).unwrap();
    assert!(written.contains("hurt: \"bridge\""), "{written}");
}

#[test]
fn a_break_whose_player_dies_before_it_spoke_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    run_until(&mut turn, at(31.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    turn.start(None, None);
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

fn fact(turn: &mut Turn<Recording>, minutes: f64, fact: Fact) -> Status {
    turn.take(Event::Fact(fact), at(minutes));
    turn.status()
}

#[test]
fn a_call_is_named_by_its_application_while_it_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let words = |status: Status| -> Vec<String> {
        let calls = status.holds.into_iter();
        calls
            .filter(|hold| hold.reason == Hold::Call)
            .map(|hold| hold.words)
            .collect()
    };
    let by = Some("Firefox".to_owned());
    let status = fact(&mut turn, 1.0, Fact::Call(Call::Running { by }));
    assert_eq!(words(status), ["you are in a call (Firefox)"]);
    let status = fact(&mut turn, 1.5, Fact::Call(Call::Running { by: None }));
    assert_eq!(words(status), ["you are in a call"]);
    let status = fact(&mut turn, 2.0, Fact::Call(Call::Over));
    assert!(words(status).is_empty());
}

#[test]
fn a_sleep_that_nobody_told_of_is_no_sitting() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    // An hour from minute 10 on, noticed by the clocks in the turn that the person's return brings.
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
    let closed = NoticeEvent::Closed { tag };
    turn.take(Event::Fact(Fact::Notice(closed)), at(0.0));
    assert_eq!(turn.status(), before);
    assert!(turn.desktop.players.is_empty());
    // A real one is not pushed aside, and its buttons work.
    run_until(&mut turn, at(32.0).mono);
    assert_eq!(turn.desktop.notices.len(), 1);
    assert!(!turn.sample());
}
