//! The pages behind the navigation: what is pressed reaches the daemon.

use super::*;

#[test]
fn today_starts_pauses_and_stands() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    assert!(window.shows("24") && window.shows("min sitting"));
    window.asked();
    window.press("Take a break now");
    window.press("Standing now");
    assert_eq!(
        window.asked(),
        [Request::Start { what: None }, Request::Stand]
    );
    window.press("Pause");
    window.press("1 hour");
    let length = Duration::from_secs(3600);
    let pause = Request::Pause(crate::ipc::message::PauseEnd::After(length));
    assert_eq!(window.asked(), [pause]);
}

#[test]
fn today_answers_a_reminder() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    window.tell(Told::Status(Box::new(reminded())));
    window.asked();
    assert!(window.shows("Time for a break") && window.shows("1:05"));
    window.press("Start");
    window.press("Snooze 5 min");
    window.press("Skip");
    let answers = [
        Request::Start { what: None },
        Request::Snooze { length: None },
        Request::Skip,
    ];
    assert_eq!(window.asked(), answers);
    // Off the screen by itself it is as due as before.
    let mut late = reminded();
    late.shown = None;
    late.overdue = Duration::from_secs(6 * 60 + 5);
    window.tell(Told::Status(Box::new(late)));
    assert!(window.shows("Overdue by\u{a0}6\u{a0}min"));
    window.asked();
    window.press("Start");
    assert_eq!(window.asked(), answers[..1]);
}

#[test]
fn the_ring_goes_on_without_the_daemon_having_to_say_so() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    assert!(window.shows("24"));
    let wait = window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(
        wait > Duration::from_millis(150) && wait <= Duration::from_secs(60),
        "{wait:?}"
    );
    window.pass(55_000);
    assert!(window.shows("25"));
}

#[test]
fn quick_starts_start_what_they_show() {
    let mut window = Window::open(Opening::Page(Page::Today), LARGE, ThemeChoice::Light);
    window.pass(100);
    window.asked();
    window.press("Start Standing spinal decompression");
    let what = Some("standing-spinal-decompression".to_owned());
    assert_eq!(window.asked(), [Request::Start { what }]);
}

#[test]
fn the_navigation_leads_everywhere() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    for page in Page::ALL {
        let role = egui::Role::Tab;
        window
            .harness
            .get_by_role_and_label(role, page.title())
            .click();
        window.draw(3);
        window.harness.check_accessibility();
    }
    assert!(window.shows("About"));
    let asked = window.asked();
    let year = Request::Stats {
        from: Some(Date::constant(2025, 3, 12)),
        to: None,
    };
    assert!(asked.contains(&Request::Doctor) && asked.contains(&year));
}

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
    // Back to the defaults: what hurt was said, and has none.
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
fn a_missing_daemon_can_be_started() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    window.tell(Told::Gone("Unbend is not running".to_owned()));
    assert!(!window.shows("Take a break now"));
    window.asked();
    window.press("Start Unbend");
    assert_eq!(window.notes.borrow().started, 1);
    assert!(
        window
            .asked()
            .contains(&Request::SettingsGet { path: None })
    );
    assert!(window.shows("Take a break now"));
}

#[test]
fn a_daemon_that_comes_back_is_connected_to_and_told_of_the_window() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    window.tell(Told::Gone("Unbend is not running".to_owned()));
    window.asked();
    window.tell(Told::Back);
    window.pass(100);
    assert!(window.shows("Take a break now"));
    let asked = window.asked();
    assert!(asked.contains(&Request::SettingsGet { path: None }));
    let notes = window.notes.borrow();
    assert_eq!(notes.opened, [WindowKind::Pages; 2]);
    assert_eq!(notes.started, 0);
}

