//! Writes an exercise or a routine in the catalog file's format, for an editor.

#[cfg(test)]
mod tests;

use super::format::{self, Field};
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
    item(&exercise_of(exercise))
}

fn exercise_of(exercise: &Exercise) -> Value {
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
    use format::exercise as of;
    group([
        field(&of::ID, text(id)),
        field(&of::NAME, text(name)),
        field(&of::PURPOSE, text(purpose)),
        field(&of::AREAS, words(areas)),
        field(&of::POSITION, word(*position)),
        field(&of::EQUIPMENT, words(equipment).unless_empty()),
        field(&of::FIGURE, text(figure).unless_empty()),
        field(&of::FIGURE_SIDE, figure_side.map(word)),
        field(&of::DOSE, dose_of(dose).unless_empty()),
        field(&of::PREPARE, text(prepare).unless_empty()),
        field(&of::STEPS, Value::List(steps.iter().map(step).collect())),
        field(&of::TIP, text(tip).unless_empty()),
        field(&of::CAUTION, text(caution).unless_empty()),
        field(&of::VARIANT_OF, variant_of.as_deref().map(text)),
        field(&of::EASIER, texts(easier).unless_empty()),
        field(&of::HARDER, texts(harder).unless_empty()),
        field(&of::SOURCES, texts(sources).unless_empty()),
    ])
}

/// The routine as an item of `routines`, with its first line unindented. Defaults are left out.
pub fn routine(routine: &Routine) -> String {
    item(&routine_of(routine))
}

fn routine_of(routine: &Routine) -> Value {
    let Routine {
        id,
        name,
        purpose,
        minutes,
        exercises,
        sources,
    } = routine;
    use format::routine as of;
    group([
        field(&of::ID, text(id)),
        field(&of::NAME, text(name)),
        field(&of::PURPOSE, text(purpose).unless_empty()),
        field(&of::MINUTES, count(*minutes)),
        field(
            &of::EXERCISES,
            Value::List(exercises.iter().map(entry).collect()),
        ),
        field(&of::SOURCES, texts(sources).unless_empty()),
    ])
}

/// A catalog file with just these items.
pub fn file(exercises: &[String], routines: &[String]) -> String {
    let mut out = String::from("#![enable(implicit_some)]\n(\n");
    for (list, items) in [
        (format::catalog::EXERCISES.name, exercises),
        (format::catalog::ROUTINES.name, routines),
    ] {
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

fn item(value: &Value) -> String {
    let mut out = String::new();
    broken(value, "", &mut out);
    out
}

/// A field on its way into the file; none where it is left out.
type Given = Option<(&'static str, Value)>;

fn field<T>(field: &Field<T>, value: impl Into<Option<Value>>) -> Given {
    value.into().map(|value| (field.name, value))
}

fn group<const N: usize>(fields: [Given; N]) -> Value {
    Value::Group(fields.into_iter().flatten().collect())
}

impl Value {
    /// None for what is left out: a text, list or group with nothing in it.
    fn unless_empty(self) -> Option<Value> {
        let is_empty = match &self {
            Value::Word(word) => word == "\"\"",
            Value::List(items) => items.is_empty(),
            Value::Group(fields) => fields.is_empty(),
        };
        (!is_empty).then_some(self)
    }
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
    let Dose {
        sets,
        reps,
        hold_seconds,
        per_side,
        per_day,
        per_week,
    } = dose;
    use format::dose as of;
    let flag = || Value::Word("true".to_owned());
    group([
        field(&of::SETS, sets.map(range)),
        field(&of::REPS, reps.map(range)),
        field(&of::HOLD_SECONDS, hold_seconds.map(range)),
        field(&of::PER_SIDE, per_side.then(flag)),
        field(&of::PER_DAY, per_day.map(range)),
        field(&of::PER_WEEK, per_week.map(range)),
    ])
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
    use format::entry as of;
    group([
        field(&of::EXERCISE, text(exercise)),
        field(&of::SETS, sets.map(count)),
        field(&of::REPS, reps.map(count)),
        field(&of::HOLD, hold.map(count)),
        field(&of::SIDE, side.map(word)),
    ])
}

fn step(step: &Step) -> Value {
    let Step {
        text: says,
        keys,
        picture,
        seconds,
        reps,
        tempo,
        sets,
        rest,
        side,
        breath,
    } = step;
    use format::step as of;
    let keys = keys.iter().map(|key| count(*key as u32)).collect();
    group([
        field(&of::TEXT, text(says)),
        field(&of::KEYS, Value::List(keys).unless_empty()),
        field(&of::PICTURE, picture.as_deref().map(text)),
        field(&of::SECONDS, seconds.map(number)),
        field(&of::REPS, reps.map(count)),
        field(&of::TEMPO, tempo.map(tempo_of)),
        field(&of::SETS, sets.map(count)),
        field(&of::REST, rest.map(number)),
        field(&of::SIDE, side.map(word)),
        field(&of::BREATH, breath.map(word)),
    ])
}

fn tempo_of(tempo: Tempo) -> Value {
    let Tempo {
        out,
        hold,
        back,
        pause,
    } = tempo;
    use format::tempo as of;
    let some = |seconds: f32| (seconds > 0.0).then(|| number(seconds));
    group([
        field(&of::OUT, number(out)),
        field(&of::HOLD, some(hold)),
        field(&of::BACK, number(back)),
        field(&of::PAUSE, some(pause)),
    ])
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
    if name == format::exercise::STEPS.name || length > WIDTH {
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
