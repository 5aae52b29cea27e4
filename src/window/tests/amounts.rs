//! How much of each exercise: set in the editor, taken over from a prescription.

use super::editor::*;
use super::*;
use crate::logic::catalog::{StepSide, merge};

#[test]
fn a_routine_says_how_much_of_each_exercise() {
    let mut window = exercises();
    window.press("New routine");
    type_into(&mut window, "Name", "As prescribed");
    for name in ["Chin tucks", "Single-arm doorway stretch", "Dead bug"] {
        window.reach(&format!("Add {name}"));
    }
    let usual = |name: &str| format!("Amount of {name}: as the exercise says");
    window.reach(&usual("Chin tucks"));
    // Only what applies to this exercise.
    assert!(window.shows("Chin tucks: Repetitions: 10") && !window.shows("Chin tucks: Side: Left"));
    window.reach("Chin tucks: Sets: more");
    for _ in 0..2 {
        window.reach("Chin tucks: Repetitions: less");
    }
    assert!(window.shows("Amount of Chin tucks: 2 × 8"));
    window.reach(&usual("Single-arm doorway stretch"));
    assert!(!window.shows("Chin tucks: Sets: more"), "one at a time");
    let held = "Single-arm doorway stretch: Seconds held";
    for _ in 0..11 {
        window.reach(&format!("{held}: more"));
    }
    let above = "More than its source says: up to 30 seconds";
    assert!(window.shows(above), "30 s and 5 s more");
    window.reach("Single-arm doorway stretch: Side: Left");
    let words = "Amount of Single-arm doorway stretch: 35 s hold, left side";
    assert!(window.shows(words));
    // The same again, for the other side, but less of it.
    window.reach("Duplicate");
    assert!(window.shows("3. Single-arm doorway stretch") && window.shows("4. Dead bug"));
    window.reach("Single-arm doorway stretch: Side: Right");
    window.reach(&format!("{held}: less"));
    // What is reset isn't written.
    window.reach(&usual("Dead bug"));
    assert!(!window.shows("Dead bug: Seconds held"));
    window.reach("Dead bug: Sets: more");
    window.reach("As the exercise says");
    assert!(window.shows(&usual("Dead bug")) && !save_is_off(&window));
    window.asked();
    window.press("Save");
    let text = put(&window);
    let saved = said(&text);
    let amounts: Vec<(&str, String)> = saved.routines[0]
        .exercises
        .iter()
        .map(|entry| (entry.exercise.as_str(), entry.amount.words()))
        .collect();
    let expected = [
        ("chin-tucks", "2 × 8"),
        ("single-arm-doorway-stretch", "35 s hold, left side"),
        ("single-arm-doorway-stretch", "30 s hold, right side"),
        ("dead-bug", ""),
    ];
    assert_eq!(amounts, expected.map(|(id, words)| (id, words.to_owned())));
    let length = merge(catalog::builtin(), &saved).length("as-prescribed");
    let minutes = (length.unwrap().as_secs_f32() / 60.0).round() as u32;
    assert_eq!(saved.routines[0].minutes, minutes);
    kept(&mut window, &text);
    let noted = |words: &str| {
        let mut found = window.harness.query_all_by_label_contains(words);
        found.next().is_some()
    };
    assert!(noted("2 × 8 · ") && noted("30 s hold, right side · "));
}

#[test]
fn amounts_are_set_and_rows_doubled_moved_and_removed_by_keyboard() {
    for size in [vec2(480.0, 640.0), LARGE] {
        let mut window = Window::open(Opening::Page(Page::Exercises), size, ThemeChoice::Light);
        window.pass(100);
        window.pass(1100);
        window.press("New routine");
        for name in ["Chin tucks", "Thread the needle"] {
            window.reach(&format!("Add {name}"));
        }
        let with_key = |window: &mut Window, label: &str, key: Key| {
            window.harness.get_by_label(label).focus();
            window.draw(2);
            window.key(key);
            window.draw(3);
        };
        let amount = "Amount of Thread the needle: as the exercise says";
        with_key(&mut window, amount, Key::Enter);
        with_key(&mut window, "Thread the needle: Side: Right", Key::Space);
        with_key(&mut window, "Thread the needle: Sets: more", Key::Enter);
        let sets = "Amount of Thread the needle: 2 sets, right side";
        assert!(window.shows(sets));
        with_key(&mut window, "Duplicate", Key::Enter);
        // The open row moves along.
        let mut ups: Vec<_> = window
            .harness
            .query_all_by_label("Move up: Thread the needle")
            .collect();
        ups.pop().expect("two rows").focus();
        window.draw(2);
        window.key(Key::Enter);
        window.draw(2);
        window.key(Key::Enter);
        window.draw(2);
        for row in [
            "1. Thread the needle",
            "2. Chin tucks",
            "3. Thread the needle",
        ] {
            assert!(window.shows(row), "{row}");
        }
        with_key(&mut window, "Thread the needle: Sets: more", Key::Enter);
        assert!(window.shows("Amount of Thread the needle: 3 sets, right side"));
        with_key(&mut window, "Remove: Chin tucks", Key::Enter);
        // The focus stays where something was removed.
        window.key(Key::Enter);
        window.draw(2);
        assert!(window.shows("1. Thread the needle") && !window.shows("2. Thread the needle"));
    }
}

#[test]
fn a_prescription_becomes_an_exercise() {
    let mut window = exercises();
    window.press("New exercise");
    type_into(&mut window, "Name", "Standing hamstring stretch");
    let purpose = "Lengthens the back of the thigh.";
    type_into(&mut window, "What it does for you", purpose);
    window.reach("Body areas: Hamstrings");
    window.reach("What is needed: Chair");
    window.reach("Figure");
    // A list opened with the keyboard closes when something is chosen.
    window
        .harness
        .get_by_label("Forward fold on a chair")
        .focus();
    window.draw(2);
    window.key(Key::Enter);
    window.draw(2);
    assert!(!window.shows("Wall angels"));
    window.reach("Add a step");
    let text = "Put your {side} heel on the seat and lean forward.";
    type_into(&mut window, "Step 1: What to do", text);
    let said = |window: &Window, words: &str| {
        let mut found = window.harness.query_all_by_label_contains(words);
        found.next().is_some()
    };
    assert!(said(&window, "Choose a side below"));
    window.reach("Step 1: Side: Each in turn");
    assert!(!said(&window, "Choose a side below"));
    window.reach("Step 1: pose: Stand tall, feet hip-width");
    window.reach("Step 1: pose: Fold, rest your hands on the seat");
    window.reach("Step 1: Sets: more");
    window.reach("Step 1: Sets: more");
    window.reach("As the steps say");
    assert!(!window.shows("As the steps say") && !save_is_off(&window));
    window.asked();
    window.press("Save");
    let exercise = super::editor::said(&put(&window)).exercises.remove(0);
    let dose = catalog::Dose {
        sets: Some((3, 3)),
        hold_seconds: Some((20, 20)),
        per_side: true,
        ..catalog::Dose::default()
    };
    assert_eq!(exercise.dose, dose);
    let step = &exercise.steps[0];
    assert_eq!(
        (step.sets, step.seconds, step.side),
        (Some(3), Some(20.0), Some(StepSide::Each))
    );
    assert_eq!(step.keys, [1]);
    // Three times 20 seconds and two rests per side, and a change of sides.
    let planned = crate::logic::catalog::plan::PlannedExercise::new(&exercise);
    assert_eq!(planned.seconds(), 2.0 * (60.0 + 40.0) + 8.0);
}
