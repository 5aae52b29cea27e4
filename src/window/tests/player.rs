//! The player: keys, buttons, the end.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test passes on what it does not look at"
)]

use egui_kittest::kittest::NodeT;

use super::curtain::next_picture;
use super::*;
use crate::logic::catalog::Area;

pub(super) const DECOMPRESSION: &str = "standing-spinal-decompression";

pub(super) fn ends(asked: &[Request]) -> Vec<(bool, u64)> {
    asked
        .iter()
        .filter_map(|request| {
            if let Request::BreakEnd {
                finished, guided, ..
            } = request
            {
                Some((*finished, guided.as_secs()))
            } else {
                None
            }
        })
        .collect()
}

/// Continues until something is shown.
pub(super) fn until(window: &mut Window, label: &str) {
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
        goes_on: Duration::ZERO,
        exercises: None,
        running: None,
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
    assert!(super::after_break::is_over(&window));
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
    let wait = next_picture(&window);
    assert!(wait > Duration::from_secs(60), "{wait:?}");
}

#[test]
fn the_reason_of_the_choice_is_shown_before_the_first_movement() {
    for size in [SMALL, USUAL, LARGE] {
        let opening = Opening::Player("doorway-pec-stretch".to_owned());
        let mut window = Window::open(opening, size, ThemeChoice::Light);
        let mut plan = Plan::new(catalog::builtin(), "doorway-pec-stretch").unwrap();
        let because = Reason::AreaNew { area: Area::Chest };
        let why = crate::window::widgets::text::capitalised(&because.words());
        plan = plan.chosen(Some(because));
        window.tell(Told::Play(plan));
        window.pass(1100);
        assert!(window.shows(&format!("Next: Doorway pec stretch. {why}")));
        window.key(Key::S);
        assert!(window.shows(&format!("Why this one? {why}")));
        window.press("Start");
        assert!(!window.shows(&format!("Why this one? {why}")));
    }
    // Somebody who chose it knows why.
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    window.key(Key::S);
    assert!(window.shows("Get into position"));
    assert!(
        window
            .harness
            .query_all_by_label_contains("Why")
            .next()
            .is_none()
    );
}

#[test]
fn what_has_changed_since_the_last_time_is_said_before_it() {
    let mut plan = Plan::new(catalog::builtin(), "chin-tucks").unwrap();
    let note = "A little more than before: it was easy three times";
    for exercise in &mut plan.exercises {
        if exercise.id == plan.id {
            exercise.note = note.to_owned();
        }
    }
    let mut window = Window::player("chin-tucks", SMALL);
    window.tell(Told::Play(plan));
    while !window.shows("Sit or stand upright, eyes level.") {
        window.key(Key::S);
    }
    assert!(window.shows(note));
}

#[test]
fn tab_goes_from_control_to_control_and_leaving_comes_last() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.key(Key::Space);
    let mut order = Vec::new();
    for _ in 0..7 {
        window.key(Key::Tab);
        let focused = window.harness.query_all_by_role(egui::Role::Button);
        let focused = focused.filter(|node| node.accesskit_node().is_focused());
        order.extend(focused.filter_map(|node| node.accesskit_node().label()));
    }
    assert_eq!(
        order,
        [
            "Back",
            "Pause",
            "Next",
            "Skip this exercise",
            "Sounds off",
            "Full screen",
            "Leave"
        ]
    );
    // With a button focused, the key presses it and nothing else.
    for _ in 0..2 {
        window.key(Key::Tab);
    }
    window.key(Key::Space);
    assert!(window.shows("Paused"));
}

/// A turn of a window that nobody can see: nothing is drawn, only time passes.
pub(super) fn unseen(window: &mut Window, milliseconds: u64) {
    let now = *window.clock.borrow();
    *window.clock.borrow_mut() = now + Duration::from_millis(milliseconds);
    let ctx = window.harness.ctx.clone();
    let input = egui::RawInput::default();
    let output = ctx.run_logic(&input, |ctx| window.harness.state_mut().live(ctx));
    let commands = output.viewport_commands.values().flatten();
    let close = egui::ViewportCommand::Close;
    window.closed |= commands.into_iter().any(|command| *command == close);
}

