//! Things break around Unbend, and in Unbend itself: one ability is lost at a time, and comes back.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::harness::{Desktop, ICON, PLAYER, Part, Program, number, until};
use crate::needs::needs;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const TRAY_HOST: &str = "org.kde.StatusNotifierWatcher";

/// What the daemon's report says about an ability, once it knows.
fn ability(desktop: &Desktop, name: &str) -> Option<Value> {
    let text = desktop.ask(&["doctor", "--json"]);
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    let rows = report["abilities"].as_array().expect("a list");
    rows.iter().find(|row| row["ability"] == name).cloned()
}

#[track_caller]
fn wait_for_ability(desktop: &Desktop, name: &str, works: bool) -> Value {
    until(&format!("{name} works: {works}"), || {
        let row = ability(desktop, name)?;
        (row["works"] == works).then_some(row)
    })
}

/// Nothing panicked, and `quit` ends it cleanly.
#[track_caller]
fn ends_well(desktop: &Desktop, daemon: &Program) {
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
    assert!(!daemon.words().contains("panicked"), "{}", daemon.words());
}

#[test]
fn who_works_on_beside_a_frozen_player_is_let_go_of_and_asked_again() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    desktop.write_config(
        "settings.ron",
        r#"(
    presence: (away_after: "1m", natural_break: "2m"),
    reminders: {"stretch": (after: "3s")},
    timing: (
        lull: "1s", lull_wait: "2s", settle: "0s", merge: "0s", snooze: "2s", again: "1h", lets_go: "10s",
    ),
)"#,
    );
    let daemon = desktop.start_daemon();
    let bubble = desktop.work_until_asked();
    desktop.press(&bubble, "Start");
    desktop.screen().wait_for_window(PLAYER);
    let player = daemon
        .process()
        .children()
        .into_iter()
        .find(|child| child.command_line().contains("player"))
        .expect("the window has a process");
    player.freeze();
    let status = desktop.work_until("the end of the break", || {
        let status = desktop.status();
        status["let_go"].is_object().then_some(status)
    });
    assert_eq!(status["let_go"]["why"], "worked-on", "{status:#}");
    assert_eq!(status["running"], Value::Null);
    assert_eq!(status["today"]["done"], 0);
    assert!(number(&status, "/sitting_seconds") >= 6, "{status:#}");
    until("the end of the frozen window", || {
        player.has_ended().then_some(())
    });
    let bubble = desktop.work_until_asked();
    desktop.press(&bubble, "Start");
    desktop.wait_for_status("/today/done", 1);
    ends_well(&desktop, &daemon);
}

#[test]
fn a_player_that_dies_loses_the_break_and_nothing_else() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    let bubble = desktop.work_until_asked();
    desktop.press(&bubble, "Start");
    desktop.wait_for_status("/running/by", "stretch");
    let player = until("the player's process", || {
        daemon
            .process()
            .children()
            .into_iter()
            .find(|child| child.command_line().contains("player"))
    });
    player.kill();
    let status = desktop.wait_for_status("/running", Value::Null);
    assert_eq!(status["today"]["done"], 0);
    assert!(number(&status, "/sitting_seconds") >= 3, "{status:#}");
    // As after leaving a break at once, it is asked again after the snooze time.
    let bubble = desktop.work_until_asked();
    desktop.press(&bubble, "Start");
    desktop.screen().wait_for_window(PLAYER);
    desktop.wait_for_status("/today/done", 1);
    ends_well(&desktop, &daemon);
}

#[test]
fn a_notification_server_that_comes_back_shows_the_reminder_again() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.work_until_asked();
    desktop.bus().owner(NOTIFICATIONS).kill();
    until("the server gone", || {
        (!desktop.bus().has_owner(NOTIFICATIONS)).then_some(())
    });
    assert_eq!(desktop.status()["shown"]["reminder"], "stretch");
    desktop.bus().activate(NOTIFICATIONS);
    let bubble = desktop.wait_for_bubble("Brief fold");
    desktop.press(&bubble, "Skip");
    desktop.wait_for_status("/today/skipped", 1);
    ends_well(&desktop, &daemon);
}

/// Prefix of its title.
const REMINDER: &str = "Time for a break";

