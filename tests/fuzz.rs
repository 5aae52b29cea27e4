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
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "fuzz/requests.rs"]
mod requests;
#[path = "fuzz/shared.rs"]
mod shared;

use unbend::figure::{DisplayList, Moment, PoseSet, Scene, Theme, draw, motion};
use unbend::ipc::message::Request;
use unbend::logic::catalog::edit::{self, ItemKind, ItemText};
use unbend::logic::catalog::plan::Plan;
use unbend::logic::catalog::{Catalog, Routine, Surroundings, builtin, bundle, merge, read, write};
use unbend::logic::practice::player::{FigureTimes, KeyTime, Player, PlayerInput};
use unbend::logic::schedule::{Checkpoint, Command, Input, Scheduler};
use unbend::logic::settings::Settings;
use unbend::logic::settings::file as settings_file;
use unbend::logic::time::now::{Mono, Now};
use unbend::store::state_file;

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Catalog,
    PoseSet,
    Settings,
    Checkpoint,
    Request,
    Bundle,
    Picture,
}

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 if there is none.
    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }
}

const NUMBERS: [&str; 24] = [
    "0",
    "-0",
    "1",
    "-1",
    "0.001",
    "-0.001",
    "90",
    "180",
    "-180",
    "360",
    "999.9",
    "-999.9",
    "1000",
    "1000.5",
    "1e3",
    "1e-30",
    "1e308",
    "-1e308",
    "4294967296",
    "18446744073709551616",
    "inf",
    "NaN",
    "0x10",
    "1_0",
];

const WORDS: [&str; 29] = [
    "None",
    "Some(1)",
    "true",
    "\"\"",
    "\"cat-cow\"",
    "()",
    "[]",
    "{}",
    "(0, 0, 0)",
    "both(",
    "each(",
    "r#\"",
    "/*",
    "//",
    "'",
    "\\",
    "\u{feff}",
    "é",
    "\u{202e}",
    "keys",
    "seconds",
    "reps: 3",
    "Each",
    "picture: \"a.png\"",
    "(exercise: \"cat-cow\", sets: 20)",
    "hold: 600",
    "side: Left",
    "hidden: true",
    "#![enable(implicit_some)]",
];

/// The bounds of a text's words, numbers and punctuation.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if word(before) && word(c) => last.1 = end,
            _ if !c.is_whitespace() => tokens.push((at, end)),
            _ => {}
        }
        before = c;
    }
    tokens
}

