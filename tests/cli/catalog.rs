//! `unbend catalog`: its documented form, an exercise shown, a file checked.

use serde_json::Value;

use crate::home::Home;

/// Whether a value is a range of numbers, or null if unknown.
fn is_range(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(ends) => {
            ends.len() == 2
                && ends.iter().all(Value::is_number)
                && ends[0].as_f64() <= ends[1].as_f64()
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => false,
    }
}

fn keys(value: &Value) -> Vec<&str> {
    let object = value.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

fn sorted<const N: usize>(mut names: [&str; N]) -> [&str; N] {
    names.sort_unstable();
    names
}

#[test]
fn the_catalog_has_its_documented_form() {
    let json: Value =
        serde_json::from_str(&Home::new().prints(&["catalog", "list", "--json"])).expect("JSON");
    assert_eq!(sorted(["exercises", "routines"]), *keys(&json));
    let exercises = json["exercises"].as_array().expect("a list");
    let routines = json["routines"].as_array().expect("a list");
    assert!(exercises.len() >= 30 && routines.len() >= 5);
    let is_texts = |value: &Value| {
        let list = value.as_array();
        list.is_some_and(|list| list.iter().all(Value::is_string))
    };
    for exercise in exercises {
        let documented = [
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
        assert_eq!(sorted(documented), *keys(exercise), "{exercise:#}");
        for name in ["id", "name", "purpose", "position", "tip", "caution"] {
            assert!(exercise[name].is_string(), "{name} of {exercise:#}");
        }
        for name in ["areas", "equipment", "sources"] {
            assert!(is_texts(&exercise[name]), "{name} of {exercise:#}");
        }
        let dose = &exercise["dose"];
        let ranges = ["sets", "reps", "hold_seconds", "per_day", "per_week"];
        assert_eq!(
            sorted([
                "sets",
                "reps",
                "hold_seconds",
                "per_day",
                "per_week",
                "per_side"
            ]),
            *keys(dose)
        );
        assert!(dose["per_side"].is_boolean(), "{exercise:#}");
        assert!(
            ranges.iter().all(|name| is_range(&dose[name])),
            "{exercise:#}"
        );
        let steps = exercise["steps"].as_array().expect("a list");
        let mut sum = 0.0;
        for step in steps {
            assert_eq!(sorted(["text", "seconds", "side"]), *keys(step));
            assert!(
                step["text"]
                    .as_str()
                    .is_some_and(|text| !text.contains('{'))
            );
            let side = &step["side"];
            assert!(
                side.is_null() || ["left", "right", "both"].iter().any(|word| side == word),
                "{exercise:#}"
            );
            sum += step["seconds"].as_f64().expect("a number");
        }
        let duration = exercise["duration_seconds"].as_f64().expect("a number");
        assert!(!steps.is_empty() && duration + 1.0 >= sum, "{exercise:#}");
    }
    for routine in routines {
        let documented = ["id", "name", "minutes", "exercises", "duration_seconds"];
        assert_eq!(sorted(documented), *keys(routine), "{routine:#}");
        for id in routine["exercises"].as_array().expect("a list") {
            assert!(
                exercises.iter().any(|exercise| &exercise["id"] == id),
                "{id}"
            );
        }
        let minutes = routine["minutes"].as_f64().expect("a number");
        let seconds = routine["duration_seconds"].as_f64().expect("a number");
        assert!(
            (seconds / 60.0 - minutes).abs() <= minutes / 4.0 + 0.01,
            "{routine:#}"
        );
    }
}

#[test]
fn an_exercise_is_shown_and_an_own_one_joins_it() {
    let home = Home::new();
    let shown = home.prints(&["catalog", "show", "doorway-pec-stretch"]);
    for word in ["Doorway pec stretch", "chest", "Takes", "Sources"] {
        assert!(
            shown.to_lowercase().contains(&word.to_lowercase()),
            "{word}: {shown}"
        );
    }
    let words = home.refuses(&["catalog", "show", "doorway"], 1);
    assert!(
        words.contains("`doorway`") && words.contains("catalog list"),
        "{words}"
    );

    let own = r#"(exercises: [(id: "my-fold", name: "My fold", purpose: "Mine.", areas: [Spine], position: Standing,
        figure: "decompress", steps: [(text: "Fold.", keys: [2], seconds: 20)])])"#;
    std::fs::write(home.config("catalog.ron"), own).expect("the home is ours");
    assert!(
        home.prints(&["catalog", "show", "my-fold"])
            .contains("My fold")
    );
    assert!(home.prints(&["catalog", "list"]).contains("my-fold"));
    assert!(home.prints(&["draw", "my-fold"]).starts_with("<svg"));
}

#[test]
fn a_catalog_is_checked_with_places() {
    let home = Home::new();
    let good = home.file("good.ron", "()");
    let words = home.prints(&["catalog", "check", &good]);
    assert!(words.contains("no problem"), "{words}");
    let bad = home.file(
        "bad.ron",
        "(\n  exercises: [\n    (id: \"Bad Id\", name: \"Bad\", steps: []),\n  ],\n)",
    );
    let words = home.refuses(&["catalog", "check", &bad], 2);
    for part in [&bad, "line 3", "column", "exercises", "id"] {
        assert!(words.contains(part), "no {part} in {words}");
    }
    home.refuses(&["catalog", "check", "no/such/file.ron"], 2);
    let help = home.prints(&["--help"]);
    let said = "2 not understood (what was typed, or a file that was to be read or checked)";
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains(said), "{help}");
}
