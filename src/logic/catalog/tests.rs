//! The built-in catalog against the articles' facts, and a user's catalog on top of it.

use super::builtin::TEXT;
use super::*;
use crate::logic::catalog::parse::tests::{one_exercise, read_own};
use crate::logic::catalog::plan::Plan;

const DECOMPRESSION: &str = "000_d81c82c4185f080c.txt";
const BACK: &str = "001_24ec51556c266e9c.txt";
const UPPER_BACK: &str = "002_698296261aaddd72.txt";

type Range = Option<(u32, u32)>;

/// What an article says about an exercise: sets, repetitions, seconds of hold, per side, times a day, days a week.
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
    let (catalog, problems) = read(TEXT, Scope::default());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&catalog, builtin());
}

#[test]
fn other_ron_readers_take_the_file_too() {
    ron::from_str::<ron::Value>(TEXT).unwrap();
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
    // If these articles are all there is on it and none gives a dose, there is none.
    for exercise in &builtin().exercises {
        let mut sources = exercise.sources.iter();
        let only_these = sources.all(|file| FACTS.iter().any(|fact| fact.1 == file));
        if only_these && !FACTS.iter().any(|fact| fact.0 == exercise.id) {
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
            // Held in one step, including the way there.
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

/// FNV-1a of a sentence's letters and digits in lower case.
fn print(sentence: &str) -> u64 {
    let letters = sentence.chars().filter(char::is_ascii_alphanumeric);
    letters.fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
        (hash ^ u64::from(letter.to_ascii_lowercase() as u8)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn no_sentence_is_taken_from_an_article() {
    // Hashes of every sentence of two or more words in the three articles.
    let prints: Vec<u64> = include_str!("../../../tests/data/seed-sentences.txt")
        .lines()
        .map(|line| u64::from_str_radix(line, 16).unwrap())
        .collect();
    // The hashes are made the same way: a sentence from the third article.
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

#[test]
fn an_own_catalog_adds_and_overrides_by_id() {
    let (mut own, problems) = read_own(&one_exercise("\"mine\"", "\"cat-cow\""));
    assert_eq!(problems, []);
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
    // Nothing removes the built-in safety text.
    let stop = &merged.safety.stop;
    assert_eq!(stop.len(), builtin().safety.stop.len() + 1);
    assert_eq!(merged.safety.note, builtin().safety.note);
    assert_eq!(merge(builtin(), &Catalog::default()), *builtin());
}
