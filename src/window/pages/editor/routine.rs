//! The editor of a routine: exercises in order, added from all there are.

use std::collections::HashMap;
use std::time::Duration;

use egui::{Align, Layout, Rect, RichText, Sense, TextEdit, Ui, Vec2, pos2, vec2};

use crate::logic::catalog::format;
use crate::logic::catalog::plan::{PlannedExercise, seconds};
use crate::logic::catalog::{Catalog, Entry, Routine, write};
use crate::logic::time::span;
use crate::window::pages::shelf::found;
use crate::window::pages::today::quick;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::glyph::{Glyph, glyph_button};
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::tile::{Tile, Tiles};

use super::amount::{self, Press};
use super::field::{self, Numbers};
use super::said::Said;
use super::{Context, heading};

/// A routine being edited.
pub struct RoutineDraft {
    pub(super) routine: Routine,
    /// Whether the minutes were chosen; otherwise they follow from the exercises.
    fixed: bool,
    search: String,
    tiles: Tiles,
    pictures: HashMap<String, Thumbnail>,
    /// The row whose amount is being edited.
    open: Option<usize>,
    /// The row and button to focus: the focus follows what was moved.
    focus: Option<(usize, Glyph)>,
}

/// From this width on, the exercises to choose from are beside the routine.
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
            open: None,
            focus: None,
        }
    }

    /// As a catalog file.
    pub fn file(&self) -> String {
        write::file(&[], &[write::routine(&self.routine)])
    }

    /// Draws it.
    pub fn show(&mut self, context: &Context<'_>, ui: &mut Ui) {
        let taken = length(&context.model.catalog, &self.routine);
        if !self.fixed {
            self.routine.minutes = whole_minutes(taken);
        }
        if ui.available_width() < BESIDE {
            self.routine(context, taken, ui);
            ui.add_space(space::CARD);
            self.more(context, ui);
            return;
        }
        let room = ui.available_width();
        let left = ((room - space::CARD) * 0.5).floor();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::CARD;
            ui.vertical(|ui| {
                ui.set_width(left);
                self.routine(context, taken, ui);
            });
            ui.vertical(|ui| {
                ui.set_width(room - left - space::CARD);
                self.more(context, ui);
            });
        });
    }

    fn routine(&mut self, context: &Context<'_>, taken: Duration, ui: &mut Ui) {
        card::card(ui, |ui| {
            let routine = &mut self.routine;
            let said = context.said(format::routine::NAME.name);
            field::text(ui, "Name", &mut routine.name, 1, said.as_ref());
            let said = context
                .said(format::routine::PURPOSE.name)
                .filter(|_| !routine.purpose.is_empty());
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
            self.rows(context, ui);
            let said = context.said(format::routine::EXERCISES.name);
            field::say(ui, said.as_ref());
            if self.routine.exercises.is_empty() {
                return;
            }
            ui.add_space(space::TIGHT);
            self.minutes(context.said(format::routine::MINUTES.name).as_ref(), ui);
        });
    }

    fn minutes(&mut self, said: Option<&Said>, ui: &mut Ui) {
        let minutes = self.routine.minutes as f32;
        ui.horizontal_wrapped(|ui| {
            let numbers = Numbers::count(&format::routine::MINUTES.within);
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

    fn rows(&mut self, context: &Context<'_>, ui: &mut Ui) {
        let last = self.routine.exercises.len().saturating_sub(1);
        let focus = self.focus.take();
        let mut change = None;
        for (place, entry) in self.routine.exercises.iter_mut().enumerate() {
            let key = format!("{place} {}", entry.exercise);
            let picture = self.pictures.entry(key).or_default();
            let wanted = focus
                .filter(|(row, _)| *row == place)
                .map(|(_, glyph)| glyph);
            let open = self.open == Some(place);
            let pressed = ui.push_id(place, |ui| {
                let pressed = row(context, ui, (place, last), entry, picture, wanted, open);
                let exercise = context.model.catalog.exercise(&entry.exercise);
                let more = exercise
                    .filter(|_| open)
                    .and_then(|exercise| amount::controls(context, ui, exercise, entry));
                let again = more.map(|Press::Duplicate| RowChange::Duplicate);
                pressed.or(again)
            });
            if let Some(pressed) = pressed.inner {
                change = Some((place, pressed));
            }
        }
        if let Some((place, change)) = change {
            self.change(place, change);
            ui.ctx().request_repaint();
        }
    }

    fn change(&mut self, place: usize, change: RowChange) {
        let exercises = &mut self.routine.exercises;
        let last = exercises.len().saturating_sub(1);
        let to = match change {
            RowChange::Up if place > 0 => place - 1,
            RowChange::Down if place < last => place + 1,
            RowChange::Up | RowChange::Down => return,
            RowChange::Remove => {
                exercises.remove(place);
                self.open = self.open.filter(|open| *open != place);
                self.open = self.open.map(|open| open - usize::from(open > place));
                self.focus = Some((place.min(last.saturating_sub(1)), Glyph::Cross));
                return;
            }
            RowChange::Duplicate => {
                exercises.insert(place + 1, exercises[place].clone());
                self.open = Some(place + 1);
                return;
            }
            RowChange::Amount => {
                let open = self.open == Some(place);
                self.open = Some(place).filter(|_| !open);
                return;
            }
        };
        exercises.swap(place, to);
        self.open = self.open.map(|open| match open {
            open if open == place => to,
            open if open == to => place,
            open => open,
        });
        // At either end only the other direction is possible.
        let up = to == last || (to > 0 && to < place);
        self.focus = Some((to, if up { Glyph::Up } else { Glyph::Down }));
    }

    /// Everything that can be added.
    fn more(&mut self, context: &Context<'_>, ui: &mut Ui) {
        let model = context.model;
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
                note: span::words(seconds(PlannedExercise::new(exercise).seconds())),
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
            self.routine.exercises.push(Entry::from(id));
            ui.ctx().request_repaint();
        }
    }
}

/// What a row asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowChange {
    Up,
    Down,
    Remove,
    Duplicate,
    /// Open or close the amount's controls.
    Amount,
}

