//! Applications that never hold a reminder, chosen from those that have.

use egui::{Ui, vec2};

use crate::logic::presence::apps::Seen;
use crate::logic::text::visible;
use crate::window::theme::space;
use crate::window::widgets::{card, chip};

/// What was pressed: an application, and whether it should be on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Its name.
    pub app: String,
    /// Whether it is ignored from now on.
    pub on: bool,
}

/// Draws the ignored ones and those that could be; `listed` are ignored.
pub fn apps(ui: &mut Ui, label: &str, seen: &Seen, listed: &[&str]) -> Option<Picked> {
    let mut picked = None;
    let is_listed = |app: &str| {
        let app = app.to_lowercase();
        listed.iter().any(|name| name.to_lowercase() == app)
    };
    let mut others: Vec<&str> = Vec::new();
    for app in seen.calls.iter().chain(&seen.full_screen).rev() {
        let known = others
            .iter()
            .any(|other| other.to_lowercase() == app.to_lowercase());
        if !known && !is_listed(app) {
            others.push(app);
        }
    }
    if listed.is_empty() && others.is_empty() {
        card::note(
            ui,
            "Apps show up here once they have used the microphone or filled the screen",
        );
        return None;
    }
    ui.add_space(space::TIGHT);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let listed = listed.iter().map(|app| (*app, true));
        for (app, on) in listed.chain(others.into_iter().map(|app| (app, false))) {
            // It is ignored by its actual name; only the displayed one is escaped.
            let name = visible::line(app);
            if chip::inset(ui, &name, &format!("{label}: {name}"), on).clicked() {
                let app = app.to_owned();
                picked = Some(Picked { app, on: !on });
            }
        }
    });
    picked
}
