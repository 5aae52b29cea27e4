//! The player: keys, buttons, the end.

use super::*;

const DECOMPRESSION: &str = "standing-spinal-decompression";

fn ends(asked: &[Request]) -> Vec<(bool, u64)> {
    asked
        .iter()
        .filter_map(|request| {
            if let Request::BreakEnd { finished, guided } = request {
                Some((*finished, guided.as_secs()))
            } else {
                None
            }
        })
        .collect()
}

/// Goes on until something is there.
fn until(window: &mut Window, label: &str) {
    for _ in 0..1200 {
        if window.shows(label) {
            return;
        }
        window.pass(500);
    }
    panic!("never showed {label}");
}

#[test]
fn keys_of_the_first_second_press_nothing() {
    let mut window = Window::open(
        Opening::Player(DECOMPRESSION.to_owned()),
        USUAL,
        ThemeChoice::Light,
    );
    window.pass(100);
    for key in [Key::Escape, Key::Space, Key::Enter, Key::F] {
        window.key(key);
    }
    assert!(!window.closed);
    assert!(ends(&window.asked()).is_empty());
    assert!(!window.shows("Go on"), "space has paused it");
    window.pass(1100);
    window.key(Key::Escape);
    assert!(window.closed);
}

#[test]
fn the_daemon_hears_of_the_break_from_its_start() {
    let window = Window::player(DECOMPRESSION, USUAL);
    let begun = Request::BreakProgress {
        guided: Duration::ZERO,
    };
    assert!(window.asked().contains(&begun));
}

#[test]
fn it_goes_through_by_itself_and_reports_the_end_once() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    until(&mut window, "Well done");
    let asked = window.asked();
    let ends = ends(&asked);
    assert_eq!(ends.len(), 1, "{asked:?}");
    assert!(ends[0].0 && ends[0].1 >= 30, "{ends:?}");
    window.press("Close");
    assert!(window.closed);
    assert!(super::player::ends(&window.asked()).is_empty());
}

#[test]
fn leaving_reports_the_guided_time() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    until(&mut window, "Get into position");
    window.press("Start");
    window.pass(3000);
    window.press("Leave");
    assert!(window.closed);
    let ends = ends(&window.asked());
    assert_eq!(ends.len(), 1);
    assert!(!ends[0].0 && (3..30).contains(&ends[0].1), "{ends:?}");
}

#[test]
fn a_window_that_is_closed_reports_too() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.harness.state_mut().close();
    assert_eq!(ends(&window.asked()).len(), 1);
}

#[test]
fn space_starts_and_pauses() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    until(&mut window, "Get into position");
    window.key(Key::Space);
    assert!(!window.shows("Get into position"));
    window.key(Key::Space);
    assert!(window.shows("Paused") && window.shows("Go on"));
    window.pass(60_000);
    assert!(window.shows("Paused"));
    window.key(Key::Space);
    assert!(window.shows("Pause") && !window.shows("Paused"));
}

#[test]
fn arrows_step() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    let reached = |window: &mut Window, key: Key| {
        for _ in 0..60 {
            window.key(key);
            window.pass(50);
        }
    };
    reached(&mut window, Key::ArrowRight);
    assert!(window.shows("Well done"));
}

#[test]
fn the_controls_have_names_and_the_figure_too() {
    let window = Window::player("doorway-pec-stretch", USUAL);
    for name in [
        "Leave",
        "Back",
        "Next",
        "Skip this exercise",
        "Full screen",
        "Progress",
    ] {
        assert!(window.shows(name), "{name}");
    }
    window.harness.check_accessibility();
    let named = window
        .harness
        .query_all_by_role(egui::Role::Image)
        .next()
        .is_some();
    assert!(named);
}

#[test]
fn a_still_player_asks_for_no_pictures() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    until(&mut window, "Well done");
    window.draw(4);
    let wait = window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(wait > Duration::from_secs(60), "{wait:?}");
}
