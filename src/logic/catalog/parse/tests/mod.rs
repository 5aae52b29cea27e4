//! How the reader handles mistakes.

mod whole;

use super::*;
use crate::logic::catalog::{
    Area, Equipment, ExerciseMistake, FieldMistake, FigureFacts, Position, StepMistake,
    ValueMistake, builtin,
};
use crate::logic::text::ron_tree::Fault;
use crate::logic::text::word::Word;

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

/// Reads a user's file beside the built-in catalog.
pub(in crate::logic::catalog) fn read_own(text: &str) -> (Catalog, Vec<Problem>) {
    let figures = figures();
    let around = Scope {
        figures: Some(&figures),
        base: Some(builtin()),
        ..Scope::default()
    };
    read(text, around)
}

/// A file with one exercise that is right except for `change`, which replaces one of its lines.
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

pub(super) fn problem(line: usize, column: usize, path: &str, mistake: Mistake) -> Problem {
    Problem {
        line,
        column,
        path: path.to_owned(),
        mistake,
    }
}

pub(super) fn words<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|word| word.word()).collect()
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let known = || FIGURES.map(|(id, ..)| id.to_owned()).to_vec();
    assert_eq!(read_own(&one_exercise("", "")).1, []);
    let mut missing = Vec::new();
    for (line, change, problem) in [
        (
            "id: \"mine\"",
            "id: \"My own\"",
            problem(
                2,
                5,
                "exercises.My own.id",
                Mistake::Value(ValueMistake::NotId("My own".to_owned())),
            ),
        ),
        (
            "id: \"mine\",",
            "",
            problem(
                1,
                14,
                "exercises[1].id",
                Mistake::Field(FieldMistake::Missing(Needed::Id)),
            ),
        ),
        (
            "name: \"Mine\"",
            "name: \"\"",
            problem(
                3,
                7,
                "exercises.mine.name",
                Mistake::Value(ValueMistake::Empty),
            ),
        ),
        (
            "name: \"Mine\"",
            "name: 5",
            problem(
                3,
                7,
                "exercises.mine.name",
                Mistake::Value(ValueMistake::NotText),
            ),
        ),
        (
            "purpose",
            "purpos",
            problem(
                4,
                1,
                "exercises.mine.purpos",
                Mistake::Field(FieldMistake::Unknown {
                    near: Some("purpose"),
                    known: format::exercise::NAMES,
                }),
            ),
        ),
        (
            "[Spine]",
            "[]",
            problem(
                1,
                14,
                "exercises.mine.areas",
                Mistake::Exercise(ExerciseMistake::NoArea),
            ),
        ),
        (
            "[Spine]",
            "[Spine, Toes]",
            problem(
                5,
                16,
                "exercises.mine.areas[2]",
                Mistake::Value(ValueMistake::NotWord {
                    written: "Toes".to_owned(),
                    known: words::<Area>(),
                }),
            ),
        ),
        (
            "floor",
            "flying",
            problem(
                6,
                11,
                "exercises.mine.position",
                Mistake::Value(ValueMistake::NotWord {
                    written: "flying".to_owned(),
                    known: words::<Position>(),
                }),
            ),
        ),
        (
            "[mat]",
            "[trampoline]",
            problem(
                7,
                13,
                "exercises.mine.equipment[1]",
                Mistake::Value(ValueMistake::NotWord {
                    written: "trampoline".to_owned(),
                    known: words::<Equipment>(),
                }),
            ),
        ),
        (
            "\"catcow\"",
            "\"catcows\"",
            problem(
                8,
                9,
                "exercises.mine.figure",
                Mistake::Reference(ReferenceMistake::NoFigure {
                    id: "catcows".to_owned(),
                    near: Some("catcow".to_owned()),
                    known: known(),
                }),
            ),
        ),
        (
            "\"catcow\"",
            "\"elephant\"",
            problem(
                8,
                9,
                "exercises.mine.figure",
                Mistake::Reference(ReferenceMistake::NoFigure {
                    id: "elephant".to_owned(),
                    near: None,
                    known: known(),
                }),
            ),
        ),
        (
            "(5, 10)",
            "(10, 5)",
            problem(
                9,
                14,
                "exercises.mine.dose.reps",
                Mistake::Value(ValueMistake::Backwards { from: 10, to: 5 }),
            ),
        ),
        (
            "(5, 10)",
            "0",
            problem(
                9,
                14,
                "exercises.mine.dose.reps",
                Mistake::Value(ValueMistake::CountOutOfRange {
                    count: 0,
                    low: 1,
                    high: 200,
                }),
            ),
        ),
        (
            "(5, 10)",
            "(5, 10), per_side: true",
            problem(
                1,
                14,
                "exercises.mine.steps",
                Mistake::Exercise(ExerciseMistake::NoSide),
            ),
        ),
        (
            "[1, 3]",
            "[0, 3]",
            problem(
                10,
                43,
                "exercises.mine.steps[1].keys[1]",
                Mistake::Value(ValueMistake::CountOutOfRange {
                    count: 0,
                    low: 1,
                    high: 3,
                }),
            ),
        ),
        (
            "[1, 3]",
            "[1, 4]",
            problem(
                10,
                46,
                "exercises.mine.steps[1].keys[2]",
                Mistake::Value(ValueMistake::CountOutOfRange {
                    count: 4,
                    low: 1,
                    high: 3,
                }),
            ),
        ),
        (
            "[1, 3]",
            "[1]",
            problem(
                10,
                53,
                "exercises.mine.steps[1].keys",
                Mistake::Step(StepMistake::OneKey),
            ),
        ),
        (
            "reps: 5, ",
            "",
            problem(
                10,
                9,
                "exercises.mine.steps[1].seconds",
                Mistake::Step(StepMistake::NoLength),
            ),
        ),
        (
            "reps: 5, ",
            "reps: 5, seconds: 9, ",
            problem(
                10,
                56,
                "exercises.mine.steps[1].reps",
                Mistake::Step(StepMistake::TwoLengths),
            ),
        ),
        (
            ", tempo: (out: 2, back: 2)",
            "",
            problem(
                10,
                56,
                "exercises.mine.steps[1].tempo",
                Mistake::Step(StepMistake::NoTempo),
            ),
        ),
        (
            "out: 2",
            "out: 0",
            problem(
                10,
                72,
                "exercises.mine.steps[1].tempo.out",
                Mistake::Value(ValueMistake::NumberOutOfRange {
                    number: 0.0,
                    low: 0.3,
                    high: 60.0,
                }),
            ),
        ),
        (
            "reps: 5, tempo: (out: 2, back: 2)",
            "seconds: 1e9",
            problem(
                10,
                59,
                "exercises.mine.steps[1].seconds",
                Mistake::Value(ValueMistake::NumberOutOfRange {
                    number: 1e9,
                    low: 1.0,
                    high: 3600.0,
                }),
            ),
        ),
        (
            "Round your back.",
            "Lift your {side} arm.",
            problem(
                10,
                9,
                "exercises.mine.steps[1].text",
                Mistake::Step(StepMistake::NoSide),
            ),
        ),
        (
            "seated-cat-cow",
            "seated-cat",
            problem(
                11,
                10,
                "exercises.mine.easier[1]",
                Mistake::Reference(ReferenceMistake::NoExercise {
                    id: "seated-cat".to_owned(),
                    near: None,
                }),
            ),
        ),
        (
            "seated-cat-cow",
            "seated-catcow",
            problem(
                11,
                10,
                "exercises.mine.easier[1]",
                Mistake::Reference(ReferenceMistake::NoExercise {
                    id: "seated-catcow".to_owned(),
                    near: Some("seated-cat-cow".to_owned()),
                }),
            ),
        ),
        (
            "seated-cat-cow",
            "mine",
            problem(
                11,
                10,
                "exercises.mine.easier[1]",
                Mistake::Reference(ReferenceMistake::Itself),
            ),
        ),
        (
            "easier: [\"seated-cat-cow\"],\n)",
            "easier: [\"seated-cat-cow\"],\nareas: [Spine]\n)",
            problem(
                12,
                1,
                "exercises.mine.areas",
                Mistake::Field(FieldMistake::Twice),
            ),
        ),
        (
            "(exercises",
            "(exercises: [], exercises",
            problem(1, 17, "exercises", Mistake::Field(FieldMistake::Twice)),
        ),
    ] {
        let (_, problems) = read_own(&one_exercise(line, change));
        if !problems.contains(&problem) {
            missing.push((problem, problems));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

mod no_panic {
    use proptest::prelude::*;

    use super::read_own;
    use crate::logic::catalog::builtin::TEXT;

    proptest! {
        #[test]
        fn whatever_is_cut_out_or_put_in(at in 0usize..3000, length in 0usize..40, with in "[\\[\\](){},:\"a-z0-9 -]{0,6}") {
            let mut text = TEXT.split_at(2800).1.to_owned();
            text.insert_str(0, "(exercises: [");
            let text: Vec<char> = text.chars().take(6000).collect();
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            let changed: String = text[..at].iter().collect::<String>() + &with + &text[end..].iter().collect::<String>();
            let lines = changed.lines().count().max(1);
            for problem in read_own(&changed).1 {
                prop_assert!(problem.line <= lines + 1);
                prop_assert!(!problem.mistake.wrong().is_empty());
            }
        }
    }
}
