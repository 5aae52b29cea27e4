//! Opens everything in every size and theme, and checks that each text fits.

use egui::epaint::{ClippedShape, Shape};
use egui::{Pos2, Rect};

use super::*;
use crate::logic::settings::MotionChoice;
use crate::window::theme::Contrast;

/// Every visible text, with the area of its ink and its clip rectangle.
pub(super) fn texts(shapes: &[ClippedShape]) -> Vec<(String, Rect, Rect)> {
    fn collect(shape: &Shape, clip: Rect, found: &mut Vec<(String, Rect, Rect)>) {
        if let Shape::Vec(shapes) = shape {
            for shape in shapes {
                collect(shape, clip, found);
            }
        }
        if let Shape::Text(text) = shape {
            let rect = text.galley.mesh_bounds.translate(text.pos.to_vec2());
            if !text.galley.text().trim().is_empty() {
                found.push((text.galley.text().to_owned(), rect, clip));
            }
        }
    }
    let mut found = Vec::new();
    for clipped in shapes {
        collect(&clipped.shape, clipped.clip_rect, &mut found);
    }
    found
}

/// No text leaves the window or is cut off at its sides, and no two in the same layer overlap.
fn check(window: &Window, size: Vec2, what: &str, scrolls: bool) {
    let screen = Rect::from_min_size(Pos2::ZERO, size);
    let texts = texts(&window.harness.output().shapes);
    assert!(texts.len() > 3, "{what}: there is something to read");
    for (text, rect, clip) in &texts {
        let visible = clip.intersect(screen).expand(0.6);
        assert!(
            visible.x_range().contains(rect.left()) && visible.x_range().contains(rect.right()),
            "{what}: `{text}` is cut off at the side: {rect:?} in {visible:?}"
        );
        if !scrolls {
            assert!(
                visible.contains_rect(rect.shrink(1.0)),
                "{what}: `{text}` is cut off: {rect:?} in {visible:?}"
            );
        }
    }
    for (i, (text, rect, clip)) in texts.iter().enumerate() {
        for (other, above, its_clip) in &texts[..i] {
            let (a, b) = (rect.intersect(*clip), above.intersect(*its_clip));
            let both = a.intersect(b);
            let overlap = both.is_positive() && both.width() > 1.0 && both.height() > 1.0;
            assert!(!overlap, "{what}: `{text}` lies on `{other}`");
        }
    }
}

/// What remains for a window on small and dense screens: 1280×800 at 200 %, 1366×768 at 125 %, 1920×1080 at 200 %,
/// 720×1280; and the smallest size a player can have.
const DENSE: [Vec2; 5] = [
    vec2(628.0, 332.0),
    vec2(960.0, 552.0),
    vec2(948.0, 480.0),
    vec2(708.0, 640.0),
    vec2(320.0, 400.0),
];

/// Every look a window can have.
const LOOKS: [(ThemeChoice, Contrast); 4] = [
    (ThemeChoice::Light, Contrast::Usual),
    (ThemeChoice::Dark, Contrast::Usual),
    (ThemeChoice::Light, Contrast::High),
    (ThemeChoice::Dark, Contrast::High),
];

#[test]
fn every_page_fits() {
    // In the last one nothing is below the fold.
    for size in [SMALL, USUAL, LARGE, vec2(SMALL.x, 8000.0)] {
        for (colours, contrast) in LOOKS {
            for page in Page::ALL {
                let mut window = Window::open(Opening::Page(page), size, colours);
                window.contrast(contrast);
                let what = format!("{} {size} {colours:?} {contrast:?}", page.title());
                check(&window, size, &what, true);
                let mut reminded = reminded();
                reminded.appearance.high_contrast = contrast == Contrast::High;
                window.tell(Told::Status(Box::new(reminded)));
                check(&window, size, &format!("{what} reminded"), true);
            }
        }
    }
}

#[test]
fn every_page_fits_a_small_or_dense_screen() {
    for size in DENSE.into_iter().filter(|size| size.x >= 480.0) {
        for page in Page::ALL {
            let mut window = Window::open(Opening::Page(page), size, ThemeChoice::Light);
            window.pass(100);
            window.tell(Told::Status(Box::new(reminded())));
            check(&window, size, &format!("{} {size}", page.title()), true);
        }
    }
}

#[test]
fn every_page_fits_in_large_text() {
    // What a window of the usual size holds at 160 %.
    let size = USUAL / 1.6;
    for page in Page::ALL {
        let mut window = Window::open(Opening::Page(page), size, ThemeChoice::Light);
        window.pass(100);
        window.tell(Told::Status(Box::new(reminded())));
        check(
            &window,
            size,
            &format!("{} in large text", page.title()),
            true,
        );
    }
}

