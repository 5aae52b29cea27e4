//! The catalog in words, for `unbend catalog list`, `show` and `check`.

use std::fmt::Write as _;
use std::time::Duration;

use crate::logic::catalog::plan::{Plan, PlannedExercise, turns};
use crate::logic::catalog::{Catalog, Dose, Exercise, Problem, Routine, source_words};
use crate::logic::text::word::Word;
use crate::logic::time::span;

/// `catalog list`: one line per routine and exercise.
pub fn list_text(catalog: &Catalog) -> String {
    let ids = catalog.exercises.iter().map(|exercise| &exercise.id);
    let ids = ids.chain(catalog.routines.iter().map(|routine| &routine.id));
    let width = ids.map(|id| id.chars().count()).max().unwrap_or(0);
    let mut text = String::from("Routines\n");
    for routine in &catalog.routines {
        let line = format!(
            "  {:width$}  {:>8}  {:12}  {}",
            routine.id,
            minutes(routine_seconds(catalog, routine)),
            count(routine.exercises.len(), "exercise"),
            routine.name,
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str("\nExercises\n");
    for exercise in &catalog.exercises {
        let line = format!(
            "  {:width$}  {:>8}  {:12}  {}",
            exercise.id,
            minutes(exercise_seconds(exercise)),
            exercise.position.word(),
            exercise.name,
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// `catalog show ID`: everything about the routine and exercise with that id; none if there is neither.
pub fn show_text(catalog: &Catalog, id: &str) -> Option<String> {
    let routine = catalog
        .routine(id)
        .map(|routine| show_routine(catalog, routine));
    let exercise = catalog.exercise(id).map(show_exercise);
    match (routine, exercise) {
        (None, None) => None,
        (routine, exercise) => {
            let both: Vec<String> = routine.into_iter().chain(exercise).collect();
            Some(both.join("\n"))
        }
    }
}

/// `catalog check FILE`: every problem with its position, or that there is none.
pub fn check_text(file: &str, catalog: &Catalog, problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        let _ = writeln!(text, "{file}: {problem}");
    }
    let usable = format!(
        "{}, {} and {} can be used",
        count(catalog.exercises.len(), "exercise"),
        count(catalog.routines.len(), "routine"),
        count(catalog.pools.len(), "pool"),
    );
    let _ = match problems.len() {
        0 => writeln!(text, "{file}: no problem; {usable}"),
        found => writeln!(text, "{file}: {}; {usable}", count(found, "problem")),
    };
    text
}

fn show_routine(catalog: &Catalog, routine: &Routine) -> String {
    let mut text = format!("{} ({})\n", routine.name, routine.id);
    if !routine.purpose.is_empty() {
        let _ = writeln!(text, "{}", routine.purpose);
    }
    let taken = minutes(routine_seconds(catalog, routine));
    let _ = writeln!(text, "Takes {taken} and the time to get into position.");
    for (index, entry) in routine.exercises.iter().enumerate() {
        let id = entry.exercise.as_str();
        let name = catalog.exercise(id).map_or(id, |exercise| &exercise.name);
        let amount = match entry.amount.words() {
            words if words.is_empty() => words,
            words => format!(": {words}"),
        };
        let _ = writeln!(text, "  {}. {name} ({id}){amount}", index + 1);
    }
    text.push_str(&line("Sources", &source_words(&routine.sources)));
    text
}

fn show_exercise(exercise: &Exercise) -> String {
    let mut text = format!(
        "{} ({})\n{}\n",
        exercise.name, exercise.id, exercise.purpose
    );
    text.push_str(&line("Areas", &words(&exercise.areas)));
    text.push_str(&line("Position", exercise.position.word()));
    text.push_str(&line("At hand", &words(&exercise.equipment)));
    text.push_str(&line("Dose", &dose_words(&exercise.dose)));
    text.push_str(&line("Takes", &minutes(exercise_seconds(exercise))));
    text.push_str(&line("First", &exercise.prepare));
    for (index, turn) in turns(exercise).iter().enumerate() {
        let side = turn
            .side
            .map_or(String::new(), |side| format!(", {}", side.word()));
        let _ = writeln!(
            text,
            "  {}. {} ({}{side})",
            index + 1,
            turn.text(),
            minutes(turn.seconds()),
        );
    }
    text.push_str(&line("Tip", &exercise.tip));
    text.push_str(&line("Caution", &exercise.caution));
    let variant_of = exercise.variant_of.as_deref().unwrap_or_default();
    text.push_str(&line("Variant of", variant_of));
    text.push_str(&line("Easier", &exercise.easier.join(", ")));
    text.push_str(&line("Harder", &exercise.harder.join(", ")));
    text.push_str(&line("Sources", &source_words(&exercise.sources)));
    text
}

/// A labelled line, or nothing if there is nothing to say.
fn line(name: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{name}: {text}\n")
    }
}

fn words<W: Word>(all: &[W]) -> String {
    let words: Vec<&str> = all.iter().map(|word| word.word()).collect();
    words.join(", ")
}

pub(super) fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// A dose the way people say it: `2–3 × 20–30 s, each side, 1–2 times a day`.
pub fn dose_words(dose: &Dose) -> String {
    let range = |(low, high): (u32, u32)| {
        if low == high {
            low.to_string()
        } else {
            format!("{low}–{high}")
        }
    };
    let times = |bounds: (u32, u32), unit: &str| match bounds {
        (1, 1) => format!("once a {unit}"),
        other => format!("{} times a {unit}", range(other)),
    };
    let sets = dose.sets.map(|sets| match sets {
        (1, 1) => "1 set".to_owned(),
        other => format!("{} sets", range(other)),
    });
    let reps = dose.reps.map(range);
    let hold = dose.hold_seconds.map(|hold| format!("{} s", range(hold)));
    let mut parts = vec![
        [sets, reps, hold]
            .into_iter()
            .flatten()
            .collect::<Vec<String>>()
            .join(" × "),
    ];
    if dose.per_side {
        parts.push("each side".to_owned());
    }
    parts.extend(dose.per_day.map(|bounds| times(bounds, "day")));
    parts.extend(dose.per_week.map(|(low, high)| match high {
        7 => format!("on at least {low} days a week"),
        _ => format!("on {} days a week", range((low, high))),
    }));
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

pub(super) fn exercise_seconds(exercise: &Exercise) -> f32 {
    PlannedExercise::new(exercise).seconds()
}

pub(super) fn routine_seconds(catalog: &Catalog, routine: &Routine) -> f32 {
    Plan::new(catalog, &routine.id).map_or(0.0, |plan| plan.seconds())
}

fn minutes(seconds: f32) -> String {
    let seconds = whole(seconds);
    if seconds < 120 {
        return format!("{seconds} s");
    }
    span::words(Duration::from_secs((seconds + 30) / 60 * 60))
}

pub(super) fn whole(seconds: f32) -> u64 {
    seconds.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{Scope, builtin, read};

    #[test]
    fn the_text_list_names_everything() {
        let text = list_text(builtin());
        for id in builtin().exercises.iter().map(|exercise| &exercise.id) {
            assert!(
                text.lines()
                    .any(|line| line.trim_start().starts_with(id.as_str()))
            );
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100));
    }

    #[test]
    fn an_exercise_is_shown_with_its_dose_and_sides() {
        let text = show_text(builtin(), "thread-the-needle").unwrap();
        assert!(
            text.contains("Dose: 20–30 s, each side, 1–2 times a day\n"),
            "{text}"
        );
        assert!(
            text.contains("Rest your right shoulder and your head on the floor."),
            "{text}"
        );
        let text = show_text(builtin(), "bridge").unwrap();
        let dose = "Dose: 2 sets × 10–15 × 5 s, on at least 2 days a week\n";
        assert!(text.contains(dose), "{text}");
        assert!(!text.contains("Caution"), "{text}");
        // Both with that name.
        let text = show_text(builtin(), "walk").unwrap();
        assert!(
            text.contains("  1. Walk (walk)\n") && text.contains("11,194"),
            "{text}"
        );
        assert_eq!(show_text(builtin(), "unheard-of"), None);
    }

    #[test]
    fn a_check_names_the_file_and_every_problem() {
        let (catalog, problems) = read("(exercises: [(id: \"A\")], routins: [])", Scope::default());
        let text = check_text("my.ron", &catalog, &problems);
        assert!(text.starts_with("my.ron: line 1, column "), "{text}");
        for problem in &problems {
            assert!(text.contains(&format!("my.ron: {problem}\n")), "{text}");
        }
        let last = text.lines().last().unwrap();
        assert_eq!(
            last,
            format!(
                "my.ron: {} problems; 0 exercises, 0 routines and 0 pools can be used",
                problems.len()
            )
        );
        let text = check_text("my.ron", builtin(), &[]);
        assert!(
            text.starts_with(&format!(
                "my.ron: no problem; {} exercises, {} routines and 2 pools",
                builtin().exercises.len(),
                builtin().routines.len()
            )),
            "{text}"
        );
    }
}
