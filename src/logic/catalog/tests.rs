//! The built-in catalog against the articles' facts, and what the reader makes of mistakes.

use super::builtin::TEXT;
use super::*;
use crate::logic::catalog::plan::Plan;

const DECOMPRESSION: &str = "000_d81c82c4185f080c.txt";
const BACK: &str = "001_24ec51556c266e9c.txt";
const UPPER_BACK: &str = "002_698296261aaddd72.txt";

type Range = Option<(u32, u32)>;

/// What an article says of an exercise: sets, repetitions, seconds of hold, for each side, times a day, days a week.
type Fact = (
    &'static str,
    &'static str,
    Range,
    Range,
    Range,
    bool,
    Range,
    Range,
);

const ONCE: Range = Some((1, 1));
/// The third article's advice for all its exercises: once or twice a day.
const ONCE_OR_TWICE: Range = Some((1, 2));

#[rustfmt::skip]
const FACTS: [Fact; 20] = [
    ("hip-flexor-stretch", BACK, None, Some((3, 5)), Some((20, 20)), true, ONCE, None),
    ("thoracic-spine-stretch", BACK, ONCE, Some((10, 10)), None, false, ONCE, None),
    ("abdominal-bracing", BACK, Some((3, 3)), Some((10, 10)), Some((5, 10)), false, None, None),
    ("dead-bug", BACK, Some((2, 3)), Some((10, 10)), None, false, None, None),
    // On at least two days a week.
    ("bridge", BACK, Some((2, 2)), Some((10, 15)), Some((5, 5)), false, None, Some((2, 7))),
    ("prone-trunk-lift", BACK, None, Some((5, 5)), None, false, ONCE, None),
    ("thoracic-extension", UPPER_BACK, None, Some((8, 10)), Some((3, 5)), false, ONCE_OR_TWICE, None),
    ("wall-angels", UPPER_BACK, None, Some((10, 10)), None, false, ONCE_OR_TWICE, None),
    ("chin-tucks", UPPER_BACK, None, Some((10, 15)), Some((5, 5)), false, ONCE_OR_TWICE, None),
    ("scapular-squeezes", UPPER_BACK, None, Some((10, 15)), Some((5, 10)), false, ONCE_OR_TWICE, None),
    ("standing-scapular-squeeze", UPPER_BACK, None, Some((10, 15)), Some((5, 10)), false, ONCE_OR_TWICE, None),
    ("doorway-pec-stretch", UPPER_BACK, None, Some((2, 3)), Some((20, 30)), false, ONCE_OR_TWICE, None),
    ("hands-behind-chest-stretch", UPPER_BACK, None, Some((2, 3)), Some((20, 30)), false, ONCE_OR_TWICE, None),
    ("single-arm-doorway-stretch", UPPER_BACK, None, Some((2, 3)), Some((20, 30)), true, ONCE_OR_TWICE, None),
    ("cat-cow", UPPER_BACK, None, Some((10, 10)), None, false, ONCE_OR_TWICE, None),
    ("seated-cat-cow", UPPER_BACK, None, Some((10, 10)), None, false, ONCE_OR_TWICE, None),
    ("thread-the-needle", UPPER_BACK, None, None, Some((20, 30)), true, ONCE_OR_TWICE, None),
    ("thread-the-needle", DECOMPRESSION, None, None, Some((20, 30)), true, ONCE_OR_TWICE, None),
    ("standing-spinal-decompression", DECOMPRESSION, None, None, None, false, None, None),
    ("wall-stand", BACK, None, None, None, false, None, None),
];

#[test]
fn the_built_in_catalog_is_free_of_problems() {
    let (catalog, problems) = read(TEXT, Surroundings::default());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&catalog, builtin());
}

#[test]
fn serde_reads_the_same_catalog() {
    let by_serde: Catalog = ron::from_str(TEXT).unwrap();
    assert_eq!(&by_serde, builtin());
}

#[test]
fn every_dose_is_the_articles() {
    for (id, source, sets, reps, hold_seconds, per_side, per_day, per_week) in FACTS {
        let exercise = builtin().exercise(id).unwrap();
        let expected = Dose {
            sets,
            reps,
            hold_seconds,
            per_side,
            per_day,
            per_week,
        };
        assert_eq!(exercise.dose, expected, "{id}");
        assert!(exercise.sources.iter().any(|file| file == source), "{id}");
    }
    // Where no article gives one there is none.
    for exercise in &builtin().exercises {
        if !FACTS.iter().any(|fact| fact.0 == exercise.id) {
            assert_eq!(exercise.dose, Dose::default(), "{}", exercise.id);
        }
    }
}

