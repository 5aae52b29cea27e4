//! What every setting promises.

use super::*;
use crate::logic::time::hours::NotHours;
use crate::logic::time::span::NotASpan;

#[test]
fn every_listed_field_reads_back_what_it_says() {
    let settings = Settings::default();
    let fields = settings.fields();
    assert!(fields.len() > 30, "{}", fields.len());
    for field in fields {
        let value = settings.get(&field.path).unwrap();
        let mut copy = settings.clone();
        copy.set(&field.path, &value).unwrap();
        assert_eq!(copy, settings, "{}", field.path);
    }
}

#[test]
fn a_bad_value_says_what_would_be_right_and_changes_nothing() {
    let mut settings = Settings::default();
    let written = |value: &str| value.to_owned();
    let (low, high) = (0, 20);
    for (path, value, why) in [
        (
            "presence.away_after",
            "3",
            Unfit::NotSpan(NotASpan(written("3"))),
        ),
        (
            "timing.lull",
            "6m",
            Unfit::SpanOutOfRange {
                written: written("6m"),
                low: Duration::ZERO,
                high: Duration::from_mins(5),
            },
        ),
        (
            "timing.snoozes",
            "many",
            Unfit::NotCount {
                written: written("many"),
                low,
                high,
            },
        ),
        (
            "look.theme",
            "pink",
            Unfit::NotWord {
                written: written("pink"),
                known: vec!["system", "light", "dark"],
            },
        ),
        ("sound.on", "loud", Unfit::NotFlag(written("loud"))),
        (
            "hours",
            "Mon",
            Unfit::NotHours(NotHours::NoTimes(written("Mon"))),
        ),
        (
            "reminders.stretch.offer",
            "chocolate",
            Unfit::NotOffer(written("chocolate")),
        ),
    ] {
        let path = path.to_owned();
        let problem = settings.set(&path, value).unwrap_err();
        assert_eq!(problem, SettingProblem::Bad { path, why });
    }
    for (path, hint) in [
        ("away_after", Hint::Meant("presence.away_after".to_owned())),
        (
            "reminders.stretch.at",
            Hint::Meant("reminders.walk.at".to_owned()),
        ),
        ("colour", Hint::Settings),
    ] {
        let path = path.to_owned();
        let problem = settings.set(&path, "09:00").unwrap_err();
        assert_eq!(problem, SettingProblem::Unknown { path, hint });
    }
    assert_eq!(settings, Settings::default());
}

#[test]
fn a_reminder_of_ones_own_gets_an_id_that_nobody_has() {
    let settings = Settings::default();
    for (name, id) in [
        ("Drink a glass of water!", "drink-a-glass-of-water"),
        ("  Walk ", "walk-2"),
        ("\u{304a}\u{8336}", "own"),
        ("20-20-20", "20-20-20"),
    ] {
        assert_eq!(reminder_id_for(name, &settings), id);
        assert!(is_reminder_id(id));
    }
    let long = reminder_id_for(&"look away ".repeat(20), &settings);
    assert!(is_reminder_id(&long) && !long.ends_with('-'), "{long}");
}

/// Why the value doesn't fit.
fn unfit(problem: SettingProblem) -> Unfit {
    let SettingProblem::Bad { why, .. } = problem else {
        panic!("{problem:?}");
    };
    why
}

