//! Leaving a break in progress: the question, and what each answer does.

use egui_kittest::kittest::NodeT;

use super::editor::{exercises, kept, put, type_into};
use super::*;
use crate::logic::shown::status::{Left, LetGo, LetGoWhy, Running};

const TUCKS: &str = "chin-tucks";
const QUESTION: &str = "Leave this break?";

/// The status while that break is running.
fn running(can_put_off: bool) -> Status {
    Status {
        running: Some(Running {
            what: TUCKS.to_owned(),
            name: "Chin tucks".to_owned(),
            by: "stretch".to_owned(),
            reason: String::new(),
            because: None,
            can_put_off,
        }),
        ..status()
    }
}

/// A player that has guided for some seconds.
fn begun(size: Vec2) -> Window {
    begun_in(size, ThemeChoice::Light)
}

fn begun_in(size: Vec2, theme: ThemeChoice) -> Window {
    let mut window = Window::open(Opening::Player(TUCKS.to_owned()), size, theme);
    window.pass(1100);
    window.tell(Told::Status(Box::new(running(true))));
    window.press("Start");
    for _ in 0..8 {
        window.pass(1000);
    }
    window.asked();
    window
}

/// The last end that was reported: guided seconds, and whether it is put off.
fn end(window: &Window) -> Option<(u64, bool)> {
    let ends = window.asked().into_iter().filter_map(|request| {
        if let Request::BreakEnd {
            guided, put_off, ..
        } = request
        {
            Some((guided.as_secs(), put_off))
        } else {
            None
        }
    });
    let ends: Vec<_> = ends.collect();
    assert!(ends.len() < 2, "told twice: {ends:?}");
    ends.first().copied()
}

