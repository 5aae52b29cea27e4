//! The built-in catalog with the built-in pose sets: what it names exists, and every routine can be played to the end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use unbend::cli::own_figures::OwnFigures;
use unbend::figure::pose_sets;
use unbend::logic::catalog::format;
use unbend::logic::catalog::plan::Plan;
use unbend::logic::catalog::{
    Area, BundleMistake, Equipment, FieldMistake, FigureFacts, FileMistake, Mistake, Needed,
    PathMistake, Position, Problem, Scope, builtin, merge, read,
};
use unbend::logic::practice::player::{
    Cue, FigureTimes, KeyTime, PhaseView, Player, PlayerInput, PoseMoment, PoseView,
};
use unbend::logic::text::word::Word;
use unbend::logic::time::now::Mono;
use unbend::store::own_bundle;
use unbend::store::own_catalog;
use unbend::store::own_files::OwnFiles;

fn facts() -> Vec<FigureFacts> {
    pose_sets::ids()
        .filter_map(|id| {
            let set = pose_sets::get(id)?;
            Some(FigureFacts {
                id: id.to_owned(),
                keys: set.keys.len(),
                cyclic: set.cycle.is_some(),
                broken: false,
            })
        })
        .collect()
}

fn times() -> FigureTimes {
    pose_sets::ids()
        .filter_map(|id| {
            let keys = pose_sets::get(id)?.keys.iter().map(|key| KeyTime {
                seconds: key.seconds as f32,
                hidden: key.hidden,
            });
            Some((id.to_owned(), keys.collect()))
        })
        .collect()
}

#[test]
fn every_exercise_has_its_pose_set_and_keys() {
    let facts = facts();
    let around = Scope {
        figures: Some(&facts),
        ..Scope::default()
    };
    let (_, problems) = read(include_str!("../catalog.ron"), around);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    let used: BTreeSet<&str> = builtin()
        .exercises
        .iter()
        .map(|exercise| exercise.figure.as_str())
        .collect();
    let drawn: BTreeSet<&str> = pose_sets::ids().collect();
    assert_eq!(used, drawn, "every pose set is used");
}

#[test]
fn steps_rest_in_no_hidden_key() {
    let times = times();
    for exercise in &builtin().exercises {
        for step in &exercise.steps {
            for key in &step.keys {
                // Two exercises sway to a hidden key, the mirror of the fourth, without resting there.
                let sways = ["foldsway", "decompress"].contains(&exercise.figure.as_str());
                let swayed = sways && step.keys == [4, 5];
                let hidden = times[&exercise.figure][key - 1].hidden;
                assert!(!hidden || swayed, "{}: key {key}", exercise.id);
            }
        }
    }
}

/// Plays a plan from change to change; returns what sounded and how long it took.
fn play(id: &str) -> (Plan, Vec<Cue>, Duration, Duration) {
    let plan = Plan::new(builtin(), id).unwrap_or_else(|| panic!("{id}"));
    let start = Mono::from_secs(1000);
    let mut now = start;
    let mut player = Player::new(plan.clone(), &times(), now);
    let mut cues = Vec::new();
    let mut waited = Duration::ZERO;
    loop {
        cues.extend(player.handle(PlayerInput::Tick, now));
        let frame = player.frame(now);
        assert!(!frame.text.is_empty());
        let Some(next) = player.next_change(now) else {
            break;
        };
        assert!(next > now, "{id}: the next change lies ahead");
        if let PhaseView::Position { .. } = frame.phase {
            waited += next.since(now);
        }
        now = next;
    }
    assert!(player.is_done());
    (plan, cues, player.guided(now), now.since(start) - waited)
}

#[test]
fn everything_plays_from_start_to_end() {
    let exercises = builtin().exercises.iter().map(|exercise| &exercise.id);
    let routines = builtin().routines.iter().map(|routine| &routine.id);
    for id in routines.chain(exercises) {
        let (plan, cues, guided, played) = play(id);
        let planned = Duration::from_millis((plan.seconds() * 1000.0).round() as u64);
        assert_eq!(guided, planned, "{id}");
        assert_eq!(played, planned, "{id}");
        assert_eq!(cues.first(), Some(&Cue::GetReady), "{id}");
        assert_eq!(cues.last(), Some(&Cue::Done), "{id}");
        let ready = cues.iter().filter(|cue| **cue == Cue::GetReady).count();
        assert_eq!(ready, plan.exercises.len(), "{id}");
    }
}

