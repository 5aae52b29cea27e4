//! The command line as a shell sees it: the real program in a private home, without a display or a daemon.

mod catalog;
mod home;
mod settings;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use home::{Home, PROGRAM};

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
    // The user's own files are named too, and everything built in keeps working.
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
