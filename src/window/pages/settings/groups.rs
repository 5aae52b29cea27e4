//! The groups of the settings page.

use crate::logic::settings::{Field, REMINDERS, Reminder, Section, Settings, Trigger, is_built_in};
use crate::logic::text::word::Word as _;
use crate::logic::time::span;

/// Settings that people would look for in one place.
pub struct Group {
    /// Which of them.
    pub about: About,
    /// Its subject.
    pub title: String,
    /// A line below the title; may be empty.
    pub note: String,
    /// The setting that switches all of it on and off.
    pub switch: Option<Field>,
    /// Its other settings.
    pub fields: Vec<Field>,
}

/// What a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A reminder.
    Reminder,
    /// The program: nothing that is kept with the settings.
    Start,
    /// A section of the settings.
    Section(Section),
}

/// The sections below the reminders, in the order of the page.
const SECTIONS: [(Section, &str); 7] = [
    (Section::Look, "Look"),
    (Section::Sounds, "Sounds"),
    (Section::Body, "What you can do"),
    (Section::Quiet, "Quiet times"),
    (Section::Presence, "Sitting and being away"),
    (Section::Asking, "How reminders behave"),
    (Section::Sources, "What Unbend watches"),
];

/// The settings in the groups of the page.
pub fn groups(settings: &Settings) -> Vec<Group> {
    let all = settings.fields();
    let reminders = settings.reminders.iter().map(|reminder| {
        let below = format!("{REMINDERS}.{}.", reminder.id);
        let its = all.iter().filter(|field| field.path.starts_with(&below));
        let (switch, mut fields): (Vec<Field>, Vec<Field>) = its
            .cloned()
            .partition(|field| field.path[below.len()..] == *"on");
        if !reminder.on {
            // A reminder that is off needs only one line.
            fields.clear();
        }
        Group {
            about: About::Reminder,
            title: reminder_title(reminder),
            note: when(reminder),
            switch: switch.into_iter().next(),
            fields,
        }
    });
    let group = |about, title: &str, fields| Group {
        about,
        title: title.to_owned(),
        note: String::new(),
        switch: None,
        fields,
    };
    let start = group(About::Start, "The program", Vec::new());
    let sections = SECTIONS.iter().map(|(section, title)| {
        let fields = all.iter().filter(|field| field.section == *section);
        group(About::Section(*section), title, fields.cloned().collect())
    });
    reminders.chain([start]).chain(sections).collect()
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
        let mut shown: Vec<&str> = groups
            .iter()
            .flat_map(|group| group.switch.iter().chain(&group.fields))
            .map(|field| field.path.as_str())
            .collect();
        let all = settings.fields();
        let mut meant: Vec<&str> = all
            .iter()
            .filter(|field| field.section != Section::Nowhere)
            .map(|field| field.path.as_str())
            .collect();
        shown.sort_unstable();
        meant.sort_unstable();
        assert_eq!(shown, meant);
        for Group { title, fields, .. } in &groups {
            let mut labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), fields.len(), "{title}");
        }
    }
}
