//! The daemon and one user's desktop sessions: older than its session, outliving it, and two at a time; and windows
//! that outlive the daemon.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "what is to happen within a second is timed"
)]

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Desktop, ICON, PLAYER, Program, until};
use crate::needs::needs;

/// What the tests of this file need.
const PACKAGES: &[&str] = &["desktop", "sway", "foot"];

/// Nobody is reminded, and the introduction has been shown.
const CALM: &str = r#"(
    reminders: {"stretch": (after: "2h")},
    look: (welcome_done: true),
)"#;

fn calm() -> Desktop {
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    desktop
}

/// How soon after a new daemon answers a window that outlived the previous one is connected to it.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Gives a program the display and the bus of a different desktop than its files are in.
fn moved<'c>(command: &'c mut Command, to: &Desktop) -> &'c mut Command {
    for name in ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env(name, to.variable(name).expect("it has one"));
    }
    command
}

fn works(status: &Value, ability: &str) -> bool {
    let rows = status["abilities"].as_array().expect("a list");
    let row = rows.iter().find(|row| row["ability"] == ability);
    row.is_some_and(|row| row["works"] == true)
}

/// Waits until the daemon has everything a desktop provides.
fn is_whole(desktop: &Desktop) {
    until("every ability", || {
        let status = desktop.status();
        let all = ["idle", "notifications", "tray", "presentation"];
        all.iter().all(|one| works(&status, one)).then_some(())
    });
    let report = desktop.ask(&["doctor"]);
    for row in ["Sitting time", "Reminders", "Tray icon", "Window"] {
        let line = report.lines().find(|line| line.contains(row));
        assert!(line.is_some_and(|line| line.contains("ok")), "{report}");
    }
}