#[test]
fn the_steps_follow_the_low_end_of_the_dose() {
    for exercise in &builtin().exercises {
        let dose = &exercise.dose;
        let (id, steps) = (&exercise.id, &exercise.steps);
        if let Some((reps, _)) = dose.reps {
            let main = steps.iter().find(|step| step.reps.is_some()).unwrap();
            assert_eq!(main.reps, Some(reps), "{id}");
            assert_eq!(
                main.sets.unwrap_or(1),
                dose.sets.map_or(1, |sets| sets.0),
                "{id}"
            );
            if let Some((hold, _)) = dose.hold_seconds {
                assert_eq!(main.tempo.unwrap().hold, hold as f32, "{id}");
            }
        } else if let Some((hold, _)) = dose.hold_seconds {
            // Held in one step, the way there included.
            let held = steps
                .iter()
                .filter_map(|step| step.seconds)
                .fold(0.0, f32::max);
            assert!((hold as f32..hold as f32 + 5.0).contains(&held), "{id}");
        }
        if dose.per_side {
            assert!(
                steps.iter().any(|step| step.side == Some(StepSide::Each)),
                "{id}"
            );
            assert!(exercise.figure_side.is_some(), "{id}");
        }
    }
}

#[test]
fn every_exercise_and_routine_asked_for_is_there() {
    let ids = [
        "standing-spinal-decompression",
        "wall-decompression",
        "lean-back-decompression",
        "doorway-pec-stretch",
        "single-arm-doorway-stretch",
        "hands-behind-chest-stretch",
        "thread-the-needle",
        "downward-dog",
        "forward-fold",
        "forward-fold-sway",
        "supported-forward-fold",
        "chair-forward-fold",
        "legs-up-the-wall",
        "hip-flexor-stretch",
        "thoracic-spine-stretch",
        "abdominal-bracing",
        "dead-bug",
        "bridge",
        "prone-trunk-lift",
        "wall-stand",
        "lying-flat",
        "abdominal-crunch",
        "elevated-plank",
        "wall-push-up",
        "counter-push-up",
        "knee-push-up",
        "wall-squat",
        "walk",
        "thoracic-extension",
        "wall-angels",
        "chin-tucks",
        "scapular-squeezes",
        "standing-scapular-squeeze",
        "cat-cow",
        "seated-cat-cow",
        "stand-up",
        "sit-tall",
    ];
    for id in ids {
        assert!(builtin().exercise(id).is_some(), "{id}");
    }
    assert_eq!(builtin().exercises.len(), ids.len());
    for (id, minutes) in [
        ("quick-daily-reset", Some(5)),
        ("end-of-day-relief", Some(10)),
        ("posture-support", Some(15)),
        ("decompression-flow", None),
        ("back-support", None),
        ("core", None),
        ("walk", None),
    ] {
        let routine = builtin().routine(id).unwrap();
        assert_eq!(routine.minutes, minutes.unwrap_or(routine.minutes), "{id}");
        let taken = Plan::new(builtin(), id).unwrap().seconds() / 60.0;
        let named = routine.minutes as f32;
        assert!(
            (taken - named).abs() <= named / 4.0,
            "{id} takes {taken} minutes"
        );
    }
}

#[test]
fn the_desk_pool_fits_an_office_and_two_minutes() {
    let pool = builtin().pool("desk").unwrap();
    let first = ["standing-spinal-decompression", "doorway-pec-stretch"];
    assert_eq!(pool.members[..2], first);
    for id in &pool.members {
        let exercise = builtin().exercise(id).unwrap();
        let upright = [Position::Standing, Position::Seated, Position::Wall];
        assert!(upright.contains(&exercise.position), "{id}");
        let length = builtin().length(id).unwrap().as_secs();
        assert!((60..=135).contains(&length), "{id} takes {length} s");
    }
}

#[test]
fn texts_are_short_enough_for_two_metres() {
    for exercise in &builtin().exercises {
        for step in &exercise.steps {
            let text = step
                .text
                .replace("{side}", "right")
                .replace("{other}", "right");
            assert!(text.chars().count() <= 110, "{text}");
        }
    }
}

