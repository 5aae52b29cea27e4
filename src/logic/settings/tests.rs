//! What every setting promises.

use super::*;

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
    for (path, value, says) in [
        ("presence.away_after", "3", "write it like"),
        ("timing.snoozes", "many", "whole number from 0 to 20"),
        ("look.theme", "pink", "system, light, dark"),
        ("hours", "Mon", "no times"),
        ("reminders.stretch.offer", "chocolate", "pool desk"),
        ("away_after", "3m", "presence.away_after"),
        ("reminders.stretch.at", "09:00", "no setting"),
    ] {
        let problem = settings.set(path, value).unwrap_err().to_string();
        assert!(problem.contains(says), "{path}: {problem}");
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
            .map_err(|problem| problem.to_string())
    };
    let (add, remove) = (ListChange::Add, ListChange::Remove);
    assert_eq!(change(&["bridge"], add).unwrap(), "bridge");
    assert_eq!(
        change(&[" bridge", "airplane"], add).unwrap(),
        "airplane, bridge"
    );
    assert_eq!(change(&["bridge", "nothing"], remove).unwrap(), "airplane");
    for wrong in ["", "a, b", "a\nb", &"x".repeat(101)] {
        // The good one beside it is not taken either.
        assert!(change(&["good", wrong], add).is_err(), "{wrong:?}");
    }
    assert_eq!(change(&[], add).unwrap(), "airplane");
    for (path, says) in [
        ("timing.snooze", "is not a list"),
        ("hurt", "did you mean `exercises.hurt`?"),
    ] {
        let problem = settings.change_list(path, &items(&["x"]), add);
        let problem = problem.unwrap_err().to_string();
        assert!(problem.contains(says), "{problem}");
    }
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
    let problem = change(&["standing"], remove).unwrap_err().to_string();
    assert!(problem.contains("has to stay"), "{problem}");
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
        let problem = settings.set(path, value).unwrap_err().to_string();
        assert!(problem.contains("longer than 6144 bytes"), "{problem}");
    }
    let many: Vec<String> = (0..70).map(|place| format!("{place:0>95}")).collect();
    let problem = settings.change_list("exercises.hurt", &many, ListChange::Add);
    assert!(problem.unwrap_err().to_string().contains("is full"));
    assert_eq!(settings, Settings::default());
    let none = BTreeMap::new();
    for number in settings.reminders.len()..MOST_REMINDERS {
        settings.new_reminder(&format!("r{number}"), &none).unwrap();
    }
    assert!(settings.new_reminder("another", &none).is_err());
}

#[test]
fn the_text_of_a_reminder_is_one_line_of_at_most_200_characters() {
    let path = "reminders.posture.text";
    let mut settings = Settings::default();
    let fits = "ü".repeat(200);
    settings.set(path, &format!(" {fits} ")).unwrap();
    assert_eq!(settings.get(path), Some(fits.clone()));
    for (text, why) in [
        ("Sit\nup".to_owned(), "write it as one line"),
        ("Sit\u{1b}[2Jup".to_owned(), "write it as one line"),
        ("Sit\u{2028}up".to_owned(), "write it as one line"),
        ("ü".repeat(201), "201 characters"),
    ] {
        let problem = settings.set(path, &text).unwrap_err().to_string();
        assert!(problem.contains(why), "{problem}");
        let values = [("text".to_owned(), text)].into();
        let problem = settings.new_reminder("mine", &values).unwrap_err();
        assert!(problem.to_string().contains(why), "{problem}");
    }
    assert_eq!(settings.get(path), Some(fits));
    assert!(settings.reminder("mine").is_none());
}
