//! Settings: every setting in the groups where a person would look, saved as it is changed.

use std::collections::HashMap;
use std::time::Duration;

use egui::{Align, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::ipc::message::Request;
use crate::logic::settings::{Field, Kind, Reminder, Settings};
use crate::logic::span;
use crate::window::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::card;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::stepper::{Direction, stepper};
use crate::window::widgets::switch::switch;

/// The page; it keeps the texts that are being typed, by path.
#[derive(Default)]
pub struct SettingsPage {
    drafts: HashMap<String, String>,
}

impl SettingsPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.heading("Settings");
                ui.add_space(space::LINE);
                let Some(settings) = &model.settings else {
                    card::note(ui, "Unbend has not answered yet");
                    return;
                };
                ui.add_enabled_ui(model.gone.is_none(), |ui| {
                    for (title, note, fields) in groups(settings) {
                        card::card(ui, |ui| {
                            card::title(ui, &title);
                            if !note.is_empty() {
                                card::note(ui, &note);
                            }
                            for field in &fields {
                                ui.add_space(space::LINE);
                                if let Some(value) = self.row(ui, settings, field) {
                                    action = Some(Action::Ask(Request::SettingsSet {
                                        path: field.path.clone(),
                                        value,
                                    }));
                                }
                            }
                        });
                        ui.add_space(space::CARD);
                    }
                });
            });
        });
        action
    }

    /// One setting; gives back a value that it is to have.
    fn row(&mut self, ui: &mut Ui, settings: &Settings, field: &Field) -> Option<String> {
        let label = label(&field.path);
        let value = settings.get(&field.path).unwrap_or_default();
        let mut wanted = None;
        let control_width = match field.kind {
            Kind::Flag => 60.0,
            Kind::Count { .. } | Kind::Span { .. } => 170.0,
            Kind::Word(words) => 100.0 * words.len() as f32,
            Kind::Text => 300.0,
        };
        let beside = ui.available_width() > control_width + 220.0;
        let mut control = |ui: &mut Ui| {
            wanted = self.control(ui, field, &label, &value);
        };
        if beside {
            ui.horizontal(|ui| {
                let width = ui.available_width() - control_width - space::CARD;
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    describe(ui, &label, field.doc);
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| control(ui));
            });
        } else {
            describe(ui, &label, field.doc);
            ui.horizontal(|ui| control(ui));
        }
        wanted
    }

    fn control(&mut self, ui: &mut Ui, field: &Field, label: &str, value: &str) -> Option<String> {
        match field.kind {
            Kind::Flag => {
                let on = value == "true";
                switch(ui, on, label).clicked().then(|| (!on).to_string())
            }
            Kind::Count { low, high } => {
                let count: u32 = value.parse().unwrap_or(low);
                let pressed = stepper(ui, label, value, [count > low, count < high])?;
                let next = match pressed {
                    Direction::Down => count.saturating_sub(1),
                    Direction::Up => count.saturating_add(1),
                };
                Some(next.clamp(low, high).to_string())
            }
            Kind::Span { low, high } => {
                let length = span::parse(value).unwrap_or(low);
                let shown = spoken(length);
                let pressed = stepper(ui, label, &shown, [length > low, length < high])?;
                let next = match pressed {
                    Direction::Down => {
                        length.saturating_sub(pace(length.saturating_sub(Duration::from_millis(1))))
                    }
                    Direction::Up => length + pace(length),
                };
                Some(span::text(next.clamp(low, high)))
            }
            Kind::Word(words) => {
                let chosen = words.iter().position(|word| *word == value);
                let shown: Vec<String> = words.iter().map(|word| capitalised(word)).collect();
                segmented(ui, label, &shown, chosen).map(|i| words[i].to_owned())
            }
            Kind::Text => self.text(ui, field, label, value),
        }
    }

    /// A text is set when its field is left or Enter is pressed.
    fn text(&mut self, ui: &mut Ui, field: &Field, label: &str, value: &str) -> Option<String> {
        let draft = self
            .drafts
            .entry(field.path.clone())
            .or_insert_with(|| value.to_owned());
        let edit = TextEdit::singleline(draft)
            .desired_width(280.0)
            .margin(vec2(12.0, 9.0));
        let response = ui.add(edit).accessible_name(label);
        if response.lost_focus() {
            let typed = draft.trim().to_owned();
            self.drafts.remove(&field.path);
            return (typed != value).then_some(typed);
        }
        if !response.has_focus() {
            self.drafts.remove(&field.path);
        }
        None
    }
}

fn describe(ui: &mut Ui, label: &str, doc: &str) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(RichText::new(label).font(theme::bold(size::BODY)));
    let tokens = Tokens::of(ui);
    let doc = RichText::new(doc)
        .font(theme::plain(size::SMALL))
        .color(tokens.muted);
    ui.label(doc);
}

/// A group: its title, a line below it, and its settings.
type Group = (String, String, Vec<Field>);

/// The settings in the groups of the page. Every field is in one.
fn groups(settings: &Settings) -> Vec<Group> {
    let mut rest = settings.fields();
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
    let look = take(&|path| path.starts_with("look."));
    groups.push(("Look".to_owned(), String::new(), look));
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
        own => format!("Reminder: {}", capitalised(&own.replace('-', " "))),
    }
}

/// What a setting is called on the page.
fn label(path: &str) -> String {
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
        ("look", "theme") => "Colours",
        ("look", "motion") => "Movement",
        ("sources", "idle") => "Typing and pointing",
        ("sources", "session") => "Lock and sleep",
        ("sources", "calls") => "Calls",
        ("sources", "films") => "Films",
        ("sources", "dnd") => "Do not disturb",
        ("sources", "presentation") => "Full screen",
        (_, other) => return capitalised(&other.replace('_', " ")),
    };
    words.to_owned()
}

/// A length of time with nothing left out.
fn spoken(length: Duration) -> String {
    let seconds = length.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (_, 0) => span::words(length),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// By how much one press changes a length of time.
fn pace(length: Duration) -> Duration {
    let seconds = length.as_secs();
    Duration::from_secs(match seconds {
        0..10 => 1,
        10..60 => 5,
        60..120 => 30,
        120..600 => 60,
        600..7200 => 300,
        _ => 1800,
    })
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
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
        assert_eq!(shown.len(), all.len());
        all.retain(|path| !shown.contains(path));
        assert!(all.is_empty(), "{all:?}");
        assert!(groups.iter().all(|(title, _, _)| title != "More"));
        for (title, _, fields) in &groups {
            let mut labels: Vec<String> = fields.iter().map(|field| label(&field.path)).collect();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), fields.len(), "{title}");
        }
    }

    #[test]
    fn steps_lead_back_where_they_came_from() {
        for seconds in [1, 9, 10, 55, 60, 90, 120, 540, 600, 1800, 6900, 7200] {
            let length = Duration::from_secs(seconds);
            let up = length + pace(length);
            let back = up - pace(up - Duration::from_millis(1));
            assert_eq!(back, length, "{seconds}");
        }
    }
}
