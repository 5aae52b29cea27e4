//! The editor and related features: custom routines and exercises, favourites, sharing.

use egui_kittest::kittest::NodeT as _;

use super::*;
use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::{Entry, Exercise, Routine, Scope, Step, StepSide, merge, read};

/// The Exercises page of a large window.
pub(super) fn exercises() -> Window {
    let mut window = Window::open(Opening::Page(Page::Exercises), LARGE, ThemeChoice::Light);
    // Past its first second, in which it ignores keys.
    window.pass(100);
    window.pass(1100);
    window.asked();
    window
}

/// Types into the field with that name, replacing its contents.
pub(super) fn type_into(window: &mut Window, field: &str, text: &str) {
    use egui::Role::{MultilineTextInput, TextInput};
    let is_it = |node: &egui_kittest::Node<'_>| {
        matches!(node.accesskit_node().role(), TextInput | MultilineTextInput)
    };
    let edit = |window: &Window, act: &dyn Fn(&egui_kittest::Node<'_>)| {
        let mut found = window.harness.query_all_by_label(field).filter(is_it);
        act(&found.next().unwrap_or_else(|| panic!("no field {field}")));
    };
    edit(window, &|node| node.focus());
    window.draw(2);
    let modifiers = egui::Modifiers::COMMAND;
    window.harness.key_press_modifiers(modifiers, Key::A);
    window.draw(1);
    edit(window, &|node| node.type_text(text));
    window.draw(3);
}

/// The catalog text that the daemon was asked to store.
pub(super) fn put(window: &Window) -> String {
    let asked = window.asked();
    let [Request::CatalogPut { text }] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    text.clone()
}

/// What that text says.
pub(super) fn said(text: &str) -> Catalog {
    let around = Scope {
        base: Some(catalog::builtin()),
        ..Scope::default()
    };
    let (catalog, problems) = read(text, around);
    assert_eq!(problems, []);
    catalog
}

/// The daemon has stored it, and says so.
pub(super) fn kept(window: &mut Window, text: &str) {
    let merged = merge(catalog::builtin(), &said(text));
    window.notes.borrow_mut().catalog = merged;
    let mut changed = status();
    changed.catalog = 1;
    window.tell(Told::Status(Box::new(changed)));
    window.draw(2);
}

pub(super) fn save_is_off(window: &Window) -> bool {
    let save = window.harness.get_by_label("Save");
    save.accesskit_node().is_disabled()
}

pub(super) fn routine(exercises: &[&str]) -> Routine {
    Routine {
        id: "evening-loosening".to_owned(),
        name: "Evening loosening".to_owned(),
        purpose: String::new(),
        minutes: 3,
        exercises: exercises.iter().copied().map(Entry::from).collect(),
        sources: Vec::new(),
    }
}

#[test]
fn a_routine_is_composed_saved_and_started() {
    let mut window = exercises();
    window.press("New routine");
    assert!(save_is_off(&window) && window.shows("Add at least one exercise"));
    type_into(&mut window, "Name", "Evening loosening");
    window.reach("Add Chin tucks");
    window.reach("Add Scapular squeezes");
    window.reach("Add Sit tall");
    assert!(window.shows("1. Chin tucks") && window.shows("3. Sit tall"));
    window.press("Move up: Sit tall");
    window.press("Remove: Chin tucks");
    assert!(window.shows("1. Sit tall") && window.shows("2. Scapular squeezes"));
    assert!(!save_is_off(&window));
    window.asked();
    window.press("Save");
    let text = put(&window);
    let saved = said(&text);
    let expected = routine(&["sit-tall", "scapular-squeezes"]);
    assert_eq!(saved.routines[0].exercises, expected.exercises);
    assert_eq!(saved.routines[0].id, expected.id);
    kept(&mut window, &text);
    assert!(window.shows("Edit") && window.shows("Delete"));
    window.asked();
    window.press("Start");
    let what = Some("evening-loosening".to_owned());
    assert_eq!(window.asked(), [Request::Start { what }]);
}

