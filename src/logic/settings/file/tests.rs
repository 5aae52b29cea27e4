//! Reading leniently, and changing one value and nothing else.

use std::time::Duration;

use jiff::civil::Time;
use proptest::prelude::*;

use super::*;
use crate::logic::presence::Posture;
use crate::logic::settings::{
    Hint, Kind, ListOf, Offer, SettingProblem, Settings, TextForm, Trigger, Unfit,
};
use crate::logic::time::hours::Days;
use crate::logic::time::span::NotASpan;

/// What is wrong in the text: line, column, setting, and what.
fn warnings(text: &str) -> Vec<(usize, usize, String, Amiss)> {
    let of = |warning: Warning| (warning.line, warning.column, warning.path, warning.what);
    read(text).unwrap().warnings.into_iter().map(of).collect()
}

fn unknown(path: &str, hint: Hint) -> Amiss {
    let path = path.to_owned();
    Amiss::Unknown(Some(SettingProblem::Unknown { path, hint }))
}

fn settings(text: &str) -> Settings {
    let reading = read(text).unwrap();
    assert_eq!(reading.warnings, [], "{text}");
    reading.settings
}

#[test]
fn the_file_written_at_first_says_the_defaults_and_comments_everything() {
    let text = write_default(&Settings::default());
    assert_eq!(settings(&text), Settings::default());
    ron::from_str::<ron::Value>(&text).expect("other RON readers take it too");
    let lines: Vec<&str> = text.lines().collect();
    for (above, line) in lines.iter().zip(&lines[1..]) {
        let name = line.trim_start().split(':').next().unwrap_or("");
        let own_name = name.starts_with('"');
        if line.contains(": ") && !line.trim_start().starts_with("//") && !own_name {
            assert!(above.trim_start().starts_with("//"), "{line}");
        }
        assert!(line.chars().count() <= 112, "{line}");
    }
    assert!(text.contains("\n            after: \"30m\",\n"), "{text}");
    assert!(text.contains("\n        snoozes: 3,\n"), "{text}");
}

/// A new file as an earlier version wrote it. Its settings keep their names and values.
#[test]
fn the_files_of_earlier_versions_are_read_without_a_warning() {
    let text = include_str!("../../../../tests/data/settings-v0.ron");
    assert_eq!(settings(text).timing.snooze, Duration::from_secs(300));
    let changed = edit(text, "timing.snooze", "7m").unwrap();
    assert_eq!(changed, text.replace("snooze: \"5m\"", "snooze: \"7m\""));
}

#[test]
fn what_the_file_leaves_out_is_at_its_default() {
    assert_eq!(settings("()"), Settings::default());
    let settings = settings("(presence: (away_after: \"4m\"), hours: \"Mon-Fri 09:00-17:00\")");
    assert_eq!(settings.presence.away_after, Duration::from_secs(240));
    assert_eq!(settings.presence.natural_break, Duration::from_secs(300));
    assert_eq!(settings.get("hours").unwrap(), "Mon-Fri 09:00-17:00");
}

#[test]
fn a_bad_value_is_named_with_its_place_and_the_default_stands() {
    let text = "(\n    timing: (\n        snooze: \"soon\",\n        snoozes: 99, lull: [1],\n    ),\n    look: (theme: \"dark\"),\n)\n";
    let (low, high) = (0, 20);
    let expected = [
        (
            3,
            17,
            "timing.snooze".to_owned(),
            Amiss::Unfit {
                why: Unfit::NotSpan(NotASpan("soon".to_owned())),
                used: Some("5m".to_owned()),
            },
        ),
        (
            4,
            18,
            "timing.snoozes".to_owned(),
            Amiss::Unfit {
                why: Unfit::NotCount {
                    written: "99".to_owned(),
                    low,
                    high,
                },
                used: Some("3".to_owned()),
            },
        ),
        (
            4,
            28,
            "timing.lull".to_owned(),
            Amiss::NotAValue {
                expected: Some(Kind::Span {
                    low: Duration::ZERO,
                    high: Duration::from_secs(300),
                }),
                found: Found::List,
                used: Some("5s".to_owned()),
            },
        ),
    ];
    assert_eq!(warnings(text), expected);
    let reading = read(text).unwrap();
    let (place, words) = ("line 3, column 17: timing.snooze: ", &expected[0].3);
    let whole = format!("{place}{words}");
    assert_eq!(reading.warnings[0].to_string(), whole);
    assert_eq!(reading.settings.get("look.theme").unwrap(), "dark");
    assert_eq!(reading.settings.timing, Settings::default().timing);
}

