//! The window on a real desktop: what a screen reader is told about it, and where it comes back.
#![expect(
    clippy::disallowed_methods,
    reason = "a person takes real time between two keys"
)]

use std::collections::BTreeSet;

use zbus::zvariant::OwnedValue;

use crate::harness::{Desktop, Element, PLAYER, Place, Process, until};
use crate::needs::needs;

const RETURN: u32 = 0xff0d;
const RIGHT: u32 = 0xff53;

/// The program's name on the accessibility bus.
const PROGRAM: &str = "unbend";

/// Nobody is reminded, and the introduction has been shown.
const CALM: &str = r#"(
    reminders: {"stretch": (after: "2h")},
    look: (welcome_done: true),
)"#;

/// What can be pressed, chosen or typed into.
const CONTROLS: [&str; 11] = [
    "push button",
    "button",
    "toggle button",
    "check box",
    "radio button",
    "page tab",
    "entry",
    "combo box",
    "slider",
    "spin button",
    "switch",
];

fn controls(windows: &[Element]) -> Vec<&Element> {
    let all = windows.iter().flat_map(Element::all);
    all.filter(|element| CONTROLS.contains(&element.role.as_str()))
        .collect()
}

/// A control that each page has and no other does.
const PAGES: [(&str, &str); 6] = [
    ("today", "Take a break now"),
    ("exercises", "Search"),
    ("insights", "Export as CSV"),
    ("settings", "Show a reminder now"),
    ("doctor", "Check again"),
    ("about", "Show the introduction"),
];

/// Opens the window on a page, or turns it to that page.
fn turn_to(desktop: &Desktop, page: &str) {
    let reply = desktop.request(&format!(r#"{{"do":"window","page":"{page}"}}"#));
    assert_eq!(reply["ok"], "done");
}

#[test]
fn a_screen_reader_finds_every_control_by_its_name() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    let _reader = desktop.reader();
    desktop.start_daemon();
    for (page, own) in PAGES {
        turn_to(&desktop, page);
        let found = until(&format!("`{own}` on the page {page}"), || {
            let windows = desktop.elements(PROGRAM);
            let all = windows.iter().flat_map(Element::all);
            let is_there = all.into_iter().any(|element| element.name == own);
            is_there.then_some(windows)
        });
        let controls = controls(&found);
        assert!(controls.len() > 5, "{page}: {controls:?}");
        let nameless = controls
            .iter()
            .filter(|control| control.name.trim().is_empty());
        assert_eq!(nameless.count(), 0, "{page}: {controls:?}");
        let tabs = controls.iter().filter(|control| control.role == "page tab");
        assert_eq!(tabs.count(), 6, "{page}");
    }
}

#[test]
fn a_screen_reader_is_told_each_step_of_a_break() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    let reader = desktop.reader();
    desktop.start_daemon();
    let mut told = reader.listen("org.a11y.atspi.Event.Object", "Announcement");
    desktop.ask(&["break", "doorway-pec-stretch"]);
    desktop.screen().wait_for_window(PLAYER);
    let mut texts = BTreeSet::new();
    // The player ignores keys in its first second.
    for _ in 0..3 {
        let (_, _, _, text, _) = told.next::<Announcement>();
        texts.insert(words(text));
        until("the next step", || {
            desktop.screen().key(RIGHT);
            told.waiting().then_some(())
        });
    }
    assert!(texts.len() >= 2, "{texts:?}");
    assert!(
        texts.iter().all(|text| !text.trim().is_empty()),
        "{texts:?}"
    );
}

/// Kind, urgency, nothing, the text, more.
type Announcement = (
    String,
    i32,
    i32,
    OwnedValue,
    std::collections::HashMap<String, OwnedValue>,
);

fn words(text: OwnedValue) -> String {
    String::try_from(text).expect("an announcement is text")
}