#[test]
fn rows_are_moved_by_keyboard_and_take_it_along() {
    let mut window = exercises();
    window.press("New routine");
    for name in ["Chin tucks", "Sit tall", "Walk"] {
        window.reach(&format!("Add {name}"));
    }
    window.harness.get_by_label("Move up: Walk").focus();
    window.draw(2);
    window.key(Key::Enter);
    window.draw(2);
    window.key(Key::Enter);
    window.draw(2);
    for row in ["1. Walk", "2. Chin tucks", "3. Sit tall"] {
        assert!(window.shows(row), "{row}");
    }
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_save_is_off() {
    let mut window = exercises();
    window.press("New routine");
    window.reach("Add Chin tucks");
    type_into(&mut window, "Name", &"long ".repeat(20));
    let said = |window: &Window, words: &str| {
        let mut found = window.harness.query_all_by_label_contains(words);
        found.next().is_some()
    };
    assert!(said(&window, "At most 60 can be read at a glance") && save_is_off(&window));
    type_into(&mut window, "Name", "Short");
    assert!(!save_is_off(&window));
    for _ in 0..4 {
        window.press("Minutes: more");
    }
    assert!(said(&window, "The routine takes") && save_is_off(&window));
    window.press("As long as it takes");
    assert!(!save_is_off(&window));
}

#[test]
fn a_refusal_of_the_daemon_leaves_the_editor_open() {
    let mut window = exercises();
    window.press("New routine");
    type_into(&mut window, "Name", "Mine");
    window.reach("Add Chin tucks");
    window.press("Save");
    assert!(save_is_off(&window), "it is on its way");
    window.tell(Told::Problem("catalog.ron, line 3: mend it".to_owned()));
    assert!(!save_is_off(&window) && window.shows("1. Chin tucks"));
    window.press("Back");
    window.press("Keep editing");
    assert!(window.shows("1. Chin tucks"));
    window.press("Back");
    window.press("Discard changes");
    assert!(window.shows("New routine"));
}

#[test]
fn a_built_in_routine_is_kept_beside_or_replaced() {
    let mut window = exercises();
    window.reach("Show Core stability");
    window.press("Make my own version");
    window.press("Save");
    let beside = said(&put(&window)).routines.remove(0);
    let core = catalog::builtin().routine("core").expect("built in");
    assert_eq!(
        (beside.id.as_str(), beside.name.as_str()),
        ("core-stability-my-way", "Core stability, my way")
    );
    assert_eq!(beside.exercises, core.exercises);

    let mut window = exercises();
    window.reach("Show Core stability");
    window.press("Make my own version");
    window.press("Keep it: In its place");
    window.reach("Remove: Bridge");
    window.press("Save");
    let text = put(&window);
    assert_eq!(said(&text).routines[0].id, "core");
    kept(&mut window, &text);
    window.asked();
    window.press("Back to the built-in one");
    let (kind, id) = (ItemKind::Routine, "core".to_owned());
    assert_eq!(window.asked(), [Request::CatalogRemove { kind, id }]);
}

#[test]
fn what_is_deleted_can_be_brought_back() {
    let mut window = exercises();
    let mine = merge(
        catalog::builtin(),
        &Catalog {
            routines: vec![routine(&["chin-tucks"])],
            ..Catalog::default()
        },
    );
    window.notes.borrow_mut().catalog = mine;
    let mut changed = status();
    changed.catalog = 1;
    window.tell(Told::Status(Box::new(changed)));
    window.reach("Show Evening loosening");
    window.press("Delete");
    let (kind, id) = (ItemKind::Routine, "evening-loosening".to_owned());
    assert_eq!(window.asked(), [Request::CatalogRemove { kind, id }]);
    window.press("Undo");
    let text = put(&window);
    assert!(text.contains("Evening loosening") && text.contains("chin-tucks"));
    assert!(!window.shows("Undo"));
}

#[test]
fn an_exercise_is_composed_with_the_poses_of_a_figure() {
    let mut window = exercises();
    window.press("New exercise");
    assert!(save_is_off(&window));
    type_into(&mut window, "Name", "Slow fold");
    type_into(&mut window, "What it does for you", "Lengthens the back.");
    window.press("Body areas: Spine");
    window.press("Body areas: Hamstrings");
    window.press("Figure");
    window.reach("Standing decompression");
    window.reach("Add a step");
    window.draw(2);
    type_into(
        &mut window,
        "Step 1: What to do",
        "Fold over your {side} leg.",
    );
    assert!(save_is_off(&window), "no step names a side");
    window.reach("Step 1: Side: Each in turn");
    window.reach("Side that the figure or the pictures show: Right");
    window.reach("Step 1: How long: Repetitions");
    window.reach("Step 1: Repetitions: less");
    type_into(&mut window, "Repetitions", "5-10");
    assert!(!save_is_off(&window));
    window.press("Save");
    let exercise = said(&put(&window)).exercises.remove(0);
    assert_eq!(exercise.id, "slow-fold");
    assert_eq!(exercise.figure, "decompress");
    assert_eq!(
        exercise.areas,
        [catalog::Area::Spine, catalog::Area::Hamstrings]
    );
    assert_eq!(exercise.dose.reps, Some((5, 10)));
    let step = &exercise.steps[0];
    assert_eq!((step.reps, step.seconds), (Some(7), None));
    assert_eq!(step.side, Some(StepSide::Each));
    assert!(step.tempo.is_some() && step.keys.len() == 2);
}

#[test]
fn a_version_of_an_exercise_keeps_all_that_it_has() {
    let mut window = exercises();
    window.reach("Show Bridge");
    window.press("Make my own version");
    window.press("Keep it: In its place");
    type_into(&mut window, "Name", "Bridge as prescribed");
    window.press("Save");
    let version = said(&put(&window)).exercises.remove(0);
    let bridge = catalog::builtin().exercise("bridge").expect("built in");
    let expected = Exercise {
        name: "Bridge as prescribed".to_owned(),
        ..bridge.clone()
    };
    assert_eq!(version, expected);
    assert!(
        version
            .steps
            .iter()
            .all(|step: &Step| !step.text.is_empty())
    );
}

#[test]
fn an_exercise_that_a_routine_needs_is_not_deleted() {
    let mut window = exercises();
    let mut mine = catalog::builtin()
        .exercise("bridge")
        .expect("built in")
        .clone();
    (mine.id, mine.name) = ("mine".to_owned(), "Mine".to_owned());
    let own = Catalog {
        exercises: vec![mine],
        routines: vec![routine(&["mine"])],
        ..Catalog::default()
    };
    window.notes.borrow_mut().catalog = merge(catalog::builtin(), &own);
    let mut changed = status();
    changed.catalog = 1;
    window.tell(Told::Status(Box::new(changed)));
    window.reach("Show Mine");
    let delete = window.harness.get_by_label("Delete");
    assert!(delete.accesskit_node().is_disabled());
    assert!(window.shows("It can be deleted once it is out of Evening loosening"));
}

#[test]
fn favourites_come_first_and_hidden_ones_can_be_found() {
    let mut window = exercises();
    window.reach("Show Wall stand");
    window.press("Add to favourites");
    let list_of = |path: &str| (path.to_owned(), vec!["wall-stand".to_owned()]);
    let (path, items) = list_of("exercises.favourites");
    assert_eq!(window.asked()[0], Request::SettingsAdd { path, items });
    // Only what was pressed is sent: the daemon knows what else is on the list by now.
    window.press("Never offer it");
    let (path, items) = list_of("exercises.hidden");
    assert_eq!(window.asked()[0], Request::SettingsAdd { path, items });
    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    settings.exercises.favourites = ["wall-stand".to_owned()].into();
    settings.exercises.hidden = ["bridge".to_owned()].into();
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("Remove from favourites"));
    window.asked();
    window.press("Remove from favourites");
    let (path, items) = list_of("exercises.favourites");
    assert_eq!(window.asked()[0], Request::SettingsRemove { path, items });
    window.press("All exercises");
    let place = |window: &Window, label: &str| window.harness.get_by_label(label).rect().min;
    let first = place(&window, "Show Wall stand, favourite");
    let stand_up = place(&window, "Show Stand up");
    assert!(first.x < stand_up.x && first.y <= stand_up.y);
    window.press("Show");
    window.press("Never offered");
    assert!(window.shows("Show Bridge") && !window.shows("Show Stand up"));
}

#[test]
pub(super) fn exercises_are_found_by_place_equipment_and_time() {
    let mut window = exercises();
    window.press("Place");
    window.press("On the floor");
    assert!(window.shows("Show Bridge") && !window.shows("Show Chin tucks"));
    window.press("Place");
    window.press("Anywhere");
    window.press("Equipment");
    window.press("Doorway");
    assert!(window.shows("Show Doorway pec stretch") && !window.shows("Show Bridge"));
    window.press("Equipment");
    window.press("Any equipment");
    window.press("Time");
    window.press("Up to 1 min");
    assert!(!window.shows("Show Posture support") && !window.shows("Show Walk"));
    type_into(&mut window, "Search", "no such thing");
    assert!(window.shows("Nothing fits. Try another word, or fewer limits"));
}
