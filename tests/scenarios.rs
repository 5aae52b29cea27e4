//! Stories of the timing rules: each script in `tests/scenarios/` and what the scheduler does.
//!
//! `UNBEND_BLESS=1 cargo test --test scenarios` rewrites the `.expected` files; read the difference before you keep it.

use std::path::Path;
use std::sync::Arc;

use unbend::logic::catalog;
use unbend::logic::simulate::{Line, Script};

#[expect(
    clippy::disallowed_methods,
    reason = "blessing is asked for by the environment"
)]
fn blessing() -> bool {
    std::env::var("UNBEND_BLESS").is_ok()
}

fn run(script: &str) -> String {
    let catalog = Arc::new(catalog::builtin().clone());
    match Script::parse(script, &catalog) {
        Ok(script) => {
            let lines = script.run(&catalog);
            lines.iter().map(|line| line.text() + "\n").collect()
        }
        Err(problem) => format!("error: {problem}\n"),
    }
}

#[test]
fn every_story_ends_as_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut stories = 0;
    let mut wrong = String::new();
    for entry in std::fs::read_dir(&folder).expect("tests/scenarios is there") {
        let path = entry.expect("a readable folder").path();
        if path
            .extension()
            .is_none_or(|extension| extension != "script")
        {
            continue;
        }
        stories += 1;
        let script = std::fs::read_to_string(&path).expect("a readable script");
        let said = run(&script);
        let expected_path = path.with_extension("expected");
        if blessing() {
            std::fs::write(&expected_path, &said).expect("a writable folder");
        }
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if said != expected {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            wrong.push_str(&format!(
                "== {name}\n-- expected\n{expected}-- said\n{said}"
            ));
        }
    }
    assert!(stories >= 20, "only {stories} stories found");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_example_of_the_design_comes_out_exactly() {
    let said = run("0:00 active\n36:00 idle\n50:00 end\n");
    let mut lines: Vec<&str> = said.lines().collect();
    assert!(
        lines
            .pop()
            .is_some_and(|last| last.starts_with("0:50:00 status sitting=0 "))
    );
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "0:31:00 remind stretch 1",
            "0:41:00 natural-break 300",
            "0:41:00 withdraw stretch",
        ]
    );
}

#[test]
fn an_object_a_line_says_the_same() {
    let catalog = Arc::new(catalog::builtin().clone());
    let script = Script::parse(
        "0:00 active\n31:00 do start\n35:00 do finish\n40:00 end",
        &catalog,
    )
    .expect("a good script");
    let lines = script.run(&catalog);
    for (line, object) in lines.iter().zip(lines.iter().map(Line::json)) {
        let text = line.text();
        let word = object["effect"].as_str().expect("each line has an effect");
        assert!(text.contains(word) && text.starts_with(object["time"].as_str().expect("a time")));
    }
}
