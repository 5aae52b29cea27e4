//! One exercise or routine in full: the moving figure, steps, dose, tip, caution, relatives.

use egui::{Align, Layout, Rect, RichText, ScrollArea, Sense, Ui, vec2};

use crate::ipc::message::Request;
use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::plan::{PlannedExercise, seconds};
use crate::logic::catalog::{Catalog, Dose, Entry, Exercise, Routine, source_words};
use crate::logic::time::span;
use crate::window::pages::action::Action;
use crate::window::pages::editor::Editor;
use crate::window::pages::player::equipment_shown;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::text::capitalised;
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::tile::{Tile, Tiles};
use crate::window::widgets::{card, icon};

use super::super::today::quick;
use super::listed;
use crate::window::pages::shelf::{Whose, in_words, position_words, whose};

/// What is open.
pub struct Detail {
    kind: ItemKind,
    id: String,
    picture: Thumbnail,
    relatives: Tiles,
}

/// The result of showing it.
pub enum Shown {
    /// Nothing was pressed.
    Stay,
    /// Back to the list.
    Back,
    /// Show another one.
    Other(ItemKind, String),
    /// Do something.
    Do(Action),
    /// Edit it, or a version of it.
    Edit(Box<Editor>),
    /// Delete it.
    Delete(ItemKind, String),
    /// Save it as a file.
    Give(Vec<String>),
}

