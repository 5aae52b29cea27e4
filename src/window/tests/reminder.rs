//! The small window that asks for a break where no notification can.

use super::*;
use crate::window::pages::reminder::SIZE;

fn asking() -> Status {
    Status {
        sitting: Duration::from_secs(31 * 60),
        next: None,
        shown: Some(Shown {
            reminder: "stretch".to_owned(),
            showings: 1,
            what: "doorway-pec-stretch".to_owned(),
            name: "Doorway pec stretch".to_owned(),
            reason: String::new(),
            because: Reason::said("your chest has not had a turn since yesterday"),
        }),
        can_snooze: true,
        can_skip: true,
        ..Status::fresh()
    }
}

/// A window that has just become visible.
fn window(theme: ThemeChoice) -> Window {
    let mut settings = Settings::default();
    settings.look.theme = theme;
    let told = vec![
        Told::Status(Box::new(asking())),
        Told::Settings(list(&settings)),
    ];
    let size = vec2(SIZE[0], SIZE[1]);
    let mut window = Window::told(
        Opening::Reminder,
        size,
        settings,
        Appearance::default(),
        told,
    );
    window.draw(2);
    window.asked();
    window
}

#[test]
fn it_says_what_why_and_how_long_and_takes_each_answer() {
    let answers = [
        ("Start", Request::Start { what: None }),
        ("Snooze 5 min", Request::Snooze { length: None }),
        ("Skip", Request::Skip),
        ("Not now", Request::Close),
    ];
    for (label, request) in answers {
        let mut window = window(ThemeChoice::Light);
        assert!(window.shows("Time for a break"));
        let said = "You have been sitting for 31 min. Why this one: your chest has not had a turn since yesterday.";
        assert!(window.shows(said));
        window.pass(1100);
        window.press(label);
        assert_eq!(window.asked(), [request], "{label}");
        assert!(window.closed, "{label}");
    }
}

#[test]
fn what_was_typed_or_clicked_in_its_first_second_was_meant_for_another() {
    let mut window = window(ThemeChoice::Light);
    window.pass(500);
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.press("Start");
    assert_eq!(window.asked(), []);
    // Somebody who keeps typing hasn't seen it yet, however long that lasts.
    for _ in 0..5 {
        window.pass(600);
        window.key(Key::Enter);
    }
    assert_eq!(window.asked(), []);
    window.pass(1100);
    window.key(Key::Enter);
    assert_eq!(window.asked(), [Request::Start { what: None }]);
    let mut window = self::window(ThemeChoice::Light);
    window.pass(1100);
    window.key(Key::Escape);
    assert_eq!(window.asked(), [Request::Close]);
}

#[test]
fn it_goes_without_a_word_when_the_reminder_was_answered_elsewhere_or_the_daemon_ended() {
    let quiet = Status {
        shown: None,
        ..asking()
    };
    for told in [
        Told::Status(Box::new(quiet)),
        Told::Gone("it has ended".to_owned()),
    ] {
        let mut window = window(ThemeChoice::Light);
        assert!(!window.closed);
        window.tell(told);
        assert!(window.closed);
        assert_eq!(window.asked(), []);
    }
}

#[test]
fn it_offers_only_what_can_be_done_and_says_that_it_asks_again() {
    let mut window = window(ThemeChoice::Light);
    let mut again = asking();
    again.can_snooze = false;
    again.shown.as_mut().unwrap().showings = 3;
    window.tell(Told::Status(Box::new(again)));
    window.pass(1100);
    assert!(window.shows("Still time for a break"));
    assert!(!window.shows("Snooze 5 min") && window.shows("Skip"));
}

#[test]
fn it_looks_as_it_did() {
    let mut wrong = Vec::new();
    for (theme, name) in [
        (ThemeChoice::Light, "reminder-light"),
        (ThemeChoice::Dark, "reminder-dark"),
    ] {
        let mut window = window(theme);
        window.pass(1100);
        wrong.extend(snapshots::compare(&window, name));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