/// FNV-1a of the letters and digits of a sentence in lower case.
fn print(sentence: &str) -> u64 {
    let letters = sentence.chars().filter(char::is_ascii_alphanumeric);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter.to_ascii_lowercase() as u8)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn no_sentence_is_taken_from_an_article() {
    // The prints of every sentence of the three articles that has two words or more.
    let prints: Vec<u64> = include_str!("../../../tests/data/seed-sentences.txt")
        .lines()
        .map(|line| u64::from_str_radix(line, 16).unwrap())
        .collect();
    // That the prints are made as here: a sentence of the third article.
    assert!(prints.contains(&print("Do not force the arch.")));
    let mut texts = Vec::new();
    for exercise in &builtin().exercises {
        let own = [
            &exercise.purpose,
            &exercise.prepare,
            &exercise.tip,
            &exercise.caution,
        ];
        texts.extend(own.map(String::clone));
        for step in &exercise.steps {
            for (side, other) in [("left", "right"), ("right", "left")] {
                texts.push(step.text.replace("{side}", side).replace("{other}", other));
            }
        }
    }
    for text in texts {
        let parts = text.split(['.', '!', '?', ':', ';']);
        for part in parts.chain([text.as_str()]) {
            if part.split_whitespace().count() >= 2 {
                assert!(!prints.contains(&print(part)), "{part}");
            }
        }
    }
}

const FIGURES: [(&str, usize, bool); 3] = [
    ("catcow", 3, false),
    ("thread", 4, false),
    ("walk", 8, true),
];

fn figures() -> Vec<FigureFacts> {
    FIGURES
        .map(|(id, keys, cyclic)| FigureFacts {
            id: id.to_owned(),
            keys,
            cyclic,
            broken: false,
        })
        .to_vec()
}

/// Reads a person's file beside the built-in catalog.
pub(in crate::logic::catalog) fn read_own(text: &str) -> (Catalog, Vec<String>) {
    let figures = figures();
    let around = Surroundings {
        figures: Some(&figures),
        base: Some(builtin()),
        ..Surroundings::default()
    };
    let (catalog, problems) = read(text, around);
    (catalog, problems.iter().map(ToString::to_string).collect())
}

/// A file with one exercise that is right but for `change`, which replaces one of its lines.
pub(in crate::logic::catalog) fn one_exercise(line: &str, change: &str) -> String {
    let right = r#"(exercises: [(
id: "mine",
name: "Mine",
purpose: "To try.",
areas: [Spine],
position: floor,
equipment: [mat],
figure: "catcow",
dose: (reps: (5, 10)),
steps: [(text: "Round your back.", keys: [1, 3], reps: 5, tempo: (out: 2, back: 2))],
easier: ["seated-cat-cow"],
)])"#;
    assert!(right.contains(line), "{line}");
    right.replace(line, change)
}