impl Detail {
    /// The exercise or routine with that id.
    pub fn new(kind: ItemKind, id: String) -> Detail {
        Detail {
            kind,
            id,
            picture: Thumbnail::default(),
            relatives: Tiles::default(),
        }
    }

    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Shown {
        let mut shown = Shown::Stay;
        if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            shown = Shown::Back;
        }
        ScrollArea::vertical()
            .id_salt(&self.id)
            .auto_shrink(false)
            .show(ui, |ui| {
                page_frame(ui, |ui| {
                    if button(ui, icon::ARROW_LEFT, "All exercises", Weight::Quiet).clicked() {
                        shown = Shown::Back;
                    }
                    ui.add_space(space::LINE);
                    let catalog = &model.catalog;
                    let exercise = catalog.exercise(&self.id);
                    let routine = catalog.routine(&self.id);
                    let asked = match (self.kind, exercise, routine) {
                        (ItemKind::Exercise, Some(exercise), _) => {
                            self.exercise(model, ui, exercise)
                        }
                        (ItemKind::Routine, _, Some(routine)) => self.routine(model, ui, routine),
                        // It was deleted.
                        (ItemKind::Exercise | ItemKind::Routine, _, _) => Some(Shown::Back),
                    };
                    if let Some(asked) = asked {
                        shown = asked;
                    }
                });
            });
        shown
    }

    /// The buttons for everything that can be done with it.
    fn buttons(&self, model: &Model, ui: &mut Ui) -> Option<Shown> {
        let catalog = &model.catalog;
        let mut shown = None;
        ui.add_enabled_ui(model.gone.is_none(), |ui| {
            ui.horizontal_wrapped(|ui| {
                if button(ui, icon::PLAY, "Start", Weight::Main).clicked() {
                    shown = Some(self.start());
                }
                let whose = whose(catalog, self.kind, &self.id);
                let edit = match whose {
                    Whose::BuiltIn => "Make my own version",
                    Whose::InPlace | Whose::Own => "Edit",
                };
                if button(ui, "", edit, Weight::Other).clicked() {
                    let editor = Editor::of(catalog, self.kind, &self.id);
                    shown = editor.map(Box::new).map(Shown::Edit);
                }
                let favourite = model.favourite(&self.id);
                let words = match favourite {
                    true => "Remove from favourites",
                    false => "Add to favourites",
                };
                if button(ui, "", words, Weight::Other).clicked() {
                    let path = "exercises.favourites";
                    shown = Some(Shown::Do(listed(path, &self.id, !favourite)));
                }
                let hidden = model.hidden(&self.id);
                let words = match hidden {
                    true => "Offer it again",
                    false => "Never offer it",
                };
                if button(ui, "", words, Weight::Quiet).clicked() {
                    let path = "exercises.hidden";
                    shown = Some(Shown::Do(listed(path, &self.id, !hidden)));
                }
                let delete = match whose {
                    Whose::BuiltIn => return,
                    Whose::InPlace => "Back to the built-in one",
                    Whose::Own => "Delete",
                };
                if button(ui, "", "Save as a file", Weight::Quiet).clicked() {
                    shown = Some(Shown::Give(vec![self.id.clone()]));
                }
                let users = users(catalog, self.kind, &self.id);
                let free = whose == Whose::InPlace || users.is_empty();
                ui.add_enabled_ui(free, |ui| {
                    if button(ui, "", delete, Weight::Quiet).clicked() {
                        shown = Some(Shown::Delete(self.kind, self.id.clone()));
                    }
                });
                if !free {
                    let users = users.join(", ");
                    card::note(ui, &format!("It can be deleted once it is out of {users}"));
                }
            });
        });
        if let Some(news) = &model.news {
            card::note(ui, news);
        }
        shown
    }

    fn exercise(&mut self, model: &Model, ui: &mut Ui, exercise: &Exercise) -> Option<Shown> {
        let catalog = &model.catalog;
        let mut shown = None;
        let beside = ui.available_width() > 620.0;
        let picture_width = if beside {
            ui.available_width() * 0.46
        } else {
            ui.available_width()
        };
        let words = |this: &Detail, ui: &mut Ui| {
            let tokens = Tokens::of(ui);
            ui.label(RichText::new(&exercise.name).font(theme::bold(size::TITLE)));
            ui.label(RichText::new(&exercise.purpose).color(tokens.muted));
            ui.add_space(space::TIGHT);
            ui.label(
                RichText::new(facts(catalog, exercise))
                    .font(theme::bold(size::SMALL))
                    .color(tokens.accent_text),
            );
            ui.add_space(space::LINE);
            this.buttons(model, ui)
        };
        if beside {
            ui.horizontal_top(|ui| {
                self.figure(
                    model,
                    ui,
                    exercise.shown_by(),
                    vec2(picture_width, picture_width * 0.86),
                );
                ui.add_space(space::CARD);
                ui.vertical(|ui| shown = words(self, ui));
            });
        } else {
            self.figure(
                model,
                ui,
                exercise.shown_by(),
                vec2(picture_width, picture_width * 0.7),
            );
            ui.add_space(space::LINE);
            shown = words(self, ui);
        }
        ui.add_space(space::CARD);
        card::card(ui, |ui| {
            card::title(ui, "Steps");
            for (i, text) in [&exercise.prepare]
                .into_iter()
                .filter(|text| !text.is_empty())
                .chain(exercise.steps.iter().map(|step| &step.text))
                .enumerate()
            {
                let text = text.replace("{side}", "one").replace("{other}", "other");
                numbered(ui, i + 1, &text);
            }
        });
        let dose = dose_words(&exercise.dose);
        if !dose.is_empty() {
            ui.add_space(space::LINE);
            card::card(ui, |ui| {
                card::title(ui, "Dose");
                ui.label(capitalised(&dose.join(", ")));
            });
        }
        for (mark, title, text) in [
            (icon::TIP, "Tip", &exercise.tip),
            (icon::WARNING, "Take care", &exercise.caution),
        ] {
            if !text.is_empty() {
                ui.add_space(space::LINE);
                card::card(ui, |ui| {
                    card::title(ui, &format!("{mark}  {title}"));
                    ui.label(text);
                });
            }
        }
        for (title, ids) in [("Easier", &exercise.easier), ("Harder", &exercise.harder)] {
            let tiles: Vec<Tile> = ids
                .iter()
                .filter(|id| catalog.name(id).is_some())
                .map(|id| quick::tile(catalog, id.clone(), "Show"))
                .collect();
            if !tiles.is_empty() {
                ui.add_space(space::CARD);
                card::title(ui, title);
                ui.add_space(space::TIGHT);
                if let Some(id) = self
                    .relatives
                    .show(ui, &tiles, model.now, !model.reduced_motion)
                {
                    shown = Some(Shown::Other(ItemKind::Exercise, id));
                }
            }
        }
        if !exercise.sources.is_empty() {
            ui.add_space(space::LINE);
            card::note(ui, &format!("Source: {}", source_words(&exercise.sources)));
        }
        shown
    }

    fn routine(&mut self, model: &Model, ui: &mut Ui, routine: &Routine) -> Option<Shown> {
        let catalog = &model.catalog;
        let tokens = Tokens::of(ui);
        ui.label(RichText::new(&routine.name).font(theme::bold(size::TITLE)));
        if !routine.purpose.is_empty() {
            ui.label(RichText::new(&routine.purpose).color(tokens.muted));
        }
        let length = catalog
            .length(&routine.id)
            .map(span::words)
            .unwrap_or_default();
        ui.label(
            RichText::new(length)
                .font(theme::bold(size::SMALL))
                .color(tokens.accent_text),
        );
        ui.add_space(space::LINE);
        if let Some(shown) = self.buttons(model, ui) {
            return Some(shown);
        }
        ui.add_space(space::CARD);
        let tiles: Vec<Tile> = routine
            .exercises
            .iter()
            .filter_map(|entry| entry_tile(catalog, entry))
            .collect();
        self.relatives
            .show(ui, &tiles, model.now, !model.reduced_motion)
            .map(|id| Shown::Other(ItemKind::Exercise, id))
    }

    fn start(&self) -> Shown {
        Shown::Do(Action::Ask(Request::Start {
            what: Some(self.id.clone()),
        }))
    }

    fn figure(&mut self, model: &Model, ui: &mut Ui, figure: &str, size: egui::Vec2) {
        let tokens = Tokens::of(ui);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Moving figure"));
        if ui.is_rect_visible(rect) {
            let alive = !model.reduced_motion;
            self.picture.paint(
                ui,
                rect,
                figure,
                alive,
                model.now,
                f32::from(space::CORNER),
                tokens.background,
            );
        }
    }
}