#[test]
fn the_example_of_the_documentation_plays() {
    let (catalog, _) = own_catalog::load(&example());
    let plan = Plan::new(&catalog, "before-lunch").unwrap();
    assert_eq!(plan.exercises.len(), 5);
    // The window gets exactly what the daemon sends.
    let sent = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&sent).unwrap(), plan);
    let mut shown = BTreeSet::new();
    let mut now = Mono::from_secs(1000);
    let mut player = Player::new(plan.clone(), &times(), now);
    while let Some(next) = player.next_change(now) {
        let frame = player.frame(now);
        shown.extend(frame.picture.map(|picture| (picture, frame.pose.mirrored)));
        now = next;
        player.handle(PlayerInput::Tick, now);
    }
    assert!(player.is_done());
    let pictures = ["wrist-1.svg", "wrist-2.svg", "wrist-3.png"];
    let both = pictures.map(|name| [false, true].map(|side| (format!("pictures/{name}"), side)));
    assert_eq!(shown, both.into_iter().flatten().collect());
}

#[test]
fn a_broken_file_hides_nothing_of_the_built_in_catalog() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.ron");
    let exercise = |id: &str, shown: &str| {
        format!(
            "(id: \"{id}\", name: \"Mine\", purpose: \"To try.\", areas: [Spine], position: Floor, {shown}),\n"
        )
    };
    let steps = |picture: &str| {
        format!("steps: [(text: \"Round up.\", picture: \"{picture}\", seconds: 5)]")
    };
    std::fs::write(folder.path().join("small.svg"), "<svg/>").unwrap();
    let text = [
        exercise("gone", &steps("gone.png")),
        exercise("out", &steps("../small.svg")),
        exercise("fine", &steps("small.svg")),
        exercise("bare", "steps: [(text: \"Round up.\", seconds: 5)]"),
    ];
    std::fs::write(&path, format!("(exercises: [\n{}])", text.concat())).unwrap();
    let (catalog, problems) = own_catalog::load(&path);
    let expected = [
        Problem {
            line: 2,
            column: 118,
            path: "exercises.gone.steps[1].picture".to_owned(),
            mistake: Mistake::File {
                name: "gone.png".to_owned(),
                why: FileMistake::Missing(folder.path().display().to_string()),
            },
        },
        Problem {
            line: 3,
            column: 117,
            path: "exercises.out.steps[1].picture".to_owned(),
            mistake: Mistake::Path {
                path: "../small.svg".to_owned(),
                why: PathMistake::Leaves,
            },
        },
        Problem {
            line: 5,
            column: 1,
            path: "exercises.bare.figure".to_owned(),
            mistake: Mistake::Field(FieldMistake::Missing(Needed::Figure)),
        },
    ];
    assert_eq!(problems, expected);
    assert_eq!(catalog.exercises.len(), builtin().exercises.len() + 1);
    for broken in [
        "",
        "(",
        "\u{feff}(exercises",
        "[1, 2]",
        "\0\0",
        "(exercises: 7)",
    ] {
        std::fs::write(&path, broken).unwrap();
        let (catalog, problems) = own_catalog::load(&path);
        assert_eq!(catalog, *builtin(), "{broken}");
        assert!(!problems.is_empty(), "{broken}");
    }
    std::fs::write(&path, [0xff, 0xfe]).unwrap();
    assert_eq!(own_catalog::load(&path).0, *builtin());
    std::fs::write(&path, " ".repeat(3 << 20)).unwrap();
    let (catalog, problems) = own_catalog::load(&path);
    assert_eq!(catalog, *builtin());
    assert!(
        matches!(&problems[0].mistake, Mistake::Bundle(BundleMistake::Unreadable(why)) if why.contains("2 MiB")),
        "{problems:?}"
    );
}

/// Whether two moments a frame apart are adjacent: on one path, or at a key that both are at or next to.
fn touches(a: PoseMoment, b: PoseMoment) -> bool {
    let ends = |moment: PoseMoment| match moment {
        PoseMoment::Key(key) => (key, key, 0.0),
        PoseMoment::Between { from, to, u } => (from, to, u),
        PoseMoment::Cycle { phase } => (0, 0, phase),
    };
    let ((a0, a1, au), (b0, b1, bu)) = (ends(a), ends(b));
    if let (PoseMoment::Cycle { .. }, PoseMoment::Cycle { .. }) = (a, b) {
        return (bu - au).rem_euclid(1.0) < 0.1;
    }
    if (a0, a1) == (b0, b1) {
        return (au - bu).abs() < 0.15;
    }
    let near = |(low, high, u): (usize, usize, f32), key: usize| {
        low == key && (low == high || u < 0.15) || high == key && u > 0.85
    };
    (0..8).any(|key| near((a0, a1, au), key) && near((b0, b1, bu), key))
}

fn assert_no_jump(id: &str, before: &PoseView, after: &PoseView) {
    if before.figure != after.figure {
        assert_eq!(after.moment, PoseMoment::Key(0), "{id}");
        return;
    }
    let (from, to) = (before.moment, after.moment);
    assert!(touches(from, to), "{id}: jumped from {from:?} to {to:?}");
    if before.mirrored != after.mirrored {
        assert!(
            touches(PoseMoment::Key(0), to),
            "{id}: turned round in {to:?}"
        );
    }
}

