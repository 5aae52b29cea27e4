//! Work in full screen: a window keeps reminders quiet, but not for ever, and not once the user says so.

use std::collections::HashMap;

use zbus::zvariant::OwnedValue;

use crate::harness::{Bubble, Calls, Desktop, number, until};
use crate::needs::needs;

/// The class of the window somebody works in all day.
const APPLICATION: &str = "Drawing-board";

/// Asked after seconds, and soon in spite of a full-screen window; repeats would come after a second.
const SETTINGS: &str = r#"(
    presence: (away_after: "1m", natural_break: "2m"),
    reminders: {"stretch": (after: "3s")},
    timing: (lull: "1s", lull_wait: "2s", settle: "1s", merge: "0s", again: "1s"),
    holds: (at_most: "2s"),
)"#;

/// A notification as requested from the server.
struct Asked {
    buttons: Vec<String>,
    /// 0 is low, 1 normal, 2 critical.
    urgency: u8,
}

impl Asked {
    #[track_caller]
    fn next(calls: &mut Calls) -> Asked {
        type Arguments = (
            String,
            u32,
            String,
            String,
            String,
            Vec<String>,
            HashMap<String, OwnedValue>,
            i32,
        );
        let (_, _, _, _, _, actions, hints, _) = calls.next::<Arguments>();
        Asked {
            buttons: actions.chunks(2).map(|pair| pair[1].clone()).collect(),
            urgency: u8::try_from(&hints["urgency"]).expect("it is a byte"),
        }
    }
}

impl Desktop {
    /// Somebody works in a full-screen window that holds what is due, until they are asked anyway.
    #[track_caller]
    pub fn asked_in_full_screen(&self) -> Bubble {
        self.write_config("settings.ron", SETTINGS);
        self.start_daemon();
        self.screen().open_full(APPLICATION);
        let status = self.work_until("the hold of a reminder that is due", || {
            let status = self.status();
            let holds = status.pointer("/holds/0/reason")? == "presentation";
            (holds && number(&status, "/sitting_seconds") > 3).then_some(status)
        });
        assert_eq!(status["shown"], serde_json::Value::Null, "{status:#}");
        assert_eq!(status["holds"][0]["app"], APPLICATION, "{status:#}");
        self.work_until_asked()
    }

    /// Keeps working, with the pointer on the bubble: the server keeps a hovered one.
    #[track_caller]
    fn work_on(&self, bubble: &Bubble, seconds: u64) {
        let before = number(&self.status(), "/sitting_seconds");
        let (x, y) = bubble.place().expect("it is on the screen").middle();
        let mut step = 0;
        until("sitting that counts", || {
            step = (step + 3) % 20;
            self.screen().point((x + step, y - 20));
            (number(&self.status(), "/sitting_seconds") >= before + seconds).then_some(())
        });
    }
}

#[test]
fn a_window_that_is_full_screen_all_day_is_asked_in_once_and_no_reason_once_the_person_says_so() {
    needs!("desktop");
    let desktop = Desktop::new();
    let mut calls = desktop
        .another_bus()
        .overhear("org.freedesktop.Notifications", "Notify");
    let bubble = desktop.asked_in_full_screen();
    assert_eq!(
        bubble.buttons,
        ["Start", "Not in this app", "Stay quiet"],
        "{bubble:?}"
    );
    assert!(bubble.texts[0].starts_with("Sitting for "), "{bubble:?}");
    let why =
        format!("{APPLICATION} is full screen, so Unbend has kept quiet. Should it stay quiet?");
    assert!(bubble.texts[1].ends_with(&why), "{bubble:?}");
    assert_eq!(Asked::next(&mut calls).urgency, 0);

    desktop.work_on(&bubble, 3);
    desktop.press(&bubble, "Not in this app");
    desktop.wait_for_status("/holds", Vec::<String>::new());
    let settings = desktop.ask(&["settings", "show"]);
    let ignored = settings.lines().find(|line| line.contains("holds.ignore"));
    assert!(
        ignored.is_some_and(|line| line.contains(APPLICATION)),
        "{settings}"
    );

    // The window is as full screen as before, and the reminder comes like any other. It is the second one: there was
    // none in between.
    let bubble = desktop.work_until_asked();
    assert!(bubble.buttons.contains(&"Skip".to_owned()), "{bubble:?}");
    let asked = Asked::next(&mut calls);
    assert_eq!(asked.buttons, bubble.buttons);
    assert_eq!(asked.urgency, 1);
    let windows = desktop.screen().windows_named(APPLICATION);
    assert!(windows[0].place.width >= 1280, "{windows:?}");
    assert_eq!(desktop.status()["holds"], serde_json::json!([]));
}
