//! Words and JSON for `unbend catalog list`, `show` and `check`.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

use crate::cli::own_figures::{Broken, OwnFigures};
use crate::cli::{CliError, Outcome, ask, bundle};
use crate::logic::catalog::plan::{Plan, PlannedExercise, turns};
use crate::logic::catalog::{
    Catalog, Dose, Exercise, Problem, Routine, Side, StepSide, source_words,
};
use crate::logic::text::visible;
use crate::logic::text::word::Word;
use crate::logic::time::span;
use crate::store::own_bundle::Show;
use crate::store::own_catalog;
use crate::store::own_files::OwnFiles;

/// `catalog list`: one line for each routine and exercise.
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

/// `catalog list --json`: one object, its form stable across releases.
pub fn list_json(catalog: &Catalog) -> String {
    let list = ListJson {
        exercises: catalog.exercises.iter().map(ExerciseJson::new).collect(),
        routines: catalog
            .routines
            .iter()
            .map(|routine| RoutineJson {
                id: &routine.id,
                name: &routine.name,
                minutes: routine.minutes,
                exercises: routine.ids().collect(),
                duration_seconds: whole(routine_seconds(catalog, routine)),
            })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&list);
    text.expect("text, numbers and lists always have a JSON form")
}

/// `catalog show ID`: everything about a routine and an exercise of that id; none if there is neither.
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

/// `catalog check FILE`: every problem with its place, or that there is none.
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

/// A named line, or nothing where there is nothing to say.
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

fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// A dose as people say it: `2–3 × 20–30 s, each side, 1–2 times a day`.
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

fn exercise_seconds(exercise: &Exercise) -> f32 {
    PlannedExercise::new(exercise).seconds()
}

fn routine_seconds(catalog: &Catalog, routine: &Routine) -> f32 {
    Plan::new(catalog, &routine.id).map_or(0.0, |plan| plan.seconds())
}

fn minutes(seconds: f32) -> String {
    let seconds = whole(seconds);
    if seconds < 120 {
        return format!("{seconds} s");
    }
    span::words(Duration::from_secs((seconds + 30) / 60 * 60))
}

fn whole(seconds: f32) -> u64 {
    seconds.round() as u64
}

#[derive(Serialize)]
struct ListJson<'a> {
    exercises: Vec<ExerciseJson<'a>>,
    routines: Vec<RoutineJson<'a>>,
}

#[derive(Serialize)]
struct ExerciseJson<'a> {
    id: &'a str,
    name: &'a str,
    purpose: &'a str,
    areas: Vec<&'static str>,
    position: &'static str,
    equipment: Vec<&'static str>,
    dose: &'a Dose,
    duration_seconds: u64,
    steps: Vec<StepJson>,
    tip: &'a str,
    caution: &'a str,
    sources: &'a [String],
}

#[derive(Serialize)]
struct StepJson {
    text: String,
    seconds: u64,
    side: Option<&'static str>,
}

#[derive(Serialize)]
struct RoutineJson<'a> {
    id: &'a str,
    name: &'a str,
    minutes: u32,
    exercises: Vec<&'a str>,
    duration_seconds: u64,
}

