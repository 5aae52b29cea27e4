//! The editor of a routine: exercises in their order, added from all that there are.

use std::collections::HashMap;
use std::time::Duration;

use egui::{
    Align, Label, Layout, Rect, RichText, Sense, TextEdit, Ui, UiBuilder, Vec2, pos2, vec2,
};

use crate::logic::catalog::{Catalog, Routine, write};
use crate::logic::plan::PlannedExercise;
use crate::logic::span;
use crate::window::pages::exercises::found;
use crate::window::pages::today::quick;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::glyph::{Glyph, glyph_button};
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::tile::{Tile, Tiles};

use super::field::{self, Numbers, Said};
use super::{Desk, heading};

/// A routine on its way.
pub struct RoutineDraft {
    pub(super) routine: Routine,
    /// The minutes were chosen; else they follow what it takes.
    fixed: bool,
    search: String,
    tiles: Tiles,
    pictures: HashMap<String, Thumbnail>,
    /// The row and button that are to have the keyboard: what was moved takes it along.
    focus: Option<(usize, Glyph)>,
}

/// From this width on the exercises to choose from stand beside the routine.
const BESIDE: f32 = 660.0;
const ROW: f32 = 64.0;
const BUTTON: f32 = 32.0;

impl Default for RoutineDraft {
    fn default() -> RoutineDraft {
        RoutineDraft::of(&Routine {
            id: String::new(),
            name: String::new(),
            purpose: String::new(),
            minutes: 1,
            exercises: Vec::new(),
            sources: Vec::new(),
        })
    }
}

impl RoutineDraft {
    /// That routine as a draft.
    pub fn of(routine: &Routine) -> RoutineDraft {
        RoutineDraft {
            routine: routine.clone(),
            fixed: false,
            search: String::new(),
            tiles: Tiles::default(),
            pictures: HashMap::new(),
            focus: None,
        }
    }

    /// As a catalog file.
    pub fn file(&self) -> String {
        write::file(&[], &[write::routine(&self.routine)])
    }

    /// Draws it.
    pub fn show(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let taken = length(&desk.model.catalog, &self.routine);
        if !self.fixed {
            self.routine.minutes = whole_minutes(taken);
        }
        if ui.available_width() < BESIDE {
            self.routine(desk, taken, ui);
            ui.add_space(space::CARD);
            self.more(desk, ui);
            return;
        }
        let room = ui.available_width();
        let left = ((room - space::CARD) * 0.5).floor();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::CARD;
            ui.vertical(|ui| {
                ui.set_width(left);
                self.routine(desk, taken, ui);
            });
            ui.vertical(|ui| {
                ui.set_width(room - left - space::CARD);
                self.more(desk, ui);
            });
        });
    }

    fn routine(&mut self, desk: &Desk<'_>, taken: Duration, ui: &mut Ui) {
        card::card(ui, |ui| {
            let routine = &mut self.routine;
            let said = desk.said("name");
            field::text(ui, "Name", &mut routine.name, 1, said.as_ref());
            let said = desk.said("purpose").filter(|_| !routine.purpose.is_empty());
            field::text(ui, "What it is for", &mut routine.purpose, 2, said.as_ref());
        });
        ui.add_space(space::LINE);
        card::card(ui, |ui| {
            ui.horizontal(|ui| {
                card::title(ui, "In this order");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let tokens = Tokens::of(ui);
                    let words = match self.routine.exercises.is_empty() {
                        true => String::new(),
                        false => spoken(taken),
                    };
                    let length = RichText::new(words).font(theme::bold(size::BODY));
                    let label = ui.label(length.color(tokens.accent_text));
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_live(egui::accesskit::Live::Polite);
                    });
                });
            });
            ui.add_space(space::TIGHT);
            self.rows(desk, ui);
            let said = desk.said("exercises");
            field::say(ui, said.as_ref());
            if self.routine.exercises.is_empty() {
                return;
            }
            ui.add_space(space::TIGHT);
            self.minutes(desk.said("minutes").as_ref(), ui);
        });
    }

    fn minutes(&mut self, said: Option<&Said>, ui: &mut Ui) {
        let minutes = self.routine.minutes as f32;
        ui.horizontal_wrapped(|ui| {
            let numbers = Numbers::count(1.0, 180.0);
            if let Some(next) = field::number(ui, "Minutes", minutes, numbers) {
                self.routine.minutes = next as u32;
                self.fixed = true;
            }
            if self.fixed && button(ui, "", "As long as it takes", Weight::Quiet).clicked() {
                self.fixed = false;
            }
        });
        field::say(ui, said);
    }

    fn rows(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let last = self.routine.exercises.len().saturating_sub(1);
        let focus = self.focus.take();
        let mut change = None;
        for (place, id) in self.routine.exercises.iter().enumerate() {
            let picture = self.pictures.entry(format!("{place} {id}")).or_default();
            let wanted = focus
                .filter(|(row, _)| *row == place)
                .map(|(_, glyph)| glyph);
            let pressed = ui.push_id(place, |ui| {
                row(desk, ui, (place, last), id, picture, wanted)
            });
            if let Some(glyph) = pressed.inner {
                change = Some((place, glyph));
            }
        }
        let exercises = &mut self.routine.exercises;
        match change {
            Some((place, Glyph::Up)) => {
                exercises.swap(place, place - 1);
                let next = if place == 1 { Glyph::Down } else { Glyph::Up };
                self.focus = Some((place - 1, next));
            }
            Some((place, Glyph::Down)) => {
                exercises.swap(place, place + 1);
                let at_end = place + 1 == last;
                let next = if at_end { Glyph::Up } else { Glyph::Down };
                self.focus = Some((place + 1, next));
            }
            Some((place, Glyph::Cross)) => {
                exercises.remove(place);
            }
            Some((_, Glyph::Star)) | None => {}
        }
        if change.is_some() {
            ui.ctx().request_repaint();
        }
    }

    /// Everything that can be added.
    fn more(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let model = desk.model;
        let catalog = &model.catalog;
        heading(ui, "Add an exercise");
        let edit = TextEdit::singleline(&mut self.search)
            .hint_text("Search")
            .desired_width(ui.available_width().min(320.0))
            .margin(vec2(12.0, 9.0));
        ui.add(edit).accessible_name("Search exercises to add");
        ui.add_space(space::LINE);
        let mut tiles: Vec<Tile> = catalog
            .exercises
            .iter()
            .filter(|exercise| found(&self.search, &[&exercise.name, &exercise.purpose]))
            .map(|exercise| Tile {
                name: exercise.name.clone(),
                note: span::words(exercise_length(catalog, &exercise.id)),
                figure: Some(exercise.shown_by().to_owned()),
                starred: model.favourite(&exercise.id),
                ..quick::tile(catalog, exercise.id.clone(), "Add")
            })
            .collect();
        tiles.sort_by_key(|tile| !tile.starred);
        if tiles.is_empty() {
            card::note(ui, "Nothing fits. Try another word");
        }
        let lively = !model.reduced_motion;
        if let Some(id) = self.tiles.show(ui, &tiles, model.now, lively) {
            self.routine.exercises.push(id);
            ui.ctx().request_repaint();
        }
    }
}

