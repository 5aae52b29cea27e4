//! Turns with a recording in place of the desktop.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::daemon::desktop::Desktop;
use crate::daemon::event::Event;
use crate::daemon::recorder::Recorder;
use crate::daemon::requests;
use crate::daemon::settings::SettingsKeeper;
use crate::daemon::turn::{Found, Turn};
use crate::ipc::message::{Payload, Reply, Request};
use crate::logic::catalog;
use crate::logic::effort::Effort;
use crate::logic::feedback;
use crate::logic::notice::{Button, Notice};
use crate::logic::now::{Mono, Now};
use crate::logic::plan::PlannedExercise;
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

fn plan_reason(turn: &mut Turn<Recording>, what: &str) -> String {
    let connection = crate::ipc::server::ConnectionId(1);
    let request = Request::Plan {
        what: what.to_owned(),
        from: 0,
    };
    let Reply::Ok(Payload::Plan(part)) = requests::answer(turn, connection, request) else {
        panic!("no plan of {what}");
    };
    part.plan.reason
}

#[test]
fn the_player_hears_why_the_program_chose_and_nothing_of_what_the_person_chose() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    turn.start(None, None);
    let what = turn.desktop.players[0].clone();
    assert_eq!(plan_reason(&mut turn, &what), "a good first one");
    assert_eq!(plan_reason(&mut turn, "walk"), "");
    turn.start(Some(what.clone()), None);
    assert_eq!(plan_reason(&mut turn, &what), "");
}

fn say(turn: &mut Turn<Recording>, what: &str, pain: Option<u8>, effort: Option<Effort>) -> Reply {
    let connection = crate::ipc::server::ConnectionId(1);
    let what = what.to_owned();
    requests::answer(turn, connection, Request::Feedback { what, pain, effort })
}

/// An exercise as the player of that day gets it.
fn planned(turn: &mut Turn<Recording>, id: &str) -> PlannedExercise {
    let connection = crate::ipc::server::ConnectionId(1);
    let request = Request::Plan {
        what: id.to_owned(),
        from: 0,
    };
    let Reply::Ok(Payload::Plan(part)) = requests::answer(turn, connection, request) else {
        panic!("no plan of {id}");
    };
    let exercises = &mut part.plan.exercises.into_iter();
    exercises.find(|exercise| exercise.id == id).unwrap()
}

#[test]
fn three_easy_ones_make_it_more_and_a_hard_one_less_again_even_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (id, hour) = ("chin-tucks", 60.0);
    let mut turn = begin(folder.path(), at(0.0));
    let low = planned(&mut turn, id);
    assert_eq!((low.level, low.note.as_str()), (0, ""));
    let easy = Some(Effort::Easy);
    for hours in [1.0, 2.0] {
        turn.take(Event::Deadline, at(hours * hour));
        assert_eq!(say(&mut turn, id, None, easy), Reply::Ok(Payload::Done));
    }
    assert_eq!(planned(&mut turn, id), low);
    turn.end(at(2.5 * hour));
    let mut turn = begin(folder.path(), at(3.0 * hour));
    // A routine stands for all exercises in it.
    say(&mut turn, "quick-daily-reset", None, easy);
    let more = planned(&mut turn, id);
    assert!(more.seconds() > low.seconds() && more.level == 1);
    assert_eq!(
        more.note,
        "A little more than before: it was easy three times"
    );
    turn.end(at(3.5 * hour));
    let mut turn = begin(folder.path(), at(4.0 * hour));
    assert_eq!(planned(&mut turn, id), more);
    say(&mut turn, id, None, Some(Effort::Hard));
    let less = planned(&mut turn, id);
    assert_eq!(less.segments, low.segments);
    assert_eq!(
        less.note,
        "A little less than before: it was hard last time"
    );
    let request = Request::Why {
        date: None,
        from: 0,
    };
    let connection = crate::ipc::server::ConnectionId(1);
    let Reply::Ok(Payload::Why(why)) = requests::answer(&mut turn, connection, request) else {
        panic!("no reasons");
    };
    let told: Vec<&str> = why
        .entries
        .iter()
        .map(|entry| entry.text.as_str())
        .collect();
    assert!(told.contains(&"You said: Chin tucks felt hard"), "{told:?}");
}

#[test]
fn an_answer_about_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut turn = begin(folder.path(), at(0.0));
    let easy = Some(Effort::Easy);
    for (what, pain, effort, words) in [
        ("chin-tucks", None, None, "say `pain`, `effort` or both"),
        ("chin-tucks", Some(11), None, "pain goes from 0 to 10"),
        (
            "juggling",
            None,
            easy,
            "there is no routine or exercise `juggling`",
        ),
        (
            "quick-daily-reset",
            Some(2),
            None,
            "there is no routine or exercise `quick-daily-reset`",
        ),
    ] {
        let Reply::Error(failure) = say(&mut turn, what, pain, effort) else {
            panic!("{what} was taken in");
        };
        assert_eq!(failure.message, words);
    }
}