impl<'a> ExerciseJson<'a> {
    fn new(exercise: &'a Exercise) -> ExerciseJson<'a> {
        ExerciseJson {
            id: &exercise.id,
            name: &exercise.name,
            purpose: &exercise.purpose,
            areas: exercise.areas.iter().map(|area| area.word()).collect(),
            position: exercise.position.word(),
            equipment: exercise.equipment.iter().map(|item| item.word()).collect(),
            dose: &exercise.dose,
            duration_seconds: whole(exercise_seconds(exercise)),
            steps: turns(exercise)
                .iter()
                .map(|turn| StepJson {
                    text: turn.text(),
                    seconds: whole(turn.seconds()),
                    side: turn.side.map(Side::word).or(match turn.step.side {
                        Some(StepSide::Both) => Some("both"),
                        Some(StepSide::Left | StepSide::Right | StepSide::Each) | None => None,
                    }),
                })
                .collect(),
            tip: &exercise.tip,
            caution: &exercise.caution,
            sources: &exercise.sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::logic::catalog::{Surroundings, builtin, read};

    fn names(object: &Value) -> Vec<&str> {
        let object = object.as_object().unwrap();
        object.keys().map(String::as_str).collect()
    }

    fn sorted(mut names: Vec<&str>) -> Vec<&str> {
        names.sort_unstable();
        names
    }

    #[test]
    fn the_json_list_has_the_documented_form() {
        let list: Value = serde_json::from_str(&list_json(builtin())).unwrap();
        assert_eq!(sorted(names(&list)), ["exercises", "routines"]);
        for exercise in list["exercises"].as_array().unwrap() {
            let expected = [
                "id",
                "name",
                "purpose",
                "areas",
                "position",
                "equipment",
                "dose",
                "duration_seconds",
                "steps",
                "tip",
                "caution",
                "sources",
            ];
            assert_eq!(sorted(names(exercise)), sorted(expected.to_vec()));
            let expected = [
                "sets",
                "reps",
                "hold_seconds",
                "per_side",
                "per_day",
                "per_week",
            ];
            let dose = &exercise["dose"];
            assert_eq!(sorted(names(dose)), sorted(expected.to_vec()));
            for range in ["sets", "reps", "hold_seconds", "per_day", "per_week"] {
                let bounds = &dose[range];
                assert!(bounds.is_null() || bounds.as_array().unwrap().len() == 2);
            }
            for step in exercise["steps"].as_array().unwrap() {
                assert_eq!(sorted(names(step)), ["seconds", "side", "text"]);
                let side = &step["side"];
                assert!(
                    side.is_null() || ["left", "right", "both"].contains(&side.as_str().unwrap())
                );
            }
        }
        for routine in list["routines"].as_array().unwrap() {
            let expected = ["id", "name", "minutes", "exercises", "duration_seconds"];
            assert_eq!(sorted(names(routine)), sorted(expected.to_vec()));
        }
    }

    #[test]
    fn the_json_list_says_what_the_catalog_says() {
        let list: Value = serde_json::from_str(&list_json(builtin())).unwrap();
        let exercises = list["exercises"].as_array().unwrap();
        let find = |id: &str| {
            exercises
                .iter()
                .find(|exercise| exercise["id"] == id)
                .unwrap()
        };
        let stretch = find("hip-flexor-stretch");
        assert_eq!(stretch["dose"]["reps"], serde_json::json!([3, 5]));
        assert_eq!(stretch["dose"]["sets"], Value::Null);
        assert_eq!(stretch["dose"]["per_side"], true);
        assert_eq!(stretch["position"], "bed");
        assert_eq!(stretch["areas"], serde_json::json!(["hips", "lower-back"]));
        let steps = stretch["steps"].as_array().unwrap();
        let sides: Vec<&str> = steps
            .iter()
            .map(|step| step["side"].as_str().unwrap())
            .collect();
        assert_eq!(sides, ["right", "right", "left", "left"]);
        assert!(
            steps[3]["text"]
                .as_str()
                .unwrap()
                .starts_with("Let your left leg hang")
        );
        // The steps on both sides and the change-over between them.
        let seconds: u64 = steps
            .iter()
            .map(|step| step["seconds"].as_u64().unwrap())
            .sum();
        assert_eq!(stretch["duration_seconds"], seconds + 8);
        assert_eq!(find("dead-bug")["steps"][1]["side"], "both");
    }

    #[test]
    fn a_routine_lists_ids_and_takes_what_its_amounts_take() {
        let text = "(routines: [(id: \"mine\", name: \"Mine\", minutes: 2, exercises: [\
            \"sit-tall\", (exercise: \"chin-tucks\", sets: Some(2), reps: Some(5))])])";
        let around = Surroundings {
            base: Some(builtin()),
            ..Surroundings::default()
        };
        let (catalog, problems) = read(text, around);
        assert_eq!(problems, []);
        let catalog = crate::logic::catalog::merge(builtin(), &catalog);
        let list: Value = serde_json::from_str(&list_json(&catalog)).unwrap();
        let routines = list["routines"].as_array().unwrap();
        let mine = routines.iter().find(|routine| routine["id"] == "mine");
        let mine = mine.unwrap();
        assert_eq!(
            mine["exercises"],
            serde_json::json!(["sit-tall", "chin-tucks"])
        );
        let seconds = |id: &str| exercise_seconds(catalog.exercise(id).unwrap());
        // As many repetitions as in one set of ten, and a rest between.
        let expected = whole(seconds("sit-tall") + seconds("chin-tucks") + 20.0);
        assert_eq!(mine["duration_seconds"], expected);
        let text = show_text(&catalog, "mine").unwrap();
        assert!(
            text.contains("  1. Sit tall (sit-tall)\n  2. Chin tucks (chin-tucks): 2 × 5\n"),
            "{text}"
        );
    }

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
        // Both of that name.
        let text = show_text(builtin(), "walk").unwrap();
        assert!(
            text.contains("  1. Walk (walk)\n") && text.contains("11,194"),
            "{text}"
        );
        assert_eq!(show_text(builtin(), "unheard-of"), None);
    }

    #[test]
    fn a_check_names_the_file_and_every_problem() {
        let (catalog, problems) = read(
            "(exercises: [(id: \"A\")], routins: [])",
            Surroundings::default(),
        );
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
            text.starts_with("my.ron: no problem; 37 exercises, 7 routines and 2 pools"),
            "{text}"
        );
    }
}

/// What `unbend catalog` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: CatalogVerb,
}

