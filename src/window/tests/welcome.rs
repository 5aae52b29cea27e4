//! The introduction: what it asks, and when it comes.

use super::*;

/// A window on the first run.
fn newcomer(size: Vec2) -> Window {
    let mut settings = Settings::default();
    settings.look.theme = ThemeChoice::Light;
    let mut window = Window::with(Opening::Page(Page::Today), size, settings);
    window.pass(100);
    window
}

pub(super) fn set(path: &str, value: &str) -> Request {
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