#[test]
fn unknown_misplaced_and_double_fields_are_warned_about() {
    let text = "(away_after: \"3m\", colour: 3, presence: 5, timing: (snoozes: 1, snoozes: 2), hours: \"\")";
    let found: Vec<(String, Amiss)> = warnings(text)
        .into_iter()
        .map(|(_, _, path, what)| (path, what))
        .collect();
    let near = Hint::Meant("presence.away_after".to_owned());
    let expected = [
        ("away_after", unknown("away_after", near)),
        ("colour", unknown("colour", Hint::Settings)),
        ("presence", Amiss::NotAGroup),
        ("timing.snoozes", Amiss::Twice),
    ];
    assert_eq!(found, expected.map(|(path, what)| (path.to_owned(), what)));
    assert_eq!(read(text).unwrap().settings.timing.snoozes, 1);
}

#[test]
fn values_are_taken_in_every_way_a_person_may_write_them() {
    for text in [
        "(timing: (snooze: \"7m\", snoozes: 5), reminders: {\"walk\": (on: true)})",
        "Settings(timing: Timing(snooze: 7m, snoozes: \"5\"), reminders: {\"walk\": (on: \"yes\")})",
        "Some((timing: Some((snooze: Some(\"7m\"), snoozes: 5)), reminders: (walk: (enabled: true))))",
        "{\"timing\": {\"snooze\": \"7m\", \"snoozes\": 5}, \"reminders\": {\"walk\": {\"on\": true}}}",
    ] {
        let settings = settings(text);
        assert_eq!(settings.timing.snooze, Duration::from_secs(420), "{text}");
        assert_eq!(settings.timing.snoozes, 5, "{text}");
        assert!(settings.reminder("walk").unwrap().on, "{text}");
    }
}

#[test]
fn a_list_may_be_written_as_one() {
    let text =
        "(holds: (ignore: [\"Zoom\", \"OBS\"]), exercises: (hurt: Some([bridge]), hidden: []))";
    let reading = read(text).unwrap();
    assert_eq!(reading.warnings, []);
    let settings = reading.settings;
    assert_eq!(settings.get("holds.ignore").unwrap(), "OBS, Zoom");
    assert_eq!(settings.get("exercises.hurt").unwrap(), "bridge");
    assert_eq!(settings.get("exercises.hidden").unwrap(), "");
    let changed = edit(text, "holds.ignore", "Zoom").unwrap();
    assert_eq!(changed, text.replace("[\"Zoom\", \"OBS\"]", "\"Zoom\""));
    assert_eq!(
        warnings("(holds: (ignore: [[1]]))"),
        [(
            1,
            18,
            "holds.ignore".to_owned(),
            Amiss::NotAValue {
                expected: Some(Kind::List(ListOf::Apps)),
                found: Found::List,
                used: Some(String::new()),
            }
        )]
    );
}

