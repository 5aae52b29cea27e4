//! The player: keys, buttons, the end.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test passes on what it does not look at"
)]

use egui_kittest::kittest::NodeT;

use super::after_break::to_the_end;
use super::curtain::next_picture;
use super::*;
use crate::logic::catalog::Area;
use crate::logic::practice::chime;
use crate::logic::shown::status::{LetGo, LetGoWhy};

const DECOMPRESSION: &str = "standing-spinal-decompression";

fn ends(asked: &[Request]) -> Vec<(bool, u64)> {
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
fn a_break_can_be_followed_by_ear() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    for _ in 0..1200 {
        if window.shows("Well done") {
            break;
        }
        window.pass(400);
    }
    let heard = window.heard();
    assert!(heard.iter().all(|(_, volume)| *volume == 40), "{heard:?}");
    let cues: Vec<Cue> = heard.into_iter().map(|(cue, _)| cue).collect();
    assert_eq!(cues.first(), Some(&Cue::GetReady), "{cues:?}");
    assert_eq!(cues.last(), Some(&Cue::Done), "{cues:?}");
    for cue in [Cue::Go, Cue::HalfWay] {
        assert!(cues.contains(&cue), "{cues:?}");
    }
}

#[test]
fn m_mutes_and_the_settings_keep_it() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    assert!(window.shows("Sounds off") && !window.heard().is_empty());
    window.asked();
    window.key(Key::M);
    assert!(window.shows("Sounds on"));
    let kept = |value: &str| Request::SettingsSet {
        path: "sound.on".to_owned(),
        value: value.to_owned(),
    };
    assert_eq!(window.asked(), [kept("false")]);
    // Settings that could not be written do not make it loud again.
    window.tell(Told::Settings(list(&Settings::default())));
    until(&mut window, "Well done");
    assert!(window.heard().is_empty());
    window.press("Sounds on");
    assert_eq!(window.asked().last(), Some(&kept("true")));
    assert!(window.shows("Sounds off"));
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
    // Who asked for it knows why.
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

/// A player whose person wants to hear the steps, past its first second.
fn spoken_player(what: &str) -> Window {
    let mut settings = Settings::default();
    settings.sound.speech = true;
    let mut window = Window::with(Opening::Player(what.to_owned()), USUAL, settings);
    window.pass(1100);
    window
}

#[test]
fn each_step_is_read_out_once_and_cut_off_when_it_is_over() {
    let mut window = spoken_player("thread-the-needle");
    let name = "Thread the needle. Kneel on all fours, wrists below the shoulders and knees below the hips.";
    for _ in 0..9 {
        if window.shows("Thread the needle  ·  2\u{a0}of\u{a0}3") {
            break;
        }
        window.key(Key::S);
    }
    assert_eq!(window.said().last(), Some(&Some(name.to_owned())));
    window.key(Key::ArrowRight);
    window.pass(1000);
    window.pass(1000);
    assert_eq!(
        window.said(),
        [Some("Make your back long and even.".to_owned())]
    );
    window.key(Key::Space);
    assert_eq!(window.said(), [None], "a pause is quiet");
    window.key(Key::Space);
    assert_eq!(window.said().len(), 1, "and is followed by the words again");
    window.key(Key::M);
    assert_eq!(window.said(), [None]);
    window.key(Key::ArrowRight);
    assert!(window.said().is_empty(), "silent is silent");
    window.key(Key::M);
    let mut heard = Vec::new();
    while !super::after_break::is_over(&window) {
        window.key(Key::ArrowRight);
        heard.extend(window.said());
    }
    let said = |words: &str| heard.contains(&Some(words.to_owned()));
    assert!(said("Change sides. The right side is next."), "{heard:?}");
    assert!(
        said("Right side. Unwind slowly, back to all fours."),
        "{heard:?}"
    );
    assert!(said("That was the last one."), "{heard:?}");
    window.key(Key::Escape);
    assert_eq!(window.said(), [None]);
}

#[test]
fn words_are_as_loud_as_chimes_and_let_them_ring_out() {
    let mut window = spoken_player("thread-the-needle");
    let mut chimed = 0;
    while !super::after_break::is_over(&window) {
        window.heard();
        window.spoken();
        window.key(Key::ArrowRight);
        let rings = window.heard().last().map(|(cue, _)| chime::seconds(*cue));
        for spoken in window.spoken().into_iter().flatten() {
            assert_eq!(spoken.volume, 40);
            if let Some(rings) = rings {
                let waits = spoken.after.as_secs_f32();
                assert!(
                    (rings - 0.3..=rings).contains(&waits),
                    "{waits} s of {rings} s"
                );
                chimed += 1;
            }
        }
    }
    assert!(chimed > 2, "{chimed}");
}

#[test]
fn nothing_is_read_out_unless_it_is_wanted() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    to_the_end(&mut window);
    assert!(window.said().iter().all(Option::is_none));
}

/// What a screen reader speaks of its own accord, from top to bottom.
fn announced(window: &Window) -> Vec<String> {
    let labels = window.harness.query_all_by_role(egui::Role::Label);
    let live = labels.filter(|node| {
        let live = node.accesskit_node().data().live();
        live == Some(egui::accesskit::Live::Polite)
    });
    live.filter_map(|node| node.accesskit_node().value())
        .collect()
}