#[test]
fn without_a_notification_server_a_small_window_asks_and_takes_no_keyboard() {
    needs!("desktop");
    let desktop = Desktop::without(&[Part::Notify]).hurried();
    let daemon = desktop.start_daemon();
    let sample = desktop.try_unbend(&["remind"]);
    assert_eq!(sample.status.code(), Some(1), "{sample:?}");
    let words = String::from_utf8_lossy(&sample.stderr).into_owned();
    assert!(words.contains("no notification server"), "{words}");

    desktop.request(r#"{"do":"window","page":"about"}"#);
    until("the keyboard at the other window", || {
        let other = desktop.screen().find_window("About")?;
        other.is_focused.then_some(())
    });
    let asks = || desktop.screen().find_window(REMINDER);
    desktop.work_until("the window that asks", asks);
    let window = asks().expect("it stays");
    assert!(!window.is_focused, "{window:?}");
    assert_eq!(desktop.status()["shown"]["reminder"], "stretch");

    // Answered elsewhere: it goes away.
    desktop.ask(&["skip"]);
    until("the window gone", || asks().is_none().then_some(()));

    let window = desktop.work_until("the window that asks again", asks);
    let start = (
        window.place.x + 212,
        window.place.y.saturating_add_unsigned(window.place.height) - 36,
    );
    until("the player", || {
        // In its first second it ignores clicks.
        desktop.screen().click(start);
        desktop.screen().find_window(PLAYER)
    });
    until("the window gone", || asks().is_none().then_some(()));
    desktop.wait_for_status("/today/done", 1);
    ends_well(&desktop, &daemon);
}

#[test]
fn a_tray_host_that_comes_back_shows_the_icon_again() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.wait_for_tray_item(ICON);
    wait_for_ability(&desktop, "tray", true);
    desktop.bus().owner(TRAY_HOST).kill();
    let row = wait_for_ability(&desktop, "tray", false);
    assert!(
        !row["remedy"].as_str().unwrap_or_default().is_empty(),
        "{row}"
    );
    if !desktop.bus().has_owner(TRAY_HOST) {
        desktop.start(&mut desktop.command("xfce4-panel"));
    }
    let icon = desktop.wait_for_tray_item(ICON);
    wait_for_ability(&desktop, "tray", true);
    desktop.click_tray_menu(&icon, &["Quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

/// The abilities that work, by name.
fn working(desktop: &Desktop) -> BTreeSet<String> {
    let text = desktop.ask(&["doctor", "--json"]);
    let report: Value = serde_json::from_str(&text).expect("it is JSON");
    let rows = report["abilities"].as_array().expect("a list");
    rows.iter()
        .filter(|row| row["works"] == true)
        .filter_map(|row| row["ability"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn a_session_bus_that_comes_back_brings_every_ability_back() {
    needs!("desktop");
    let mut desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.wait_for_tray_item(ICON);
    desktop.work_until_asked();
    let before = working(&desktop);
    for name in ["notifications", "tray", "idle"] {
        assert!(before.contains(name), "{before:?}");
    }
    desktop.restart_bus(|desktop| {
        for name in ["notifications", "tray"] {
            let row = wait_for_ability(desktop, name, false);
            let remedy = row["remedy"].as_str().unwrap_or_default();
            assert!(remedy.contains("went away"), "{row}");
        }
        assert!(working(desktop).contains("idle"));
        assert_eq!(desktop.status()["shown"]["reminder"], "stretch");
    });
    desktop.wait_for_tray_item(ICON);
    until("all abilities", || {
        before.is_subset(&working(&desktop)).then_some(())
    });
    let bubble = desktop.wait_for_bubble("Brief fold");
    desktop.press(&bubble, "Skip");
    desktop.wait_for_status("/today/skipped", 1);
    ends_well(&desktop, &daemon);
}

#[test]
fn what_is_not_there_is_named_with_a_remedy() {
    needs!("desktop");
    for (part, lost, kept) in [
        (Part::Notify, &["notifications"][..], &["idle", "tray"][..]),
        (Part::Tray, &["tray"], &["idle", "notifications"]),
        (Part::Bus, &["notifications", "tray"], &["idle"]),
    ] {
        let desktop = Desktop::without(&[part]).hurried();
        // Before it runs, and while it runs.
        let without_daemon = desktop.ask(&["doctor"]);
        assert!(without_daemon.contains("not running"), "{without_daemon}");
        let daemon = desktop.start_daemon();
        for name in lost {
            let row = wait_for_ability(&desktop, name, false);
            let remedy = row["remedy"].as_str().expect("text");
            assert!(remedy.len() > 20, "{part:?}: {row}");
            assert!(
                without_daemon.contains(remedy),
                "{remedy}\n{without_daemon}"
            );
            assert!(desktop.ask(&["status"]).contains(remedy), "{remedy}");
        }
        for name in kept {
            wait_for_ability(&desktop, name, true);
        }
        // It counts and can be answered all the same.
        desktop.work_until("a reminder that is due", || {
            desktop.status()["can_skip"].as_bool()?.then_some(())
        });
        desktop.ask(&["skip"]);
        desktop.ask(&["break", "brief-door"]);
        desktop.screen().wait_for_window(PLAYER);
        desktop.wait_for_status("/today/done", 1);
        ends_well(&desktop, &daemon);
    }
}

#[test]
fn without_a_display_the_command_line_goes_on() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let blind = |arguments: &[&str]| {
        let mut command = desktop.unbend(arguments);
        command.env_remove("DISPLAY");
        command
    };
    let alone = blind(&[]).output().expect("it can be run");
    assert_eq!(alone.status.code(), Some(1));
    let words = String::from_utf8_lossy(&alone.stderr);
    assert!(words.contains("scripts/desktop"), "{words}");

    let daemon = desktop.start(&mut blind(&["daemon"]));
    until("an answer", || {
        let asked = blind(&["status"]).output().expect("it can be run");
        asked.status.success().then_some(())
    });
    let said = |arguments: &[&str]| desktop.run(&mut blind(arguments));
    let report = said(&["doctor"]);
    for says in ["DISPLAY", "scripts/desktop"] {
        assert!(report.contains(says), "{report}");
    }
    // Nothing can tell it about input: it assumes somebody is there, and asks.
    let bubble = desktop.wait_for_bubble("Brief fold");
    desktop.press(&bubble, "Skip");
    until("the answer that counts", || {
        let status: serde_json::Value =
            serde_json::from_str(&said(&["status", "--json"])).expect("it is JSON");
        (status["today"]["skipped"] == 1).then_some(())
    });
    ends_well(&desktop, &daemon);
}

#[test]
fn a_daemon_that_dies_goes_on_where_it_was() {
    needs!("desktop");
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.work_until_asked();
    let sat = number(&desktop.status(), "/sitting_seconds");
    daemon.process().kill();
    let asked = desktop.try_unbend(&["status"]);
    assert_eq!(asked.status.code(), Some(3), "{asked:?}");
    assert_eq!(daemon.wait(), 128 + 9);
    assert_eq!(desktop.bubbles().len(), 1, "nobody took it away");

    // Its buttons would do nothing: the next daemon removes it before it asks again.
    let mut closed = desktop.bus().listen(NOTIFICATIONS, "NotificationClosed");
    let daemon = desktop.start_daemon();
    let _: (u32, u32) = closed.next();
    drop(closed);
    let status = desktop.status();
    assert!(
        number(&status, "/sitting_seconds") + 1 >= sat,
        "{sat} s, then {status:#}"
    );
    desktop.work_until("the reminder of before", || {
        (desktop.status()["shown"]["reminder"] == "stretch").then_some(())
    });
    desktop.wait_for_bubble("Brief fold");
    assert_eq!(desktop.bubbles().len(), 1);
    desktop.wait_for_tray_item(ICON);
    ends_well(&desktop, &daemon);
}

#[test]
fn unreadable_settings_are_named_and_left_alone() {
    needs!("desktop");
    let desktop = Desktop::new();
    for broken in [
        &b"(timing: (snooze: \"7m\""[..],
        b"(timing: (snooze: \"\xff\xfe\"))",
        b"\0\0\0\0",
    ] {
        desktop.write_config("settings.ron", broken);
        let daemon = desktop.start_daemon();
        let status = desktop.status();
        assert_eq!(number(&status, "/limit_seconds"), 30 * 60);
        let problems = status["problems"].to_string();
        assert!(problems.contains("settings.ron"), "{problems}");
        assert!(desktop.ask(&["status"]).contains("settings.ron"));
        let refused = desktop.try_unbend(&["settings", "set", "timing.snooze", "9m"]);
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        ends_well(&desktop, &daemon);
        let path = desktop.config_file("settings.ron");
        assert_eq!(std::fs::read(path).expect("it is there"), broken);
    }
}

#[test]
fn a_panel_with_icons_of_the_older_kind_is_told_of_the_bridge() {
    needs!("desktop");
    use x11rb::connection::Connection as _;
    use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, WindowClass};

    let desktop = Desktop::without(&[Part::Tray]);
    let report = || String::from_utf8_lossy(&desktop.try_unbend(&["doctor"]).stdout).into_owned();
    let before = report();
    assert!(before.contains("no tray host"), "{before}");

    let display = desktop.variable("DISPLAY");
    let (panel, screen) =
        x11rb::rust_connection::RustConnection::connect(display).expect("the X server is there");
    let root = panel.setup().roots[screen].root;
    let window = panel.generate_id().expect("the X server is there");
    let kind = WindowClass::INPUT_ONLY;
    let aux = CreateWindowAux::new();
    panel
        .create_window(0, window, root, 0, 0, 1, 1, 0, kind, 0, &aux)
        .expect("the X server is there");
    let tray = panel
        .intern_atom(false, b"_NET_SYSTEM_TRAY_S0")
        .expect("the X server is there");
    let tray = tray.reply().expect("the X server is there").atom;
    panel
        .set_selection_owner(window, tray, x11rb::CURRENT_TIME)
        .expect("the X server is there")
        .check()
        .expect("the X server is there");
    let after = report();
    assert!(after.contains("(XEmbed)"), "{after}");
    assert!(after.contains("snixembed --fork"), "{after}");
}
