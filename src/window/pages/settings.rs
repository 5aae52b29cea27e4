//! Settings: every setting in the groups where a person would look, saved as it is changed.

use std::collections::HashMap;
use std::time::Duration;

use egui::{
    Align, ComboBox, Layout, RichText, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, vec2,
};

use crate::ipc::message::Request;
use crate::logic::catalog::{Catalog, Equipment, Position, Word};
use crate::logic::player::Cue;
use crate::logic::settings::{Field, Kind, Offer, Reminder, Settings};
use crate::logic::span;
use crate::window::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::chip;
use crate::window::widgets::icon;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::stepper::{Direction, stepper};
use crate::window::widgets::switch::switch;
use crate::window::widgets::text;
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::week::week;

/// More words than this stand in several rows, so that they fit a narrow window.
const WORDS_A_ROW: usize = 4;

/// The page; it keeps the texts that are being typed, by path.
#[derive(Default)]
pub struct SettingsPage {
    drafts: HashMap<String, String>,
    /// What was there before each change made here, the latest last.
    before: Vec<Vec<(String, String)>>,
    /// What was changed last: a problem that comes back is about these.
    changed: Vec<String>,
    /// Beside the choice of colours.
    figure: Thumbnail,
}

impl SettingsPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut changes: Vec<(String, String)> = Vec::new();
        let mut undone = None;
        let mut asked = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.heading("Settings");
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let possible = !self.before.is_empty() && model.gone.is_none();
                        if possible && button(ui, icon::RESET, "Undo", Weight::Other).clicked() {
                            undone = self.before.pop();
                        }
                    });
                });
                ui.add_space(space::LINE);
                let Some(settings) = &model.settings else {
                    card::note(ui, "Unbend has not answered yet");
                    return;
                };
                ui.add_enabled_ui(model.gone.is_none(), |ui| {
                    for (title, note, fields) in groups(settings) {
                        card::card(ui, |ui| {
                            if let Some(back) = head(ui, &title, settings, &fields) {
                                changes = back;
                            }
                            if !note.is_empty() {
                                card::note(ui, &note);
                            }
                            for (place, field) in fields.iter().enumerate() {
                                // The title brings the room for its button along.
                                if place > 0 {
                                    ui.add_space(space::LINE);
                                }
                                if let Some(value) = self.row(ui, model, settings, field) {
                                    changes = vec![(field.path.clone(), value)];
                                }
                                self.below(ui, model, settings, field);
                            }
                            asked = asked.take().or(self.preview(ui, model, &title));
                        });
                        ui.add_space(space::CARD);
                    }
                });
            });
        });
        if asked.is_some() {
            return asked;
        }
        if let Some(back) = undone {
            self.changed = back.iter().map(|(path, _)| path.clone()).collect();
            return Some(Action::Change(back));
        }
        if changes.is_empty() {
            return None;
        }
        let was = |path: &str| model.settings.as_ref()?.get(path);
        let before = changes
            .iter()
            .filter_map(|(path, _)| Some((path.clone(), was(path)?)));
        self.before.push(before.collect());
        self.changed = changes.iter().map(|(path, _)| path.clone()).collect();
        Some(Action::Change(changes))
    }

    /// What there is to try of a group.
    fn preview(&mut self, ui: &mut Ui, model: &Model, group: &str) -> Option<Action> {
        match group {
            START => {
                let on = model.doctor.as_ref().is_some_and(|doctor| doctor.autostart);
                let mut asked = None;
                ui.horizontal(|ui| {
                    let width = ui.available_width() - 60.0 - space::CARD;
                    let down = Layout::top_down(Align::Min);
                    ui.allocate_ui_with_layout(vec2(width, 0.0), down, |ui| {
                        ui.set_width(width);
                        describe(
                            ui,
                            "Start at login",
                            "Unbend is there from the beginning, in the tray.",
                        );
                    });
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if switch(ui, on, "Start at login").clicked() {
                            asked = Some(Action::Ask(Request::Autostart { on: !on }));
                        }
                    });
                });
                ui.add_space(space::LINE);
                let show = button(ui, icon::PLAY, "Show a reminder now", Weight::Other);
                if show.clicked() {
                    asked = Some(Action::Ask(Request::Sample));
                }
                asked
            }
            LOOK => {
                ui.add_space(space::LINE);
                let (rect, response) = ui.allocate_exact_size(vec2(200.0, 150.0), Sense::hover());
                response.widget_info(|| {
                    WidgetInfo::labeled(Role::Image, true, "The figure as it looks now")
                });
                if ui.is_rect_visible(rect) {
                    let behind = Tokens::of(ui).surface;
                    let alive = !model.reduced_motion && response.hovered();
                    self.figure
                        .paint(ui, rect, "standup", alive, model.now, 10.0, behind);
                }
                None
            }
            SOUNDS => {
                ui.add_space(space::LINE);
                let play = |ui: &mut Ui| button(ui, icon::PLAY, "Play a sound", Weight::Other);
                let pressed = ui.add_enabled_ui(model.sound.on, play).inner.clicked();
                pressed.then_some(Action::Sound(Cue::Go))
            }
            _ => None,
        }
    }

    /// What stands below a setting: what is wrong with it, and the hours as bars on a week.
    fn below(&self, ui: &mut Ui, model: &Model, settings: &Settings, field: &Field) {
        let draft = self.drafts.get(&field.path);
        let mut typed = settings.clone();
        let wrong = draft
            .and_then(|draft| typed.set(&field.path, draft.trim()).err())
            .map(|problem| problem.to_string());
        let refused = model
            .problem
            .as_ref()
            .filter(|_| self.changed.contains(&field.path));
        if let Some(problem) = wrong.as_ref().or(refused) {
            let tokens = Tokens::of(ui);
            ui.colored_label(
                tokens.attention_text,
                format!("{}  {problem}", icon::WARNING),
            );
        }
        if field.path == "hours" {
            ui.add_space(space::TIGHT);
            week(ui, &typed.hours);
        }
    }

    /// One setting; gives back a value that it is to have.
    fn row(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        settings: &Settings,
        field: &Field,
    ) -> Option<String> {
        let label = label(&field.path);
        let doc = if field.path.ends_with(".offer") {
            "What it offers when it is due."
        } else {
            field.doc
        };
        let value = settings.get(&field.path).unwrap_or_default();
        let mut wanted = None;
        if let Some(words) = choices(&field.path) {
            describe(ui, &label, doc);
            return several(ui, &label, &words, &value);
        }
        let control_width = match field.kind {
            Kind::Flag => 60.0,
            Kind::Count { .. } | Kind::Span { .. } => 170.0,
            Kind::Word(words) => 100.0 * words.len().min(WORDS_A_ROW) as f32,
            Kind::Text => 300.0,
        };
        let beside = ui.available_width() > control_width + 220.0;
        let mut control = |ui: &mut Ui| {
            wanted = self.control(ui, &model.catalog, field, &label, &value);
        };
        if beside {
            ui.horizontal(|ui| {
                let width = ui.available_width() - control_width - space::CARD;
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    describe(ui, &label, doc);
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| control(ui));
            });
        } else {
            describe(ui, &label, doc);
            ui.horizontal(|ui| control(ui));
        }
        wanted
    }

    fn control(
        &mut self,
        ui: &mut Ui,
        catalog: &Catalog,
        field: &Field,
        label: &str,
        value: &str,
    ) -> Option<String> {
        match field.kind {
            Kind::Flag => {
                let on = value == "true";
                switch(ui, on, label).clicked().then(|| (!on).to_string())
            }
            Kind::Count { low, high } => {
                let count: u32 = value.parse().unwrap_or(low);
                // What is a percentage goes in tens.
                let percent = high >= 100;
                let (pace, shown) = if percent {
                    (10, format!("{count} %"))
                } else {
                    (1, value.to_owned())
                };
                let pressed = stepper(ui, label, &shown, [count > low, count < high])?;
                let next = match pressed {
                    Direction::Down => (count.saturating_sub(1)) / pace * pace,
                    Direction::Up => (count / pace + 1) * pace,
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
                let shown: Vec<String> = words.iter().map(|word| text::capitalised(word)).collect();
                let rows = |ui: &mut Ui| {
                    let mut picked = None;
                    for (row, shown) in shown.chunks(WORDS_A_ROW).enumerate() {
                        let first = row * WORDS_A_ROW;
                        let here = chosen.and_then(|chosen| chosen.checked_sub(first));
                        let here = here.filter(|place| *place < shown.len());
                        let new = ui
                            .push_id(row, |ui| segmented(ui, label, shown, here))
                            .inner;
                        picked = picked.or(new.map(|place| words[first + place].to_owned()));
                    }
                    picked
                };
                match shown.len() > WORDS_A_ROW {
                    true => ui.vertical(rows).inner,
                    false => rows(ui),
                }
            }
            Kind::Text if field.path.ends_with(".offer") => offer(ui, catalog, label, value),
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

/// The words of a setting that is a list of them.
fn choices(path: &str) -> Option<Vec<&'static str>> {
    match path {
        "exercises.positions" => Some(Position::ALL.iter().map(|word| word.word()).collect()),
        "exercises.equipment" => Some(Equipment::ALL.iter().map(|word| word.word()).collect()),
        _ => None,
    }
}

/// Words of which several are chosen; none chosen stands for all.
fn several(ui: &mut Ui, label: &str, words: &[&str], value: &str) -> Option<String> {
    let chosen: Vec<&str> = value
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect();
    let mut wanted = None;
    ui.add_space(space::TIGHT);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for word in words {
            let on = chosen.is_empty() || chosen.contains(word);
            let name = format!("{label}: {word}");
            if chip::inset(ui, &text::capitalised(word), &name, on).clicked() {
                // From "all", a press leaves one word out; the last one cannot be left out.
                let now: Vec<&str> = words
                    .iter()
                    .copied()
                    .filter(|other| {
                        let was = chosen.is_empty() || chosen.contains(other);
                        if other == word { !was } else { was }
                    })
                    .collect();
                let all = now.len() == words.len();
                if !now.is_empty() {
                    wanted = Some(if all { String::new() } else { now.join(", ") });
                }
            }
        }
    });
    wanted
}

