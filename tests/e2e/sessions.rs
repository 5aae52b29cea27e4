//! The daemon and the desktop sessions of one person: older than its session, outliving it, and two at a time; and windows
//! that cannot open there, or that outlive the daemon.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "what is to happen within a second is timed"
)]

use std::process::{Command, Output};

use serde_json::Value;

use crate::harness::{Desktop, ICON, PLAYER, Program, until};

/// Nobody is reminded, and the introduction was shown.
const CALM: &str = r#"(
    reminders: {"stretch": (after: "2h")},
    look: (welcome_done: true),
)"#;

fn calm() -> Desktop {
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", CALM);
    desktop
}

/// Gives a program the display and the bus of another desktop than the one that its files are in.
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

/// Waits until the daemon has everything that a desktop gives it.
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
    // A second daemon, as the desktop starts it at login: it ends, and the first one knows.
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

    // Its own session ends, and takes the icon and a window along.
    drop(goes);
    is_whole(&stays);
    stays.wait_for_tray_item(ICON);
    assert!(daemon.ended().is_none(), "it is the same process");
    stays.ask(&["break", "doorway-pec-stretch"]);
    stays.screen().wait_for_window(PLAYER);
    stays.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

/// A program in a system where that library is no library; none where the system has no such thing.
fn without_library(desktop: &Desktop, library: &str, arguments: &[&str]) -> Option<Command> {
    let script = "mount --bind /dev/null \"$0\" && exec \"$@\"";
    let hide = |program: &str, arguments: &[&str]| {
        let mut command = desktop.command("unshare");
        command
            .args([
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                script,
                library,
                program,
            ])
            .args(arguments);
        command
    };
    let possible = hide("true", &[]).output().expect("it can be run");
    let unbend = env!("CARGO_BIN_EXE_unbend");
    possible.status.success().then(|| hide(unbend, arguments))
}

/// Where the system has that library.
fn library(name: &str) -> String {
    let known = Command::new("/sbin/ldconfig").arg("-p").output();
    let known = String::from_utf8(known.expect("it can be run").stdout).expect("text");
    let line = known
        .lines()
        .find(|line| line.trim_start().starts_with(name));
    let (_, path) = line.and_then(|line| line.split_once("=> ")).expect(name);
    path.to_owned()
}

#[test]
fn a_library_that_is_missing_is_named_with_its_package_and_nothing_is_lost() {
    for (name, package) in [
        ("libX11.so.6", "libx11-6"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libXcursor.so.1", "libxcursor1"),
    ] {
        let desktop = calm();
        let path = library(name);
        let Some(mut daemon) = without_library(&desktop, &path, &["daemon"]) else {
            return;
        };
        let daemon = desktop.start(&mut daemon);
        until("an answer", || {
            let asked = desktop.try_unbend(&["status"]);
            asked.status.success().then_some(())
        });
        for arguments in [&["break", "doorway-pec-stretch"][..], &[]] {
            let asked = desktop.try_unbend(arguments);
            let words = String::from_utf8_lossy(&asked.stderr);
            assert_eq!(asked.status.code(), Some(1), "{name}: {words}");
            let stem = name.split(".so").next().expect("a name");
            assert!(words.contains(stem), "{name}: {words}");
            assert!(words.contains(package), "{name}: {words}");
        }
        assert_eq!(desktop.status()["running"], Value::Null);
        let mut doctor = without_library(&desktop, &path, &["doctor"]).expect("it was possible");
        let report = desktop.run(&mut doctor);
        assert!(report.contains(package), "{report}");
        // Where the library is, the report says that a window opens.
        let report = desktop.ask(&["doctor"]);
        assert!(!report.contains(package), "{report}");
        let why = desktop.ask(&["why"]);
        assert!(!why.to_lowercase().contains("lost"), "{why}");
        desktop.ask(&["quit"]);
        assert_eq!(daemon.wait(), 0, "{}", daemon.words());
        assert!(!daemon.words().contains("panicked"), "{}", daemon.words());
    }
}

#[test]
fn a_window_outlives_the_daemon_and_follows_the_next_one_to_its_page() {
    let desktop = calm();
    let daemon = desktop.start_daemon();
    let window = desktop.start(&mut desktop.unbend(&["window", "exercises"]));
    desktop.screen().wait_for_window("Exercises");
    // One that is asked for by hand is known to the daemon, and is the one that goes to another page.
    desktop.ask(&["window", "doctor"]);
    desktop.screen().wait_for_window("Doctor");
    assert_eq!(desktop.screen().windows_named("Unbend").len(), 1);

    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
    let daemon = desktop.start_daemon();
    let begun = std::time::Instant::now();
    until("the window at the new daemon", || {
        let reply = desktop.request(r#"{"do":"raise","page":"settings"}"#);
        (reply["ok"] == "done").then_some(())
    });
    // It takes milliseconds; a busy machine may make seconds of them.
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    desktop.screen().wait_for_window("Settings");
    assert_eq!(desktop.screen().windows_named("Unbend").len(), 1);
    assert!(window.ended().is_none());
    desktop.ask(&["quit"]);
    assert_eq!(daemon.wait(), 0, "{}", daemon.words());
}

#[test]
fn a_break_outlives_the_daemon_and_counts_at_the_next_one() {
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
