//! The controls that change a setting: a switch, a stepper, words to choose from, a text.

use std::collections::HashMap;
use std::time::Duration;

use egui::{ComboBox, TextEdit, Ui, vec2};

use crate::logic::catalog::Catalog;
use crate::logic::settings::{Field, Kind, LONGEST_TEXT, ListOf, Offer, TextForm, Unit};
use crate::logic::time::span;
use crate::window::pages::action::Change;
use crate::window::theme::space;
use crate::window::widgets::chip;
use crate::window::widgets::icon;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::stepper::{Direction, stepper};
use crate::window::widgets::switch::switch;
use crate::window::widgets::text;

/// More words than this take several rows, so that they fit a narrow window.
const WORDS_A_ROW: usize = 4;

/// A control's width, in points.
pub fn width(kind: Kind) -> f32 {
    match kind {
        Kind::Flag => 60.0,
        Kind::Count { .. } | Kind::Span { .. } => 170.0,
        Kind::Word(words) if words.iter().any(|word| word.len() > 9) => 130.0 * words.len() as f32,
        Kind::Word(words) => 100.0 * words.len().min(WORDS_A_ROW) as f32,
        Kind::Text(_) | Kind::List(_) => 300.0,
    }
}

/// Draws a setting's control; returns its new value. `drafts` are the texts being typed, by path.
pub fn control(
    drafts: &mut HashMap<String, String>,
    ui: &mut Ui,
    catalog: &Catalog,
    field: &Field,
    value: &str,
) -> Option<String> {
    let label = field.label;
    match field.kind {
        Kind::Flag => {
            let on = value == "true";
            switch(ui, on, label).clicked().then(|| (!on).to_string())
        }
        Kind::Count { low, high, unit } => {
            let count: u32 = value.parse().unwrap_or(low);
            // Percentages go in steps of ten.
            let (pace, shown) = match unit {
                Unit::Percent => (10, format!("{count} %")),
                Unit::Times => (1, value.to_owned()),
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
            let shown: Vec<String> = words.iter().map(|word| named(word)).collect();
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
        Kind::Text(TextForm::Offer) => offer(ui, catalog, field.label, value),
        Kind::Text(_) | Kind::List(_) => typed(drafts, ui, field, value),
    }
}

/// A text is applied when its field loses focus or Enter is pressed.
fn typed(
    drafts: &mut HashMap<String, String>,
    ui: &mut Ui,
    field: &Field,
    value: &str,
) -> Option<String> {
    let draft = drafts
        .entry(field.path.clone())
        .or_insert_with(|| value.to_owned());
    let most = longest(field.kind);
    let edit = TextEdit::singleline(draft)
        .char_limit(most)
        .desired_width(280.0)
        .margin(vec2(12.0, 9.0));
    let response = ui.add(edit).accessible_name(field.label);
    if response.lost_focus() {
        let typed = draft.trim().to_owned();
        drafts.remove(&field.path);
        return (typed != value).then_some(typed);
    }
    if !response.has_focus() {
        drafts.remove(&field.path);
    }
    None
}

/// Maximum number of characters of a text. For a text that is parsed, the daemon itself says what is wrong with it.
pub fn longest(kind: Kind) -> usize {
    match kind {
        Kind::Text(TextForm::Line) => LONGEST_TEXT,
        Kind::Flag
        | Kind::Count { .. }
        | Kind::Span { .. }
        | Kind::Word(_)
        | Kind::Text(TextForm::Hours | TextForm::Days | TextForm::Time | TextForm::Offer)
        | Kind::List(_) => usize::MAX,
    }
}

/// The message below a full field; none while there is room.
pub fn full(most: usize, draft: &str) -> Option<String> {
    (draft.chars().count() >= most)
        .then(|| format!("That's as long as it can be: {most} characters"))
}

/// The words of a setting that is a list of them.
pub fn choices(kind: Kind) -> Option<&'static [&'static str]> {
    match kind {
        Kind::List(ListOf::Words(words)) => Some(words),
        Kind::List(ListOf::Exercises | ListOf::Apps)
        | Kind::Flag
        | Kind::Count { .. }
        | Kind::Span { .. }
        | Kind::Word(_)
        | Kind::Text(_) => None,
    }
}

/// The entries of a list as written.
pub fn entries(value: &str) -> Vec<&str> {
    let entries = value.split(',').map(str::trim);
    entries.filter(|entry| !entry.is_empty()).collect()
}

/// A choice of several words; none chosen means all.
pub fn several(
    ui: &mut Ui,
    path: &str,
    label: &str,
    words: &[&str],
    value: &str,
) -> Option<Change> {
    let chosen = entries(value);
    let mut wanted = None;
    ui.add_space(space::TIGHT);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for word in words {
            let on = chosen.is_empty() || chosen.contains(word);
            let name = format!("{label}: {word}");
            if chip::inset(ui, &text::capitalised(word), &name, on).clicked() {
                // From "all", a press removes one word; the last one can't be removed.
                let (path, items) = (path.to_owned(), vec![(*word).to_owned()]);
                wanted = match on {
                    true if chosen == [*word] => None,
                    true => Some(Change::Remove { path, items }),
                    false => Some(Change::Add { path, items }),
                };
            }
        }
    });
    wanted
}

/// Exercises and routines on a list: each can be removed, others added.
pub fn members(
    ui: &mut Ui,
    catalog: &Catalog,
    path: &str,
    label: &str,
    value: &str,
) -> Option<Change> {
    let listed = entries(value);
    let mut wanted = None;
    ui.add_space(space::TIGHT);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for id in &listed {
            let name = catalog.name(id).unwrap_or(id);
            let shown = format!("{name}  {}", icon::MINUS);
            let told = format!("{label}: take {name} off the list");
            if chip::inset(ui, &shown, &told, false).clicked() {
                wanted = Some(Change::Remove {
                    path: path.to_owned(),
                    items: vec![(*id).to_owned()],
                });
            }
        }
        let exercises = catalog.exercises.iter();
        let exercises = exercises.map(|exercise| (&exercise.id, &exercise.name));
        let routines = catalog.routines.iter();
        let routines = routines.map(|routine| (&routine.id, &routine.name));
        let response = ComboBox::from_id_salt(path)
            .selected_text("Add…")
            .width(200.0)
            .height(360.0)
            .show_ui(ui, |ui| {
                let others = routines.chain(exercises);
                for (id, name) in others.filter(|(id, _)| !listed.contains(&id.as_str())) {
                    if ui.selectable_label(false, name).clicked() {
                        wanted = Some(Change::Add {
                            path: path.to_owned(),
                            items: vec![id.clone()],
                        });
                        ui.close();
                    }
                }
            });
        response.response.accessible_name(format!("{label}: add"));
    });
    wanted
}

/// A choice of everything a reminder can offer.
fn offer(ui: &mut Ui, catalog: &Catalog, label: &str, value: &str) -> Option<String> {
    let pools = catalog.pools.iter().map(|pool| {
        (
            Offer::Pool(pool.id.clone()),
            format!("Another each time: {}", pool.id),
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
                    // Pressing a key closes it as well.
                    ui.close();
                }
            }
        });
    response.response.accessible_name(label);
    wanted
}

/// A length of time, in full.
fn spoken(length: Duration) -> String {
    let seconds = length.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (_, 0) => span::words(length),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// The step of one press for a length of time.
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

/// A value's name on its button.
fn named(word: &str) -> String {
    match word {
        "gnome" => "GNOME".to_owned(),
        "kde" => "KDE".to_owned(),
        other => text::capitalised(&other.replace('-', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
