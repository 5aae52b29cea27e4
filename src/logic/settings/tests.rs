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