fn focused(window: &Window) -> String {
    let buttons = window.harness.query_all_by_role(egui::Role::Button);
    let mut focused = buttons.filter(|node| node.accesskit_node().is_focused());
    focused
        .next()
        .and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

#[test]
fn a_running_break_is_not_left_without_a_question() {
    for ask in ["key", "button", "desktop"] {
        let mut window = begun(USUAL);
        let closes = match ask {
            "key" => {
                window.key(Key::Escape);
                window.closed
            }
            "button" => {
                window.press("Leave");
                window.closed
            }
            _ => window.desktop_closes(),
        };
        assert!(!closes && window.shows(QUESTION), "{ask}");
        assert_eq!(focused(&window), "Keep going", "{ask}");
        let told = window.asked();
        let is_pause = |request: &Request| {
            if let Request::BreakProgress {
                goes_on, guided, ..
            } = request
            {
                goes_on.is_zero() && guided.as_secs() >= 5
            } else {
                false
            }
        };
        assert!(told.iter().any(is_pause), "{ask}: {told:?}");
        window.harness.check_accessibility();
    }
}

#[test]
fn nothing_goes_on_behind_the_question_and_what_follows_goes_on_from_there() {
    let mut window = begun(USUAL);
    window.key(Key::Escape);
    for _ in 0..90 {
        window.pass(1000);
    }
    assert!(window.shows(QUESTION));
    window.key(Key::Enter);
    assert!(!window.shows(QUESTION) && !window.closed);
    assert!(window.shows("Pause"), "it goes on");
    window.key(Key::Escape);
    for key in [Key::Tab, Key::Tab, Key::Enter] {
        window.key(key);
    }
    assert!(window.closed);
    let (guided, put_off) = end(&window).expect("told");
    assert!((8..15).contains(&guided) && !put_off, "{guided}");
}

#[test]
fn esc_on_the_question_keeps_going() {
    let mut window = begun(USUAL);
    window.key(Key::Escape);
    window.key(Key::Escape);
    assert!(!window.shows(QUESTION) && !window.closed);
    assert!(window.shows("Pause"));
}

#[test]
fn a_break_that_was_paused_goes_on_when_it_is_kept() {
    let mut window = begun(USUAL);
    window.key(Key::Space);
    assert!(window.shows("Paused"));
    window.key(Key::Escape);
    window.key(Key::Enter);
    assert!(window.shows("Pause") && !window.shows("Paused"));
}

#[test]
fn who_wants_to_be_reminded_is_and_the_words_are_those_of_the_settings() {
    let mut window = begun(USUAL);
    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    settings.timing.snooze = Duration::from_secs(12 * 60);
    window.tell(Told::Settings(list(&settings)));
    window.key(Key::Escape);
    window.key(Key::Tab);
    assert_eq!(focused(&window), "Remind me in 12 min");
    window.key(Key::Enter);
    assert!(window.closed);
    assert_eq!(end(&window).map(|(_, put_off)| put_off), Some(true));
}

#[test]
fn the_keyboard_stays_on_the_question() {
    let mut window = begun(USUAL);
    window.key(Key::Escape);
    let mut order = Vec::new();
    for _ in 0..6 {
        order.push(focused(&window));
        window.key(Key::Tab);
    }
    let thrice = ["Keep going", "Remind me in 5 min", "Leave"];
    assert_eq!(order[..3], thrice);
    assert!(
        order.iter().all(|label| thrice.contains(&label.as_str())),
        "{order:?}"
    );
    // Nothing behind it can be pressed, by keys or the pointer.
    window.key(Key::S);
    window.key(Key::F);
    window.key(Key::M);
    assert!(window.shows(QUESTION) && window.shows("Sounds off"));
}

#[test]
fn where_nothing_can_ask_again_nothing_is_promised() {
    let mut window = begun(USUAL);
    window.tell(Told::Status(Box::new(running(false))));
    window.key(Key::Escape);
    assert!(window.shows(QUESTION) && !window.shows("Remind me in 5 min"));
    window.key(Key::Escape);
    window.tell(Told::Status(Box::new(running(true))));
    window.tell(Told::Gone("no daemon".to_owned()));
    window.key(Key::Escape);
    assert!(window.shows(QUESTION) && !window.shows("Remind me in 5 min"));
}

#[test]
fn the_second_time_that_the_desktop_closes_it_it_goes() {
    let mut window = begun(USUAL);
    assert!(!window.desktop_closes());
    assert!(window.desktop_closes());
    let (guided, put_off) = end(&window).expect("told");
    assert!(guided >= 5 && !put_off);
}

#[test]
fn who_has_done_nothing_yet_or_all_of_it_just_leaves() {
    let mut window = Window::player(TUCKS, USUAL);
    assert!(window.desktop_closes());
    let mut window = Window::player(TUCKS, USUAL);
    super::after_break::to_the_end(&mut window);
    window.key(Key::Escape);
    assert!(window.closed && !window.shows(QUESTION));
}

#[test]
fn a_break_that_is_let_go_of_over_the_question_says_so() {
    let mut window = begun(USUAL);
    window.key(Key::Escape);
    let mut over = status();
    over.let_go = Some(LetGo {
        what: TUCKS.to_owned(),
        why: LetGoWhy::WorkedOn,
        counts: false,
        asks_again: Some(Duration::from_secs(300)),
    });
    window.tell(Told::Status(Box::new(over)));
    assert!(!window.shows(QUESTION));
    assert!(window.shows("Not a good moment?"));
}

#[test]
fn the_question_says_what_would_be_lost() {
    let mut window = begun(USUAL);
    window.key(Key::Escape);
    let words = |window: &Window, part: &str| {
        let mut found = window.harness.query_all_by_label_contains(part);
        found.next().is_some()
    };
    assert!(words(&window, "and it counts as a break"));
    window.key(Key::Escape);
    for _ in 0..55 {
        window.pass(1000);
    }
    window.key(Key::Escape);
    assert!(
        words(&window, "What you have done so far counts"),
        "past the minute"
    );
}

#[test]
fn it_fits_into_the_smallest_window() {
    let window = {
        let mut window = begun(vec2(320.0, 400.0));
        window.key(Key::Escape);
        window
    };
    for label in ["Keep going", "Remind me in 5 min", "Leave"] {
        // Behind the question is the player's own button to leave.
        let nodes = window.harness.query_all_by_label(label);
        let rect = nodes.map(|node| node.rect()).next_back().expect(label);
        assert!(
            rect.left() >= 0.0 && rect.right() <= 320.0,
            "{label}: {rect:?}"
        );
        assert!(
            rect.top() >= 0.0 && rect.bottom() <= 400.0,
            "{label}: {rect:?}"
        );
        assert!(rect.height() >= 36.0, "{label}: {rect:?}");
    }
}

#[test]
fn the_question_looks_as_it_did() {
    let mut wrong = Vec::new();
    for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        for (size, name) in [(USUAL, "leave"), (vec2(320.0, 400.0), "leave-small")] {
            let mut window = begun_in(size, theme);
            window.key(Key::Escape);
            window.pass(500);
            wrong.extend(super::snapshots::compare(
                &window,
                &format!("{name}-{look}"),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Today, at most ten minutes after a break was left.
fn today_offers_to_go_on(size: Vec2, theme: ThemeChoice) -> Window {
    let mut window = Window::open(Opening::Page(Page::Today), size, theme);
    assert!(!window.shows("Go on with Quick daily reset"));
    let mut left = status();
    left.left = Some(Left {
        what: "quick-daily-reset".to_owned(),
        name: "Quick daily reset".to_owned(),
        exercise: "scapular-squeezes".to_owned(),
        exercise_name: "Scapular squeezes".to_owned(),
    });
    window.tell(Told::Status(Box::new(left)));
    window.pass(100);
    window.asked();
    window
}

#[test]
fn a_break_that_was_left_is_gone_on_with_where_it_was() {
    let mut window = today_offers_to_go_on(USUAL, ThemeChoice::Light);
    window.press("Go on with Quick daily reset");
    assert_eq!(window.asked(), [Request::GoOn]);

    let mut window = Window::player("quick-daily-reset", USUAL);
    let mut plan = Plan::new(catalog::builtin(), "quick-daily-reset").unwrap();
    let (count, name) = (plan.exercises.len(), plan.exercises[2].name.clone());
    plan.start_at = 2;
    window.tell(Told::Play(plan));
    window.pass(100);
    let title = format!("{name}  ·  3\u{a0}of\u{a0}{count}");
    assert!(window.shows(&title), "{title}");
}

#[test]
fn the_offer_to_go_on_looks_as_it_did() {
    let mut wrong = Vec::new();
    for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        for (size, name) in [(USUAL, "go-on"), (SMALL, "go-on-small")] {
            let window = today_offers_to_go_on(size, theme);
            wrong.extend(super::snapshots::compare(
                &window,
                &format!("{name}-{look}"),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An editor with an unsaved routine, which can be saved if it `is_good`.
fn edited(is_good: bool) -> Window {
    let mut window = exercises();
    compose(&mut window, is_good);
    window
}

fn compose(window: &mut Window, is_good: bool) {
    window.press("New routine");
    type_into(window, "Name", "Evening loosening");
    if is_good {
        window.reach("Add Chin tucks");
    }
    window.asked();
}

const UNSAVED: &str = "Close without saving?";

#[test]
fn what_is_not_saved_is_asked_about_once_before_the_window_closes() {
    let mut window = edited(true);
    assert!(!window.desktop_closes() && window.shows(UNSAVED));
    assert_eq!(focused(&window), "Keep editing");
    window.harness.check_accessibility();
    window.key(Key::Enter);
    assert!(!window.shows(UNSAVED) && window.shows("1. Chin tucks"));
    // It asks each time, and Esc keeps everything too.
    assert!(!window.desktop_closes());
    window.key(Key::Escape);
    assert!(!window.shows(UNSAVED) && window.shows("1. Chin tucks"));
    assert!(!window.desktop_closes());
    window.press("Discard changes");
    assert!(window.closed && window.desktop_closes());
    assert_eq!(window.asked(), [], "nothing is saved");

    let mut window = edited(true);
    assert!(!window.desktop_closes());
    assert!(window.desktop_closes(), "who insists is not kept");
}

#[test]
fn what_is_saved_on_the_way_out_is_kept_before_the_window_closes() {
    let mut window = edited(true);
    assert!(!window.desktop_closes());
    window.press("Save and close");
    let text = put(&window);
    assert!(!window.closed, "not before the daemon has it");
    kept(&mut window, &text);
    assert!(window.closed && window.desktop_closes());

    // What the daemon refuses stays where it is, and so does the window.
    let mut window = edited(true);
    assert!(!window.desktop_closes());
    window.press("Save and close");
    window.tell(Told::Problem("catalog.ron, line 3: mend it".to_owned()));
    assert!(!window.closed && window.shows("1. Chin tucks"));
    assert!(!window.desktop_closes() && window.shows(UNSAVED));

    // If it is already being saved, the window waits for that.
    let mut window = edited(true);
    window.press("Save");
    let text = put(&window);
    assert!(!window.desktop_closes() && !window.shows(UNSAVED));
    kept(&mut window, &text);
    assert!(window.closed);
}

#[test]
fn what_cannot_be_saved_is_asked_about_all_the_same() {
    let mut window = edited(false);
    assert!(!window.desktop_closes());
    assert!(window.shows(UNSAVED) && !window.shows("Save and close"));
    assert!(window.shows("Keep editing") && window.shows("Discard changes"));
    let mut window = edited(true);
    window.tell(Told::Gone("no daemon".to_owned()));
    assert!(!window.desktop_closes());
    assert!(window.shows(UNSAVED) && !window.shows("Save and close"));
}

#[test]
fn what_is_not_saved_is_asked_about_from_every_page_and_what_was_not_touched_is_not() {
    let mut window = edited(true);
    for away in ["Today", "Settings"] {
        window.press(away);
        assert!(!window.shows("1. Chin tucks"), "{away}");
        assert!(!window.desktop_closes(), "{away}");
        assert!(
            window.shows(UNSAVED) && window.shows("1. Chin tucks"),
            "{away}"
        );
        window.key(Key::Escape);
    }
    for untouched in ["New routine", "New exercise"] {
        let mut window = exercises();
        window.press(untouched);
        assert!(window.desktop_closes(), "{untouched}");
    }
    assert!(exercises().desktop_closes());
}

#[test]
fn the_question_about_what_is_not_saved_looks_as_it_did() {
    let mut wrong = Vec::new();
    for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        for (size, name) in [(USUAL, "unsaved"), (vec2(320.0, 400.0), "unsaved-small")] {
            let mut window = Window::open(Opening::Page(Page::Exercises), size, theme);
            window.pass(100);
            window.pass(1100);
            window.reach("New routine");
            window.reach("Add Chin tucks");
            assert!(!window.desktop_closes());
            window.pass(500);
            wrong.extend(super::snapshots::compare(
                &window,
                &format!("{name}-{look}"),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