#[test]
fn every_mistake_is_named_with_its_place_and_what_would_be_right() {
    assert_eq!(read_own(&one_exercise("", "")).1, Vec::<String>::new());
    let mut missing = Vec::new();
    for (line, change, problem) in [
        (
            "id: \"mine\"",
            "id: \"My own\"",
            "line 2, column 5: exercises.My own.id: `My own` is not an id; an id is lower-case words joined by `-`, as in \"cat-cow\"",
        ),
        (
            "id: \"mine\",",
            "",
            "line 1, column 14: exercises[1].id: the field is missing; every item has an id of its own: id: \"my-stretch\"",
        ),
        (
            "name: \"Mine\"",
            "name: \"\"",
            "line 3, column 7: exercises.mine.name: the text is empty; write something; a field that may be empty is left out",
        ),
        (
            "name: \"Mine\"",
            "name: 5",
            "line 3, column 7: exercises.mine.name: this is not a text; write it between \"quotes\"",
        ),
        (
            "purpose",
            "purpos",
            "line 4, column 1: exercises.mine.purpos: there is no such field; did you mean `purpose`?",
        ),
        (
            "[Spine]",
            "[]",
            "line 1, column 14: exercises.mine.areas: no body area is named; name at least one, the main one first, as in [Chest, Shoulders]",
        ),
        (
            "[Spine]",
            "[Spine, Toes]",
            "line 5, column 16: exercises.mine.areas[2]: `Toes` is unknown here; it is one of neck, shoulders, chest, upper-back, lower-back, spine, core, hips, glutes, hamstrings, legs, arms, whole-body",
        ),
        (
            "floor",
            "flying",
            "line 6, column 11: exercises.mine.position: `flying` is unknown here; it is one of standing, seated, floor, bed, wall",
        ),
        (
            "[mat]",
            "[trampoline]",
            "line 7, column 13: exercises.mine.equipment[1]: `trampoline` is unknown here; it is one of desk, wall, doorway, chair, mat, roller, bed, pillow, block, counter",
        ),
        (
            "\"catcow\"",
            "\"catcows\"",
            "line 8, column 9: exercises.mine.figure: there is no pose set `catcows`; did you mean `catcow`?",
        ),
        (
            "\"catcow\"",
            "\"elephant\"",
            "line 8, column 9: exercises.mine.figure: there is no pose set `elephant`; the pose sets are catcow, thread, walk; one of your own is a file figures/elephant.ron",
        ),
        (
            "(5, 10)",
            "(10, 5)",
            "line 9, column 14: exercises.mine.dose.reps: the range goes from 10 down to 5; write (5, 10)",
        ),
        (
            "(5, 10)",
            "0",
            "line 9, column 14: exercises.mine.dose.reps: 0 is out of range; write a whole number from 1 to 200",
        ),
        (
            "(5, 10)",
            "(5, 10), per_side: true",
            "line 1, column 14: exercises.mine.steps: the dose is for each side, but no step names a side; mark the steps for one side with side: Each",
        ),
        (
            "[1, 3]",
            "[0, 3]",
            "line 10, column 43: exercises.mine.steps[1].keys[1]: 0 is out of range; write a whole number from 1 to 3",
        ),
        (
            "[1, 3]",
            "[1, 4]",
            "line 10, column 46: exercises.mine.steps[1].keys[2]: 4 is out of range; write a whole number from 1 to 3",
        ),
        (
            "[1, 3]",
            "[1]",
            "line 10, column 53: exercises.mine.steps[1].keys: reps need two key poses to go between; name the first and the last one, as in keys: [1, 2]",
        ),
        (
            "reps: 5, ",
            "",
            "line 10, column 9: exercises.mine.steps[1].seconds: the step has neither seconds nor reps; say how long it takes with seconds: 20, or how often with reps: 10 and a tempo",
        ),
        (
            "reps: 5, ",
            "reps: 5, seconds: 9, ",
            "line 10, column 56: exercises.mine.steps[1].reps: the step has both seconds and reps; leave one out: reps take as long as their tempo says",
        ),
        (
            ", tempo: (out: 2, back: 2)",
            "",
            "line 10, column 56: exercises.mine.steps[1].tempo: reps need a tempo; add tempo: (out: 2, hold: 5, back: 2), in seconds",
        ),
        (
            "out: 2",
            "out: 0",
            "line 10, column 72: exercises.mine.steps[1].tempo.out: 0 is out of range; write a number from 0.3 to 60",
        ),
        (
            "reps: 5, tempo: (out: 2, back: 2)",
            "seconds: 1e9",
            "line 10, column 59: exercises.mine.steps[1].seconds: 1000000000 is out of range; write a number from 1 to 3600",
        ),
        (
            "Round your back.",
            "Lift your {side} arm.",
            "line 10, column 9: exercises.mine.steps[1].text: `{side}` and `{other}` stand for the names of the sides, but the step has none; add side: Each, or write the text without them",
        ),
        (
            "seated-cat-cow",
            "seated-cat",
            "line 11, column 10: exercises.mine.easier[1]: there is no exercise `seated-cat`; `unbend catalog list` names them all",
        ),
        (
            "seated-cat-cow",
            "seated-catcow",
            "line 11, column 10: exercises.mine.easier[1]: there is no exercise `seated-catcow`; did you mean `seated-cat-cow`?",
        ),
        (
            "seated-cat-cow",
            "mine",
            "line 11, column 10: exercises.mine.easier[1]: the exercise names itself; name another exercise",
        ),
        (
            "easier: [\"seated-cat-cow\"],\n)",
            "easier: [\"seated-cat-cow\"],\nareas: [Spine]\n)",
            "line 12, column 1: exercises.mine.areas: the field stands here twice; leave one out",
        ),
        (
            "(exercises",
            "(exercises: [], exercises",
            "line 1, column 17: exercises: the field stands here twice; leave one out",
        ),
    ] {
        let (_, problems) = read_own(&one_exercise(line, change));
        if !problems.iter().any(|found| found == problem) {
            missing.push((problem, problems));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn all_mistakes_are_named_at_once_and_cost_no_more_than_themselves() {
    let text = r#"(
    exercises: [
        (id: "broken", name: "", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [9], seconds: 0), (text: "Two.", keys: [1], seconds: 5, reps: 3)]),
        (id: "whole", name: "Whole", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [1], seconds: 60)]),
        (id: "whole", name: "Again", purpose: "To try.", areas: [Spine], position: floor, figure: "catcow",
         steps: [(text: "One.", keys: [1], seconds: 60)]),
        7,
    ],
    routines: [
        (id: "both", name: "Both", minutes: 9, exercises: ["whole", "nowhere", "cat-cow"]),
    ],
    pools: [(id: "desk", members: ["whole", "both", "chin-tucks"]), (id: "none", members: [])],
)"#;
    let (catalog, problems) = read_own(text);
    let places: Vec<&str> = problems
        .iter()
        .filter_map(|problem| problem.split(": ").nth(1))
        .collect();
    let expected = [
        "exercises.broken.name",
        "exercises.broken.steps[1].keys[1]",
        "exercises.broken.steps[1].seconds",
        "exercises.broken.steps[2].reps",
        "exercises.whole.id",
        "exercises[4]",
        "routines.both.minutes",
        "routines.both.exercises[2]",
        "pools.none.members",
    ];
    assert_eq!(places, expected, "{problems:#?}");
    assert_eq!(catalog.exercises.len(), 1);
    assert_eq!(catalog.exercises[0].name, "Whole");
    let ids: Vec<&str> = catalog.routines[0].ids().collect();
    assert_eq!(ids, ["whole", "cat-cow"]);
    assert_eq!(catalog.pools.len(), 1);
}

