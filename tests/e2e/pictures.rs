//! Takes pictures of the real program, for people to look at: `scripts/pictures`.
#![expect(
    clippy::disallowed_methods,
    reason = "a figure moves in real time, and the script says by the environment where pictures go"
)]

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::harness::{Desktop, PLAYER, Place, until};

const RETURN: u32 = 0xff0d;
const RIGHT: u32 = 0xff53;

/// The window with the pages.
const PAGES: &str = "Unbend";

const NAMES: [&str; 6] = [
    "today",
    "exercises",
    "insights",
    "settings",
    "doctor",
    "about",
];

/// How long a page takes to be fully drawn, and a figure to reach its pose.
const SETTLED: Duration = Duration::from_millis(1500);

#[test]
#[ignore = "for the eye: run scripts/pictures"]
fn of_everything() {
    let folder = PathBuf::from(std::env::var("UNBEND_PICTURES").expect("scripts/pictures sets it"));
    for (theme, options) in [("light", &[][..]), ("dark", &["--dark"])] {
        of_pages(&folder, theme, options);
        of_the_player(&folder, theme, options);
        of_full_screen(&folder, theme, options);
    }
}

fn settings(welcome_done: bool) -> String {
    format!(
        r#"(
    reminders: {{"stretch": (after: "30m")}},
    look: (welcome_done: {welcome_done}, motion: "full"),
)"#
    )
}

/// The contents of a window that comes up, once it has settled.
fn settled(desktop: &Desktop, name: &str) -> Place {
    desktop.screen().wait_for_window(name);
    thread::sleep(SETTLED);
    // Hovering a card would make it move.
    desktop.screen().point((2, 798));
    let window = desktop.screen().find_window(name);
    window.expect("the window is there").place
}

fn of_pages(folder: &Path, theme: &str, options: &[&str]) {
    let desktop = Desktop::with_options(options);
    desktop.write_config("settings.ron", settings(false));
    desktop.with_a_past(Duration::from_secs(22 * 60));
    desktop.start_daemon();
    let keep = |name: &str| {
        let place = settled(&desktop, PAGES);
        let path = folder.join(format!("{name}-{theme}.png"));
        desktop.screen().keep_picture(place, &path);
    };
    desktop.request(r#"{"do":"window"}"#);
    keep("welcome");
    let done = r#"{"do":"settings-set","path":"look.welcome_done","value":"true"}"#;
    desktop.request(done);
    desktop.screen().close(PAGES);
    until("the window gone", || {
        desktop.screen().find_window(PAGES).is_none().then_some(())
    });
    thread::sleep(SETTLED);
    for page in NAMES {
        desktop.request(&format!(r#"{{"do":"window","page":"{page}"}}"#));
        keep(page);
    }
    desktop.ask(&["remind"]);
    let bubble = desktop.wait_for_bubble("Time to stand up");
    thread::sleep(SETTLED);
    let place = bubble.place().expect("it is on the screen");
    let path = folder.join(format!("reminder-{theme}.png"));
    desktop.screen().keep_picture(place, &path);
}

/// The reminder that comes in spite of a full-screen window.
fn of_full_screen(folder: &Path, theme: &str, options: &[&str]) {
    let desktop = Desktop::with_options(options);
    let bubble = desktop.asked_in_full_screen();
    thread::sleep(SETTLED);
    let place = bubble.place().expect("it is on the screen");
    let path = folder.join(format!("full-screen-{theme}.png"));
    desktop.screen().keep_picture(place, &path);
}

/// Ten moments of a routine, from getting into position to the end.
fn of_the_player(folder: &Path, theme: &str, options: &[&str]) {
    let desktop = Desktop::with_options(options);
    desktop.write_config("settings.ron", settings(true));
    desktop.start_daemon();
    desktop.ask(&["break", "posture-support"]);
    for moment in 0..10 {
        match moment {
            0 => {}
            1 => desktop.screen().key(RETURN),
            // To its last words, however many steps are left.
            9 => (0..70).for_each(|_| {
                desktop.screen().key(RIGHT);
                thread::sleep(Duration::from_millis(60));
            }),
            _ => {
                desktop.screen().key(RIGHT);
                desktop.screen().key(RETURN);
                thread::sleep(SETTLED);
            }
        }
        let place = settled(&desktop, PLAYER);
        let path = folder.join(format!("player{moment}-{theme}.png"));
        desktop.screen().keep_picture(place, &path);
    }
}