/// One exercise of the routine; gives back a button that was pressed.
fn row(
    desk: &Desk<'_>,
    ui: &mut Ui,
    (place, last): (usize, usize),
    id: &str,
    picture: &mut Thumbnail,
    focus: Option<Glyph>,
) -> Option<Glyph> {
    let catalog = &desk.model.catalog;
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let exercise = catalog.exercise(id);
    let name = exercise.map_or(id, |exercise| exercise.name.as_str());
    let middle = rect.center().y;
    let square = Rect::from_center_size(pos2(rect.left() + 28.0, middle), Vec2::splat(56.0));
    if let Some(exercise) = exercise
        && ui.is_rect_visible(rect)
    {
        let (now, corner) = (desk.model.now, f32::from(space::CONTROL_CORNER));
        let shown = exercise.shown_by();
        picture.paint(ui, square, shown, false, now, corner, tokens.surface);
    }
    let mut pressed = None;
    let mut right = rect.right() - BUTTON * 0.5;
    for (glyph, verb, possible) in [
        (Glyph::Cross, "Remove", true),
        (Glyph::Down, "Move down", place < last),
        (Glyph::Up, "Move up", place > 0),
    ] {
        let spot = Rect::from_center_size(pos2(right, middle), Vec2::splat(BUTTON));
        right -= BUTTON + 2.0;
        let label = format!("{verb}: {name}");
        ui.add_enabled_ui(possible, |ui| {
            let response = glyph_button(ui, spot, glyph, &label);
            if focus == Some(glyph) {
                response.request_focus();
            }
            if response.clicked() {
                pressed = Some(glyph);
            }
        });
    }
    let words = Rect::from_min_max(
        pos2(square.right() + 12.0, rect.top()),
        pos2(right + BUTTON * 0.5 - 4.0, rect.bottom()),
    );
    let layout = Layout::left_to_right(Align::Center);
    // The row has its room already.
    let mut beside = ui.new_child(UiBuilder::new().max_rect(words).layout(layout));
    beside.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(12.0);
        let name = format!("{}. {name}", place + 1);
        let bold = RichText::new(name).font(theme::bold(size::BODY));
        ui.add(Label::new(bold).truncate());
        card::note(ui, &span::words(exercise_length(catalog, id)));
    });
    pressed
}

/// How long the routine takes.
fn length(catalog: &Catalog, routine: &Routine) -> Duration {
    let ids = routine.exercises.iter();
    ids.map(|id| exercise_length(catalog, id)).sum()
}

fn exercise_length(catalog: &Catalog, id: &str) -> Duration {
    let exercise = catalog.exercise(id);
    let seconds = exercise.map_or(0.0, |exercise| PlannedExercise::new(exercise).seconds());
    Duration::from_secs_f32(seconds)
}

/// Whole minutes that the checker finds near enough.
fn whole_minutes(length: Duration) -> u32 {
    ((length.as_secs_f32() / 60.0).round() as u32).clamp(1, 180)
}

/// Minutes and seconds: what an exercise adds is to be seen.
fn spoken(length: Duration) -> String {
    let seconds = length.as_secs_f32().round() as u64;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
