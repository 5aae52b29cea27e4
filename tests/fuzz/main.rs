//! Mutates catalogs, pose sets, settings and everything else that is read: whatever still parses can be drawn, planned
//! and played.
//!
//! Takes `UNBEND_FUZZ_SECONDS` (default: 3) and `UNBEND_FUZZ_SEED`, which repeats a run. A text that breaks a promise
//! is written below the system's folder for temporary files, and its path printed; keep it in `tests/data/fuzz` to have
//! it tried first in every future run. With `UNBEND_SLOW_TESTS` each reader gets twenty thousand texts, none of which
//! may take longer than a second.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test that runs for a while has to know how long"
)]
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

mod changes;
mod corpus;
mod requests;
mod shared;

use unbend::figure::{DisplayList, Moment, PoseSet, Scene, Theme, draw, motion};
use unbend::ipc::message::Request;
use unbend::logic::catalog::edit::{self, ItemKind, ItemText};
use unbend::logic::catalog::plan::Plan;
use unbend::logic::catalog::{Catalog, Routine, Scope, builtin, bundle, merge, read, write};
use unbend::logic::practice::player::{FigureTimes, KeyTime, Player, PlayerInput};
use unbend::logic::schedule::{Checkpoint, Command, Input, Scheduler};
use unbend::logic::settings::Settings;
use unbend::logic::settings::file as settings_file;
use unbend::logic::time::now::{Mono, Now};
use unbend::store::state_file;

use changes::{Dice, change};
use corpus::{Kind, corpus, texts_in};

fn look_at(list: &DisplayList) {
    let mut points = 0;
    for polygon in list.polygons() {
        points += polygon.points.len();
        assert!(
            polygon.points.len() <= 4096,
            "{} corners",
            polygon.points.len()
        );
        for [x, y] in polygon.points {
            assert!(x.is_finite() && y.is_finite(), "a corner without a place");
        }
    }
    assert!(points <= 400_000, "{points} points");
}

/// How much of a pose set is drawn: drawing takes by far the longest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawing {
    All,
    /// One picture each, a different one from text to text.
    One,
}

fn try_pose_set(text: &str, drawing: Drawing) -> bool {
    let Ok(set) = PoseSet::parse(text) else {
        return false;
    };
    let mut scene = Scene::new(Theme::Light);
    if drawing == Drawing::One {
        scene.mirrored = text.len().is_multiple_of(2);
        let at = (text.len() % 11) as f32 / 10.0;
        look_at(&draw(&set, motion::moment_at(&set, at), &scene));
        return true;
    }
    for key in 0..set.keys.len() {
        look_at(&draw(&set, Moment::Key(key), &scene));
    }
    scene.mirrored = true;
    scene.breath = 0.25;
    for at in [0.0, 0.13, 0.5, 0.71, 1.0] {
        look_at(&draw(&set, motion::moment_at(&set, at), &scene));
    }
    look_at(&draw(&set, Moment::Cycle { phase: 0.3 }, &scene));
    true
}

fn try_catalog(text: &str) -> bool {
    let around = Scope {
        base: Some(builtin()),
        ..Scope::default()
    };
    let (own, problems) = read(text, around);
    for problem in problems {
        assert!(problem.line >= 1 && problem.column >= 1);
        assert!(problem.line <= text.lines().count() + 1, "{problem}");
        assert!(!problem.to_string().is_empty());
    }
    let merged = merge(builtin(), &own);
    let exercises = own.exercises.iter().map(|exercise| &exercise.id);
    let ids: Vec<&String> = exercises
        .chain(own.routines.iter().map(|routine| &routine.id))
        .collect();
    for id in ids.iter().take(6) {
        if let Some(plan) = Plan::new(&merged, id) {
            play(plan);
        }
    }
    edit_and_share(text, &own);
    !ids.is_empty()
}