#[test]
fn a_break_that_nobody_can_see_goes_on_is_heard_and_comes_to_its_end() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    window.heard();
    window.asked();
    let asks = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&asks);
    window
        .harness
        .ctx
        .set_request_repaint_callback(move |wanted| {
            if wanted.delay > Duration::ZERO {
                counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        });
    let mut turns = 0;
    let mut asked = Vec::new();
    while ends(&asked).is_empty() && turns < 1200 {
        unseen(&mut window, 400);
        asked.extend(window.asked());
        turns += 1;
    }
    assert_eq!(ends(&asked).len(), 1, "{turns} turns: {asked:?}");
    assert!(ends(&asked)[0].0);
    let cues: Vec<Cue> = window.heard().into_iter().map(|(cue, _)| cue).collect();
    for cue in [Cue::Go, Cue::HalfWay, Cue::Done] {
        assert!(cues.contains(&cue), "{cues:?}");
    }
    // Each turn requests the next one, otherwise the last would have been the first.
    assert!(asks.load(std::sync::atomic::Ordering::Relaxed) >= turns - 1);
    // Whoever looks again sees the end.
    window.draw(2);
    assert!(window.shows("Well done"));
}

#[test]
fn it_promises_to_go_on_while_it_guides_and_says_when_it_does_not() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    until(&mut window, "Get into position");
    window.asked();
    let promised = |window: &Window| {
        let asked = window.asked();
        asked.iter().rev().find_map(|request| match request {
            Request::BreakProgress { goes_on, .. } => Some(*goes_on),
            _ => None,
        })
    };
    assert_eq!(promised(&window), None);
    window.press("Start");
    assert!(promised(&window).is_some_and(|goes_on| goes_on > Duration::from_secs(2)));
    window.pass(1000);
    assert_eq!(promised(&window), None, "nothing new");
    window.key(Key::Space);
    assert_eq!(promised(&window), Some(Duration::ZERO));
    window.key(Key::Space);
    assert!(promised(&window).is_some_and(|goes_on| !goes_on.is_zero()));
}

#[test]
fn it_tells_on_the_way_what_was_played_exercise_by_exercise() {
    let mut window = Window::player("quick-daily-reset", USUAL);
    until(&mut window, "Get into position");
    // Past the first one, into the second.
    window.key(Key::S);
    window.key(Key::ArrowRight);
    window.asked();
    window.pass(4000);
    window.key(Key::Space);
    let asked = window.asked();
    let told = asked.iter().rev().find_map(|request| match request {
        Request::BreakProgress {
            guided,
            exercises,
            running,
            ..
        } => Some((*guided, exercises.clone()?, *running)),
        _ => None,
    });
    let (guided, exercises, running) = told.expect("a report");
    assert_eq!(running, None, "paused");
    let [played] = exercises.as_slice() else {
        panic!("{exercises:?}");
    };
    assert_eq!(played.id, "scapular-squeezes");
    assert_eq!((played.guided, played.whole), (guided, false));
    assert!(played.guided >= Duration::from_secs(3));
    window.key(Key::Space);
    let asked = window.asked();
    let goes_on = asked.iter().rev().find_map(|request| match request {
        Request::BreakProgress { running, .. } => Some(*running),
        _ => None,
    });
    assert_eq!(goes_on, Some(Some(0)));
}

#[test]
fn escape_leaves_the_full_screen_before_it_leaves_the_break() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.asked();
    let fill = |window: &mut Window, full| {
        let viewports = &mut window.harness.input_mut().viewports;
        let root = viewports.entry(egui::ViewportId::ROOT).or_default();
        root.fullscreen = Some(full);
    };
    fill(&mut window, true);
    window.draw(1);
    window.harness.key_down(Key::Escape);
    window.harness.step();
    let commands = window.harness.output().viewport_output.values();
    let left = egui::ViewportCommand::Fullscreen(false);
    assert!(
        commands
            .flat_map(|one| &one.commands)
            .any(|command| *command == left)
    );
    window.harness.key_up(Key::Escape);
    fill(&mut window, false);
    window.draw(1);
    assert!(!window.closed && ends(&window.asked()).is_empty());
    window.key(Key::Escape);
    assert!(window.closed);
    assert_eq!(ends(&window.asked()).len(), 1);
}
