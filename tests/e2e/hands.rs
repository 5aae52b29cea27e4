//! The window in a user's hands: seen as a screen reader sees it, used with the pointer and the keyboard.

use crate::harness::{Desktop, Element, PLAYER, Place, number, until};
use crate::needs::needs;

/// The window's name in the accessibility tree.
const APPLICATION: &str = "unbend";

/// The introduction has been seen; nobody is there to hear chimes.
const SETTINGS: &str = r#"(
    presence: (away_after: "5m", natural_break: "10m"),
    reminders: {"stretch": (after: "6m")},
    timing: (lull: "1s", lull_wait: "2s", break_counts: "1s"),
    look: (welcome_done: true),
    sound: (on: false),
)"#;

/// A short exercise, in a file that the user wrote.
const BLINK: &str = r#"// Mine, and it stays.
(
    exercises: [
        (
            id: "blink", name: "Blink twice", purpose: "Is over soon.", areas: [Neck], position: Seated,
            figure: "chin", steps: [(text: "Blink.", keys: [1], seconds: 2)],
        ),
    ],
)"#;

const RETURN: u32 = 0xff0d;

impl Desktop {
    /// Everything that the window shows.
    fn shown(&self) -> Vec<Element> {
        let windows = self.elements(APPLICATION);
        let all = windows.iter().flat_map(Element::all);
        all.filter(|element| element.place.is_some_and(|place| place.width > 0))
            .cloned()
            .collect()
    }

    /// Waits until the window shows an element with that name whose role contains `role`, and returns its place.
    #[track_caller]
    fn wait_for_element(&self, role: &str, name: &str) -> Place {
        until(&format!("{role} `{name}` in the window"), || {
            let shown = self.shown();
            let found = shown
                .iter()
                .find(|element| element.name == name && element.role.contains(role));
            found.and_then(|element| element.place)
        })
    }

    /// Presses a button, once it has stopped moving.
    #[track_caller]
    fn press_in_window(&self, name: &str) {
        let mut before = self.wait_for_element("button", name);
        let place = until(&format!("button `{name}` at rest"), || {
            let place = self.wait_for_element("button", name);
            let rests = std::mem::replace(&mut before, place) == place;
            rests.then_some(place)
        });
        self.screen().click(place.middle());
    }

    /// Types into a field, once it has the focus.
    #[track_caller]
    fn type_into(&self, name: &str, text: &str) {
        let field = self.wait_for_element("entry", name);
        self.screen().click(field.middle());
        until(&format!("the keyboard in `{name}`"), || {
            let shown = self.shown();
            let mut named = shown.iter().filter(|element| element.name == name);
            named.any(|element| element.is_focused).then_some(())
        });
        for letter in text.bytes() {
            self.screen().key(u32::from(letter));
        }
    }
}

/// Opens a page of the window, on a desktop where the daemon is running.
fn open(page: &str) -> Desktop {
    let desktop = Desktop::new();
    desktop.write_config("settings.ron", SETTINGS);
    desktop.write_config("catalog.ron", BLINK);
    desktop.start_daemon();
    desktop.reader();
    desktop.start(&mut desktop.unbend(&["window", page]));
    desktop.screen().wait_for_window("Unbend");
    desktop
}

#[test]
fn a_limit_set_in_the_window_is_the_daemons() {
    needs!("desktop");
    let desktop = open("settings");
    assert_eq!(number(&desktop.status(), "/limit_seconds"), 360);
    for limit in [300, 240] {
        desktop.press_in_window("After: less");
        desktop.wait_for_status("/limit_seconds", limit);
    }
    desktop.wait_for_element("label", "After: 4 min");
    let file = std::fs::read_to_string(desktop.config_file("settings.ron")).expect("it is there");
    assert!(file.contains("after: \"4m\""), "{file}");
    desktop.press_in_window("Undo");
    desktop.wait_for_status("/limit_seconds", 300);
}

#[test]
fn a_routine_is_composed_in_the_window_and_played_to_its_end() {
    needs!("desktop");
    let desktop = open("exercises");
    desktop.press_in_window("New routine");
    desktop.type_into("Name", "short rest");
    // The one that takes seconds, among all there are.
    desktop.type_into("Search exercises to add", "blink");
    desktop.press_in_window("Add Blink twice");
    desktop.wait_for_element("label", "1. Blink twice");
    desktop.press_in_window("Amount of Blink twice: as the exercise says");
    desktop.press_in_window("Blink twice: Seconds held: more");
    desktop.press_in_window("Save");
    desktop.press_in_window("Start");
    let kept = std::fs::read_to_string(desktop.config_file("catalog.ron")).expect("it is there");
    assert!(kept.contains("// Mine, and it stays."), "{kept}");
    assert!(kept.contains("id: \"short-rest\""), "{kept}");
    assert!(kept.contains("(exercise: \"blink\", hold: 3)"), "{kept}");
    desktop.screen().wait_for_window(PLAYER);
    let status = desktop.wait_for_status("/running/what", "short-rest");
    assert_eq!(status["running"]["name"], "short rest");
    desktop.wait_for_status("/today/done", 1);
    until("the player gone", || {
        desktop.screen().key(RETURN);
        desktop.screen().find_window(PLAYER).is_none().then_some(())
    });
}