/// What the editor and an import make of a catalog.
fn edit_and_share(text: &str, own: &Catalog) {
    let item = ItemText {
        kind: ItemKind::Routine,
        id: "put-here".to_owned(),
        text: "(id: \"put-here\", name: \"Mine\", minutes: 2, exercises: [\"chin-tucks\"])"
            .to_owned(),
    };
    if let Ok(changed) = edit::put(text, &item) {
        let there = edit::items(&changed).unwrap();
        assert!(there.contains(&item), "{changed}");
        let gone = edit::remove(&changed, item.kind, &item.id).unwrap();
        assert_eq!(edit::items(&gone), edit::items(text));
    }
    if let Ok(bundle) = bundle::read(text) {
        let back = bundle::read(&bundle::write(&bundle)).unwrap();
        assert_eq!(back.pictures, bundle.pictures);
        assert_eq!(back.figures, bundle.figures);
    }
    let merged = merge(builtin(), own);
    // A skipped exercise is also dropped from its routines.
    let whole = |routine: &&Routine| routine.ids().all(|id| merged.exercise(id).is_some());
    for routine in own.routines.iter().filter(whole).take(3) {
        let around = Scope {
            base: Some(&merged),
            ..Scope::default()
        };
        let text = write::file(&[], &[write::routine(routine)]);
        let (back, _) = read(&text, around);
        let same = back
            .routines
            .first()
            .is_some_and(|back| back.exercises == routine.exercises);
        assert!(same, "{text}");
    }
    for exercise in own.exercises.iter().take(3) {
        let around = Scope {
            base: Some(builtin()),
            ..Scope::default()
        };
        let text = write::file(&[write::exercise(exercise)], &[]);
        let (back, _) = read(&text, around);
        let back = back.exercises.first();
        // Relations to exercises that only the whole file has are dropped.
        let same =
            back.is_some_and(|back| back.steps == exercise.steps && back.dose == exercise.dose);
        assert!(same, "{text}");
    }
}

/// Plays a plan from change to change; a long one only for a while.
fn play(plan: Plan) {
    assert!(plan.seconds().is_finite() && plan.seconds() >= 0.0);
    let key = KeyTime {
        seconds: 1.0,
        hidden: false,
    };
    let figures = plan
        .exercises
        .iter()
        .map(|exercise| exercise.figure.clone());
    let times: FigureTimes = figures.map(|figure| (figure, vec![key; 3])).collect();
    let mut now = Mono::from_secs(1000);
    let mut player = Player::new(plan, &times, now);
    for turn in 0..400 {
        player.handle(PlayerInput::Tick, now);
        let frame = player.frame(now);
        assert!(
            frame
                .progress
                .iter()
                .all(|mark| (0.0..=1.0).contains(&mark.done))
        );
        player.still(now);
        let Some(next) = player.next_change(now) else {
            assert!(player.is_done());
            return;
        };
        assert!(next > now, "the next change lies ahead");
        now = next;
        if turn % 50 == 49 {
            player.handle(PlayerInput::SkipExercise, now);
        }
    }
}

fn try_settings(text: &str) -> bool {
    let Ok(reading) = settings_file::read(text) else {
        return false;
    };
    for warning in &reading.warnings {
        assert!(warning.line >= 1 && !warning.to_string().is_empty());
    }
    if let Ok(edited) = settings_file::edit(text, "timing.snooze", "7m") {
        let again = settings_file::read(&edited).expect("what was edited is read");
        assert_eq!(again.settings.get("timing.snooze").as_deref(), Some("7m"));
    }
    true
}

/// Only reads it.
fn read_only(kind: Kind, text: &str) {
    match kind {
        Kind::Catalog => drop(read(text, Scope::default())),
        Kind::PoseSet => drop(PoseSet::parse(text)),
        Kind::Settings => drop(settings_file::read(text)),
        Kind::Checkpoint => drop(state_file::parse::<Checkpoint>(text.as_bytes())),
        Kind::Request => drop(serde_json::from_str::<Request>(text)),
        Kind::Bundle => drop(bundle::read(text)),
        Kind::Picture => drop(unbend::window::drawing::limits::check(text)),
    }
}

fn noon() -> Now {
    let wall = jiff::civil::date(2026, 3, 2).at(12, 0, 0, 0);
    Now {
        mono: Mono::from_secs(100_000),
        wall: wall.to_zoned(jiff::tz::TimeZone::UTC).unwrap(),
    }
}

/// Starting from whatever a checkpoint says works, and the next wake-up is in the future.
fn try_checkpoint(text: &str) -> bool {
    let Ok(saved) = state_file::parse::<Checkpoint>(text.as_bytes()) else {
        return false;
    };
    let catalog = Arc::new(builtin().clone());
    let mut now = noon();
    let age = saved.age(&now, "boot");
    let (mut scheduler, _) =
        Scheduler::restore(Settings::default(), catalog, saved, age, &[], now.clone());
    for input in [Input::Active, Input::Tick, Input::Do(Command::Start(None))] {
        now = now.at(now.mono + Duration::from_secs(600));
        scheduler.handle(input, &now);
        let next = scheduler.next_deadline();
        assert!(next.is_none_or(|next| next > now.mono), "{next:?}");
    }
    true
}

