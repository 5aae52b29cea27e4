//! How the player opens, and how one figure follows another.

use super::*;
use crate::logic::settings::MotionChoice;

/// How soon the next frame is wanted.
pub(super) fn next_picture(window: &Window) -> Duration {
    window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
}

/// How far apart two pictures are where the figure stands: the mean of all channels.
fn apart(a: &image::RgbImage, b: &image::RgbImage) -> f64 {
    let figure = |image: &image::RgbImage| {
        let part = image::imageops::crop_imm(image, 100, 120, 400, 440);
        part.to_image()
    };
    let (a, b) = (figure(a), figure(b));
    let sum: u64 = a
        .iter()
        .zip(b.iter())
        .map(|(a, b)| u64::from(a.abs_diff(*b)))
        .sum();
    sum as f64 / a.len() as f64
}

#[test]
fn it_opens_with_the_words_of_the_offer_and_the_figure_comes_in() {
    // What the notification says about it.
    let length = catalog::builtin().length("doorway-pec-stretch");
    let takes = crate::logic::shown::notice::takes(length.unwrap());
    for size in [SMALL, USUAL, LARGE] {
        let opening = Opening::Player("doorway-pec-stretch".to_owned());
        let mut window = Window::open(opening, size, ThemeChoice::Light);
        window.draw(1);
        assert!(window.shows("Doorway pec stretch"));
        assert!(window.shows(&takes), "{takes}");
        if size == USUAL {
            let first = window.picture();
            // As scripts/budgets looks for it, but where there are no words.
            let seen = image::imageops::crop_imm(&first, 150, 120, 300, 400).to_image();
            let looked_at = seen.enumerate_pixels();
            let looked_at = looked_at.filter(|(x, y, _)| x % 4 == 0 && y % 4 == 0);
            let colours: std::collections::HashSet<_> = looked_at.map(|at| at.2).collect();
            assert!(colours.len() > 30, "{} colours", colours.len());
            assert!(next_picture(&window) <= Duration::from_millis(40));
            window.pass(300);
            let middle = window.picture();
            window.pass(310);
            let last = window.picture();
            let (begun, half) = (apart(&first, &last), apart(&middle, &last));
            assert!(begun > 1.5 * half && half > 0.5, "{begun} {half}");
        } else {
            window.pass(610);
        }
        assert!(!window.shows(&takes));
        assert!(window.shows("Get into position"));
    }
}

#[test]
fn the_first_frame_does_not_count_on_what_the_window_was_cleared_with() {
    for motion in [MotionChoice::Full, MotionChoice::Reduced] {
        let mut settings = Settings::default();
        settings.look.motion = motion;
        let mut window = Window::with(Opening::Player("chin-tucks".to_owned()), USUAL, settings);
        window.draw(1);
        let [black, white] = [egui::Color32::BLACK, egui::Color32::WHITE].map(|ground| {
            let Window {
                harness, textures, ..
            } = &window;
            textures.paint(&harness.ctx, harness.output(), ground)
        });
        assert!(black == white, "{motion:?}");
    }
}

#[test]
fn on_a_dark_desktop_the_first_frame_is_dark() {
    let opening = || Opening::Player("chin-tucks".to_owned());
    let appearance = Appearance {
        dark: Some(true),
        ..Appearance::default()
    };
    // Nothing has arrived but the break.
    let settings = Settings::default();
    let mut window = Window::told(opening(), USUAL, settings, appearance, Vec::new());
    window.draw(1);
    assert!(window.shows("Chin tucks"));
    let corner = *window.picture().get_pixel(5, 5);
    assert!(corner.0.iter().all(|part| *part < 64), "{corner:?}");
}

#[test]
fn who_wants_less_motion_sees_no_fade() {
    let mut settings = Settings::default();
    settings.look.motion = MotionChoice::Reduced;
    let mut window = Window::with(Opening::Player("chin-tucks".to_owned()), USUAL, settings);
    window.draw(1);
    assert!(!window.shows("Chin tucks") && window.shows("Get into position"));
    let first = window.picture();
    window.pass(1100);
    assert_eq!(apart(&first, &window.picture()), 0.0);
}

#[test]
fn a_figure_goes_gently_before_the_next_one_and_then_all_is_still() {
    let mut window = Window::player("quick-daily-reset", USUAL);
    window.press("Start");
    window.pass(1000);
    window.key(Key::Space);
    let before = window.picture();
    window.key(Key::S);
    assert_eq!(
        apart(&before, &window.picture()),
        0.0,
        "still the one before"
    );
    assert!(next_picture(&window) <= Duration::from_millis(40));
    window.pass(80);
    let going = window.picture();
    window.pass(80);
    let coming = window.picture();
    window.pass(100);
    let there = window.picture();
    assert!(apart(&before, &going) > 1.0 && apart(&going, &there) > 1.0);
    assert!(apart(&before, &there) > apart(&coming, &there));
    assert!(apart(&coming, &there) > 0.2);
    window.draw(2);
    assert!(
        next_picture(&window) > Duration::from_secs(60),
        "paused and still"
    );
}
