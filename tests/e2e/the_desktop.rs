//! The virtual desktop itself, which the other tests rely on.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use zbus::zvariant::Value;

use crate::harness::{Desktop, Object, Part, until};
use crate::needs::needs;

/// Requests a notification with three buttons and returns its number.
fn show(desktop: &Desktop) -> zbus::Result<u32> {
    let server = Object::new(
        "org.freedesktop.Notifications",
        "/org/freedesktop/Notifications",
    );
    let buttons = ["start", "Start", "snooze", "Snooze 5 min", "skip", "Skip"];
    let hints = HashMap::<&str, Value<'_>>::new();
    desktop.bus().call(
        &server,
        ("org.freedesktop.Notifications", "Notify"),
        &(
            "Unbend",
            0_u32,
            "",
            "Time to stretch",
            "Sitting for 30 minutes",
            &buttons[..],
            hints,
            0_i32,
        ),
    )
}

#[test]
fn every_button_of_a_notification_can_be_pressed() {
    needs!("desktop");
    let desktop = Desktop::new();
    let mut pressed = desktop
        .bus()
        .listen("org.freedesktop.Notifications", "ActionInvoked");
    for (label, key) in [
        ("Start", "start"),
        ("Snooze 5 min", "snooze"),
        ("Skip", "skip"),
    ] {
        let number = show(&desktop).expect("the server shows it");
        let bubble = desktop.wait_for_bubble("Time to stretch");
        assert_eq!(bubble.texts, ["Time to stretch", "Sitting for 30 minutes"]);
        assert_eq!(bubble.buttons, ["Start", "Snooze 5 min", "Skip"]);
        desktop.press(&bubble, label);
        assert_eq!(pressed.next::<(u32, String)>(), (number, key.to_owned()));
        desktop.wait_for_no_bubble();
    }
}

#[test]
fn pointer_and_keyboard_reach_a_window() {
    needs!("desktop");
    const RETURN: u32 = 0xff0d;
    let desktop = Desktop::new();
    let program = desktop.start(
        desktop
            .command("xev")
            .args(["-event", "keyboard", "-event", "button"]),
    );
    let window = desktop.screen().wait_for_window("Event Tester");
    desktop.screen().click(window.place.middle());
    until("the click in the window", || {
        program.words().contains("ButtonPress").then_some(())
    });
    until("the focus on the window", || {
        desktop
            .screen()
            .find_window("Event Tester")?
            .is_focused
            .then_some(())
    });
    desktop.screen().key(RETURN);
    until("the key in the window", || {
        program
            .words()
            .contains("keysym 0xff0d, Return")
            .then_some(())
    });
}

#[test]
fn parts_can_be_left_out() {
    needs!("desktop");
    let desktop = Desktop::without(&[Part::Notify, Part::Tray, Part::WindowManager]);
    let refused = show(&desktop).expect_err("nobody shows notifications");
    assert!(refused.to_string().contains("ServiceUnknown"), "{refused}");
    assert!(!desktop.bus().has_owner("org.kde.StatusNotifierWatcher"));
    let properties = desktop.run(
        desktop
            .command("xprop")
            .args(["-root", "_NET_SUPPORTING_WM_CHECK"]),
    );
    assert!(!properties.contains("window id"), "{properties}");
    drop(desktop);

    let desktop = Desktop::without(&[Part::Bus]);
    assert_eq!(desktop.variable("DBUS_SESSION_BUS_ADDRESS"), None);
    let run = desktop.variable("XDG_RUNTIME_DIR").expect("a folder");
    assert!(!Path::new(run).join("bus").exists());
}

#[test]
fn nothing_stays_behind() {
    needs!("desktop");
    let desktop = Desktop::new();
    let run = desktop
        .variable("XDG_RUNTIME_DIR")
        .expect("a folder")
        .to_owned();
    let pid = desktop.run(desktop.command("sh").args([
        "-c",
        // An orphan that ignores a polite request to end.
        "trap '' TERM; setsid sleep 1000 >/dev/null 2>&1 & echo $!",
    ]));
    let orphan = Path::new("/proc").join(pid.trim()).join("cmdline");
    let is_asleep = || fs::read_to_string(&orphan).is_ok_and(|line| line.starts_with("sleep"));
    until("the orphan at work", || is_asleep().then_some(()));
    drop(desktop);
    assert!(!Path::new(&run).exists());
    assert!(!is_asleep());
}