#[test]
fn a_wish_for_another_display_is_not_for_this_window() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    window.titles();
    let mut wish = |serial: u64, screen: Option<&str>, page: &str| {
        let mut status = status();
        status.window.serial = serial;
        status.window.page = Some(page.to_owned());
        status.window.screen = screen.map(str::to_owned);
        window.tell(Told::Status(Box::new(status)));
        window.pass(100);
        window.titles()
    };
    assert_eq!(wish(1, Some(":2"), "settings"), Vec::<String>::new());
    // The title goes with the page.
    assert_eq!(wish(2, Some(":1"), "doctor"), ["Doctor – Unbend"]);
    assert_eq!(wish(3, None, "today"), ["Unbend"]);
}

#[test]
fn an_exercise_opens_and_starts() {
    let mut window = Window::page(Page::Exercises);
    window.pass(100);
    window.asked();
    window.press("Chest");
    window.reach("Show Doorway pec stretch");
    assert!(window.shows("All exercises") && window.shows("Steps"));
    window.press("Start");
    let what = Some("doorway-pec-stretch".to_owned());
    assert_eq!(window.asked(), [Request::Start { what }]);
    window.press("All exercises");
    assert!(window.shows("Show Doorway pec stretch"));
}

#[test]
fn the_doctor_says_what_is_missing_and_what_to_do() {
    let window = Window::page(Page::Doctor);
    let mut window = window;
    window.pass(100);
    assert!(window.shows("Tray icon"));
    assert!(window.shows("2 things need attention"));
    window.asked();
    window.press("Check again");
    assert_eq!(window.asked(), [Request::Doctor]);
}

#[test]
fn something_else_can_be_had() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    window.asked();
    window.press("Something else");
    let why = crate::ipc::message::Refusal::NotNow;
    assert_eq!(window.asked(), [Request::Refuse { why }]);
}

#[test]
fn the_window_follows_the_desktop_and_the_person() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    let look = |dark, high_contrast| {
        let mut status = status();
        status.appearance.dark = dark;
        status.appearance.high_contrast = high_contrast;
        Told::Status(Box::new(status))
    };
    let mut settings = Settings::default();
    settings.look.theme = ThemeChoice::System;
    window.tell(Told::Settings(list(&settings)));
    window.tell(look(Some(true), false));
    assert_eq!(window.harness.ctx.theme(), egui::Theme::Dark);
    let background = |window: &Window| window.harness.ctx.global_style().visuals.panel_fill;
    let usual = background(&window);
    window.tell(look(Some(true), true));
    assert_ne!(background(&window), usual);
    settings.look.theme = ThemeChoice::Light;
    window.tell(Told::Settings(list(&settings)));
    assert_eq!(window.harness.ctx.theme(), egui::Theme::Light);
}

#[test]
fn a_window_that_is_asked_for_again_shows_the_page() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    let mut status = status();
    status.window.serial += 1;
    status.window.page = Some("doctor".to_owned());
    window.tell(Told::Status(Box::new(status)));
    assert!(window.shows("Check again"));
}

/// What Today asks about the day.
const DAY: Request = Request::Why {
    date: None,
    from: 0,
};

#[test]
fn the_day_is_asked_for_when_something_happened_and_not_otherwise() {
    let mut window = Window::page(Page::Today);
    window.pass(100);
    assert!(window.asked().contains(&DAY));
    assert!(window.shows("Your day"));
    let mut later = status();
    later.sitting += Duration::from_secs(60);
    window.tell(Told::Status(Box::new(later.clone())));
    window.pass(120_000);
    assert_eq!(window.asked(), []);
    later.shown = reminded().shown;
    window.tell(Told::Status(Box::new(later)));
    assert_eq!(window.asked(), [DAY]);
}

#[test]
fn the_day_can_be_read() {
    let mut window = Window::open(Opening::Page(Page::Today), LARGE, ThemeChoice::Light);
    window.pass(100);
    assert!(!window.shows("In a call for 22 min"));
    window.press("Show it in words");
    assert!(window.shows("In a call for 22 min") && window.shows("09:38"));
    window.press("Hide the words");
    assert!(!window.shows("In a call for 22 min"));
}