#[test]
fn no_figure_jumps_in_any_exercise() {
    let times = times();
    for exercise in &builtin().exercises {
        let id = &exercise.id;
        let plan = Plan::new(builtin(), id).unwrap_or_else(|| panic!("{id}"));
        let mut player = Player::new(plan, &times, Mono::default());
        let mut before = player.frame(Mono::default()).pose;
        for frame in 1..u64::MAX {
            let now = Mono(Duration::from_micros(frame * 33_333));
            player.handle(PlayerInput::Tick, now);
            let after = player.frame(now).pose;
            assert_no_jump(id, &before, &after);
            before = after;
            if player.is_done() {
                break;
            }
        }
    }
}

/// The folder described in docs/catalog.md.
fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/own-catalog/catalog.ron")
}

#[test]
fn the_example_of_the_documentation_loads() {
    let text = include_str!("../docs/catalog.md");
    let shown = text
        .split("```ron\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let whole = include_str!("../docs/own-catalog/catalog.ron");
    assert!(whole.ends_with(shown.unwrap()), "the page shows the file");
    let files = OwnFiles::beside(&example());
    let figures = OwnFigures::load(&files);
    assert!(figures.broken.is_empty(), "{:?}", figures.broken);
    let look = |picture: &str| files.picture(picture).map(|_| ());
    let (own, problems) = own_catalog::check(&example(), &figures.facts(), &look);
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(own.exercises.len(), 4);
    let (merged, problems) = own_catalog::load(&example());
    assert_eq!(problems, []);
    assert_eq!(merged, merge(builtin(), &own));
    // The tables explain exactly the words that the reader knows.
    let listed = |word: &str| {
        let plain = text.replace(['-', '_'], "").to_lowercase();
        plain.contains(&format!("`{}`", word.replace('-', "")))
    };
    for word in Area::ALL.iter().map(|area| area.word()) {
        assert!(listed(word), "{word}");
    }
    for word in Equipment::ALL.iter().map(|item| item.word()) {
        assert!(listed(word), "{word}");
    }
    for word in Position::ALL.iter().map(|position| position.word()) {
        assert!(listed(word), "{word}");
    }
    for (heading, names) in [
        ("## Exercise", format::exercise::NAMES),
        ("### Dose", format::dose::NAMES),
        ("### Steps", format::step::NAMES),
        ("## Routine", format::entry::NAMES),
    ] {
        let section = text.split(&format!("\n{heading}\n")).nth(1);
        let section = section.and_then(|rest| rest.split("\n#").next());
        let rows = section.unwrap_or_default().lines();
        let rows = rows.filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
        let explained = rows.flat_map(|row| row.split('`')).filter(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        });
        let explained: BTreeSet<&str> = explained.collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(explained, known, "{heading}");
    }
    // What has no table of its own is named in a sentence.
    for name in [
        format::catalog::NAMES,
        format::tempo::NAMES,
        format::routine::NAMES,
        format::pool::NAMES,
        format::frame::NAMES,
        format::safety::NAMES,
    ]
    .concat()
    {
        let named = [format!("`{name}`"), format!("{name}: ")];
        let named = named.iter().any(|named| text.contains(named));
        assert!(named, "{name}");
    }
}

#[test]
fn a_thousand_exercises_are_read_whole() {
    let one = |index: usize| {
        format!(
            "(id: \"mine-{index}\", name: \"Mine\", purpose: \"To try.\", areas: [Spine], position: Floor, \
             figure: \"catcow\", steps: [(text: \"Round up.\", keys: [1, 3], reps: 5, tempo: (out: 2, back: 2))]),\n"
        )
    };
    let text: String = (0..1000).map(one).collect();
    let facts = facts();
    let around = Scope {
        figures: Some(&facts),
        base: Some(builtin()),
        ..Scope::default()
    };
    let (own, problems) = read(&format!("(exercises: [{text}])"), around);
    assert_eq!(problems, []);
    assert_eq!(own.exercises.len(), 1000);
}

/// What docs/catalog.md says an export of the example writes.
#[test]
fn the_shared_example_is_what_an_export_writes_and_can_be_taken_in() {
    let shared = example().with_file_name("shared.ron");
    let ids = ["wrist-stretch", "overhead-reach"].map(str::to_owned);
    let written = own_bundle::export(&example(), &ids).unwrap();
    assert_eq!(std::fs::read_to_string(&shared).unwrap(), written);
    let bundle = own_bundle::read(&shared).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("catalog.ron");
    let arrival = own_bundle::import(&path, &bundle, false).unwrap();
    assert_eq!(arrival.added.len(), 2);
    let files = OwnFiles::beside(&path);
    let figures = OwnFigures::load(&files);
    let look = |picture: &str| files.picture(picture).map(|_| ());
    let (own, problems) = own_catalog::check(&path, &figures.facts(), &look);
    assert_eq!(problems, []);
    let (here, _) = own_catalog::load(&example());
    for id in ids {
        assert_eq!(own.exercise(&id), here.exercise(&id));
    }
}
