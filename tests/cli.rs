//! The command line as a shell sees it: the real program in a home of its own, without a display and without a daemon.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "cli/settings.rs"]
mod settings;

const PROGRAM: &str = env!("CARGO_BIN_EXE_unbend");

/// A home that nobody has used, gone at the end.
struct Home(tempfile::TempDir);

/// How a run ended.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        let home = Home(tempfile::tempdir().expect("a folder can be made"));
        std::fs::create_dir_all(home.config("")).expect("the home is ours");
        home
    }

    /// A file of the configuration folder.
    fn config(&self, name: &str) -> PathBuf {
        self.0.path().join("config/unbend").join(name)
    }

    /// Writes a file beside everything else and gives its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("the home is ours");
        path.to_str().expect("the path is text").to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let folder = |name: &str| {
            let path = self.0.path().join(name);
            std::fs::create_dir_all(&path).expect("the home is ours");
            path
        };
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.0.path())
            .env("XDG_CONFIG_HOME", folder("config"))
            .env("XDG_DATA_HOME", folder("data"))
            .env("XDG_STATE_HOME", folder("state"))
            .env("XDG_CACHE_HOME", folder("cache"))
            .env("XDG_RUNTIME_DIR", folder("run"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .expect("it can be run");
        // A program that does not read its input may be gone before it is written.
        let _ = child
            .stdin
            .take()
            .expect("the input is piped")
            .write_all(stdin);
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("it writes text");
        let ran = Ran {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ran.err.contains("panicked"), "{arguments:?}: {ran:?}");
        ran
    }

    /// What it prints when all is well.
    #[track_caller]
    fn prints(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        ran.out
    }

    /// What it says on standard error when it ends with `code` and prints nothing.
    #[track_caller]
    fn refuses(&self, arguments: &[&str], code: i32) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{ran:?}");
        assert!(!ran.err.trim().is_empty(), "{arguments:?} says nothing");
        ran.err
    }
}

#[test]
fn exit_codes_tell_shells_what_happened() {
    let home = Home::new();
    for (arguments, code) in [
        (&["--help"][..], 0),
        (&["--version"], 0),
        (&["help", "status"], 0),
        (&["catalog", "list"], 0),
        (&["settings", "path"], 0),
        (&["doctor"], 0),
        (&[], 1),
        (&["window"], 1),
        (&["break"], 1),
        (&["catalog", "show", "no-such-thing"], 1),
        (&["draw", "no-such-thing"], 1),
        (&["sit-still"], 2),
        (&["catalog"], 2),
        (&["pause", "soon"], 2),
        (&["pause", "1h", "--until", "14:00"], 2),
        (&["pause", "--until", "25:00"], 2),
        (&["snooze", "5"], 2),
        (&["simulate"], 2),
        (&["simulate", "no/such/file"], 2),
        (&["settings", "check", "no/such/file"], 2),
        (&["status"], 3),
        (&["status", "--json"], 3),
        (&["status", "--follow"], 3),
        (&["next"], 3),
        (&["snooze"], 3),
        (&["skip"], 3),
        (&["pause", "30m"], 3),
        (&["resume"], 3),
        (&["stand"], 3),
        (&["sit"], 3),
        (&["settings", "set", "timing.snooze", "7m"], 3),
        (&["quit"], 3),
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
        if code == 0 {
            assert!(!ran.out.is_empty(), "{arguments:?}");
        } else {
            assert_eq!(ran.out, "", "{arguments:?}");
            assert!(!ran.err.is_empty(), "{arguments:?}");
        }
    }
}

#[test]
fn without_a_daemon_it_says_how_to_start_one() {
    let home = Home::new();
    for verb in ["status", "snooze", "quit"] {
        let words = home.refuses(&[verb], 3);
        assert!(words.contains("not running"), "{words}");
        assert!(words.contains("`unbend daemon`"), "{words}");
    }
}

#[test]
fn without_a_display_it_says_where_to_find_one() {
    let home = Home::new();
    for arguments in [&[][..], &["window"], &["break"]] {
        let words = home.refuses(arguments, 1);
        assert!(words.contains("no display"), "{words}");
        assert!(words.contains("scripts/desktop"), "{words}");
    }
    let report = home.prints(&["doctor"]);
    assert!(report.contains("scripts/desktop"), "{report}");
}

