//! Writes an exercise or a routine in the catalog file's format, for an editor.

use super::{Amount, Dose, Entry, Exercise, Routine, Step, Tempo};
use crate::logic::text::word::Word;

/// Lines are no longer than this where they can be broken.
const WIDTH: usize = 110;
const INDENT: &str = "    ";

/// A value about to be written.
enum Value {
    Word(String),
    List(Vec<Value>),
    Group(Vec<(&'static str, Value)>),
}

/// The exercise as an item of `exercises`, with its first line unindented. Defaults are left out.
pub fn exercise(exercise: &Exercise) -> String {
    let Exercise {
        id,
        name,
        purpose,
        areas,
        position,
        equipment,
        figure,
        figure_side,
        dose,
        prepare,
        steps,
        tip,
        caution,
        variant_of,
        easier,
        harder,
        sources,
    } = exercise;
    let fields = [
        Some(("id", text(id))),
        Some(("name", text(name))),
        Some(("purpose", text(purpose))),
        Some(("areas", words(areas))),
        Some(("position", word(*position))),
        given("equipment", !equipment.is_empty(), || words(equipment)),
        given("figure", !figure.is_empty(), || text(figure)),
        figure_side.map(|side| ("figure_side", word(side))),
        given("dose", *dose != Dose::default(), || dose_of(dose)),
        given("prepare", !prepare.is_empty(), || text(prepare)),
        Some(("steps", Value::List(steps.iter().map(step).collect()))),
        given("tip", !tip.is_empty(), || text(tip)),
        given("caution", !caution.is_empty(), || text(caution)),
        variant_of.as_ref().map(|id| ("variant_of", text(id))),
        given("easier", !easier.is_empty(), || texts(easier)),
        given("harder", !harder.is_empty(), || texts(harder)),
        given("sources", !sources.is_empty(), || texts(sources)),
    ];
    item(fields)
}

/// The routine as an item of `routines`, with its first line unindented. Defaults are left out.
pub fn routine(routine: &Routine) -> String {
    let Routine {
        id,
        name,
        purpose,
        minutes,
        exercises,
        sources,
    } = routine;
    item([
        Some(("id", text(id))),
        Some(("name", text(name))),
        given("purpose", !purpose.is_empty(), || text(purpose)),
        Some(("minutes", Value::Word(minutes.to_string()))),
        Some((
            "exercises",
            Value::List(exercises.iter().map(entry).collect()),
        )),
        given("sources", !sources.is_empty(), || texts(sources)),
    ])
}

/// A catalog file with just these items.
pub fn file(exercises: &[String], routines: &[String]) -> String {
    let mut out = String::from("#![enable(implicit_some)]\n(\n");
    for (list, items) in [("exercises", exercises), ("routines", routines)] {
        if items.is_empty() {
            continue;
        }
        out.push_str(&format!("{INDENT}{list}: [\n"));
        for item in items {
            let indent = INDENT.repeat(2);
            let lines = item.replace('\n', &format!("\n{indent}"));
            out.push_str(&format!("{indent}{lines},\n"));
        }
        out.push_str(&format!("{INDENT}],\n"));
    }
    out.push_str(")\n");
    out
}

/// A quoted text, in the notation RON shares with Rust.
pub fn quoted(text: &str) -> String {
    format!("{text:?}")
}

fn item<const N: usize>(fields: [Option<(&'static str, Value)>; N]) -> String {
    let mut out = String::new();
    broken(
        &Value::Group(fields.into_iter().flatten().collect()),
        "",
        &mut out,
    );
    out
}

fn given(
    name: &'static str,
    is_given: bool,
    value: impl FnOnce() -> Value,
) -> Option<(&'static str, Value)> {
    is_given.then(|| (name, value()))
}

fn text(text: &str) -> Value {
    Value::Word(quoted(text))
}

fn texts(all: &[String]) -> Value {
    Value::List(all.iter().map(|one| text(one)).collect())
}

/// A choice as RON writes the name of one: `UpperBack` for `upper-back`.
fn word(choice: impl Word) -> Value {
    Value::Word(choice.word().split('-').map(capitalised).collect())
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

fn words(choices: &[impl Word]) -> Value {
    Value::List(choices.iter().copied().map(word).collect())
}

fn number(number: f32) -> Value {
    Value::Word(number.to_string())
}

fn count(number: u32) -> Value {
    Value::Word(number.to_string())
}

fn range((low, high): (u32, u32)) -> Value {
    if low == high {
        return count(low);
    }
    Value::Word(format!("({low}, {high})"))
}

fn dose_of(dose: &Dose) -> Value {
    let fields = [
        dose.sets.map(|sets| ("sets", range(sets))),
        dose.reps.map(|reps| ("reps", range(reps))),
        dose.hold_seconds.map(|hold| ("hold_seconds", range(hold))),
        given("per_side", dose.per_side, || Value::Word("true".to_owned())),
        dose.per_day.map(|times| ("per_day", range(times))),
        dose.per_week.map(|days| ("per_week", range(days))),
    ];
    Value::Group(fields.into_iter().flatten().collect())
}

fn entry(entry: &Entry) -> Value {
    let Entry { exercise, amount } = entry;
    let Amount {
        sets,
        reps,
        hold,
        side,
    } = *amount;
    if *amount == Amount::default() {
        return text(exercise);
    }
    let fields = [
        Some(("exercise", text(exercise))),
        sets.map(|sets| ("sets", count(sets))),
        reps.map(|reps| ("reps", count(reps))),
        hold.map(|hold| ("hold", count(hold))),
        side.map(|side| ("side", word(side))),
    ];
    Value::Group(fields.into_iter().flatten().collect())
}

fn step(step: &Step) -> Value {
    let keys = || Value::List(step.keys.iter().map(|key| count(*key as u32)).collect());
    let fields = [
        Some(("text", text(&step.text))),
        given("keys", !step.keys.is_empty(), keys),
        step.picture.as_ref().map(|path| ("picture", text(path))),
        step.seconds.map(|seconds| ("seconds", number(seconds))),
        step.reps.map(|reps| ("reps", count(reps))),
        step.tempo.map(|tempo| ("tempo", tempo_of(tempo))),
        step.sets.map(|sets| ("sets", count(sets))),
        step.rest.map(|rest| ("rest", number(rest))),
        step.side.map(|side| ("side", word(side))),
        step.breath.map(|breath| ("breath", word(breath))),
    ];
    Value::Group(fields.into_iter().flatten().collect())
}

fn tempo_of(tempo: Tempo) -> Value {
    let fields = [
        Some(("out", number(tempo.out))),
        given("hold", tempo.hold > 0.0, || number(tempo.hold)),
        Some(("back", number(tempo.back))),
        given("pause", tempo.pause > 0.0, || number(tempo.pause)),
    ];
    Value::Group(fields.into_iter().flatten().collect())
}

/// On one line.
fn flat(value: &Value) -> String {
    match value {
        Value::Word(word) => word.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(flat).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Group(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", flat(value)));
            format!("({})", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// On one line if that is short enough. Steps always get a line each.
fn laid(name: &str, value: &Value, indent: &str, out: &mut String) {
    let line = flat(value);
    let length = indent.len() + name.chars().count() + line.chars().count() + 3;
    if name == "steps" || length > WIDTH {
        broken(value, indent, out);
    } else {
        out.push_str(&line);
    }
}

fn broken(value: &Value, indent: &str, out: &mut String) {
    let inner = format!("{indent}{INDENT}");
    match value {
        Value::Word(word) => out.push_str(word),
        Value::List(items) => {
            out.push_str("[\n");
            for item in items {
                out.push_str(&inner);
                laid("", item, &inner, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{indent}]"));
        }
        Value::Group(fields) => {
            out.push_str("(\n");
            for (name, value) in fields {
                out.push_str(&format!("{inner}{name}: "));
                laid(name, value, &inner, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{indent})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{Catalog, Surroundings, builtin, read};

    /// What is written reads back unchanged.
    fn back(catalog: &Catalog, base: Option<&Catalog>) {
        let exercises: Vec<String> = catalog.exercises.iter().map(exercise).collect();
        let routines: Vec<String> = catalog.routines.iter().map(routine).collect();
        let text = file(&exercises, &routines);
        let around = Surroundings {
            base,
            ..Surroundings::default()
        };
        let (read, problems) = read(&text, around);
        assert_eq!(problems, []);
        assert_eq!(read.exercises, catalog.exercises);
        assert_eq!(read.routines, catalog.routines);
        assert!(text.lines().all(|line| line.chars().count() < 350));
    }

    #[test]
    fn everything_built_in_is_read_back_as_it_was() {
        back(builtin(), None);
    }

    #[test]
    fn a_catalog_of_ones_own_is_read_back_as_it_was() {
        let text = include_str!("../../../docs/own-catalog/catalog.ron");
        let around = Surroundings {
            base: Some(builtin()),
            ..Surroundings::default()
        };
        back(&read(text, around).0, Some(builtin()));
    }

    #[test]
    fn what_a_person_types_stays_a_text() {
        let mut odd = builtin().exercises[0].clone();
        odd.name = "Say \"ah\" \\ é ü \u{1f64b} {side}".to_owned();
        let text = file(&[exercise(&odd)], &[]);
        let around = Surroundings {
            base: Some(builtin()),
            ..Surroundings::default()
        };
        let (read, problems) = read(&text, around);
        assert_eq!((read.exercises, problems), (vec![odd], Vec::new()));
    }

    mod any_routine {
        use proptest::prelude::*;

        use super::super::*;
        use crate::logic::catalog::{Sides, Surroundings, Usual, builtin, read};

        /// Any exercise with any of the possible amounts.
        fn an_entry() -> impl Strategy<Value = Entry> {
            let number = |most: u32| proptest::option::of(1..=most);
            let sides = [
                None,
                Some(Sides::Left),
                Some(Sides::Right),
                Some(Sides::Both),
            ];
            let side = proptest::sample::select(sides.to_vec());
            let exercises = &builtin().exercises;
            (
                0..exercises.len(),
                number(20),
                number(200),
                number(600),
                side,
            )
                .prop_map(|(place, sets, reps, hold, side)| {
                    let exercise = &exercises[place];
                    let usual = Usual::of(exercise);
                    let amount = Amount {
                        sets,
                        reps: reps.filter(|_| usual.reps.is_some()),
                        hold: hold.filter(|_| usual.hold.is_some()),
                        side: side.filter(|_| usual.sides),
                    };
                    let exercise = exercise.id.clone();
                    Entry { exercise, amount }
                })
        }

        proptest! {
            #[test]
            fn is_read_back_as_it_was(entries in proptest::collection::vec(an_entry(), 1..8)) {
                let one = Routine {
                    id: "mine".to_owned(),
                    name: "Mine".to_owned(),
                    purpose: String::new(),
                    minutes: 5,
                    exercises: entries,
                    sources: Vec::new(),
                };
                let text = file(&[], &[routine(&one)]);
                let around = Surroundings { base: Some(builtin()), ..Surroundings::default() };
                let (read, problems) = read(&text, around);
                prop_assert!(problems.iter().all(|problem| problem.path.ends_with(".minutes")), "{problems:?}");
                prop_assert_eq!(&read.routines[0], &one);
                prop_assert!(ron::from_str::<ron::Value>(&text).is_ok(), "other RON readers take it too");
                prop_assert_eq!(file(&[], &[routine(&read.routines[0])]), text);
            }
        }
    }
}