/// A choice of everything that a reminder can offer.
fn offer(ui: &mut Ui, catalog: &Catalog, label: &str, value: &str) -> Option<String> {
    let pools = catalog.pools.iter().map(|pool| {
        (
            Offer::Pool(pool.id.clone()),
            format!("A choice: {}", pool.id),
        )
    });
    let routines = catalog
        .routines
        .iter()
        .map(|routine| (&routine.id, &routine.name));
    let exercises = catalog
        .exercises
        .iter()
        .map(|exercise| (&exercise.id, &exercise.name));
    let breaks = routines
        .chain(exercises)
        .map(|(id, name)| (Offer::Routine(id.clone()), name.clone()));
    let nudge = std::iter::once((Offer::Nudge, "Only a line of text".to_owned()));
    let choices: Vec<(String, String)> = pools
        .chain(breaks)
        .chain(nudge)
        .map(|(offer, words)| (offer.text(), words))
        .collect();
    let shown = choices
        .iter()
        .find(|(text, _)| text == value)
        .map_or(value, |(_, words)| words);
    let mut wanted = None;
    let response = ComboBox::from_id_salt(label)
        .selected_text(shown)
        .width(260.0)
        .height(360.0)
        .show_ui(ui, |ui| {
            for (text, words) in &choices {
                if ui.selectable_label(text == value, words).clicked() {
                    wanted = Some(text.clone()).filter(|text| text != value);
                    // A press of a key closes it as well.
                    ui.close();
                }
            }
        });
    response.response.accessible_name(label);
    wanted
}

