//! How pages show what the daemon has seen around it: applications, and whether windows open.

use super::*;
use crate::logic::presence::apps::Seen;
use crate::logic::settings::ListChange;

#[test]
fn applications_to_be_ignored_are_picked_from_those_seen() {
    let mut window = Window::page(Page::Settings);
    window.pass(100);
    let label = "Apps that never make it wait";
    let none = "Apps show up here once they have used the microphone or filled the screen";
    assert!(window.shows(none));
    window.tell(Told::Apps(Seen {
        calls: vec!["Recorder".to_owned(), "mpv".to_owned()],
        full_screen: vec!["MPV".to_owned(), "code".to_owned()],
    }));
    assert!(!window.shows(none));
    window.asked();
    window.reach(&format!("{label}: Recorder"));
    let (path, items) = ("holds.ignore".to_owned(), vec!["Recorder".to_owned()]);
    let added = Request::SettingsAdd {
        path: path.clone(),
        items: items.clone(),
    };
    assert_eq!(window.asked()[0], added);

    let mut settings = Settings::default();
    settings.look.welcome_done = true;
    settings
        .change_list(&path, &items, ListChange::Add)
        .expect("a list");
    window.tell(Told::Settings(list(&settings)));
    // Once each: the ignored one, and the others to choose from.
    for app in ["Recorder", "MPV", "code"] {
        let name = format!("{label}: {app}");
        assert_eq!(window.harness.query_all_by_label(&name).count(), 1, "{app}");
    }
    assert!(!window.shows(&format!("{label}: mpv")));
    window.asked();
    window.reach(&format!("{label}: Recorder"));
    assert_eq!(window.asked()[0], Request::SettingsRemove { path, items });
}

#[test]
fn a_window_that_is_open_says_so_on_its_doctor_page() {
    let mut window = Window::page(Page::Doctor);
    window.pass(100);
    let mut doctor = doctor();
    // What a daemon says that was started before there was a display.
    doctor.abilities.push(AbilityStatus {
        ability: Ability::Window,
        works: false,
        source: String::new(),
        remedy: "there is no display".to_owned(),
    });
    window.tell(Told::Doctor(doctor.clone()));
    assert!(window.shows("A window opens on this display"));
    assert!(!window.shows("There is no display"));
    // The command has tried it as well, with the same result.
    doctor.window_tried(Ok(()));
    let row = doctor.abilities.last().expect("the one of the window");
    assert_eq!(
        (row.works, row.source.as_str()),
        (true, "a window opens on this display")
    );
}