#[test]
fn a_screen_reader_hears_each_change_and_no_digits() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("thread-the-needle", size);
        while !announced(&window)[0].starts_with("Kneel on all fours") {
            window.key(Key::S);
        }
        let mut heard = vec![announced(&window)];
        while !super::after_break::is_over(&window) {
            window.key(Key::ArrowRight);
            let begun = announced(&window);
            heard.push(begun.clone());
            // The clock runs on silently.
            window.pass(1000);
            assert_eq!(announced(&window), begun);
        }
        for words in [
            "Open your left arm to the ceiling, then slide it through under you.",
            "Change sides. The right side is next.",
            "Open your right arm to the ceiling, then slide it through under you.",
            "A short one",
        ] {
            let said = heard.iter().filter(|said| said[0] == words).count();
            assert_eq!(said, 1, "{words}: {heard:?}");
        }
        window.press("Pain 0");
        assert!(announced(&window).contains(&"Good to know.".to_owned()));
    }
}

#[test]
fn a_pause_is_announced() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.key(Key::Space);
    assert!(!announced(&window).contains(&"Paused".to_owned()));
    window.key(Key::Space);
    assert!(announced(&window).contains(&"Paused".to_owned()));
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
    // Whoever is on a button presses it, and nothing else.
    for _ in 0..2 {
        window.key(Key::Tab);
    }
    window.key(Key::Space);
    assert!(window.shows("Paused"));
}

/// A turn of a window that nobody can see: nothing is drawn, only the time passes.
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
    // Each turn has itself called again, or the last one would have been the first.
    assert!(asks.load(std::sync::atomic::Ordering::Relaxed) >= turns - 1);
    // Whoever looks again finds the end.
    window.draw(2);
    assert!(window.shows("Well done"));
}

fn let_go(why: LetGoWhy, counts: bool, asks_again: Option<Duration>) -> Told {
    let mut told = status();
    told.running = None;
    told.let_go = Some(LetGo {
        what: DECOMPRESSION.to_owned(),
        why,
        counts,
        asks_again,
    });
    Told::Status(Box::new(told))
}

#[test]
fn a_player_does_not_close_for_a_break_that_was_let_go_of_before_it() {
    let mut window = Window::player(DECOMPRESSION, USUAL);
    window.harness.state_mut().model.status = None;
    for _ in 0..2 {
        let told = let_go(LetGoWhy::WorkedOn, false, None);
        window.notes.borrow_mut().told.push(told);
        window.pass(50);
        assert!(!window.shows("Not a good moment?"));
    }
    window.pass(11_000);
    assert!(!window.closed);
}

#[test]
fn a_break_that_is_let_go_of_says_so_and_closes_by_itself() {
    let five = Some(Duration::from_secs(300));
    for (why, counts, asks_again, words) in [
        (LetGoWhy::WorkedOn, false, five, "Not a good moment?"),
        (LetGoWhy::WorkedOn, false, None, "Not a good moment?"),
        (LetGoWhy::WorkedOn, true, None, "Back at work already?"),
        (LetGoWhy::Away, false, None, "Welcome back"),
        (LetGoWhy::Away, true, None, "Welcome back"),
    ] {
        for size in [SMALL, USUAL] {
            let mut window = Window::player(DECOMPRESSION, size);
            window.pass(6000);
            window.asked();
            let told = let_go(why, counts, asks_again);
            window.notes.borrow_mut().told.push(told);
            window.pass(50);
            assert!(window.shows(words), "{why:?} {counts}");
            assert!(window.shows("Close") && !window.shows("Leave"));
            window.pass(8000);
            assert!(!window.closed);
            window.pass(3000);
            assert!(window.closed);
            window.harness.state_mut().close();
            assert!(ends(&window.asked()).is_empty(), "the daemon knows");
        }
    }
}

#[test]
fn the_word_of_another_break_changes_nothing() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    let told = let_go(LetGoWhy::Away, false, None);
    window.notes.borrow_mut().told.push(told);
    window.pass(50);
    assert!(window.shows("Leave"));
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
    // Over the first one, into the second.
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

/// Pictures for the eye: `cargo test --lib pictures_of_a_break_let_go_of -- --ignored` puts them into target/tmp.
#[test]
#[ignore = "takes pictures to be looked at"]
fn pictures_of_a_break_let_go_of() {
    for (name, colours) in [("light", ThemeChoice::Light), ("dark", ThemeChoice::Dark)] {
        for (what, size) in [("usual", USUAL), ("small", SMALL)] {
            let opening = Opening::Player(DECOMPRESSION.to_owned());
            let mut window = Window::open(opening, size, colours);
            window.pass(12_000);
            let five = Some(Duration::from_secs(300));
            let told = let_go(LetGoWhy::WorkedOn, false, five);
            window.notes.borrow_mut().told.push(told);
            window.pass(100);
            let path = format!("target/tmp/let-go-{name}-{what}.png");
            window.picture().save(path).expect("target/tmp is writable");
        }
    }
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
