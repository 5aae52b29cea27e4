//! After the break: pain, how hard it was, and what follows.

use super::*;
use crate::logic::practice::effort::Effort;

fn feedback(asked: Vec<Request>) -> Vec<(String, u8)> {
    let told = asked.into_iter().filter_map(|request| {
        if let Request::Feedback { what, pain, .. } = request {
            Some((what, pain?))
        } else {
            None
        }
    });
    told.collect()
}

/// Plays everything that is left, without looking.
pub(super) fn to_the_end(window: &mut Window) {
    for _ in 0..40 {
        for _ in 0..200 {
            super::player::unseen(window, 500);
        }
        window.draw(2);
        if is_over(window) {
            return;
        }
    }
    panic!("never done");
}

/// Skips everything that is left.
pub(super) fn skip_to_the_end(window: &mut Window) {
    for _ in 0..80 {
        if is_over(window) {
            return;
        }
        window.key(Key::ArrowRight);
    }
    panic!("never done");
}

/// Whether it asks how it was.
pub(super) fn is_over(window: &Window) -> bool {
    window.shows("Pain 0")
}

#[test]
fn who_skips_through_it_has_done_nothing_and_is_not_praised() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("quick-daily-reset", size);
        skip_to_the_end(&mut window);
        assert!(!window.shows("Well done") && window.shows("Not this time"));
        let words = "You skipped through it, and that is fine. Your sitting time runs on.";
        assert!(window.shows(words));
        assert!(!window.shows("How was it?"));
        for name in ["Chin tucks", "Scapular squeezes", "Doorway pec stretch"] {
            assert!(!window.shows(name), "{name} is ticked off");
        }
        let ends = window.asked().into_iter().filter_map(|request| {
            if let Request::BreakEnd {
                finished,
                exercises,
                ..
            } = request
            {
                Some((finished, exercises))
            } else {
                None
            }
        });
        let ends: Vec<_> = ends.collect();
        let [(false, Some(played))] = ends.as_slice() else {
            panic!("{ends:?}");
        };
        assert!(
            played.iter().all(|one| !one.whole && one.reps == 0),
            "{played:?}"
        );
    }
}

#[test]
fn strong_pain_is_told_with_one_click_and_answered_kindly() {
    let mut window = Window::player("doorway-pec-stretch", USUAL);
    to_the_end(&mut window);
    window.press("Pain 7");
    let told = [("doorway-pec-stretch".to_owned(), 7)];
    assert_eq!(feedback(window.asked()), told);
    assert!(window.shows("Thank you for saying so"));
    assert!(!window.closed);
    window.press("Close");
    assert!(window.closed);
}

#[test]
fn pain_can_be_told_with_the_keyboard_and_corrected() {
    let mut window = Window::player("doorway-pec-stretch", SMALL);
    to_the_end(&mut window);
    for (key, pain) in [(Key::Num8, 8), (Key::Num0, 0)] {
        window.key(key);
        let told = [("doorway-pec-stretch".to_owned(), pain)];
        assert_eq!(feedback(window.asked()), told);
    }
    assert!(window.shows("Well done"));
    window.key(Key::Escape);
    assert!(window.closed);
}

#[test]
fn after_a_routine_it_asks_which_one_hurt() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("quick-daily-reset", size);
        to_the_end(&mut window);
        window.press("Pain 0");
        assert!(feedback(window.asked()).is_empty(), "nothing to tell");
        window.press("Pain 3");
        assert!(window.shows("Which one hurt?"));
        let plan = Plan::new(catalog::builtin(), "quick-daily-reset").unwrap();
        for exercise in &plan.exercises {
            assert!(window.shows(&exercise.name), "{}", exercise.name);
        }
        assert!(feedback(window.asked()).is_empty());
        let last = plan.exercises.last().unwrap();
        window.press(&last.name);
        assert_eq!(feedback(window.asked()), [(last.id.clone(), 3)]);
    }
}

/// The effort answers given.
fn efforts(asked: Vec<Request>) -> Vec<(String, Effort)> {
    let told = asked.into_iter().filter_map(|request| {
        if let Request::Feedback { what, effort, .. } = request {
            Some((what, effort?))
        } else {
            None
        }
    });
    told.collect()
}

