//! The settings page: what is changed reaches the daemon, can be undone, and is seen at once.

use super::welcome::set;
use super::*;

#[test]
fn settings_send_what_is_changed() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    window.asked();
    window.press("After: more");
    let asked = window.asked();
    let set = Request::SettingsSet {
        path: "reminders.stretch.after".to_owned(),
        value: "35m".to_owned(),
    };
    assert_eq!(asked[0], set);
    assert_eq!(asked[1], Request::SettingsGet { path: None });
    let mut settings = Settings::default();
    settings
        .set("reminders.stretch.after", "35m")
        .expect("a good value");
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("After: 35 min"));
}

#[test]
fn an_open_window_follows_what_was_set_elsewhere() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    window.asked();
    let mut elsewhere = status();
    elsewhere.settings += 1;
    window.tell(Told::Status(Box::new(elsewhere.clone())));
    let get = Request::SettingsGet { path: None };
    assert_eq!(window.asked(), [get]);
    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    settings.look.theme = ThemeChoice::Dark;
    settings.look.text_size = 120;
    settings
        .set("reminders.stretch.after", "20m")
        .expect("a good value");
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("After: 20 min"));
    let ctx = &window.harness.ctx;
    assert!(ctx.global_style().visuals.dark_mode);
    assert_eq!(ctx.zoom_factor(), 1.2);
    // The same status again is no reason to ask.
    window.tell(Told::Status(Box::new(elsewhere)));
    assert_eq!(window.asked(), []);
}

#[test]
fn lists_are_changed_entry_by_entry_and_so_is_the_way_back() {
    let mut window = Window::page(Page::Settings);
    let mut settings = Settings::default();
    settings.exercises.hurt = ["bridge".to_owned(), "airplane".to_owned()].into();
    settings
        .set("exercises.positions", "standing, wall")
        .expect("words");
    window.tell(Told::Settings(list(&settings)));
    window.pass(100);
    window.asked();
    let hurt = || "exercises.hurt".to_owned();
    let items = || vec!["bridge".to_owned()];
    window.reach("Left out because they hurt: take Bridge off the list");
    assert_eq!(
        window.asked()[0],
        Request::SettingsRemove {
            path: hurt(),
            items: items()
        }
    );
    window.reach("Undo");
    assert_eq!(
        window.asked()[0],
        Request::SettingsAdd {
            path: hurt(),
            items: items()
        }
    );
    // Back to the defaults: what hurt was reported by the user, and has none.
    window.reach("What you can do: back to the defaults");
    let asked = window.asked();
    assert!(
        matches!(&asked[..], [Request::SettingsAdd { path, items }, Request::SettingsGet { .. }]
            if path == "exercises.positions" && items.len() == 5),
        "{asked:?}"
    );
    window.reach("Undo");
    let back = Request::SettingsRemove {
        path: "exercises.positions".to_owned(),
        items: ["seated", "floor", "bed"].map(str::to_owned).into(),
    };
    assert_eq!(window.asked()[0], back);
}

#[test]
fn a_refusal_is_shown() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    window.tell(Told::Problem("hours: 25:00 is not a time".to_owned()));
    let shown = window
        .harness
        .query_all_by_label_contains("25:00 is not a time")
        .next()
        .is_some();
    assert!(shown);
}

#[test]
fn text_is_as_large_as_the_person_wants_it() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    assert_eq!(window.harness.ctx.zoom_factor(), 1.0);
    let mut settings = Settings::default();
    settings.look.text_size = 140;
    window.tell(Told::Settings(list(&settings)));
    assert_eq!(window.harness.ctx.zoom_factor(), 1.4);
}

#[test]
fn a_change_can_be_undone_and_a_group_go_back_to_its_defaults() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    assert!(!window.shows("Undo"));
    window.press("After: more");
    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    settings
        .set("reminders.stretch.after", "35m")
        .expect("a good value");
    window.tell(Told::Settings(list(&settings)));
    window.asked();
    window.press("Stretch break: back to the defaults");
    let back = set("reminders.stretch.after", "30m");
    let get = Request::SettingsGet { path: None };
    assert_eq!(window.asked(), [back.clone(), get.clone()]);
    window.press("Undo");
    assert_eq!(
        window.asked(),
        [set("reminders.stretch.after", "35m"), get.clone()]
    );
    window.press("Undo");
    assert_eq!(window.asked(), [back, get]);
    assert!(!window.shows("Undo"));
}

#[test]
fn a_refused_value_is_explained_beside_its_field() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    window.press("After: more");
    let words = "settings.ron cannot be written";
    window.tell(Told::Problem(words.to_owned()));
    let said = window.harness.query_all_by_label_contains(words).count();
    assert_eq!(said, 2, "above the page and beside the field");
}

#[test]
fn settings_show_what_they_do() {
    let mut window = Window::open(
        Opening::Page(Page::Settings),
        vec2(960.0, 3000.0),
        ThemeChoice::Light,
    );
    window.pass(100);
    window.asked();
    window.press("Show a reminder now");
    assert_eq!(window.asked(), [Request::Sample]);
    let login = |window: &mut Window| {
        let role = egui::Role::Switch;
        let switch = window.harness.get_by_role_and_label(role, "Start at login");
        switch.click();
        window.draw(3);
    };
    login(&mut window);
    let on = Request::Autostart { on: true };
    assert_eq!(window.asked(), [on, Request::Doctor]);
    let mut report = doctor();
    report.autostart = true;
    window.tell(Told::Doctor(report));
    login(&mut window);
    assert_eq!(window.asked()[0], Request::Autostart { on: false });
    window.press("Play a sound");
    assert_eq!(window.heard().len(), 1);
    assert!(window.shows("The figure as it looks now"));
}

#[test]
fn what_scrolls_is_not_drawn_again() {
    let mut window = Window::page(Page::Exercises);
    window.pass(100);
    // Beside the cards, since hovering one moves it.
    let beside = egui::pos2(USUAL.x - 16.0, 400.0);
    window.harness.event(egui::Event::PointerMoved(beside));
    window.draw(1);
    let scroll = |window: &mut Window, far: f32| {
        window.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, far),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        });
        window.draw(40);
    };
    let offset = |window: &Window| {
        let card = window.harness.get_by_label("Show Chin tucks");
        card.rect().top()
    };
    let before = offset(&window);
    scroll(&mut window, -150.0);
    assert!(offset(&window) < before - 100.0, "it scrolls");
    // Every visible card has been drawn once.
    let sent = window.textures.sent();
    let before = offset(&window);
    scroll(&mut window, 60.25);
    assert!(offset(&window) > before + 50.0);
    assert_eq!(window.textures.sent() - sent, 0);
}
