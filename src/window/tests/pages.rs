//! The pages in the navigation: what is pressed reaches the daemon.

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
    // After leaving the screen by itself it is as due as before.
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
