//! Compares a picture of each page with the one in tests/snapshots. `UNBEND_BLESS=1` takes new ones.

use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage};

use super::*;
use crate::logic::settings::ListChange;
use crate::window::theme::Contrast;

/// How far the mean of all channels may be off, of 255: a font engine that rounds differently.
const MEAN: f64 = 0.35;

/// How many pixels per thousand may be off by more than `FAR`.
const FEW: f64 = 2.0;

/// From here on a channel's error is visible.
const FAR: u8 = 48;

/// The picture that the page must look like.
fn expected(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/snapshots")
        .join(format!("{name}.png"))
}

/// Where the pictures of a failure are kept.
fn kept(name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp");
    std::fs::create_dir_all(&target).expect("target is writable");
    target.join(format!("{name}.png"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "who takes new pictures says so by the environment"
)]
fn blessing() -> bool {
    std::env::var("UNBEND_BLESS").is_ok_and(|value| value == "1")
}

/// How two pictures differ.
#[derive(Debug, PartialEq)]
struct Difference {
    /// Mean of all channels.
    mean: f64,
    /// Pixels per thousand that are far off.
    far: f64,
}

fn difference(a: &RgbImage, b: &RgbImage) -> (Difference, RgbImage) {
    let mut shown = RgbImage::new(a.width(), a.height());
    let (mut sum, mut far) = (0_u64, 0_u32);
    for ((a, b), shown) in a.pixels().zip(b.pixels()).zip(shown.pixels_mut()) {
        let off: [u8; 3] = std::array::from_fn(|i| a[i].abs_diff(b[i]));
        sum += off.iter().map(|off| u64::from(*off)).sum::<u64>();
        far += u32::from(off.iter().any(|off| *off > FAR));
        *shown = Rgb(off.map(|off| off.saturating_mul(4)));
    }
    let pixels = f64::from(a.width()) * f64::from(a.height());
    let difference = Difference {
        mean: sum as f64 / pixels / 3.0,
        far: f64::from(far) * 1000.0 / pixels,
    };
    (difference, shown)
}

/// Writes a picture as small as possible: flat colours need no filter.
fn save(image: &RgbImage, path: &Path) {
    let file = std::fs::File::create(path).expect("a picture can be written");
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
    image
        .write_with_encoder(encoder)
        .expect("a picture can be written");
}

/// Why the window doesn't look as it should; none if it does.
pub(super) fn compare(window: &Window, name: &str) -> Option<String> {
    let got = window.picture();
    let path = expected(name);
    if blessing() {
        save(&got, &path);
        return None;
    }
    let Ok(wanted) = image::open(&path) else {
        save(&got, &kept(name));
        return Some(format!(
            "{name}: there is no {}; the picture is {}. UNBEND_BLESS=1 takes it",
            path.display(),
            kept(name).display()
        ));
    };
    let wanted = wanted.to_rgb8();
    if wanted.dimensions() != got.dimensions() {
        return Some(format!("{name}: the sizes differ"));
    }
    let (difference, shown) = difference(&wanted, &got);
    if difference.mean <= MEAN && difference.far <= FEW {
        return None;
    }
    let apart = format!("{name}.difference");
    save(&got, &kept(name));
    save(&shown, &kept(&apart));
    Some(format!(
        "{name} looks different ({difference:?}): see {} and {}. UNBEND_BLESS=1 takes the new one",
        kept(name).display(),
        kept(&apart).display()
    ))
}

/// A page with its pictures drawn and nothing moving.
fn still(page: Page, theme: ThemeChoice) -> Window {
    let mut window = Window::open(Opening::Page(page), USUAL, theme);
    window.pass(100);
    window.pass(100);
    window
}

/// Every page, the introduction and the player in one theme.
fn everything_looks_as_it_did(theme: ThemeChoice, suffix: &str) {
    let mut wrong = Vec::new();
    for page in Page::ALL {
        let name = format!("{}-{suffix}", page.title().to_lowercase());
        wrong.extend(compare(&still(page, theme), &name));
    }
    let mut settings = Settings::default();
    settings.look.theme = theme;
    let mut window = Window::with(Opening::Page(Page::Today), USUAL, settings);
    window.pass(100);
    window.pass(100);
    wrong.extend(compare(&window, &format!("welcome-{suffix}")));
    window.press("None of this");
    wrong.extend(compare(&window, &format!("at-hand-{suffix}")));
    let player = Opening::Player("doorway-pec-stretch".to_owned());
    let mut window = Window::open(player, USUAL, theme);
    window.pass(1100);
    wrong.extend(compare(&window, &format!("player-{suffix}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_looks_as_it_did_in_light() {
    everything_looks_as_it_did(ThemeChoice::Light, "light");
}

#[test]
fn every_page_looks_as_it_did_in_the_dark() {
    everything_looks_as_it_did(ThemeChoice::Dark, "dark");
}

#[test]
fn a_page_that_changed_is_told() {
    let mut window = still(Page::Doctor, ThemeChoice::Light);
    let before = window.picture();
    assert_eq!(difference(&before, &window.picture()).0.mean, 0.0);
    window.tell(Told::Problem("something went wrong".to_owned()));
    let (difference, shown) = difference(&before, &window.picture());
    assert!(
        difference.mean > MEAN && difference.far > FEW,
        "{difference:?}"
    );
    assert!(shown.pixels().any(|pixel| pixel.0 != [0; 3]));
}

/// Pictures of everything in every size and look, for people to look at: they go to target/tmp.
#[test]
#[ignore = "for the eye: cargo test --lib pictures_for_the_eye -- --ignored"]
fn pictures_for_the_eye() {
    let looks = [
        (ThemeChoice::Light, Contrast::Usual, "light"),
        (ThemeChoice::Dark, Contrast::Usual, "dark"),
        (ThemeChoice::Light, Contrast::High, "light-high"),
        (ThemeChoice::Dark, Contrast::High, "dark-high"),
    ];
    for size in [SMALL, USUAL, LARGE] {
        for (theme, contrast, look) in looks {
            for page in Page::ALL {
                let mut window = Window::open(Opening::Page(page), size, theme);
                window.contrast(contrast);
                let name = format!("eye-{}-{}-{look}", page.title().to_lowercase(), size.x);
                save(&window.picture(), &kept(&name));
            }
            let mut settings = Settings::default();
            settings.look.theme = theme;
            let mut window = Window::with(Opening::Page(Page::Today), size, settings);
            window.contrast(contrast);
            for (step, next) in ["None of this", "Continue", "Continue", "Done"]
                .iter()
                .enumerate()
            {
                let name = format!("eye-welcome{step}-{}-{look}", size.x);
                save(&window.picture(), &kept(&name));
                window.harness.get_by_label(next).click_accesskit();
                window.draw(3);
            }
        }
    }
}

/// The editors at work, for people to look at: they go to target/tmp.
#[test]
#[ignore = "for the eye: cargo test --lib editors_for_the_eye -- --ignored"]
fn editors_for_the_eye() {
    let routine = [
        "New routine",
        "Add Chin tucks",
        "Add Single-arm doorway stretch",
        "Add Walk",
        "Amount of Chin tucks: as the exercise says",
        "Chin tucks: Sets: more",
        "Chin tucks: Repetitions: less",
        "Amount of Single-arm doorway stretch: as the exercise says",
        "Single-arm doorway stretch: Sets: more",
        "Single-arm doorway stretch: Repetitions: more",
        "Single-arm doorway stretch: Repetitions: more",
        "Single-arm doorway stretch: Seconds held: more",
        "Single-arm doorway stretch: Side: Left",
    ];
    let exercise = [
        "New exercise",
        "Figure",
        "Forward fold on a chair",
        "",
        "Add a step",
        "Step 1: Side: Each in turn",
        "Step 1: Sets: more",
    ];
    for (what, way) in [("routine", &routine[..]), ("exercise", &exercise[..])] {
        for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
            for size in [SMALL, USUAL, vec2(480.0, 2600.0), vec2(960.0, 2000.0)] {
                let mut window = Window::open(Opening::Page(Page::Exercises), size, theme);
                window.pass(100);
                for next in way {
                    match *next {
                        // Closes what is open.
                        "" => window.key(Key::Escape),
                        next => window.reach(next),
                    }
                }
                window.pass(100);
                let name = format!("eye-editor-{what}-{}x{}-{look}", size.x, size.y);
                save(&window.picture(), &kept(&name));
            }
        }
    }
    for size in [SMALL, USUAL] {
        let window = prescription(size, ThemeChoice::Light);
        save(
            &window.picture(),
            &kept(&format!("eye-prescription-{}", size.x)),
        );
    }
}

/// Moments of a break in windows on small and dense screens, for people to look at: they go to target/tmp.
#[test]
#[ignore = "for the eye: cargo test --lib players_for_the_eye -- --ignored"]
fn players_for_the_eye() {
    let sizes = [vec2(320.0, 400.0), vec2(628.0, 332.0), vec2(960.0, 552.0)];
    for size in sizes {
        for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
            for id in ["doorway-pec-stretch", "thread-the-needle", "chin-tucks"] {
                let keep = |window: &Window, moment: &str| {
                    let name = format!("eye-{id}-{moment}-{}-{look}", size.x);
                    save(&window.picture(), &kept(&name));
                };
                let mut window = Window::open(Opening::Player(id.to_owned()), size, theme);
                window.pass(1500);
                keep(&window, "0-position");
                window.key(Key::Enter);
                window.pass(4000);
                keep(&window, "1-step");
                window.key(Key::ArrowRight);
                window.pass(2000);
                keep(&window, "2-next");
                window.key(Key::Space);
                window.pass(100);
                keep(&window, "3-paused");
                window.key(Key::Space);
                after_break::skip_to_the_end(&mut window);
                window.pass(100);
                keep(&window, "4-skipped");
                let mut window = Window::open(Opening::Player(id.to_owned()), size, theme);
                window.pass(1500);
                after_break::to_the_end(&mut window);
                keep(&window, "5-done");
                window.press("Pain 7");
                keep(&window, "6-pain");
            }
        }
    }
    for (theme, look) in [(ThemeChoice::Light, "light"), (ThemeChoice::Dark, "dark")] {
        for size in [SMALL, USUAL] {
            let player = Opening::Player("chin-tucks".to_owned());
            let mut window = Window::open(player, size, theme);
            let mut plan = Plan::new(catalog::builtin(), "chin-tucks").expect("in the catalog");
            for step in plan.exercises.iter_mut().flat_map(|one| &mut one.segments) {
                step.picture = Some("pictures/gone.svg".to_owned());
            }
            window.tell(Told::Play(plan));
            window.pass(1500);
            window.key(Key::Enter);
            window.pass(1000);
            save(
                &window.picture(),
                &kept(&format!("eye-no-picture-{}-{look}", size.x)),
            );
            let mut window =
                Window::open(Opening::Page(Page::Settings), vec2(size.x, 4000.0), theme);
            window.pass(100);
            window.tell(Told::Apps(crate::logic::presence::apps::Seen {
                calls: vec!["Recorder".to_owned(), "Firefox".to_owned()],
                full_screen: vec!["code".to_owned(), "mpv".to_owned()],
            }));
            let mut settings = Settings::default();
            settings.look.theme = theme;
            settings.look.welcome_done = true;
            settings
                .change_list("holds.ignore", &["code".to_owned()], ListChange::Add)
                .expect("a list");
            window.tell(Told::Settings(list(&settings)));
            window.pass(100);
            save(
                &window.picture(),
                &kept(&format!("eye-apps-{}-{look}", size.x)),
            );
        }
    }
}