#[test]
fn how_hard_it_was_is_told_with_one_click() {
    for size in [SMALL, USUAL, LARGE] {
        for (label, effort, words) in [
            (
                "Easy",
                Effort::Easy,
                "Good. After three easy ones in a row there is a little more of it.",
            ),
            ("Just right", Effort::Right, "Good. It stays as it is."),
            (
                "Hard",
                Effort::Hard,
                "Thank you. Do less of it next time, and stop when you like.",
            ),
        ] {
            let mut window = Window::player("chin-tucks", size);
            to_the_end(&mut window);
            window.press(label);
            let told = [("chin-tucks".to_owned(), effort)];
            assert_eq!(efforts(window.asked()), told);
            assert!(window.shows(words), "{label}");
            assert!(!window.closed);
        }
    }
}

#[test]
fn after_a_hard_one_a_gentler_relative_is_named() {
    let mut window = Window::player("counter-push-up", USUAL);
    to_the_end(&mut window);
    window.press("Hard");
    assert!(window.shows("Thank you. Wall push-up is gentler: try it next time."));
    // If it is above the low end, there is less of it first.
    let mut plan = Plan::new(catalog::builtin(), "counter-push-up").unwrap();
    for exercise in &mut plan.exercises {
        exercise.level = 1;
    }
    let mut window = Window::player("counter-push-up", USUAL);
    window.tell(Told::Play(plan));
    to_the_end(&mut window);
    window.press("Hard");
    assert!(window.shows("Thank you. There is a little less of it next time."));
}

#[test]
fn after_a_routine_an_easy_one_is_all_of_it_and_a_hard_one_is_asked_for() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("quick-daily-reset", size);
        to_the_end(&mut window);
        window.press("Easy");
        let all = ["chin-tucks", "scapular-squeezes", "doorway-pec-stretch"];
        let all = all.map(|id| (id.to_owned(), Effort::Easy));
        assert_eq!(efforts(window.asked()), all);
        window.press("Hard");
        assert!(efforts(window.asked()).is_empty());
        assert!(window.shows("Which one was hard?"));
        window.press("Chin tucks");
        let one = [("chin-tucks".to_owned(), Effort::Hard)];
        assert_eq!(efforts(window.asked()), one);
        window.press("Pain 0");
        assert!(window.shows("Good to know."));
    }
}

#[test]
fn how_hard_a_prescribed_amount_was_is_not_asked() {
    for (fixed, asked) in [
        (&["chin-tucks"][..], true),
        (&["chin-tucks", "sit-tall"], false),
    ] {
        let mut plan = Plan::new(catalog::builtin(), "quick-daily-reset").unwrap();
        let tall = Plan::new(catalog::builtin(), "sit-tall").unwrap();
        plan.exercises.truncate(1);
        plan.exercises.extend(tall.exercises);
        for exercise in &mut plan.exercises {
            exercise.fixed = fixed.contains(&exercise.id.as_str());
        }
        let mut window = Window::player("quick-daily-reset", USUAL);
        window.tell(Told::Play(plan));
        to_the_end(&mut window);
        assert_eq!(window.shows("Easy"), asked);
        assert!(window.shows("Pain 0"), "that it hurt can always be said");
        if asked {
            window.asked();
            window.press("Easy");
            let free = [("sit-tall".to_owned(), Effort::Easy)];
            assert_eq!(efforts(window.asked()), free);
        }
    }
}

#[test]
fn what_was_left_out_is_neither_ticked_off_nor_asked_about() {
    let mut window = Window::player("quick-daily-reset", USUAL);
    window.key(Key::S);
    to_the_end(&mut window);
    assert!(!window.shows("Chin tucks") && window.shows("Scapular squeezes"));
    window.press("Just right");
    let done = ["scapular-squeezes", "doorway-pec-stretch"];
    let done = done.map(|id| (id.to_owned(), Effort::Right));
    assert_eq!(efforts(window.asked()), done);
    // It may have been skipped because it hurt.
    window.press("Pain 1");
    assert!(window.shows("Chin tucks"));

    let mut window = Window::player("chin-tucks", USUAL);
    while !is_over(&window) {
        window.key(Key::S);
    }
    assert!(!window.shows("How was it?") && window.shows("Pain 0"));
}

#[test]
fn who_finds_none_of_them_meant_goes_back() {
    for size in [SMALL, USUAL] {
        let mut window = Window::player("posture-support", size);
        to_the_end(&mut window);
        window.asked();
        for (answer, question) in [
            ("Hard", "Which one was hard?"),
            ("Pain 3", "Which one hurt?"),
        ] {
            window.press(answer);
            assert!(window.shows(question));
            window.press("None of these");
            assert!(!window.shows(question) && window.shows("How was it?"));
        }
        assert!(window.asked().is_empty());
    }
}