/// An exercise of a routine, with how much of it is done there.
fn entry_tile(catalog: &Catalog, entry: &Entry) -> Option<Tile> {
    let planned = PlannedExercise::of(catalog, &entry.exercise, entry.amount)?;
    let length = span::words(seconds(planned.seconds()));
    let words = entry.amount.words();
    let tile = quick::tile(catalog, entry.exercise.clone(), "Show");
    Some(Tile {
        name: planned.name,
        note: match words.is_empty() {
            true => length,
            false => format!("{words} · {}", length.replace(' ', "\u{a0}")),
        },
        ..tile
    })
}

/// Position, equipment, areas and length, in a line or two.
fn facts(catalog: &Catalog, exercise: &Exercise) -> String {
    let mut facts = vec![position_words(exercise.position).to_owned()];
    facts.extend(
        exercise
            .equipment
            .iter()
            .map(|item| equipment_shown(*item).1.to_owned()),
    );
    facts.extend(exercise.areas.iter().map(|area| {
        use crate::logic::text::word::Word;
        in_words(area.word())
    }));
    facts.extend(catalog.length(&exercise.id).map(span::words));
    facts.join("  ·  ")
}

/// The names of the user's routines and exercises that need that exercise.
fn users(catalog: &Catalog, kind: ItemKind, id: &str) -> Vec<String> {
    if kind == ItemKind::Routine {
        return Vec::new();
    }
    let users = catalog.routines.iter();
    users
        .filter(|routine| routine.ids().any(|other| other == id))
        .map(|routine| routine.name.clone())
        .collect()
}

/// A dose in words: `1–2 sets`, `8–12 times a side`, `20–30 s each`.
fn dose_words(dose: &Dose) -> Vec<String> {
    let range = |(low, high): (u32, u32)| {
        if low == high {
            low.to_string()
        } else {
            format!("{low}–{high}")
        }
    };
    let sides = if dose.per_side { " a side" } else { "" };
    let mut words = Vec::new();
    if let Some(sets) = dose.sets {
        let one = sets == (1, 1);
        words.push(format!(
            "{} {}",
            range(sets),
            if one { "set" } else { "sets" }
        ));
    }
    if let Some(reps) = dose.reps {
        words.push(format!("{} times{sides}", range(reps)));
    }
    if let Some(hold) = dose.hold_seconds {
        let whose = if dose.reps.is_none() { sides } else { "" };
        words.push(format!("hold {} s{whose}", range(hold)));
    }
    if let Some(per_day) = dose.per_day {
        words.push(format!("{} a day", range(per_day)));
    }
    if let Some(per_week) = dose.per_week {
        words.push(format!("{} days a week", range(per_week)));
    }
    words
}

fn numbered(ui: &mut Ui, number: usize, words: &str) {
    let tokens = Tokens::of(ui);
    ui.add_space(space::TIGHT);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(26.0, 22.0), Sense::hover());
        let place = Rect::from_min_size(rect.min, vec2(22.0, 22.0));
        ui.painter()
            .circle_filled(place.center(), 11.0, tokens.accent_wash);
        let galley = crate::window::widgets::text::lay_out(
            ui,
            &number.to_string(),
            theme::bold(size::SMALL),
            tokens.accent_text,
            f32::INFINITY,
            Align::Min,
        );
        let at = place.center() - galley.size() * 0.5;
        ui.painter().galley(at, galley, tokens.accent_text);
        ui.with_layout(Layout::top_down(Align::Min), |ui| ui.label(words));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_are_said_as_people_say_them() {
        let dose = Dose {
            sets: Some((1, 1)),
            reps: Some((8, 12)),
            hold_seconds: Some((5, 5)),
            per_side: true,
            per_day: Some((1, 2)),
            per_week: None,
        };
        let words = dose_words(&dose).join(", ");
        assert_eq!(words, "1 set, 8–12 times a side, hold 5 s, 1–2 a day");
    }
}
