//! Names and texts that would reverse a line or control a terminal: none is shown as it is.

use egui_kittest::kittest::NodeT as _;

use super::*;
use crate::logic::presence::apps::Seen;
use crate::logic::presence::{DesktopHold, Hold};
use crate::logic::shown::status::{HeldBy, Left};
use crate::logic::text::visible::steers;
use crate::window::tests::sweep::texts;

const STEER: &str = "\u{202e}\u{1b}[2J";

fn steer(text: &mut String) {
    if !text.is_empty() {
        text.insert_str(0, STEER);
    }
}

/// The built-in catalog as somebody might distribute it.
fn steered() -> Catalog {
    let mut catalog = catalog::builtin().clone();
    for exercise in &mut catalog.exercises {
        steer(&mut exercise.name);
        steer(&mut exercise.purpose);
        steer(&mut exercise.prepare);
        steer(&mut exercise.tip);
        steer(&mut exercise.caution);
        for step in &mut exercise.steps {
            steer(&mut step.text);
        }
    }
    for routine in &mut catalog.routines {
        steer(&mut routine.name);
        steer(&mut routine.purpose);
    }
    catalog
}

/// A reason whose words contain control characters.
fn steering() -> Reason {
    let mut text = "chest: not for 2 days".to_owned();
    steer(&mut text);
    Reason::Said { text }
}

/// A status, with or without a reminder, that contains such text.
fn told(mut status: Status) -> Status {
    status.catalog += 1;
    if let Some(next) = &mut status.next {
        steer(&mut next.name);
        next.because = Some(steering());
    }
    for shown in status.shown.iter_mut().chain(&mut status.due) {
        steer(&mut shown.name);
        shown.because = Some(steering());
    }
    status.left = Some(Left {
        what: "quick-daily-reset".to_owned(),
        name: format!("{STEER}Quick daily reset"),
        exercise: "sit-tall".to_owned(),
        exercise_name: format!("{STEER}Sit tall"),
    });
    let app = Some(format!("{STEER}game"));
    let held = HeldBy::new(Hold::Desktop(DesktopHold::Presentation), None, app);
    status.holds.push(held);
    status.problems.push(format!("{STEER}catalog.ron: line 3"));
    status
}

/// Nothing painted or read out contains control characters.
fn check(window: &Window, what: &str) {
    let wrong = |text: &str| text.chars().any(|letter| steers(letter) && letter != '\n');
    for (text, _, _) in texts(&window.harness.output().shapes) {
        assert!(!wrong(&text), "{what} shows {text:?}");
    }
    for node in window.harness.query_all(egui_kittest::kittest::By::new()) {
        let node = node.accesskit_node();
        for text in [node.label(), node.value(), node.description()] {
            let text = text.unwrap_or_default();
            assert!(!wrong(&text), "{what} reads out {text:?}");
        }
    }
}

#[test]
fn no_text_of_a_person_steers_the_window() {
    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    for page in [
        Page::Today,
        Page::Exercises,
        Page::Insights,
        Page::Settings,
        Page::Doctor,
        Page::About,
    ] {
        for status in [status(), reminded()] {
            let mut window =
                Window::with(Opening::Page(page), vec2(960.0, 8000.0), settings.clone());
            window.notes.borrow_mut().catalog = steered();
            window.tell(Told::Status(Box::new(told(status))));
            let mut day = day();
            day.entries
                .iter_mut()
                .for_each(|entry| steer(&mut entry.text));
            window.tell(Told::Day(day));
            window.tell(Told::Apps(Seen {
                calls: vec![format!("{STEER}recorder")],
                full_screen: vec![format!("{STEER}game")],
            }));
            window.pass(200);
            window.pass(200);
            check(&window, &format!("{page:?}"));
        }
    }
    let mut window = Window::with(
        Opening::Page(Page::Exercises),
        vec2(960.0, 8000.0),
        settings.clone(),
    );
    window.notes.borrow_mut().catalog = steered();
    window.tell(Told::Status(Box::new(told(status()))));
    for name in ["Chin tucks", "Quick daily reset"] {
        let label = format!("{}{name}", crate::logic::text::visible::line(STEER));
        window.reach(&label);
        window.pass(400);
        check(&window, name);
        window.key(Key::Escape);
        window.pass(400);
    }
}

#[test]
fn no_text_of_a_person_steers_the_player() {
    let catalog = steered();
    let mut window = Window::player("quick-daily-reset", USUAL);
    let plan = Plan::new(&catalog, "quick-daily-reset").expect("in the catalog");
    window.tell(Told::Play(plan));
    for _ in 0..60 {
        check(&window, "the player");
        window.key(Key::ArrowRight);
        window.pass(300);
    }
}