#[test]
fn a_window_comes_back_where_it_was() {
    needs!("desktop");
    const TITLE: &str = "Unbend";
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    let daemon = desktop.start_daemon().process();
    turn_to(&desktop, "today");
    let first = desktop.screen().wait_for_window(TITLE).place;
    assert_eq!((first.width, first.height), (960, 640));
    let moved = Place {
        x: 150,
        y: 90,
        width: 1000,
        height: 660,
    };
    desktop.screen().put(TITLE, moved);
    let place = until("the window at its new place", || {
        let place = desktop.screen().find_window(TITLE)?.place;
        ((place.width, place.height) == (1000, 660)).then_some(place)
    });
    close(&desktop, daemon, TITLE);
    turn_to(&desktop, "today");
    desktop.screen().wait_for_window(TITLE);
    let back = until("the window back at its size", || {
        let back = desktop.screen().find_window(TITLE)?.place;
        (back == place).then_some(back)
    });
    assert_eq!(back, place);
    // A place that is on no current monitor is forgotten.
    let folder = desktop.variable("XDG_STATE_HOME").expect("a folder");
    let file = std::path::Path::new(folder).join("unbend/windows.json");
    let text = std::fs::read_to_string(&file).expect("the daemon has kept it");
    close(&desktop, daemon, TITLE);
    let mut kept: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    kept["pages"]["at"] = serde_json::json!([9000.0, 9000.0]);
    std::fs::write(&file, kept.to_string()).expect("the home is ours");
    turn_to(&desktop, "today");
    let back = desktop.screen().wait_for_window(TITLE).place;
    assert!(back.x < 1280 && back.y < 800, "{back:?}");
    assert_eq!(back.width, 1000);
    // A killed window can't say goodbye: it reported its place when it stopped moving.
    let last = Place {
        width: 900,
        ..moved
    };
    desktop.screen().put(TITLE, last);
    until("the daemon to have kept it", || {
        let text = std::fs::read_to_string(&file).expect("the daemon has kept it");
        let kept: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        (kept["pages"]["size"][0] == 900.0).then_some(())
    });
}

/// Closes the window, and waits for its process to be gone.
fn close(desktop: &Desktop, daemon: Process, title: &str) {
    desktop.screen().close(title);
    until("the window's process gone", || {
        let windows = daemon.children();
        let mut lines = windows.iter().map(|child| child.command_line());
        (!lines.any(|line| line.contains(" window "))).then_some(())
    });
}

#[test]
fn a_sample_of_the_reminder_is_shown_and_does_nothing() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    desktop.start_daemon();
    let before = desktop.status()["today"].clone();
    desktop.ask(&["remind"]);
    let bubble = desktop.wait_for_bubble("Time to stand up");
    assert!(bubble.texts[1].contains("sample"), "{bubble:?}");
    desktop.press(&bubble, "Start");
    desktop.wait_for_no_bubble();
    let status = desktop.status();
    assert_eq!(status["today"], before);
    assert_eq!(status["running"], serde_json::Value::Null);
    assert!(desktop.screen().find_window(PLAYER).is_none());
}

#[test]
fn a_newcomer_is_welcomed_and_the_answers_arrive() {
    needs!("desktop");
    const TAB: u32 = 0xff09;
    let desktop = Desktop::new();
    let _reader = desktop.reader();
    desktop.start_daemon();
    turn_to(&desktop, "today");
    let shows = |name: &str| {
        until(&format!("`{name}` in the window"), || {
            let windows = desktop.elements(PROGRAM);
            let all: Vec<&Element> = windows.iter().flat_map(Element::all).collect();
            all.iter().any(|element| element.name == name).then_some(())
        });
    };
    shows("Welcome to Unbend");
    std::thread::sleep(std::time::Duration::from_millis(1200));
    // By the keyboard alone: the second button says that some of this applies.
    for key in [TAB, TAB, RETURN] {
        desktop.screen().key(key);
        // No hand is faster.
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    shows("What is at hand where you work?");
    let setting = |path: &str| desktop.ask(&["settings", "show"]).contains(path);
    until("the answer in the settings", || {
        setting("exercises.gentle=true").then_some(())
    });
}

/// An exercise of seconds, with a step that comes after the window is hidden.
const SHORT: &str = r#"(
    exercises: [
        (
            id: "blink", name: "Blink twice", purpose: "Is over soon.", areas: [Neck], position: Seated,
            figure: "chin",
            steps: [(text: "Blink.", keys: [1], seconds: 2), (text: "Blink again.", keys: [2], seconds: 1)],
        ),
        (
            id: "sit-tall", name: "Sit tall", purpose: "Closes.", areas: [Spine], position: Seated,
            figure: "sittall", steps: [(text: "Sit.", keys: [2], seconds: 1)],
        ),
    ],
)"#;

#[test]
fn a_break_whose_window_is_minimised_goes_on_and_comes_to_its_end() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    desktop.write_config("catalog.ron", SHORT);
    desktop.start_daemon();
    desktop.ask(&["break", "blink"]);
    desktop.screen().wait_for_window(PLAYER);
    desktop.screen().minimise(PLAYER);
    until("the window out of sight", || {
        desktop.screen().find_window(PLAYER).is_none().then_some(())
    });
    assert_eq!(desktop.status()["running"]["what"], "blink");
    // Over the socket: starting a program for each question would take time from the window.
    let done = || {
        let reply = desktop.request(r#"{"do":"status"}"#);
        reply["ok"]["status"]["today"]["done"].clone()
    };
    until("the end of the break", || (done() == 1).then_some(()));
}
