//! Custom reminders on the settings page.

use super::editor::type_into;
use super::*;
use crate::logic::settings::LONGEST_TEXT;

fn tea() -> Request {
    let values = [
        ("of", "sitting"),
        ("after", "1h"),
        ("offer", "nudge"),
        ("text", "Drink tea"),
    ];
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Request::ReminderAdd {
        id: "drink-tea".to_owned(),
        values: values.into_iter().map(owned).collect(),
    }
}

/// What the daemon does with it.
fn with(settings: &Settings, request: &Request) -> Settings {
    let mut settings = settings.clone();
    let Request::ReminderAdd { id, values } = request else {
        panic!("{request:?}");
    };
    settings.new_reminder(id, values).expect("it fits");
    settings
}

#[test]
fn a_reminder_is_added_changed_removed_and_brought_back() {
    let mut window = Window::open(Opening::Page(Page::Settings), LARGE, ThemeChoice::Light);
    // Past its first second, in which it ignores keys.
    window.pass(100);
    window.pass(1100);
    window.reach("Add a reminder");
    window.draw(3);
    window.asked();
    window.reach("Add");
    assert_eq!(window.asked(), [], "it has no name yet");
    type_into(&mut window, "What it says", "Drink tea");
    window.reach("Add");
    assert_eq!(window.asked(), [tea(), Request::SettingsGet { path: None }]);

    let settings = with(&Settings::default(), &tea());
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("Reminder: Drink tea") && window.shows("Add a reminder"));
    window.reach("Remove Reminder: Drink tea");
    let id = "drink-tea".to_owned();
    assert_eq!(
        window.asked()[0],
        Request::ReminderRemove { id: id.clone() }
    );
    window.tell(Told::Settings(list(&Settings::default())));
    assert!(!window.shows("Reminder: Drink tea"));

    window.reach("Undo");
    let back = window.asked().remove(0);
    assert_eq!(with(&Settings::default(), &back), settings);
    window.reach("Undo");
    assert_eq!(window.asked()[0], Request::ReminderRemove { id });
}

#[test]
fn a_reminder_by_the_clock_keeps_its_time() {
    let mut window = Window::open(Opening::Page(Page::Settings), LARGE, ThemeChoice::Light);
    // Past its first second, in which it ignores keys.
    window.pass(100);
    window.pass(1100);
    window.reach("Add a reminder");
    window.draw(3);
    window.reach("When it comes: At a time");
    type_into(&mut window, "What it says", "Tea!");
    window.asked();
    window.reach("Add");
    let added = window.asked().remove(0);
    let settings = with(&Settings::default(), &added);
    assert_eq!(settings.get("reminders.tea.at").as_deref(), Some("15:00"));
    assert_eq!(settings.get("reminders.tea.text").as_deref(), Some("Tea!"));
    window.tell(Told::Settings(list(&settings)));
    assert!(window.shows("Reminder: Tea"));
    assert_eq!(crate::ipc::message::collected(&list(&settings)), settings);
}

#[test]
fn what_is_too_long_for_a_notification_cannot_be_typed() {
    let long = "e".repeat(LONGEST_TEXT + 40);
    let fits = &long[..LONGEST_TEXT];
    let full = "That's as long as it can be: 200 characters";
    let mut window = Window::open(Opening::Page(Page::Settings), LARGE, ThemeChoice::Light);
    window.pass(100);
    window.pass(1100);
    window.reach("Add a reminder");
    window.draw(3);
    type_into(&mut window, "What it says", "Drink tea");
    assert!(!window.shows(full));
    type_into(&mut window, "What it says", &long);
    assert!(window.shows(full));
    window.asked();
    window.reach("Add");
    let mut settings = with(&Settings::default(), &window.asked()[0]);
    let text = |settings: &Settings| {
        let one = settings.reminders.last().expect("it was added");
        one.text.clone()
    };
    assert_eq!(text(&settings), fits);

    // The same when it is changed later.
    settings = with(&Settings::default(), &tea());
    window.tell(Told::Settings(list(&settings)));
    type_into(&mut window, "Says", &long);
    assert!(window.shows(full));
    window.key(Key::Enter);
    let wanted = Request::SettingsSet {
        path: "reminders.drink-tea.text".to_owned(),
        value: fits.to_owned(),
    };
    assert_eq!(window.asked()[0], wanted);
    settings
        .set("reminders.drink-tea.text", fits)
        .expect("it fits");
}