#[test]
fn a_text_that_cannot_be_read_says_where() {
    let (catalog, problems) = read_own("(\n  exercises: [\n");
    assert_eq!(catalog, Catalog::default());
    assert_eq!(problems, ["line 2, column 14: `[` is never closed by `]`"]);
    assert_eq!(read_own("()"), (Catalog::default(), Vec::new()));
    assert_eq!(read_own("[]").1.len(), 1);
}

#[test]
fn a_cyclic_figure_has_no_keys_and_others_have() {
    let walk = |keys: &str| {
        let text = one_exercise("\"catcow\"", "\"walk\"");
        read_own(&text.replace("keys: [1, 3], reps: 5, tempo: (out: 2, back: 2)", keys)).1
    };
    assert_eq!(walk("seconds: 60"), Vec::<String>::new());
    let problem = "line 10, column 9: exercises.mine.steps[1].keys: `walk` goes round and round; leave its keys out";
    assert_eq!(walk("keys: [1], seconds: 60"), [problem]);
    let still = one_exercise(
        "keys: [1, 3], reps: 5, tempo: (out: 2, back: 2)",
        "seconds: 60",
    );
    let problem = "line 10, column 9: exercises.mine.steps[1].keys: no key pose is named; `catcow` has the keys 1 to 3";
    assert_eq!(read_own(&still).1, [problem]);
}

#[test]
fn an_own_catalog_adds_and_overrides_by_id() {
    let (mut own, problems) = read_own(&one_exercise("\"mine\"", "\"cat-cow\""));
    assert_eq!(problems, Vec::<String>::new());
    let added = Exercise {
        id: "added".to_owned(),
        ..own.exercises[0].clone()
    };
    own.exercises.push(added);
    own.frame.close = Some("added".to_owned());
    own.safety.stop = vec![builtin().safety.stop[0].clone(), "My own rule.".to_owned()];
    let merged = merge(builtin(), &own);
    assert_eq!(merged.exercises.len(), builtin().exercises.len() + 1);
    let place = |catalog: &Catalog| {
        catalog
            .exercises
            .iter()
            .position(|exercise| exercise.id == "cat-cow")
    };
    assert_eq!(place(&merged), place(builtin()));
    assert_eq!(merged.exercise("cat-cow").unwrap().name, "Mine");
    assert_eq!(merged.routines, builtin().routines);
    assert_eq!(merged.frame.open, builtin().frame.open);
    assert_eq!(merged.frame.close.as_deref(), Some("added"));
    // Nothing takes the built-in safety text away.
    let stop = &merged.safety.stop;
    assert_eq!(stop.len(), builtin().safety.stop.len() + 1);
    assert_eq!(merged.safety.note, builtin().safety.note);
    assert_eq!(merge(builtin(), &Catalog::default()), *builtin());
}

mod no_panic {
    use proptest::prelude::*;

    use super::read_own;

    proptest! {
        #[test]
        fn whatever_is_cut_out_or_put_in(at in 0usize..3000, length in 0usize..40, with in "[\\[\\](){},:\"a-z0-9 -]{0,6}") {
            let mut text = super::TEXT.split_at(2800).1.to_owned();
            text.insert_str(0, "(exercises: [");
            let text: Vec<char> = text.chars().take(6000).collect();
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            let changed: String = text[..at].iter().collect::<String>() + &with + &text[end..].iter().collect::<String>();
            let lines = changed.lines().count().max(1);
            for problem in read_own(&changed).1 {
                let line: usize = problem.trim_start_matches("line ").split(',').next().unwrap().parse().unwrap();
                prop_assert!(line <= lines + 1);
            }
        }
    }
}