#[test]
fn looking_leaves_nothing_behind() {
    let home = Home::new();
    for arguments in [
        &["doctor"][..],
        &["settings", "show"],
        &["settings", "check"],
        &["settings", "path"],
        &["catalog", "list"],
    ] {
        home.prints(arguments);
    }
    let mut files = Vec::new();
    let mut folders = vec![home.0.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the home is ours") {
            let path = entry.expect("the home is ours").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    assert_eq!(files, Vec::<PathBuf>::new());
}

const EXAMPLE: &str = "0:00 active\n36:00 idle\n50:00 end\n";

#[test]
fn simulate_reads_standard_input_and_files() {
    let home = Home::new();
    let expected = "\
0:31:00 remind stretch 1
0:41:00 withdraw stretch
0:41:00 natural-break 300
0:50:00 status sitting=0 standing=0 presence=away next=none
";
    let ran = home.run_with(&["simulate", "-"], EXAMPLE.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.out, expected);
    let file = home.file("day.script", EXAMPLE);
    assert_eq!(home.prints(&["simulate", &file]), expected);
}

#[test]
fn simulate_prints_an_array_of_objects() {
    let home = Home::new();
    let ran = home.run_with(&["simulate", "--json", "-"], EXAMPLE.as_bytes());
    let json: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    let lines = json.as_array().expect("an array");
    assert_eq!(lines.len(), 4, "{json:#}");
    assert!(lines.iter().all(Value::is_object), "{json:#}");
    let text = json.to_string();
    for word in ["remind", "withdraw", "natural-break", "status", "stretch"] {
        assert!(text.contains(word), "no {word} in {json:#}");
    }
}

#[test]
fn simulate_names_the_line_it_cannot_read() {
    let home = Home::new();
    for (script, line) in [
        (
            "0:00 active\n\n# all is well\n1:00 dance\n2:00 end\n",
            "line 4",
        ),
        ("0:00 active\n2:00 idle\n1:00 end\n", "line 3"),
        ("set presence.away_after=soon\n0:00 end\n", "line 1"),
        ("0:00 active\n", "end"),
        ("", "end"),
    ] {
        let ran = home.run_with(&["simulate", "-"], script.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{script:?}");
        assert!(ran.err.contains(line), "{script:?}: {}", ran.err);
    }
}

#[test]
fn bytes_that_are_no_text_are_an_error_not_a_panic() {
    let home = Home::new();
    let broken = b"0:00 active\n1:00 \xff\xfe\n2:00 end\n";
    let ran = home.run_with(&["simulate", "-"], broken);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.err.contains("line 2"), "{ran:?}");
    let file = home.file("broken", broken);
    let words = home.refuses(&["simulate", &file], 2);
    assert!(words.contains(&file), "{words}");
    for verb in ["settings", "catalog"] {
        let ran = home.run(&[verb, "check", &file]);
        assert!(matches!(ran.code, Some(1 | 2)), "{verb}: {ran:?}");
        assert!((ran.out + &ran.err).contains(&file), "{verb}");
    }
    // Its own files, too, are named, and what is built in goes on working.
    std::fs::write(home.config("settings.ron"), b"(\xff)").expect("the home is ours");
    let ran = home.run(&["settings", "show", "timing.snooze"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "timing.snooze=5m\n")
    );
    assert!(ran.err.contains("settings.ron"), "{}", ran.err);
    std::fs::write(home.config("catalog.ron"), b"(\xff)").expect("the home is ours");
    let ran = home.run(&["catalog", "list"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("doorway-pec-stretch"));
    assert!(ran.err.contains("catalog.ron"), "{}", ran.err);
    let report = home.prints(&["doctor"]);
    for name in ["settings.ron", "catalog.ron"] {
        assert!(report.contains(name), "{report}");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let home = Home::new();
    for arguments in [
        &["catalog", "list", "--json"][..],
        &["draw", "walk", "--sheet"],
    ] {
        let mut child = home.command(arguments).spawn().expect("it can be run");
        let mut out = child.stdout.take().expect("the output is piped");
        out.read_exact(&mut [0; 8]).expect("it prints");
        drop(out);
        let output = child.wait_with_output().expect("it ends");
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), words.as_ref()), (Some(0), ""));
    }
}

/// Whether a value is a range of numbers, or null for what is not known.
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

#[test]
fn what_a_file_says_never_steers_the_terminal() {
    let home = Home::new();
    let own = "(exercises: [(id: \"\u{1b}[2J\u{202e}\", name: \"\u{9b}31m\")])";
    let catalog = home.file("catalog.ron", own);
    let settings = home.file(
        "settings.ron",
        "(sound: (volume: \"\u{1b}]0;hi\u{7}\u{202e}\"))",
    );
    for verb in [
        ["catalog", "check", &catalog],
        ["settings", "check", &settings],
    ] {
        let ran = home.run(&verb);
        assert_ne!(ran.code, Some(0), "{ran:?}");
        let said = ran.out + &ran.err;
        let steers =
            |letter: &char| unbend::logic::text::visible::steers(*letter) && *letter != '\n';
        assert_eq!(said.chars().find(steers), None, "{said:?}");
        assert!(
            said.contains("\\u001b") && said.contains("\\u202e"),
            "{said}"
        );
    }
}