fn items(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_list_is_changed_entry_by_entry() {
    let mut settings = Settings::default();
    let path = "exercises.hurt";
    let mut change = |names: &[&str], change| {
        settings
            .change_list(path, &items(names), change)
            .map(|()| settings.get(path).unwrap())
    };
    let (add, remove) = (ListChange::Add, ListChange::Remove);
    assert_eq!(change(&["bridge"], add).unwrap(), "bridge");
    assert_eq!(
        change(&[" bridge", "airplane"], add).unwrap(),
        "airplane, bridge"
    );
    assert_eq!(change(&["bridge", "nothing"], remove).unwrap(), "airplane");
    for (wrong, why) in [
        ("", Unfit::BlankEntry),
        ("a, b", Unfit::NotOneEntry("a, b".to_owned())),
        ("a\nb", Unfit::NotOneEntry("a\nb".to_owned())),
        (&"x".repeat(101), Unfit::EntryTooLong(100)),
    ] {
        // The valid one beside it isn't accepted either.
        assert_eq!(unfit(change(&["good", wrong], add).unwrap_err()), why);
    }
    assert_eq!(change(&[], add).unwrap(), "airplane");
    let mut problem = |path: &str| settings.change_list(path, &items(&["x"]), add).unwrap_err();
    assert_eq!(unfit(problem("timing.snooze")), Unfit::NotList);
    let hint = Hint::Meant("exercises.hurt".to_owned());
    let path = "hurt".to_owned();
    assert_eq!(problem("hurt"), SettingProblem::Unknown { path, hint });
}

#[test]
fn a_list_that_stands_for_all_while_empty_never_becomes_empty_by_taking_away() {
    let mut settings = Settings::default();
    let path = "exercises.positions";
    let mut change = |names: &[&str], change| {
        let changed = settings.change_list(path, &items(names), change);
        changed.map(|()| settings.get(path).unwrap())
    };
    let (add, remove) = (ListChange::Add, ListChange::Remove);
    assert_eq!(change(&["floor"], add).unwrap(), "", "it is there already");
    assert_eq!(
        change(&["floor"], remove).unwrap(),
        "standing, seated, bed, wall"
    );
    assert_eq!(change(&["floor"], add).unwrap(), "", "all again");
    assert_eq!(
        change(&["floor, bed", "wall", "seated"], remove).unwrap(),
        "standing"
    );
    let last = change(&["standing"], remove).unwrap_err();
    assert_eq!(unfit(last), Unfit::LastOne);
    assert!(change(&["moon"], add).is_err());
    assert_eq!(settings.get(path).unwrap(), "standing");
}

#[test]
fn no_value_and_no_list_grows_without_end() {
    let mut settings = Settings::default();
    let long = "x".repeat(9000);
    for (path, value) in [
        ("reminders.posture.text", &long),
        ("hours", &"Mon 09:00-10:00; ".repeat(600)),
        ("exercises.hidden", &"a, ".repeat(3000)),
    ] {
        let problem = settings.set(path, value).unwrap_err();
        assert_eq!(unfit(problem), Unfit::TooLong(6144), "{path}");
    }
    let many: Vec<String> = (0..70).map(|place| format!("{place:0>95}")).collect();
    let problem = settings.change_list("exercises.hurt", &many, ListChange::Add);
    assert_eq!(unfit(problem.unwrap_err()), Unfit::ListFull);
    assert_eq!(settings, Settings::default());
    let none = BTreeMap::new();
    for number in settings.reminders.len()..MOST_REMINDERS {
        settings.new_reminder(&format!("r{number}"), &none).unwrap();
    }
    let full = settings.new_reminder("another", &none).unwrap_err();
    assert_eq!(unfit(full), Unfit::RemindersFull);
}

#[test]
fn the_text_of_a_reminder_is_one_line_of_at_most_200_characters() {
    let path = "reminders.posture.text";
    let mut settings = Settings::default();
    let fits = "ü".repeat(200);
    settings.set(path, &format!(" {fits} ")).unwrap();
    assert_eq!(settings.get(path), Some(fits.clone()));
    for (text, why) in [
        ("Sit\nup".to_owned(), Unfit::NotOneLine),
        ("Sit\u{1b}[2Jup".to_owned(), Unfit::NotOneLine),
        ("Sit\u{2028}up".to_owned(), Unfit::NotOneLine),
        ("ü".repeat(201), Unfit::TooManyCharacters(201)),
    ] {
        assert_eq!(unfit(settings.set(path, &text).unwrap_err()), why);
        let values = [("text".to_owned(), text)].into();
        let problem = settings.new_reminder("mine", &values).unwrap_err();
        assert_eq!(unfit(problem), why);
    }
    assert_eq!(settings.get(path), Some(fits));
    assert!(settings.reminder("mine").is_none());
}