#[test]
fn a_daemon_older_than_its_session_becomes_whole_with_the_first_word_from_it() {
    needs!(PACKAGES);
    let desktop = calm();
    let mut early = desktop.unbend(&["daemon"]);
    early
        .env_remove("DISPLAY")
        .env_remove("XDG_CURRENT_DESKTOP")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    let daemon = desktop.start(&mut early);
    until("an answer", || {
        let mut blind = desktop.unbend(&["status", "--json"]);
        let Output { status, stdout, .. } =
            blind.env_remove("DISPLAY").output().expect("it can be run");
        let said: Value = serde_json::from_slice(&stdout).unwrap_or_default();
        (status.success() && !works(&said, "idle")).then_some(())
    });
    // A second daemon, as the desktop starts it at login: it exits, and the first one knows.
    let second = desktop.try_unbend(&["daemon"]);
    assert_eq!(second.status.code(), Some(1), "{second:?}");
    is_whole(&desktop);
    desktop.wait_for_tray_item(ICON);
    assert!(daemon.ended().is_none(), "it is the same process");
    desktop.ask(&["break", "doorway-pec-stretch"]);
    desktop.screen().wait_for_window(PLAYER);
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

#[test]
fn two_displays_get_their_own_windows_and_the_one_that_stays_gets_the_daemon() {
    needs!(PACKAGES);
    let stays = calm();
    let goes = Desktop::new();
    // Its files are those of the one that stays, its display and bus those of the other.
    let daemon: Program = stays.start(moved(&mut stays.unbend(&["daemon"]), &goes));
    until("an answer", || {
        let mut asked = stays.unbend(&["status"]);
        let asked = moved(&mut asked, &goes).output();
        asked.expect("it can be run").status.success().then_some(())
    });
    goes.wait_for_tray_item(ICON);

    stays.ask(&[]);
    stays.screen().wait_for_window("Unbend");
    assert!(goes.screen().find_window("Unbend").is_none());
    let mut there = stays.unbend(&[]);
    stays.run(moved(&mut there, &goes));
    goes.screen().wait_for_window("Unbend");
    assert_eq!(stays.screen().windows_named("Unbend").len(), 1);

    // Its own session ends, taking the icon and a window with it.
    drop(goes);
    is_whole(&stays);
    stays.wait_for_tray_item(ICON);
    assert!(daemon.ended().is_none(), "it is the same process");
    stays.ask(&["break", "doorway-pec-stretch"]);
    stays.screen().wait_for_window(PLAYER);
    stays.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

/// What a daemon that was started before anybody logged in, or over ssh, knows; asked from there.
fn from_nowhere(desktop: &Desktop, arguments: &[&str]) -> Command {
    let mut command = desktop.unbend(arguments);
    for name in ["DISPLAY", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"] {
        command.env_remove(name);
    }
    command
}

fn status_from_nowhere(desktop: &Desktop) -> Option<Value> {
    let asked = from_nowhere(desktop, &["status", "--json"]).output();
    serde_json::from_slice(&asked.expect("it can be run").stdout).ok()
}

fn source(status: &Value, ability: &str) -> Option<String> {
    let rows = status["abilities"].as_array()?;
    let row = rows.iter().find(|row| row["ability"] == ability)?;
    Some(row["source"].as_str()?.to_owned())
}

#[test]
fn a_daemon_older_than_its_session_goes_to_a_compositor_that_appears() {
    needs!(PACKAGES);
    let desktop = calm();
    let alone = |arguments: &[&str]| {
        let mut command = from_nowhere(&desktop, arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        command
    };
    let daemon = desktop.start(&mut alone(&["daemon"]));
    until("a daemon without a session", || {
        let status = status_from_nowhere(&desktop)?;
        (!works(&status, "idle") && !works(&status, "presentation")).then_some(())
    });
    let sway = desktop.start_sway();
    until("what sway tells", || {
        let status = status_from_nowhere(&desktop)?;
        let idle = source(&status, "idle")?.starts_with("Wayland");
        let windows = source(&status, "presentation")? == "Wayland wlr-foreign-toplevel";
        (idle && windows).then_some(())
    });
    desktop.run(&mut alone(&["break", "doorway-pec-stretch"]));
    sway.wait_for_window(PLAYER);
    assert!(desktop.screen().find_window(PLAYER).is_none());
    assert!(daemon.ended().is_none(), "it is the same process");
    desktop.run(&mut alone(&["quit"]));
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

#[test]
fn a_daemon_without_a_display_asks_systemd_where_the_session_is() {
    needs!(PACKAGES);
    let desktop = calm();
    let Some(_systemd) = desktop.start_systemd() else {
        eprintln!("not tried: nobody may start systemd for a user here");
        return;
    };
    let daemon = desktop.start(&mut from_nowhere(&desktop, &["daemon"]));
    until("what the X server tells", || {
        let status = status_from_nowhere(&desktop)?;
        let idle = source(&status, "idle")? == "X11 idle counter";
        (idle && source(&status, "presentation")? == "X11 window states").then_some(())
    });
    desktop.run(&mut from_nowhere(
        &desktop,
        &["break", "doorway-pec-stretch"],
    ));
    desktop.screen().wait_for_window(PLAYER);
    assert!(daemon.ended().is_none(), "it is the same process");
    desktop.run(&mut from_nowhere(&desktop, &["quit"]));
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

#[test]
fn a_window_outlives_the_daemon_and_follows_the_next_one_to_its_page() {
    needs!(PACKAGES);
    let desktop = calm();
    let daemon = desktop.start_daemon();
    let window = desktop.start(&mut desktop.unbend(&["window", "exercises"]));
    desktop.screen().wait_for_window("Exercises");
    // One opened by hand is known to the daemon, and is the one that turns to another page.
    desktop.ask(&["window", "doctor"]);
    desktop.screen().wait_for_window("Doctor");
    assert_eq!(desktop.screen().windows_named("Unbend").len(), 1);

    // A busy machine may slow it down once, but not every time.
    let mut took = Vec::new();
    let daemon = (0..3).fold(daemon, |daemon, _| {
        if took.iter().any(|took| *took < AT_ONCE) {
            return daemon;
        }
        desktop.ask(&["quit"]);
        assert_eq!(daemon.wait(), 0, "{}", daemon.words());
        let daemon = desktop.start_daemon();
        let begun = Instant::now();
        until("the window at the new daemon", || {
            let reply = desktop.request(r#"{"do":"raise","page":"settings"}"#);
            (reply["ok"] == "done").then_some(())
        });
        took.push(begun.elapsed());
        daemon
    });
    assert!(took.iter().any(|took| *took < AT_ONCE), "{took:?}");
    desktop.screen().wait_for_window("Settings");
    assert_eq!(desktop.screen().windows_named("Unbend").len(), 1);
    assert!(window.ended().is_none());
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

#[test]
fn a_break_outlives_the_daemon_and_counts_at_the_next_one() {
    needs!(PACKAGES);
    let desktop = Desktop::new().hurried();
    let daemon = desktop.start_daemon();
    desktop.ask(&["break", "doorway-pec-stretch"]);
    desktop.screen().wait_for_window(PLAYER);
    daemon.process().kill();
    daemon.wait();
    let daemon = desktop.start_daemon();
    desktop.wait_for_status("/running/what", "doorway-pec-stretch");
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}
