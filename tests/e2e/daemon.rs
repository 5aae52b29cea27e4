//! The whole program, from the pointer to the moving figure and back.

use serde_json::Value;

use crate::harness::{Desktop, number, until};

/// A limit of seconds; away and natural break far off.
const HURRIED: &str = r#"(
    presence: (away_after: "1m", natural_break: "2m"),
    reminders: {"stretch": (after: "3s")},
    timing: (lull: "1s", lull_wait: "2s", merge: "0s", snooze: "2s", again: "1h"),
)"#;

/// Breaks of seconds: two in the pool, and a short frame around each.
const BRIEF: &str = r#"#![enable(implicit_some)]
(
    exercises: [
        (
            id: "stand-up", name: "Stand up", purpose: "Opens.", areas: [Legs], position: Standing,
            figure: "standup", steps: [(text: "Stand.", keys: [4], seconds: 1)],
        ),
        (
            id: "brief-fold", name: "Brief fold", purpose: "Is over soon.", areas: [Spine], position: Standing,
            figure: "decompress", steps: [(text: "Fold.", keys: [2], seconds: 2), (text: "Rise.", keys: [1], seconds: 1)],
        ),
        (
            id: "brief-door", name: "Brief door", purpose: "Is over soon.", areas: [Chest], position: Standing,
            figure: "doorway", steps: [(text: "Lean.", keys: [2], seconds: 2)],
        ),
        (
            id: "sit-tall", name: "Sit tall", purpose: "Closes.", areas: [Spine], position: Seated,
            figure: "sittall", steps: [(text: "Sit.", keys: [2], seconds: 1)],
        ),
    ],
    pools: [(id: "desk", members: ["brief-fold", "brief-door"])],
)"#;

/// The player's window.
const PLAYER: &str = "Break –";

/// The tray icon's identifier.
const ICON: &str = "unbend";

const RETURN: u32 = 0xff0d;

fn desktop() -> Desktop {
    furnish(Desktop::new())
}

fn furnish(desktop: Desktop) -> Desktop {
    desktop.write_config("settings.ron", HURRIED);
    desktop.write_config("catalog.ron", BRIEF);
    desktop
}

#[test]
fn sitting_too_long_leads_through_a_break() {
    let desktop = desktop();
    desktop.start_daemon();
    assert_eq!(desktop.status()["problems"], Value::Array(Vec::new()));

    let bubble = desktop.work_until("the reminder", || desktop.bubbles().into_iter().next());
    assert_eq!(
        bubble.buttons,
        ["Start", "Snooze 2 s", "Skip"],
        "{bubble:?}"
    );
    assert!(bubble.texts[0].contains("Brief fold"), "{bubble:?}");
    let status = desktop.status();
    assert!(number(&status, "/sitting_seconds") >= 3, "{status:#}");
    assert_eq!(status["shown"]["what"], "brief-fold");

    desktop.press(&bubble, "Start");
    let window = desktop.screen().wait_for_window(PLAYER);
    assert!(
        (window.place.width, window.place.height) >= (480, 640),
        "{window:?}"
    );
    desktop.wait_for_no_bubble();

    let status = desktop.wait_for_status("/today/done", 1);
    assert_eq!(number(&status, "/sitting_seconds"), 0, "{status:#}");
    assert_eq!(status["running"], Value::Null);
    assert_eq!(status["shown"], Value::Null);

    // The next interval starts with the next input, and offers the other exercise.
    let bubble = desktop.work_until("the next reminder", || desktop.bubbles().into_iter().next());
    assert!(bubble.texts[0].contains("Brief door"), "{bubble:?}");
}

#[test]
fn going_idle_withdraws_the_reminder_and_counts_as_a_break() {
    let desktop = Desktop::new();
    desktop.write_config(
        "settings.ron",
        r#"(
            presence: (away_after: "3s", natural_break: "6s"),
            reminders: {"stretch": (after: "2s")},
            timing: (lull: "0s", lull_wait: "0s"),
        )"#,
    );
    desktop.start_daemon();
    let mut closed = desktop
        .bus()
        .listen("org.freedesktop.Notifications", "NotificationClosed");
    desktop.work_until("the reminder", || desktop.bubbles().into_iter().next());

    let (_, why) = closed.next::<(u32, u32)>();
    const BY_THE_PROGRAM: u32 = 3;
    assert_eq!(why, BY_THE_PROGRAM);
    desktop.wait_for_no_bubble();
    let status = desktop.wait_for_status("/today/natural", 1);
    assert_eq!(number(&status, "/sitting_seconds"), 0, "{status:#}");
    assert_eq!(status["presence"], "away");
    assert_eq!(status["shown"], Value::Null);
    assert_eq!(status["today"]["done"], 0);

    // Back again, and counting.
    desktop.work_until("sitting that counts", || {
        let status = desktop.status();
        (status["presence"] == "present" && number(&status, "/sitting_seconds") > 0).then_some(())
    });
}

#[test]
fn the_tray_starts_a_break() {
    let desktop = desktop();
    desktop.start_daemon();
    let icon = desktop.wait_for_tray_item(ICON);
    assert_eq!(desktop.tray_text(&icon, "Title"), "Unbend");
    desktop.click_tray_menu(&icon, &["Take a break now", "Brief door"]);
    desktop.screen().wait_for_window(PLAYER);
    let status = desktop.wait_for_status("/today/done", 1);
    assert_eq!(number(&status, "/sitting_seconds"), 0, "{status:#}");

    desktop.click_tray_menu(&icon, &["Take a break now", "Next choice"]);
    let status = desktop.wait_for_status("/running/what", "brief-fold");
    assert_eq!(status["running"]["by"], "hand");
    desktop.wait_for_status("/today/done", 2);
    // Done: Enter puts the window away, once it has been there long enough to listen.
    desktop.screen().wait_for_window(PLAYER);
    until("the window gone", || {
        desktop.screen().key(RETURN);
        desktop.screen().find_window(PLAYER).is_none().then_some(())
    });
}