#[test]
fn reminders_of_the_persons_own_are_added_and_known_ones_change_their_trigger() {
    let settings = settings(
        "(reminders: {
            \"eyes\": (after: \"20m\", text: \"Look far away\"),
            \"tea\": (at: \"16:00\", days: \"Fri\"),
            \"stretch\": (at: \"11:00\"),
            \"walk\": (of: \"standing\", after: \"2h\"),
            \"water\": (),
        })",
    );
    let eyes = settings.reminder("eyes").unwrap();
    let after = |of, minutes: u64| Trigger::Amount {
        of,
        after: Duration::from_secs(60 * minutes),
    };
    assert_eq!(eyes.trigger, after(Posture::Sitting, 20));
    assert_eq!((eyes.on, &eyes.offer), (true, &Offer::Nudge));
    let at = |hour, days| Trigger::TimeOfDay {
        at: Time::constant(hour, 0, 0, 0),
        days,
    };
    let trigger = |id| settings.reminder(id).unwrap().trigger;
    assert_eq!(trigger("tea"), at(16, Days::parse("Fri").unwrap()));
    assert_eq!(trigger("stretch"), at(11, Days::WEEKDAYS));
    assert_eq!(trigger("walk"), after(Posture::Standing, 120));
    assert_eq!(trigger("water"), after(Posture::Sitting, 60));

    let found = warnings(
        "(reminders: {\"a b\": (), 5: (), \"x\": 3, \"stretch\": (after: \"9m\", at: \"11:00\")})",
    );
    let found: Vec<(&str, &Amiss)> = found
        .iter()
        .map(|(_, _, path, what)| (path.as_str(), what))
        .collect();
    let expected = [
        ("reminders.a b", &Amiss::NotAnId),
        ("reminders.", &Amiss::NotAnId),
        ("reminders.x", &Amiss::NotAGroup),
        ("reminders.stretch.at", &Amiss::OtherTrigger),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_no_settings_file_is_refused_with_its_place() {
    for (text, says) in [
        ("(\n  timing: (snooze: \"5m\"\n", "line 2, column 11: "),
        ("\n 5", "line 2, column 2: "),
        ("", "line 1, column 1: "),
    ] {
        let problem = read(text).unwrap_err().to_string();
        assert!(problem.starts_with(says), "{problem}");
    }
}

#[test]
fn one_value_is_changed_and_everything_else_stays() {
    let text = "// mine\n(\n\ttiming: ( // times\n\t\tsnooze: \"5m\", /* not 10m */ snoozes: 3,\n\t),\n\tcolour: \"blue\", // kept\n)\n";
    assert_eq!(
        edit(text, "timing.snooze", "450s").unwrap(),
        text.replace("\"5m\"", "\"7m30s\"")
    );
    assert_eq!(
        edit(text, "timing.snoozes", "4").unwrap(),
        text.replace("snoozes: 3", "snoozes: 4")
    );
}

#[test]
fn a_setting_that_is_missing_is_added_with_its_comment_and_its_groups() {
    let cases = [
        // An empty settings file.
        (
            "()",
            "look.theme",
            "dark",
            "(\n    // How the window looks.\n    look: (\n        // Colours of the window: system, light or dark.\n        theme: \"dark\",\n    ),\n)",
        ),
        // After the last field and its comment; the user's tabs.
        (
            "(\n\tlook: (\n\t\ttheme: \"dark\" // at night\n\t\t// motion: later\n\t),\n)\n",
            "look.motion",
            "reduced",
            "(\n\tlook: (\n\t\ttheme: \"dark\", // at night\n\t\t// Whether the figure moves: system, full, or reduced (key poses only).\n\t\tmotion: \"reduced\",\n\t\t// motion: later\n\t),\n)\n",
        ),
        // All on one line.
        (
            "(holds: (call: false))",
            "holds.dnd",
            "off",
            "(holds: (call: false,\n    // Whether reminders wait while the desktop's do not disturb is on.\n    dnd: false,\n))",
        ),
        // Only a comment inside, with brackets of its own.
        (
            "(\n    holds: ( // (none)\n    ),\n)",
            "holds.dnd",
            "no",
            "(\n    holds: ( // (none)\n        // Whether reminders wait while the desktop's do not disturb is on.\n        dnd: false,\n    ),\n)",
        ),
        // A reminder that the file doesn't mention, with Windows line ends.
        (
            "(\r\n  reminders: {\r\n    \"eyes\": (after: \"20m\"),\r\n  },\r\n)\r\n",
            "reminders.walk.enabled",
            "true",
            "(\r\n  reminders: {\r\n    \"eyes\": (after: \"20m\"),\r\n    \"walk\": (\r\n        // Whether it asks at all.\r\n        on: true,\r\n    ),\r\n  },\r\n)\r\n",
        ),
        // Under its alternative name in the file.
        (
            "(reminders: {\"walk\": (enabled: false)})",
            "reminders.walk.on",
            "true",
            "(reminders: {\"walk\": (enabled: true)})",
        ),
        // Not a listed one: the text of a reminder that isn't a nudge.
        (
            "(reminders: {})",
            "reminders.walk.text",
            "Go \"out\"",
            "(reminders: {\n    \"walk\": (\n        // What a nudge says; empty = a text of its own.\n        text: \"Go \\\"out\\\"\",\n    ),\n})",
        ),
    ];
    for (text, path, value, expected) in cases {
        assert_eq!(edit(text, path, value).as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_cannot_be_changed_says_why() {
    for (text, path, value) in [
        ("(", "timing.snooze", "5m"),
        ("()", "timing.snooze", "soon"),
        ("()", "snooze", "5m"),
        ("(timing: 5)", "timing.snooze", "5m"),
        ("()", "reminders.mine.on", "true"),
    ] {
        assert!(edit(text, path, value).is_err(), "{text} {path} {value}");
    }
    let blocked = edit("(\n timing: 5)", "timing.snooze", "5m").unwrap_err();
    assert!(
        matches!(
            blocked,
            EditProblem::Shape {
                at: 11,
                why: InTheWay::NotAGroup,
                ..
            }
        ),
        "{blocked:?}"
    );
}

/// A valid value, as text.
fn value_for(kind: Kind, pick: u32) -> String {
    match kind {
        Kind::Flag => pick.is_multiple_of(2).to_string(),
        Kind::Count { low, high, .. } => (low + pick % (high - low + 1)).to_string(),
        Kind::Span { low, high } => {
            let range = high.as_secs() - low.as_secs() + 1;
            format!("{}s", low.as_secs() + u64::from(pick) % range)
        }
        Kind::Word(words) => words[pick as usize % words.len()].to_owned(),
        Kind::Text(form) => {
            let choices: &[&str] = match form {
                TextForm::Hours => &["", "Mon-Fri 09:00-17:00", "22:00-06:00"],
                TextForm::Time => &["07:05", "15:30"],
                TextForm::Days => &["Mon-Fri", "Sat"],
                TextForm::Offer => &["nudge", "pool desk", "routine walk"],
                TextForm::Line => &["", "Sit \"up\", \\ please", "// no comment (é)"],
            };
            choices[pick as usize % choices.len()].to_owned()
        }
        Kind::List(of) => match of {
            ListOf::Words(words) => words[..pick as usize % words.len()].join(", "),
            ListOf::Exercises | ListOf::Apps => {
                ["", "bridge, cat-cow"][pick as usize % 2].to_owned()
            }
        },
    }
}

/// A settings file as a user may have left it: missing lines, own fields and comments, other line ends.
fn lived_in() -> impl Strategy<Value = String> {
    let lines = write_default(&Settings::default()).lines().count();
    (
        prop::collection::vec(0..20u8, lines),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(marks, crlf, tight)| {
            let mut out = String::new();
            let text = write_default(&Settings::default());
            for (line, mark) in text.lines().zip(marks) {
                let is_value = line.trim_end().ends_with(',') && line.contains(": ");
                let opens = line.ends_with(['(', '{']);
                let is_comment = line.trim_start().starts_with("//");
                match mark {
                    0..6 if is_value || is_comment => continue,
                    6 if is_value => out.push_str("        mine: Some([1, (2)]),\n"),
                    7 => out.push_str("/* (note, */\n"),
                    8 if opens => {
                        out.push_str(line);
                        out.push_str(" // ((\n");
                        continue;
                    }
                    9 if is_value => {
                        out.push_str(line);
                        out.push_str(" // \"5m\",\n");
                        continue;
                    }
                    _ => {}
                }
                out.push_str(line);
                out.push('\n');
            }
            if tight {
                out = out
                    .replace(",\n    )", "\n    )")
                    .replace(",\n        )", ")");
            }
            if crlf { out.replace('\n', "\r\n") } else { out }
        })
        .prop_filter("still RON", |text| read(text).is_ok())
}

/// How often each of the user's own comments and fields occurs in the text.
fn own_words(text: &str) -> [usize; 4] {
    ["/* (note, */", "// ((", "// \"5m\",", "mine: Some"].map(|own| text.matches(own).count())
}

proptest! {
    #[test]
    fn any_edit_of_any_file_changes_that_value_and_nothing_else(
        text in lived_in(), index in any::<prop::sample::Index>(), pick in any::<u32>(),
    ) {
        let before = read(&text).unwrap();
        let fields = before.settings.fields();
        let field = index.get(&fields);
        let value = value_for(field.kind, pick);
        let mut expected = before.settings.clone();
        expected.set(&field.path, &value).unwrap();

        let changed = edit(&text, &field.path, &value)
            .map_err(|problem| TestCaseError::fail(format!("{problem:?}\n{text}")))?;
        let after = read(&changed).unwrap();
        prop_assert_eq!(&after.settings, &expected);
        prop_assert_eq!(after.warnings.len(), before.warnings.len());
        prop_assert_eq!(own_words(&changed), own_words(&text));

        // Everything that isn't the same at both ends is one stretch: the value, or the addition.
        let front = text.bytes().zip(changed.bytes()).take_while(|(a, b)| a == b).count();
        let behind = text[front..].bytes().rev().zip(changed[front..].bytes().rev())
            .take_while(|(a, b)| a == b).count();
        let lost = &text[front..text.len() - behind];
        prop_assert!(lost.lines().count() <= 1, "{}", lost);
        // Setting it again changes nothing more.
        prop_assert_eq!(edit(&changed, &field.path, &value).unwrap(), changed);
    }

    #[test]
    fn no_text_makes_reading_or_editing_panic(text in any::<String>(), pieces in prop::collection::vec(piece(), 0..12)) {
        for text in [text, pieces.concat(), format!("({})", pieces.concat())] {
            if let Ok(changed) = edit(&text, "timing.snooze", "7m") {
                prop_assert_eq!(read(&changed).unwrap().settings.timing.snooze, Duration::from_secs(420));
            }
        }
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "timing: (",
        "timing: {",
        "\"timing\": ",
        "snooze: \"5m\"",
        "snooze",
        ":",
        ",",
        "(",
        ")",
        "}",
        "{",
        "// x\n",
        "\n",
        "/* ( */",
        "reminders: {\"stretch\": (",
        "on: true",
        "Some(",
        "\"5m\"",
        "5",
        " ",
        "\t",
        "presence: ()",
        "é",
        "\r\n",
        "look: (theme: \"dark\")",
    ])
}