/// Whether the text still parsed; none if a promise was broken, which is then printed.
fn attempt(kind: Kind, text: &str, drawing: Drawing) -> Option<bool> {
    let tried = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Catalog => try_catalog(text),
        Kind::PoseSet => try_pose_set(text, drawing),
        Kind::Settings => try_settings(text),
        Kind::Checkpoint => try_checkpoint(text),
        Kind::Request => requests::try_request(text, noon()),
        Kind::Bundle => shared::try_bundle(text),
        Kind::Picture => shared::try_picture(text),
    }));
    tried.ok()
}

#[test]
fn found_cases_stay_mended() {
    for (kind, text) in texts_in("tests/data/fuzz") {
        let read = attempt(kind, &text, Drawing::All);
        assert!(read.is_some(), "{kind:?}:\n{text}");
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse::<u64>().ok())
}

/// The most CPU time that reading a text may take, and that drawing, planning and playing it may take in a test build.
const LONGEST: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(5));

/// How many mutated texts are tried even on the slowest machine.
const FEWEST: u64 = 50;

/// Mutates the pool's texts for as long as `more` says, given how many were tried. None may take longer than
/// [`LONGEST`]. Returns how many were tried, and how many of them still parsed.
fn fuzz(pool: Vec<(Kind, String)>, more: impl FnMut(u64) -> bool) -> (u64, u64) {
    fuzz_drawing(Drawing::All, pool, more)
}

/// The same, drawing that much of each pose set.
fn fuzz_drawing(
    drawing: Drawing,
    mut pool: Vec<(Kind, String)>,
    mut more: impl FnMut(u64) -> bool,
) -> (u64, u64) {
    let mut dice = Dice(number("UNBEND_FUZZ_SEED").unwrap_or(1));
    let seeds = pool.len();
    for (kind, text) in &pool {
        assert_eq!(attempt(*kind, text, drawing), Some(true), "{text}");
    }
    let (mut tried, mut still_read) = (0_u64, 0_u64);
    while more(tried) {
        let (kind, text) = &pool[dice.below(pool.len())];
        let (kind, mut text) = (*kind, text.clone());
        let other = &pool[dice.below(pool.len())].1;
        for _ in 0..=dice.below(4) {
            text = change(&text, other, &mut dice);
        }
        if text.len() > 100_000 {
            continue;
        }
        tried += 1;
        let before = shared::time_used();
        let read = attempt(kind, &text, drawing);
        let tried_at = shared::time_used();
        if read.is_some() {
            read_only(kind, &text);
        }
        let slow = shared::time_used() - tried_at > LONGEST.0 || tried_at - before > LONGEST.1;
        if read.is_none() || slow {
            let name = format!("{kind:?}-{:016x}.ron", dice.roll()).to_lowercase();
            let path = std::env::temp_dir().join(name);
            std::fs::write(&path, &text).expect("room for what was found");
            panic!(
                "after {tried} texts ({}): {}",
                if slow { "slow" } else { "broken" },
                path.display()
            );
        }
        if read == Some(true) {
            still_read += 1;
            // Mutated texts that still parse are mutated further; the seeds stay.
            if pool.len() < seeds + 400 {
                pool.push((kind, text));
            } else {
                let at = seeds + dice.below(400);
                pool[at] = (kind, text);
            }
        }
    }
    (tried, still_read)
}

#[test]
fn nothing_that_is_read_breaks_a_promise() {
    let seconds = Duration::from_secs(number("UNBEND_FUZZ_SECONDS").unwrap_or(3));
    let mut begin = None;
    let (tried, still_read) = fuzz(corpus(), |tried| {
        let begin: Instant = *begin.get_or_insert_with(Instant::now);
        tried < FEWEST || begin.elapsed() < seconds
    });
    println!("{tried} texts, {still_read} still read");
}

#[test]
fn twenty_thousand_texts_for_each_reader_do_no_harm() {
    if std::env::var_os("UNBEND_SLOW_TESTS").is_none() {
        return;
    }
    let kinds = [
        Kind::Catalog,
        Kind::PoseSet,
        Kind::Settings,
        Kind::Checkpoint,
        Kind::Request,
        Kind::Bundle,
        Kind::Picture,
    ];
    std::thread::scope(|scope| {
        for kind in kinds {
            scope.spawn(move || {
                let pool = corpus().into_iter().filter(|(other, _)| *other == kind);
                let before = shared::time_used();
                let (tried, still_read) =
                    fuzz_drawing(Drawing::One, pool.collect(), |tried| tried < 20_000);
                let used = shared::time_used() - before;
                println!("{kind:?}: {still_read} of {tried} still read, {used:.1?}");
            });
        }
    });
}
