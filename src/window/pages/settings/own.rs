//! Custom reminders on the settings page: adding and removing one.

use std::collections::BTreeMap;

use egui::{TextEdit, Ui, vec2};

use crate::logic::settings::{LONGEST_TEXT, Settings, is_built_in, reminder_id_for};
use crate::window::pages::settings::control::full;
use crate::window::theme::space;
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::icon;
use crate::window::widgets::segmented::segmented;

/// A reminder: its id and its fields, named as in the settings file.
pub type Own = (String, BTreeMap<String, String>);

/// What a new reminder starts from, by when it is due.
const WHEN: [(&str, [(&str, &str); 2]); 3] = [
    ("After sitting", [("of", "sitting"), ("after", "1h")]),
    ("After standing", [("of", "standing"), ("after", "30m")]),
    ("At a time", [("at", "15:00"), ("days", "Mon-Fri")]),
];

/// The card that adds one.
#[derive(Default)]
pub struct NewReminder {
    /// What is being typed, while it is open.
    open: Option<Draft>,
}

#[derive(Default)]
struct Draft {
    name: String,
    when: usize,
    /// Whether the field has had the focus once.
    shown: bool,
}

impl NewReminder {
    /// Draws it; returns a reminder to add.
    pub fn show(&mut self, ui: &mut Ui, settings: &Settings) -> Option<Own> {
        card::title(ui, "A reminder of your own");
        let Some(draft) = &mut self.open else {
            card::note(
                ui,
                "A glass of water, a look out of the window, a walk at four.",
            );
            ui.add_space(space::LINE);
            if button(ui, icon::PLUS, "Add a reminder", Weight::Other).clicked() {
                self.open = Some(Draft::default());
            }
            return None;
        };
        ui.add_space(space::TIGHT);
        let edit = TextEdit::singleline(&mut draft.name)
            .hint_text("Drink a glass of water")
            .char_limit(LONGEST_TEXT)
            .desired_width(280.0_f32.min(ui.available_width() - 24.0))
            .margin(vec2(12.0, 9.0));
        let typed = ui.add(edit).accessible_name("What it says");
        if !std::mem::replace(&mut draft.shown, true) {
            typed.request_focus();
        }
        let entered = typed.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if let Some(full) = full(LONGEST_TEXT, &draft.name) {
            card::note(ui, &full);
        }
        ui.add_space(space::LINE);
        let words = WHEN.map(|(words, _)| words.to_owned());
        if let Some(when) = segmented(ui, "When it comes", &words, Some(draft.when)) {
            draft.when = when;
        }
        ui.add_space(space::LINE);
        let mut closes = false;
        let mut added = None;
        ui.horizontal_wrapped(|ui| {
            let name = draft.name.trim();
            let add = |ui: &mut Ui| button(ui, "", "Add", Weight::Main).clicked();
            let pressed = ui.add_enabled_ui(!name.is_empty(), add).inner;
            if !name.is_empty() && (pressed || entered) {
                added = Some(new(name, draft.when, settings));
            }
            closes = button(ui, "", "Cancel", Weight::Quiet).clicked();
        });
        if closes || added.is_some() {
            self.open = None;
        }
        added
    }
}

fn new(name: &str, when: usize, settings: &Settings) -> Own {
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let mut values: BTreeMap<String, String> = WHEN[when].1.into_iter().map(owned).collect();
    values.extend([("offer", "nudge"), ("text", name)].map(owned));
    (reminder_id_for(name, settings), values)
}

/// The reminder that these settings belong to, if it is a custom one.
pub fn own(path: &str) -> Option<&str> {
    let (id, _) = path.strip_prefix("reminders.")?.rsplit_once('.')?;
    (!is_built_in(id)).then_some(id)
}

/// Everything about a reminder, so that it can be restored.
pub fn kept(settings: &Settings, id: &str) -> Own {
    let prefix = format!("reminders.{id}.");
    let values = settings.fields().into_iter().filter_map(|field| {
        let name = field.path.strip_prefix(&prefix)?;
        Some((name.to_owned(), settings.get(&field.path)?))
    });
    (id.to_owned(), values.collect())
}