#[derive(Debug, clap::Subcommand)]
enum CatalogVerb {
    /// List everything that can be done
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show one exercise or routine
    Show {
        /// Its id
        id: String,
    },
    /// Write exercises and routines of your own into one file, with their pose sets and pictures
    Export {
        /// Their ids; everything of your own if not given
        ids: Vec<String>,
        /// The file, which must not be there yet
        #[arg(short, long)]
        output: std::path::PathBuf,
    },
    /// Add the exercises and routines of such a file, or a picture, to your own
    Import {
        /// The file
        file: std::path::PathBuf,
        /// Put what is in the file in place of what is there already
        #[arg(long)]
        replace: bool,
    },
    /// Check a catalog file: every problem with its place
    Check {
        /// The file; your own catalog if not given
        file: Option<std::path::PathBuf>,
    },
}

/// Reads the catalog and prints.
pub(super) fn run(args: &Args) -> Outcome {
    let own = ask::paths().map(|paths| paths.user_catalog());
    let load = || match &own {
        Ok(path) => {
            let (catalog, problems) = own_catalog::load(path);
            if !problems.is_empty() {
                let path = path.display().to_string();
                let (path, found) = (visible::line(&path), count(problems.len(), "problem"));
                eprintln!("unbend: {path}: {found}; `unbend catalog check` names each");
            }
            catalog
        }
        Err(_) => crate::logic::catalog::builtin().clone(),
    };
    match &args.verb {
        CatalogVerb::List { json } => {
            let catalog = load();
            Ok(if *json {
                list_json(&catalog)
            } else {
                list_text(&catalog)
            })
        }
        CatalogVerb::Show { id } => show_text(&load(), id).ok_or_else(|| {
            CliError::failed(format!("there is no exercise or routine `{id}`"))
                .hint("`unbend catalog list` shows them")
        }),
        CatalogVerb::Export { ids, output } => bundle::export(&own?, ids, output),
        CatalogVerb::Import { file, replace } => {
            bundle::import(&own?, &ask::paths()?.socket(), file, *replace, &*shows()?)
        }
        CatalogVerb::Check { file } => {
            let path = match (file, own) {
                (Some(file), _) => file.clone(),
                (None, own) => own?,
            };
            if !path.exists() {
                let hint = "a catalog of your own is a file like the one in docs/catalog.md";
                return Err(CliError::unreadable(format!(
                    "{}: there is no such file",
                    path.display()
                ))
                .hint(hint));
            }
            let files = OwnFiles::beside(&path);
            let figures = OwnFigures::load(&files);
            let show = shows()?;
            let look = |picture: &str| show(picture, &files.picture(picture)?);
            let (catalog, problems) = own_catalog::check(&path, &figures.facts(), &look);
            let broken: String = figures.broken.iter().map(Broken::words).collect();
            let text = broken + &check_text(&path.display().to_string(), &catalog, &problems);
            if problems.is_empty() && figures.broken.is_empty() {
                Ok(text)
            } else {
                Err(CliError::unreadable(text.trim_end().to_owned()))
            }
        }
    }
}

/// Looks at pictures of a person's own, as closely as this build can.
fn shows() -> Result<Box<Show<'static>>, CliError> {
    #[cfg(feature = "window")]
    let show = {
        let easel = crate::cli::picture::Easel::new()?;
        move |path: &str, bytes: &[u8]| easel.look(path, bytes)
    };
    #[cfg(not(feature = "window"))]
    let show = |_: &str, _: &[u8]| Ok(());
    Ok(Box::new(show))
}
