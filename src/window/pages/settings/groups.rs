//! The groups of the settings page, and what settings are called there.

use crate::logic::settings::{Field, Reminder, Settings, Trigger, is_built_in};
use crate::logic::time::span;
use crate::window::widgets::text;

/// Things to try and switch on.
pub const START: &str = "The program";
/// Colours, movement, size.
pub const LOOK: &str = "Look";
/// Chimes and speech.
pub const SOUNDS: &str = "Sounds";

/// Stored with the settings, but not a setting to the user: a button shows the introduction again.
const INTRODUCTION: &str = "look.welcome_done";

/// Settings that people would look for in one place.
pub struct Group {
    /// Its subject.
    pub title: String,
    /// A line below the title; may be empty.
    pub note: String,
    /// The setting that switches all of it on and off.
    pub switch: Option<Field>,
    /// Its other settings.
    pub fields: Vec<Field>,
}

/// The settings in the page's groups. Every field is in one, except those that aren't settings to the user.
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
        let switch = format!("{prefix}on");
        let switch: Vec<Field> = take(&|path| path == switch);
        let mut fields: Vec<Field> = take(&|path| path.starts_with(&prefix));
        if !reminder.on {
            // A reminder that is off needs only one line.
            fields.clear();
        }
        groups.push(Group {
            title: reminder_title(reminder),
            note: when(reminder),
            switch: switch.into_iter().next(),
            fields,
        });
    }
    let mut group = |title: &str, fields: Vec<Field>| {
        groups.push(Group {
            title: title.to_owned(),
            note: String::new(),
            switch: None,
            fields,
        });
    };
    group(START, Vec::new());
    group(LOOK, take(&|path| path.starts_with("look.")));
    group(SOUNDS, take(&|path| path.starts_with("sound.")));
    group(
        "What you can do",
        take(&|path| path.starts_with("exercises.")),
    );
    group(
        "Quiet times",
        take(&|path| path == "hours" || path.starts_with("holds.")),
    );
    group(
        "Sitting and being away",
        take(&|path| path.starts_with("presence.")),
    );
    group(
        "How reminders behave",
        take(&|path| path.starts_with("timing.") || path.starts_with("notification.")),
    );
    group(
        "What Unbend watches",
        take(&|path| path.starts_with("sources.")),
    );
    if !rest.is_empty() {
        group("More", rest);
    }
    groups
}

/// When a reminder asks, in a few words.
fn when(reminder: &Reminder) -> String {
    match reminder.trigger {
        Trigger::Amount { of, after } => format!("After {} of {}", span::words(after), of.word()),
        Trigger::TimeOfDay { at, days } => {
            format!("At {:02}:{:02}, {days}", at.hour(), at.minute())
        }
    }
}

fn reminder_title(reminder: &Reminder) -> String {
    let name = reminder.name();
    match is_built_in(&reminder.id) {
        true => name,
        false => format!("Reminder: {name}"),
    }
}

/// A setting's name on the page.
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
        ("timing", "lets_go") => "A break you work through ends after",
        ("notification", "stay") => "Stays on the screen",
        ("holds", "call") => "Wait during calls",
        ("holds", "dnd") => "Wait during do not disturb",
        ("holds", "presentation") => "Wait during full screen",
        ("holds", "at_most") => "Ask in full screen after",
        ("holds", "ignore") => "Apps that never make it wait",
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
        ("sound", "reminder") => "A sound with each reminder",
        ("sound", "speech") => "Read each step aloud",
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
            .flat_map(|group| group.switch.iter().chain(&group.fields))
            .map(|field| field.path.clone())
            .collect();
        let mut all: Vec<String> = settings
            .fields()
            .into_iter()
            .map(|field| field.path)
            .collect();
        assert_eq!(shown.len(), all.len() - 1);
        all.retain(|path| !shown.contains(path));
        assert_eq!(all, [INTRODUCTION]);
        assert!(groups.iter().all(|group| group.title != "More"));
        for Group { title, fields, .. } in &groups {
            let mut labels: Vec<String> = fields.iter().map(|field| label(&field.path)).collect();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), fields.len(), "{title}");
        }
    }
}