/// One exercise of the routine; returns what was pressed.
fn row(
    context: &Context<'_>,
    ui: &mut Ui,
    (place, last): (usize, usize),
    entry: &Entry,
    picture: &mut Thumbnail,
    focus: Option<Glyph>,
    open: bool,
) -> Option<RowChange> {
    let catalog = &context.model.catalog;
    let id = entry.exercise.as_str();
    let tokens = Tokens::of(ui);
    let exercise = catalog.exercise(id);
    let name = exercise.map_or(id, |exercise| exercise.name.as_str());
    // Beside the picture and the buttons.
    let room = ui.available_width() - 62.0 - 3.0 * (BUTTON + 2.0);
    let numbered = format!("{}. {name}", place + 1);
    let bold = theme::bold(size::BODY);
    let title = text::lay_out(ui, &numbered, bold, tokens.text, room - 8.0, Align::Min);
    let length = spoken(entry_length(catalog, entry));
    let said = amount::lay_out(ui, &length, entry.amount, room);
    let said_height = said.size().y + 10.0;
    let wanted = title.size().y + said_height;
    let height = ROW.max(wanted + 12.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let middle = rect.center().y;
    let square = Rect::from_center_size(pos2(rect.left() + 28.0, middle), Vec2::splat(56.0));
    if let Some(exercise) = exercise
        && ui.is_rect_visible(rect)
    {
        let (now, corner) = (context.model.now, f32::from(space::CONTROL_CORNER));
        let shown = exercise.shown_by();
        picture.paint(ui, square, shown, false, now, corner, tokens.surface);
    }
    let corner = pos2(square.right() + 6.0, middle - wanted * 0.5);
    let words = Rect::from_min_size(corner, vec2(room, wanted));
    let below = words.with_min_y(words.bottom() - said_height);
    let top = words.with_min_x(words.left() + 6.0);
    text::put(ui, top, title, Place::TOP_LEFT, Live::Silent);
    let mut pressed = None;
    if exercise.is_some() && amount::line(ui, below, name, entry.amount, said, open) {
        pressed = Some(RowChange::Amount);
    }
    let mut left = rect.right() - 3.0 * BUTTON - 4.0;
    for (glyph, verb, change, possible) in [
        (Glyph::Up, "Move up", RowChange::Up, place > 0),
        (Glyph::Down, "Move down", RowChange::Down, place < last),
        (Glyph::Cross, "Remove", RowChange::Remove, true),
    ] {
        let corner = pos2(left, middle - BUTTON * 0.5);
        let spot = Rect::from_min_size(corner, Vec2::splat(BUTTON));
        left += BUTTON + 2.0;
        let label = format!("{verb}: {name}");
        ui.add_enabled_ui(possible, |ui| {
            let response = glyph_button(ui, spot, glyph, &label);
            if focus == Some(glyph) {
                response.request_focus();
            }
            if response.clicked() {
                pressed = Some(change);
            }
        });
    }
    pressed
}

/// The routine's length.
fn length(catalog: &Catalog, routine: &Routine) -> Duration {
    let entries = routine.exercises.iter();
    entries.map(|entry| entry_length(catalog, entry)).sum()
}

fn entry_length(catalog: &Catalog, entry: &Entry) -> Duration {
    let planned = PlannedExercise::of(catalog, &entry.exercise, entry.amount);
    seconds(planned.map_or(0.0, |planned| planned.seconds()))
}

/// A number of whole minutes that the checker accepts.
fn whole_minutes(length: Duration) -> u32 {
    let minutes = (length.as_secs_f32() / 60.0).round() as u32;
    let (low, high) = format::routine::MINUTES.within.into_inner();
    minutes.clamp(low, high)
}

/// Minutes and seconds: each exercise's share should be visible.
fn spoken(length: Duration) -> String {
    let seconds = length.as_secs_f32().round() as u64;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}