#[test]
fn drawing_writes_svg_where_it_is_asked_to() {
    let home = Home::new();
    let path = home.0.path().join("picture.svg");
    let to = path.to_str().expect("the path is text");
    let quiet = home.prints(&["draw", "doorway-pec-stretch", "--sheet", "-o", to]);
    assert!(!quiet.contains("<svg"), "{quiet}");
    let sheet = std::fs::read_to_string(&path).expect("it is written");
    assert!(sheet.starts_with("<svg") && sheet.trim_end().ends_with("</svg>"));
    let light = home.prints(&["draw", "doorway-pec-stretch", "--key", "1"]);
    let dark = home.prints(&[
        "draw",
        "doorway-pec-stretch",
        "--key",
        "1",
        "--theme",
        "dark",
    ]);
    assert!(light.starts_with("<svg") && dark.starts_with("<svg") && light != dark);
    assert!(sheet.len() > light.len());
    assert_ne!(
        home.prints(&["draw", "doorway-pec-stretch", "--at", "0.5"]),
        light
    );

    let words = home.refuses(&["draw", "doorway-pec-stretch", "--key", "99"], 2);
    assert!(words.contains("no key 99: choose one from 1 to"), "{words}");
    home.refuses(&["draw", "doorway-pec-stretch", "--at", "1.5"], 2);
    home.refuses(
        &["draw", "doorway-pec-stretch", "--key", "1", "--at", "0.5"],
        2,
    );
    let nowhere = Path::new(to).join("below/a/file.svg");
    let nowhere = nowhere.to_str().expect("the path is text");
    let words = home.refuses(&["draw", "doorway-pec-stretch", "-o", nowhere], 1);
    assert!(words.contains(nowhere), "{words}");
}

#[test]
fn settings_are_found_checked_and_shown() {
    let home = Home::new();
    let path = home.config("settings.ron");
    let shown = path.to_str().expect("the path is text");
    assert_eq!(home.prints(&["settings", "path"]), format!("{shown}\n"));
    assert!(home.prints(&["settings", "check"]).contains("default"));
    let all = home.prints(&["settings", "show"]);
    assert!(all.contains("reminders.stretch.after=30m\n"), "{all}");
    assert!(all.lines().all(|line| line.contains('=')), "{all}");
    // What is shown can be set in a script.
    let script: String = all
        .lines()
        .map(|line| format!("set {line}\n"))
        .chain([EXAMPLE.to_owned()])
        .collect();
    let ran = home.run_with(&["simulate", "-"], script.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");

    std::fs::write(&path, "(\n  timing: (snooze: \"7m\", snore: 1),\n)").expect("the home is ours");
    assert_eq!(
        home.run(&["settings", "show", "timing.snooze"]).out,
        "timing.snooze=7m\n"
    );
    let words = home.refuses(&["settings", "check"], 1);
    assert!(
        words.contains("line 2") && words.contains("timing.snore"),
        "{words}"
    );
    std::fs::write(&path, "(\n  timing: (").expect("the home is ours");
    let words = home.refuses(&["settings", "check"], 2);
    assert!(
        words.contains("settings.ron") && words.contains("line 2"),
        "{words}"
    );
    home.refuses(&["settings", "show", "timing.snore"], 1);
}

#[test]
fn it_starts_at_login_when_asked_to() {
    let home = Home::new();
    let entry = home
        .0
        .path()
        .join("config/autostart/io.github.unbend.Unbend.desktop");
    assert!(home.prints(&["autostart"]).contains("does not start"));
    assert!(
        home.prints(&["autostart", "on"])
            .contains("starts at login")
    );
    let text = std::fs::read_to_string(&entry).expect("it was written");
    let exec = text.lines().find(|line| line.starts_with("Exec="));
    let program = std::fs::canonicalize(PROGRAM).expect("it is there");
    assert_eq!(
        exec,
        Some(&*format!("Exec=\"{}\" daemon", program.display()))
    );
    assert!(
        home.prints(&["autostart", "status"])
            .contains("starts at login")
    );
    assert!(
        home.prints(&["doctor", "--json"])
            .contains("\"autostart\": true")
    );
    assert!(
        home.prints(&["autostart", "off"])
            .contains("does not start")
    );
    assert!(!entry.exists());
    home.refuses(&["autostart", "maybe"], 2);
}

#[test]
fn shells_can_complete_every_verb() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = home.prints(&["completions", shell]);
        for verb in ["snooze", "autostart", "completions", "catalog"] {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
    }
    home.refuses(&["completions", "abacus"], 2);
}

#[test]
fn the_desktop_entry_names_verbs_that_there_are() {
    let home = Home::new();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/linux/io.github.unbend.Unbend.desktop"
    );
    let entry = std::fs::read_to_string(path).expect("it is there");
    let lines: Vec<&str> = entry
        .lines()
        .filter_map(|line| line.strip_prefix("Exec=unbend"))
        .collect();
    assert_eq!(lines.len(), 4);
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        let help: Vec<&str> = words.iter().take(1).copied().chain(["--help"]).collect();
        home.prints(&help);
    }
}