#[test]
fn insights_follow_the_range_and_are_exported() {
    let mut window = Window::page(Page::Insights);
    window.pass(100);
    assert!(window.shows("Range: Week") && window.shows("Sitting"));
    window.press("Export as CSV");
    let (name, table) = window.notes.borrow_mut().exported.remove(0);
    assert_eq!(name, "unbend 2026-03-04 to 2026-03-10.csv");
    assert_eq!(table.lines().count(), 8);
    assert!(window.shows("Saved as /home/ada/unbend 2026-03-04 to 2026-03-10.csv"));
    window.press("Range: Year");
    window.press("Export as CSV");
    let (_, table) = window.notes.borrow_mut().exported.remove(0);
    assert_eq!(table.lines().count(), 365);
}

#[test]
fn insights_of_nothing_say_so() {
    let mut window = Window::page(Page::Insights);
    window.pass(100);
    window.tell(Told::Days(Vec::new()));
    assert!(window.shows("Nothing is known of these days yet"));
    assert!(!window.shows("Export as CSV"));
}

#[test]
fn about_names_the_version_and_the_medical_note() {
    let window = &mut Window::page(Page::About);
    window.pass(100);
    let version = format!("Unbend {}", env!("CARGO_PKG_VERSION"));
    assert!(window.shows(&version));
    assert!(window.shows(&catalog::builtin().safety.note));
}

/// A window on the first run.
fn newcomer(size: Vec2) -> Window {
    let mut settings = Settings::default();
    settings.look.theme = ThemeChoice::Light;
    let mut window = Window::with(Opening::Page(Page::Today), size, settings);
    window.pass(100);
    window
}