/// One mutation of a text. `other` lends parts.
fn change(text: &str, other: &str, dice: &mut Dice) -> String {
    let tokens_here = tokens(text);
    let pick = |dice: &mut Dice| tokens_here.get(dice.below(tokens_here.len())).copied();
    let Some((start, end)) = pick(dice) else {
        return other.to_owned();
    };
    let with = |from: usize, to: usize, middle: &str| {
        format!("{}{middle}{}", &text[..from.min(to)], &text[to.max(from)..])
    };
    match dice.below(9) {
        // Bytes.
        0 => {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] = dice.roll() as u8;
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        // Replace a word.
        1 => with(start, end, WORDS[dice.below(WORDS.len())]),
        // Replace a number, a few times: most likely to still parse.
        2..=4 => {
            let numbers: Vec<(usize, usize)> = tokens_here
                .iter()
                .copied()
                .filter(|(start, end)| text[*start..*end].parse::<f64>().is_ok())
                .collect();
            let Some((start, end)) = numbers.get(dice.below(numbers.len())).copied() else {
                return with(start, end, "");
            };
            if dice.below(2) == 0 {
                return with(start, end, NUMBERS[dice.below(NUMBERS.len())]);
            }
            let was: f64 = text[start..end].parse().unwrap_or(1.0);
            let factor = [-1.0, 0.0, 0.1, 3.0, 10.0, 50.0][dice.below(6)];
            with(start, end, &format!("{}", was * factor))
        }
        // Remove, duplicate or move a stretch.
        5 => {
            let (_, far) = pick(dice).unwrap_or((start, end));
            with(start, far, "")
        }
        6 => {
            let (from, to) = pick(dice).unwrap_or((start, end));
            let part = text[start.min(from)..end.max(to)].to_owned();
            if part.len() < 4000 {
                with(end, end, &part)
            } else {
                with(start, end, "")
            }
        }
        // Insert a stretch of another text.
        7 => {
            let lent = tokens(other);
            let from = dice.below(lent.len());
            let to = (from + dice.below(40)).min(lent.len().saturating_sub(1));
            match (lent.get(from), lent.get(to)) {
                (Some((from, _)), Some((_, to))) => with(start, end, &other[*from..*to]),
                _ => with(start, end, ""),
            }
        }
        // Swap two words.
        _ => {
            let (a, b) = pick(dice).unwrap_or((start, end));
            let ((a, b), (c, d)) = if a < start {
                ((a, b), (start, end))
            } else {
                ((start, end), (a, b))
            };
            if b > c {
                return with(start, end, "");
            }
            format!(
                "{}{}{}{}{}",
                &text[..a],
                &text[c..d],
                &text[b..c],
                &text[a..b],
                &text[d..]
            )
        }
    }
}

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
    let around = Surroundings {
        base: Some(builtin()),
        ..Surroundings::default()
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
        let around = Surroundings {
            base: Some(&merged),
            ..Surroundings::default()
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
        let around = Surroundings {
            base: Some(builtin()),
            ..Surroundings::default()
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
        Kind::Catalog => drop(read(text, Surroundings::default())),
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

fn kind_of(path: &Path) -> Kind {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    match name {
        _ if name.starts_with("catalog") => Kind::Catalog,
        _ if name.starts_with("settings") => Kind::Settings,
        _ if name.starts_with("checkpoint") => Kind::Checkpoint,
        _ if name.starts_with("request") => Kind::Request,
        _ if name.starts_with("bundle") => Kind::Bundle,
        _ if name.starts_with("picture") => Kind::Picture,
        _ => Kind::PoseSet,
    }
}

fn texts_in(folder: &str) -> Vec<(Kind, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            (
                kind_of(path),
                std::fs::read_to_string(path).expect("a text"),
            )
        })
        .collect()
}

/// Seed texts. Exercises of the catalog individually, so that a mutation isn't lost in the whole.
fn corpus() -> Vec<(Kind, String)> {
    let whole = include_str!("../catalog.ron");
    let mut corpus = vec![
        (Kind::Catalog, whole.to_owned()),
        (
            Kind::Catalog,
            include_str!("../docs/own-catalog/catalog.ron").to_owned(),
        ),
        (
            Kind::Catalog,
            include_str!("../docs/own-catalog/shared.ron").to_owned(),
        ),
        (
            Kind::Settings,
            settings_file::write_default(&Settings::default()),
        ),
    ];
    let exercises = whole.split("\n        (\n").skip(1);
    for exercise in exercises.filter_map(|rest| rest.split("\n        ),").next()) {
        if exercise.contains("steps:") {
            let text = format!("#![enable(implicit_some)]\n(exercises: [(\n{exercise}\n)])\n");
            corpus.push((Kind::Catalog, text));
        }
    }
    corpus.extend(texts_in("assets/figures"));
    corpus.extend(texts_in("docs/own-catalog/figures"));
    let checkpoints = checkpoints().chain(shared::old_checkpoints());
    corpus.extend(checkpoints.map(|text| (Kind::Checkpoint, text)));
    let said = include_str!("../docs/ipc.md").lines();
    let requests = said.filter(|line| line.starts_with("{\"do\""));
    corpus.extend(requests.map(|line| (Kind::Request, line.to_owned())));
    let bundle = include_str!("../docs/own-catalog/shared.ron").to_owned();
    corpus.push((Kind::Bundle, bundle));
    corpus.extend(
        shared::pictures()
            .into_iter()
            .map(|text| (Kind::Picture, text)),
    );
    corpus
}

/// Checkpoints saved in the middle of different mornings.
fn checkpoints() -> impl Iterator<Item = String> {
    let mornings = [
        vec![Input::Active],
        vec![Input::Active, Input::Do(Command::Start(None))],
        vec![Input::Active, Input::Call(true.into()), Input::Lock],
        vec![
            Input::Active,
            Input::Do(Command::Pause(Duration::from_secs(900))),
            Input::Do(Command::Stand),
        ],
    ];
    mornings.into_iter().map(|inputs| {
        let catalog = Arc::new(builtin().clone());
        let mut now = noon();
        let mut scheduler = Scheduler::new(Settings::default(), catalog, Vec::new(), now.clone());
        for input in inputs {
            scheduler.handle(input, &now);
            now = now.at(now.mono + Duration::from_secs(2000));
        }
        scheduler.handle(Input::Tick, &now);
        let text = state_file::text(&scheduler.checkpoint("boot")).unwrap();
        String::from_utf8(text).unwrap()
    })
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
