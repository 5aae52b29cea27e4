//! A reminder on real desktops: left alone for a minute, then answered by its button or in the tray; and beside a
//! full-screen window, where KWin decides who is told about it. Each takes minutes with a whole shell, so only with
//! `UNBEND_SLOW_TESTS`; `scripts/trial` tries one of them by hand.

use std::path::PathBuf;
use std::process::Command;

/// Runs `scripts/trial`. If the desktop isn't installed it says so and tries nothing.
#[track_caller]
fn tried(session: &str, way: &str) {
    if std::env::var_os("UNBEND_SLOW_TESTS").is_none() {
        return;
    }
    let picture = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{session}-{way}.png"));
    let output = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/trial"))
        .args([session, way, env!("CARGO_BIN_EXE_unbend")])
        .arg(&picture)
        .output()
        .expect("the script can be run");
    let words = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(2) && words.contains("needs Debian packages") {
        eprintln!("not tried: {words}");
        return;
    }
    assert!(output.status.success(), "{}\n{words}", picture.display());
}

#[test]
fn a_reminder_that_was_left_alone_on_gnome_is_answered_by_its_button() {
    tried("gnome", "button");
}

#[test]
fn a_reminder_that_was_left_alone_on_gnome_is_answered_in_the_tray() {
    tried("gnome", "tray");
}

#[test]
fn a_reminder_that_was_left_alone_on_plasma_is_answered_by_its_button() {
    tried("plasma", "button");
}

#[test]
fn a_reminder_that_was_left_alone_on_plasma_is_answered_in_the_tray() {
    tried("plasma", "tray");
}

#[test]
fn a_full_screen_window_on_plasma_holds_a_reminder_once_kwin_was_asked_as_doctor_advises() {
    tried("plasma", "full-screen");
}