#[test]
fn the_editor_fits() {
    for size in [SMALL, USUAL, LARGE, USUAL / 1.6] {
        for colours in [ThemeChoice::Light, ThemeChoice::Dark] {
            for way in [
                &[
                    "New routine",
                    "Add Chin tucks",
                    "Add Chin tucks",
                    "Add Walk",
                ][..],
                &[
                    "New routine",
                    "Add Single-arm doorway stretch",
                    "Amount of Single-arm doorway stretch: as the exercise says",
                    "Single-arm doorway stretch: Sets: more",
                    "Single-arm doorway stretch: Repetitions: more",
                    "Single-arm doorway stretch: Repetitions: more",
                    "Single-arm doorway stretch: Seconds held: more",
                    "Single-arm doorway stretch: Side: Right",
                    "Duplicate",
                ],
                &[
                    "New exercise",
                    "Add a step",
                    "Step 1: How long: Repetitions",
                    "Step 1: Sets: more",
                    "Step 1: Side: Each in turn",
                ],
                &[
                    "Show Core stability",
                    "Make my own version",
                    "Keep it: In its place",
                ],
                &[
                    "Show Single-arm doorway stretch",
                    "Make my own version",
                    "Add a step",
                ],
                &["Share"],
            ] {
                let mut window = Window::open(Opening::Page(Page::Exercises), size, colours);
                window.pass(100);
                for next in way {
                    window.reach(next);
                    let what = format!("{size} {colours:?} after {next}");
                    check(&window, size, &what, true);
                }
                window.harness.check_accessibility();
            }
        }
    }
}

#[test]
fn a_routine_with_amounts_fits() {
    for size in [SMALL, USUAL, LARGE, USUAL / 1.6, vec2(SMALL.x, 3000.0)] {
        let mut window = prescription(size, ThemeChoice::Light);
        check(&window, size, &format!("{size} of a prescription"), true);
        window.reach("Edit");
        check(&window, size, &format!("{size} of its editor"), true);
    }
}

#[test]
fn the_introduction_fits() {
    for size in [SMALL, USUAL, LARGE] {
        let mut window = Window::with(Opening::Page(Page::Today), size, Settings::default());
        window.pass(100);
        for next in ["None of this", "Continue", "Continue", "Done"] {
            window.harness.check_accessibility();
            check(&window, size, &format!("{size} before {next}"), true);
            // It may be below the fold of a small window.
            window.harness.get_by_label(next).click_accesskit();
            window.draw(3);
        }
    }
}

#[test]
fn every_moment_of_every_break_fits() {
    let catalog = catalog::builtin();
    let ids = catalog.exercises.iter().map(|exercise| &exercise.id);
    for (i, id) in ids
        .chain(["quick-daily-reset".to_owned()].iter())
        .enumerate()
    {
        let usual = [SMALL, USUAL, vec2(720.0, 640.0), vec2(640.0, 1000.0), LARGE];
        every_moment_fits(id, usual[i % 5]);
        every_moment_fits(id, DENSE[i % 5]);
    }
}

fn every_moment_fits(id: &str, size: Vec2) {
    {
        let mut window = Window::player(id, size);
        // The figure isn't under test here; a still one is quick to draw.
        let mut settings = Settings::default();
        settings.look.motion = MotionChoice::Reduced;
        window.tell(Told::Settings(list(&settings)));
        for turn in 0..80 {
            check(
                &window,
                size,
                &format!("{id} {size} after {turn} steps"),
                false,
            );
            if after_break::is_over(&window) {
                break;
            }
            window.key(Key::ArrowRight);
        }
        assert!(after_break::is_over(&window), "{id}");
    }
}

#[test]
fn every_answer_after_a_break_fits() {
    for size in [SMALL, vec2(720.0, 640.0), USUAL].into_iter().chain(DENSE) {
        for what in ["hands-behind-chest-stretch", "posture-support"] {
            let mut window = Window::player(what, size);
            after_break::to_the_end(&mut window);
            for answer in ["Easy", "Just right", "Hard", "Pain 2", "Pain 9"] {
                if window.shows(answer) {
                    window.press(answer);
                }
                let about = format!("{what} {size} after {answer}");
                check(&window, size, &about, false);
                let question = ["Which one was hard?", "Which one hurt?"];
                if question.iter().any(|question| window.shows(question)) {
                    window.press("Scapular squeezes");
                    check(&window, size, &about, false);
                }
            }
        }
    }
}

#[test]
fn a_reason_and_a_change_fit_before_the_first_movement() {
    for (i, exercise) in catalog::builtin().exercises.iter().enumerate() {
        let usual = [SMALL, vec2(720.0, 640.0), USUAL, LARGE];
        for size in [usual[i % 4], DENSE[i % 5]] {
            with_a_reason(exercise, size);
        }
    }
}

fn with_a_reason(exercise: &catalog::Exercise, size: Vec2) {
    {
        let mut plan = Plan::new(catalog::builtin(), &exercise.id).expect("in the catalog");
        plan = plan.chosen(Some(Reason::DosesDone));
        for planned in &mut plan.exercises {
            planned.note = crate::logic::practice::effort::Change::More
                .words()
                .to_owned();
        }
        let mut window = Window::player(&exercise.id, size);
        let mut settings = Settings::default();
        settings.look.motion = MotionChoice::Reduced;
        window.tell(Told::Settings(list(&settings)));
        window.tell(Told::Play(plan));
        for _ in 0..2 {
            check(&window, size, &format!("{} {size}", exercise.id), false);
            window.key(Key::S);
        }
    }
}
