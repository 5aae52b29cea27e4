//! Windows on small and dense screens: none is larger than its screen, at any scale.

use crate::harness::{Desktop, PLAYER, until};
use crate::needs::needs;

/// Pixels of the screen, and pixels per point.
const SCREENS: [(&str, &str); 4] = [
    ("1366x768", "1.25"),
    ("1280x800", "2"),
    ("1920x1080", "2"),
    ("720x1280", "1"),
];

/// How much of the screen the title bar needs, in pixels.
const TITLE_BAR: u16 = 20;

#[test]
fn no_window_is_larger_than_its_screen() {
    needs!("desktop");
    for (size, scale) in SCREENS {
        let desktop = Desktop::with_options(&["--size", size]);
        desktop.write_config("settings.ron", "(look: (welcome_done: true))");
        let mut daemon = desktop.unbend(&["daemon"]);
        daemon.env("WINIT_X11_SCALE_FACTOR", scale);
        desktop.start(&mut daemon);
        until("the daemon", || {
            desktop
                .try_unbend(&["status"])
                .status
                .success()
                .then_some(())
        });
        let (width, height) = size.split_once('x').expect("two numbers");
        let [width, height] = [width, height].map(|text| text.parse::<u16>().expect("a number"));
        desktop.ask(&["break", "doorway-pec-stretch"]);
        desktop.screen().wait_for_window(PLAYER);
        desktop.request(r#"{"do":"window","page":"settings"}"#);
        for title in [PLAYER, "Settings – Unbend"] {
            desktop.screen().wait_for_window(title);
            until(
                &format!("`{title}` no larger than {size} at {scale}"),
                || {
                    let place = desktop.screen().find_window(title)?.place;
                    let fits = place.width <= width && place.height + TITLE_BAR <= height;
                    (fits && place.width > 300).then_some(())
                },
            );
        }
    }
}
