//! The window, its desktop and its daemon: looks, place, repeated requests, and a missing daemon.

use super::*;

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
    // The title follows the page.
    assert_eq!(wish(2, Some(":1"), "doctor"), ["Doctor – Unbend"]);
    assert_eq!(wish(3, None, "today"), ["Unbend"]);
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
    // While it is maximised, the place it would return to stays.
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
    // While it is being dragged nobody needs to know.
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