fn set(path: &str, value: &str) -> Request {
    Request::SettingsSet {
        path: path.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn the_first_run_asks_about_health_place_and_rhythm() {
    let mut window = newcomer(USUAL);
    assert!(window.shows("Welcome to Unbend") && !window.shows("Quick starts"));
    window.press("Some of this");
    assert!(window.asked().contains(&set("exercises.gentle", "true")));
    window.press("Floor");
    window.press("Mat");
    window.press("Continue");
    let asked = window.asked();
    let words = |list: &str| list.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let positions = || "exercises.positions".to_owned();
    let equipment = || "exercises.equipment".to_owned();
    let answers = [
        Request::SettingsAdd {
            path: positions(),
            items: words("standing seated floor wall"),
        },
        Request::SettingsRemove {
            path: positions(),
            items: words("bed"),
        },
        Request::SettingsAdd {
            path: equipment(),
            items: words("desk wall doorway chair mat"),
        },
        Request::SettingsRemove {
            path: equipment(),
            items: words("roller bed pillow block counter"),
        },
    ];
    assert_eq!(asked[..4], answers);
    window.press("Limit: 20 min");
    let limit = set("reminders.stretch.after", "20m");
    assert!(window.asked().contains(&limit));
    window.press("Continue");
    let mut settings = Settings::default();
    settings.exercises.gentle = true;
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("Try Walk") && window.shows("Try Stand up"));
    assert!(!window.shows("Try Chin tucks"));
    window.press("Done");
    assert!(window.asked().contains(&set("look.welcome_done", "true")));
    assert!(window.shows("Quick starts"));
}

#[test]
fn the_introduction_comes_once_and_again_for_who_asks() {
    let mut window = newcomer(USUAL);
    window.press("Skip the introduction");
    assert!(window.shows("Quick starts"));
    window.tell(Told::Settings(list(&Settings::default())));
    assert!(
        window.shows("Quick starts"),
        "not a second time in one window"
    );
    let mut window = Window::page(Page::About);
    window.pass(100);
    window.press("Show the introduction");
    assert!(window.shows("Welcome to Unbend"));
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    assert!(!window.shows("Introduction was shown"), "no setting");
    window.reach("Show the introduction again");
    assert!(window.shows("Welcome to Unbend"));
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
    // Beside the cards: one under the pointer moves.
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
    // Every card in sight has been drawn once.
    let sent = window.textures.sent();
    let before = offset(&window);
    scroll(&mut window, 60.25);
    assert!(offset(&window) > before + 50.0);
    assert_eq!(window.textures.sent() - sent, 0);
}

#[test]
fn a_window_that_closes_says_where_it_was() {
    use crate::logic::shown::place::{Place, WindowKind};
    let mut window = Window::page(Page::Today);
    let place = |window: &mut Window, left: f32, maximized: bool| {
        let input = window.harness.input_mut();
        let viewport = input.viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
        let frame = egui::Rect::from_min_size(egui::pos2(left, 50.0), vec2(900.0, 700.0));
        viewport.outer_rect = Some(frame);
        viewport.inner_rect = Some(frame.with_min_y(80.0));
        viewport.maximized = Some(maximized);
        window.draw(1);
    };
    place(&mut window, 100.0, false);
    // While it fills its screen, what it goes back to stays.
    place(&mut window, 0.0, true);
    window.asked();
    window.harness.state_mut().close();
    let expected = Request::Place {
        window: WindowKind::Pages,
        place: Place {
            size: [900.0, 670.0],
            at: Some([100.0, 50.0]),
            scale: 1.0,
            maximized: true,
        },
        closes: true,
    };
    assert_eq!(window.asked(), [expected]);
}

#[test]
fn a_window_that_was_moved_says_so_once_it_stands_still() {
    let mut window = Window::page(Page::Doctor);
    let move_to = |window: &mut Window, left: f32| {
        let input = window.harness.input_mut();
        let viewport = input.viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
        let frame = egui::Rect::from_min_size(egui::pos2(left, 50.0), USUAL);
        (viewport.outer_rect, viewport.inner_rect) = (Some(frame), Some(frame));
        window.draw(1);
    };
    let told = |window: &Window| -> Vec<Option<[f32; 2]>> {
        let asked = window.asked().into_iter();
        let places = asked.filter_map(|request| {
            if let Request::Place { place, closes, .. } = request {
                (!closes).then_some(place.at)
            } else {
                None
            }
        });
        places.collect()
    };
    let wait = |window: &Window| {
        window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
    };
    move_to(&mut window, 100.0);
    window.pass(5000);
    assert!(told(&window).is_empty(), "it has opened there");
    // As long as it is dragged nobody needs to know.
    for left in [110.0, 140.0, 200.0] {
        move_to(&mut window, left);
        window.pass(600);
        assert!(told(&window).is_empty(), "{left}");
    }
    assert!(wait(&window) <= Duration::from_millis(400), "one more look");
    window.pass(400);
    assert_eq!(told(&window), [Some([200.0, 50.0])]);
    window.draw(3);
    assert!(told(&window).is_empty());
    assert!(wait(&window) > Duration::from_secs(60));
}

#[test]
fn a_page_that_is_open_at_midnight_turns_to_the_new_day() {
    for page in [Page::Today, Page::Insights] {
        let mut window = Window::page(page);
        window.draw(4);
        window.asked();
        let wait = super::curtain::next_picture(&window);
        assert!(wait <= Duration::from_secs(10 * 3600 + 35 * 60), "{wait:?}");
        let midnight = TODAY.tomorrow().expect("a day").at(0, 0, 0, 1);
        window.notes.borrow_mut().wall = midnight
            .to_zoned(jiff::tz::TimeZone::UTC)
            .expect("a good moment");
        window.draw(1);
        let asked = window.asked();
        let is_for_the_day =
            |request: &Request| matches!(request, Request::Why { .. } | Request::Stats { .. });
        assert_eq!(
            asked
                .iter()
                .filter(|request| is_for_the_day(request))
                .count(),
            1,
            "{asked:?}"
        );
        assert_eq!(
            window.harness.state().model.today,
            TODAY.tomorrow().expect("a day")
        );
        window.draw(1);
        assert!(window.asked().is_empty(), "once is enough");
    }
}
