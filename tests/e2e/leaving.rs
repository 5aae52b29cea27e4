//! A break that is left: asked about, resumed, put off.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a break takes real time"
)]

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Desktop, Element, PLAYER, number, until};
use crate::needs::needs;

const TAB: u32 = 0xff09;
const RETURN: u32 = 0xff0d;

/// Nobody is reminded for hours, and nothing counts as a break within this test.
const CALM: &str = r#"(
    reminders: {"stretch": (after: "2h")},
    timing: (snooze: "5m", break_counts: "5m"),
    look: (welcome_done: true),
    sound: (on: false),
)"#;

const QUESTION: &str = "Leave this break?";

/// A name in the window that a screen reader would find; whether it has the focus.
fn find(desktop: &Desktop, name: &str) -> Option<bool> {
    let windows = desktop.elements("unbend");
    let mut all = windows.iter().flat_map(Element::all);
    all.find(|element| element.name == name)
        .map(|element| element.is_focused)
}

/// Waits until the player has guided long enough that there is something to lose.
fn guide(desktop: &Desktop) {
    until("a break under way", || find(desktop, "Pause"));
    let begin = Instant::now();
    until("seven seconds of it", || {
        (begin.elapsed() > Duration::from_secs(7)).then_some(())
    });
}

/// Closes the player with its close button, after which it asks.
fn close_and_be_asked(desktop: &Desktop) {
    desktop.screen().close(PLAYER);
    until("the keyboard on the answer that changes nothing", || {
        find(desktop, "Keep going").filter(|focused| *focused)
    });
    assert!(find(desktop, QUESTION).is_some());
    assert!(desktop.screen().find_window(PLAYER).is_some());
}

fn wait_for_no_player(desktop: &Desktop) {
    until("the player gone", || {
        desktop.screen().find_window(PLAYER).is_none().then_some(())
    });
    desktop.wait_for_status("/running", Value::Null);
}

#[test]
fn a_break_that_is_left_asks_first_and_is_gone_on_with_or_put_off() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    let _reader = desktop.reader();
    desktop.start_daemon();
    let refused = desktop.try_unbend(&["break", "--resume"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let words = String::from_utf8_lossy(&refused.stderr);
    assert!(
        words.contains("there is no break to go on with"),
        "{words:?}"
    );

    desktop.ask(&["break", "quick-daily-reset"]);
    desktop.screen().wait_for_window(PLAYER);
    guide(&desktop);
    close_and_be_asked(&desktop);
    let status = desktop.status();
    assert_eq!(status["running"]["what"], "quick-daily-reset", "{status:#}");
    assert_eq!(status["left"], Value::Null, "{status:#}");
    desktop.screen().close(PLAYER);
    wait_for_no_player(&desktop);

    let status = desktop.wait_for_status("/left/what", "quick-daily-reset");
    assert!(status["left"]["exercise"].is_string(), "{status:#}");
    assert!(number(&status, "/next/in_seconds") > 3600, "{status:#}");
    desktop.ask(&["break", "--resume"]);
    desktop.screen().wait_for_window(PLAYER);
    let status = desktop.wait_for_status("/running/what", "quick-daily-reset");
    assert_eq!(status["left"], Value::Null, "{status:#}");

    guide(&desktop);
    close_and_be_asked(&desktop);
    desktop.screen().key(TAB);
    until("the keyboard on the reminder", || {
        find(&desktop, "Remind me in 5 min").filter(|focused| *focused)
    });
    desktop.screen().key(RETURN);
    wait_for_no_player(&desktop);
    let status = desktop.status();
    assert_eq!(status["next"]["reminder"], "stretch", "{status:#}");
    let within = number(&status, "/next/in_seconds");
    assert!((1..=300).contains(&within), "{status:#}");
}
