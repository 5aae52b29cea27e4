//! The catalog as one JSON object, for scripts.

use serde::Serialize;

use crate::cli::catalog::words::{exercise_seconds, routine_seconds, whole};
use crate::logic::catalog::plan::turns;
use crate::logic::catalog::{Catalog, Dose, Exercise, Side, StepSide};
use crate::logic::text::word::Word as _;

/// `catalog list --json`: one object, stable across releases.
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
    use crate::cli::catalog::words::show_text;
    use crate::logic::catalog::{Scope, builtin, read};

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
        // The steps on both sides, and the change of sides between them.
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
        let around = Scope {
            base: Some(builtin()),
            ..Scope::default()
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
        // As many repetitions as in one set of ten, and a rest in between.
        let expected = whole(seconds("sit-tall") + seconds("chin-tucks") + 20.0);
        assert_eq!(mine["duration_seconds"], expected);
        let text = show_text(&catalog, "mine").unwrap();
        assert!(
            text.contains("  1. Sit tall (sit-tall)\n  2. Chin tucks (chin-tucks): 2 × 5\n"),
            "{text}"
        );
    }
}
