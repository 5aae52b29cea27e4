//! The whole program, from the pointer to the moving figure and back.

use serde_json::Value;

use crate::harness::{Desktop, ICON, PLAYER, number, until};
use crate::needs::needs;

const RETURN: u32 = 0xff0d;

#[test]
fn sitting_too_long_leads_through_a_break() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    desktop.start_daemon();
    assert_eq!(desktop.status()["problems"], Value::Array(Vec::new()));

    let bubble = desktop.work_until_asked();
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
    needs!("desktop");
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
    desktop.work_until_asked();

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
    needs!("desktop");
    let desktop = Desktop::new().hurried();
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
    // Done: Enter closes the window, once it has been up long enough to listen.
    desktop.screen().wait_for_window(PLAYER);
    until("the window gone", || {
        desktop.screen().key(RETURN);
        desktop.screen().find_window(PLAYER).is_none().then_some(())
    });
}

#[test]
fn snooze_asks_again_and_skip_does_not() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    desktop.start_daemon();
    let bubble = desktop.work_until_asked();
    desktop.press(&bubble, "Snooze 2 s");
    desktop.wait_for_no_bubble();
    let status = desktop.status();
    assert_eq!(status["shown"], Value::Null);
    let sat = number(&status, "/sitting_seconds");

    let bubble = desktop.work_until_asked();
    let status = desktop.status();
    assert!(number(&status, "/sitting_seconds") >= sat + 2, "{status:#}");
    assert_eq!(status["today"]["skipped"], 0);
    desktop.press(&bubble, "Skip");
    desktop.wait_for_no_bubble();
    let status = desktop.wait_for_status("/today/skipped", 1);
    assert!(number(&status, "/sitting_seconds") >= sat + 2, "{status:#}");
    assert_eq!(status["shown"], Value::Null);
    assert!(number(&status, "/next/in_seconds") > 0, "{status:#}");
}

#[test]
fn the_command_line_answers_for_the_bubble() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    desktop.start_daemon();
    let refused = desktop.try_unbend(&["skip"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    desktop.work_until_asked();
    desktop.ask(&["snooze"]);
    desktop.wait_for_no_bubble();
    desktop.work_until_asked();
    assert!(desktop.ask(&["pause", "30m"]).contains("paused until"));
    desktop.wait_for_no_bubble();
    desktop.ask(&["resume"]);
    desktop.work_until_asked();
    desktop.ask(&["break", "brief-door"]);
    desktop.wait_for_no_bubble();
    desktop.screen().wait_for_window(PLAYER);
    desktop.wait_for_status("/today/done", 1);
}

#[test]
fn the_second_unbend_opens_the_window_of_the_first() {
    needs!("desktop");
    let desktop = Desktop::new();
    // Nobody has started a daemon: the first command does, and leaves it running.
    desktop.ask(&[]);
    desktop.screen().wait_for_window("Unbend");
    let icon = desktop.wait_for_tray_item(ICON);
    let again = desktop.try_unbend(&["daemon"]);
    assert_eq!(again.status.code(), Some(1));
    let words = String::from_utf8_lossy(&again.stderr);
    assert!(words.contains("already running"), "{words}");

    desktop.ask(&[]);
    let status = desktop.status();
    assert_eq!(number(&status, "/window/serial"), 2, "{status:#}");
    assert_eq!(desktop.screen().windows_named("Unbend").len(), 1);
    assert_eq!(desktop.wait_for_tray_item(ICON), icon);

    desktop.ask(&["quit"]);
    until("the icon gone", || {
        desktop.find_tray_item(ICON).is_none().then_some(())
    });
    let gone = desktop.try_unbend(&["status"]);
    assert_eq!(gone.status.code(), Some(3), "{gone:?}");
}

#[test]
fn quitting_takes_the_reminder_along() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.work_until_asked();
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
    desktop.wait_for_no_bubble();
}

#[test]
fn settings_change_while_it_runs() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.start_daemon();
    let path = "reminders.stretch.after";
    assert_eq!(number(&desktop.status(), "/limit_seconds"), 30 * 60);
    assert_eq!(desktop.ask(&["settings", "set", path, "2s"]), "");
    assert_eq!(
        desktop.ask(&["settings", "show", path]),
        format!("{path}=2s\n")
    );
    assert_eq!(number(&desktop.status(), "/limit_seconds"), 2);
    let file = std::fs::read_to_string(desktop.config_file("settings.ron")).expect("it is there");
    assert!(file.contains("after: \"2s\""), "{file}");
    desktop.ask(&["settings", "set", "timing.lull_wait", "1s"]);
    desktop.work_until_asked();

    let refused = desktop.try_unbend(&["settings", "set", path, "soon"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    assert_eq!(
        desktop.ask(&["settings", "show", path]),
        format!("{path}=2s\n")
    );
}

#[test]
fn a_reminder_of_ones_own_asks_like_the_others() {
    needs!("desktop");
    let desktop = Desktop::new();
    desktop.start_daemon();
    let add = [
        "settings",
        "add",
        "tea",
        "after=2s",
        "offer=nudge",
        "text=Drink something",
    ];
    assert_eq!(desktop.ask(&add), "");
    desktop.ask(&["settings", "set", "timing.lull_wait", "1s"]);
    desktop.work_until("the nudge", || {
        let bubbles = desktop.bubbles();
        let is_it = |text: &String| text.contains("Drink something");
        bubbles
            .iter()
            .any(|bubble| bubble.texts.iter().any(is_it))
            .then_some(())
    });
    assert_eq!(desktop.ask(&["settings", "remove", "tea"]), "");
    let shown = desktop.try_unbend(&["settings", "show", "reminders.tea"]);
    assert_eq!(shown.status.code(), Some(1), "{shown:?}");
    let stays = desktop.try_unbend(&["settings", "remove", "stretch"]);
    assert_eq!(stays.status.code(), Some(1), "{stays:?}");
}
