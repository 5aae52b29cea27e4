//! The groups of the settings page and what settings are called there.

use crate::logic::settings::{Field, Reminder, Settings};
use crate::window::widgets::text;

/// Groups with something to try.
pub const START: &str = "The program";
/// Colours, movement, size.
pub const LOOK: &str = "Look";
/// Chimes and speech.
pub const SOUNDS: &str = "Sounds";

/// Kept with the settings, but no setting to a person: a button shows the introduction again.
const INTRODUCTION: &str = "look.welcome_done";

/// A group: its title, a line below it, and its settings.
pub type Group = (String, String, Vec<Field>);

/// The settings in the groups of the page. Every field is in one, but what is no setting to a person.
pub fn groups(settings: &Settings) -> Vec<Group> {
    let mut rest = settings.fields();
    rest.retain(|field| field.path != INTRODUCTION);
    let mut take = |wanted: &dyn Fn(&str) -> bool| {
        let (taken, left) = std::mem::take(&mut rest)
            .into_iter()
            .partition(|field| wanted(&field.path));
        rest = left;
        taken
    };
    let mut groups: Vec<Group> = Vec::new();
    for reminder in &settings.reminders {
        let prefix = format!("reminders.{}.", reminder.id);
        let mut fields: Vec<Field> = take(&|path| path.starts_with(&prefix));
        if !reminder.on {
            // A reminder that is off needs one line.
            fields.retain(|field| field.path.ends_with(".on"));
        }
        groups.push((reminder_title(reminder), String::new(), fields));
    }
    groups.push((START.to_owned(), String::new(), Vec::new()));
    let look = take(&|path| path.starts_with("look."));
    groups.push((LOOK.to_owned(), String::new(), look));
    let sound = take(&|path| path.starts_with("sound."));
    groups.push((SOUNDS.to_owned(), String::new(), sound));
    let hand = take(&|path| path.starts_with("exercises."));
    groups.push(("What you can do".to_owned(), String::new(), hand));
    let quiet = take(&|path| path == "hours" || path.starts_with("holds."));
    groups.push(("Quiet times".to_owned(), String::new(), quiet));
    let presence = take(&|path| path.starts_with("presence."));
    groups.push(("Sitting and being away".to_owned(), String::new(), presence));
    let timing = take(&|path| path.starts_with("timing."));
    groups.push(("How reminders behave".to_owned(), String::new(), timing));
    let sources = take(&|path| path.starts_with("sources."));
    groups.push((
        "What the desktop is asked".to_owned(),
        String::new(),
        sources,
    ));
    if !rest.is_empty() {
        groups.push(("More".to_owned(), String::new(), rest));
    }
    groups
}

fn reminder_title(reminder: &Reminder) -> String {
    match reminder.id.as_str() {
        "stretch" => "Stretch break".to_owned(),
        "reset" => "Longer break".to_owned(),
        "posture" => "Posture check".to_owned(),
        "stand" => "Sit down again".to_owned(),
        "walk" => "Walk".to_owned(),
        own => format!("Reminder: {}", text::capitalised(&own.replace('-', " "))),
    }
}

/// What a setting is called on the page.
pub fn label(path: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    let words = match (path.split('.').next().unwrap_or(path), name) {
        ("presence", "away_after") => "Away after",
        ("presence", "natural_break") => "Natural break",
        ("presence", "films_count") => "Films count as sitting",
        ("hours", _) => "Hours",
        ("reminders", "on") => "Remind me",
        ("reminders", "of") => "Counts",
        ("reminders", "after") => "After",
        ("reminders", "at") => "At",
        ("reminders", "days") => "On",
        ("reminders", "offer") => "Offers",
        ("reminders", "text") => "Says",
        ("timing", "lull") => "Good moment",
        ("timing", "lull_wait") => "Longest wait for it",
        ("timing", "settle") => "After a quiet time",
        ("timing", "merge") => "Give way to a longer break",
        ("timing", "again") => "Ask again after",
        ("timing", "snooze") => "Snooze",
        ("timing", "snoozes") => "Snoozes in a row",
        ("timing", "break_counts") => "A break counts from",
        ("holds", "call") => "Wait during calls",
        ("holds", "dnd") => "Wait during do not disturb",
        ("holds", "presentation") => "Wait during full screen",
        ("exercises", "positions") => "Positions",
        ("exercises", "equipment") => "At hand",
        ("exercises", "hidden") => "Never offered",
        ("exercises", "favourites") => "Favourites",
        ("exercises", "hurt") => "Left out because they hurt",
        ("exercises", "gentle") => "Only standing up and walking",
        ("look", "text_size") => "Text size",
        ("look", "theme") => "Colours",
        ("look", "motion") => "Movement",
        ("sound", "on") => "Chimes",
        ("sound", "volume") => "Volume",
        ("sound", "speech") => "Read each step out",
        ("sources", "idle") => "Typing and pointing",
        ("sources", "session") => "Lock and sleep",
        ("sources", "calls") => "Calls",
        ("sources", "films") => "Films",
        ("sources", "dnd") => "Do not disturb",
        ("sources", "presentation") => "Full screen",
        (_, other) => return text::capitalised(&other.replace('_', " ")),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_in_one_group_under_a_name_of_its_own() {
        let mut settings = Settings::default();
        for reminder in &mut settings.reminders {
            reminder.on = true;
        }
        let groups = groups(&settings);
        let shown: Vec<String> = groups
            .iter()
            .flat_map(|(_, _, fields)| fields.iter().map(|field| field.path.clone()))
            .collect();
        let mut all: Vec<String> = settings
            .fields()
            .into_iter()
            .map(|field| field.path)
            .collect();
        assert_eq!(shown.len(), all.len() - 1);
        all.retain(|path| !shown.contains(path));
        assert_eq!(all, [INTRODUCTION]);
        assert!(groups.iter().all(|(title, _, _)| title != "More"));
        for (title, _, fields) in &groups {
            let mut labels: Vec<String> = fields.iter().map(|field| label(&field.path)).collect();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), fields.len(), "{title}");
        }
    }
}