/// The title of a group, and the way back to its defaults where it differs from them.
fn head(
    ui: &mut Ui,
    title: &str,
    settings: &Settings,
    fields: &[Field],
) -> Option<Vec<(String, String)>> {
    let defaults = Settings::default();
    let changed: Vec<(String, String)> = fields
        .iter()
        // That the introduction was shown is no matter of taste.
        .filter(|field| field.path != "look.welcome_done")
        .filter_map(|field| Some((field.path.clone(), defaults.get(&field.path)?)))
        .filter(|(path, usual)| settings.get(path).as_ref() != Some(usual))
        .collect();
    let mut pressed = false;
    ui.horizontal(|ui| {
        card::title(ui, title);
        if !changed.is_empty() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("{title}: back to the defaults");
                let button = button(ui, "", "Defaults", Weight::Quiet);
                pressed = button.accessible_name(name).clicked();
            });
        }
    });
    pressed.then_some(changed)
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

/// Groups with something to try.
const START: &str = "The program";
const LOOK: &str = "Look";
const SOUNDS: &str = "Sounds";

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
        ("exercises", "positions") => "Positions",
        ("exercises", "equipment") => "At hand",
        ("exercises", "hidden") => "Never offered",
        ("exercises", "favourites") => "Favourites",
        ("exercises", "hurt") => "Left out because they hurt",
        ("exercises", "gentle") => "Only standing up and walking",
        ("look", "text_size") => "Text size",
        ("look", "welcome_done") => "Introduction was shown",
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
    fn lists_offer_words_that_the_settings_take() {
        let mut settings = Settings::default();
        for path in ["exercises.positions", "exercises.equipment"] {
            let words = choices(path).expect("a list");
            settings
                .set(path, &words[1..].join(", "))
                .expect("its own words");
            let value = settings.get(path).expect("known");
            let back: Vec<&str> = value.split(',').map(str::trim).collect();
            assert_eq!(back, words[1..]);
            settings.set(path, "").expect("all");
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
