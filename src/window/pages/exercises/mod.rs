//! Exercises: everything that can be done, as pictures; one of them in full; the editor for the user's own.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::ipc::message::{Import, Request};
use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::{Catalog, write};
use crate::window::pages::action::{Action, Change};
use crate::window::pages::editor::{Editor, Outcome};
use crate::window::pages::shelf::{Whose, whose};
use crate::window::pages::today::quick;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::space;
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::icon;
use crate::window::widgets::tile::{Tile, Tiles};

mod detail;
mod exchange;
mod filter;

use detail::{Detail, Shown};
use exchange::Exchange;
use filter::Filter;

pub use exchange::plain_path;

/// The page; it keeps the search, and what is open.
#[derive(Default)]
pub struct ExercisesPage {
    filter: Filter,
    tiles: Tiles,
    view: View,
    deleted: Option<Deleted>,
}

/// What fills the page.
#[derive(Default)]
enum View {
    #[default]
    List,
    Detail(Box<Detail>),
    Editor(Box<Editor>),
    Exchange(Exchange),
}

/// What was deleted last, for undo.
struct Deleted {
    name: String,
    /// As a catalog file.
    text: String,
}

impl ExercisesPage {
    /// Takes the outcome of an import.
    pub fn imported(&mut self, import: Import) {
        match &mut self.view {
            View::Exchange(exchange) => exchange.imported(import),
            View::Editor(editor) => editor.imported(&import),
            View::List | View::Detail(_) => {}
        }
    }

    /// A file was chosen: what to do with it, if that is still wanted.
    pub fn chosen(&mut self, path: String) -> Option<Action> {
        match &mut self.view {
            View::Exchange(exchange) => Some(exchange.chosen(path)),
            View::List | View::Detail(_) | View::Editor(_) => None,
        }
    }

    /// Somebody wants to close the window: returns whether it must stay, because the page asks about unsaved work.
    pub fn ask_before_closing(&mut self) -> bool {
        match &mut self.view {
            View::Editor(editor) => editor.ask_before_closing(),
            View::List | View::Detail(_) | View::Exchange(_) => false,
        }
    }

    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let (next, action) = match &mut self.view {
            View::List => self.list_page(model, ui),
            View::Detail(detail) => match detail.show(model, ui) {
                Shown::Stay => (None, None),
                Shown::Do(action) => (None, Some(action)),
                Shown::Other(kind, id) => {
                    (Some(View::Detail(Box::new(Detail::new(kind, id)))), None)
                }
                Shown::Back => (Some(View::List), None),
                Shown::Edit(editor) => (Some(View::Editor(editor)), None),
                Shown::Delete(kind, id) => {
                    self.deleted = Deleted::of(&model.catalog, kind, &id);
                    let remove = Request::CatalogRemove { kind, id };
                    (Some(View::List), Some(Action::Ask(remove)))
                }
                Shown::Give(ids) => (None, Some(Action::Give(ids))),
            },
            View::Editor(editor) => match editor.show(model, ui) {
                Outcome::Stay => (None, None),
                Outcome::Ask(request) => (None, Some(Action::Ask(request))),
                Outcome::TakeIn(path) => {
                    let replace = false;
                    (None, Some(Action::TakeIn { path, replace }))
                }
                Outcome::Done(kind, id) => {
                    (Some(View::Detail(Box::new(Detail::new(kind, id)))), None)
                }
                Outcome::Leave => (Some(View::List), None),
                Outcome::Close => (Some(View::List), Some(Action::Leave)),
            },
            View::Exchange(exchange) => match exchange.show(model, ui) {
                exchange::Shown::Stay => (None, None),
                exchange::Shown::Back => (Some(View::List), None),
                exchange::Shown::Do(action) => (None, Some(action)),
            },
        };
        if let Some(next) = next {
            self.view = next;
            ui.ctx().request_repaint();
        }
        action
    }

    fn list_page(&mut self, model: &Model, ui: &mut Ui) -> (Option<View>, Option<Action>) {
        let mut found = (None, None);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| found = self.list(model, ui));
        });
        found
    }

    fn list(&mut self, model: &Model, ui: &mut Ui) -> (Option<View>, Option<Action>) {
        let (mut next, mut action) = (None, None);
        let mut make = |ui: &mut Ui| {
            if button(ui, icon::PLUS, "New routine", Weight::Main).clicked() {
                next = Some(View::Editor(Box::new(Editor::new_routine())));
            }
            if button(ui, icon::PLUS, "New exercise", Weight::Other).clicked() {
                next = Some(View::Editor(Box::new(Editor::new_exercise())));
            }
            if button(ui, "", "Share", Weight::Quiet).clicked() {
                next = Some(View::Exchange(Exchange::default()));
            }
        };
        if ui.available_width() > 620.0 {
            ui.horizontal(|ui| {
                ui.heading("Exercises");
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| make(ui));
            });
        } else {
            ui.heading("Exercises");
            ui.horizontal_wrapped(|ui| make(ui));
        }
        self.undo(ui, &mut action);
        ui.add_space(space::LINE);
        self.filter.show(model, ui);
        ui.add_space(space::LINE);
        let catalog = &model.catalog;
        let tile = |kind: ItemKind, id: &String| {
            let mut tile = quick::tile(catalog, id.clone(), "Show");
            if kind == ItemKind::Exercise
                && let Some(exercise) = catalog.exercise(id)
            {
                tile.name.clone_from(&exercise.name);
            }
            tile.starred = model.favourite(id);
            if model.hidden(id) {
                tile.note.push_str(" · never offered");
            } else if whose(catalog, kind, id) != Whose::BuiltIn {
                tile.note.push_str(" · yours");
            }
            tile
        };
        let routines = catalog.routines.iter();
        let mut routines: Vec<Tile> = routines
            .filter(|routine| self.filter.routine(model, routine))
            .map(|routine| tile(ItemKind::Routine, &routine.id))
            .collect();
        let exercises = catalog.exercises.iter();
        let mut exercises: Vec<Tile> = exercises
            .filter(|exercise| self.filter.exercise(model, exercise))
            .map(|exercise| tile(ItemKind::Exercise, &exercise.id))
            .collect();
        for tiles in [&mut routines, &mut exercises] {
            tiles.sort_by_key(|tile| !tile.starred);
        }
        let nothing = routines.is_empty() && exercises.is_empty();
        for (kind, title, tiles) in [
            (ItemKind::Routine, "Routines", routines),
            (ItemKind::Exercise, "Exercises", exercises),
        ] {
            if tiles.is_empty() {
                continue;
            }
            card::title(ui, title);
            ui.add_space(space::TIGHT);
            let pressed = ui.push_id(title, |ui| {
                self.tiles
                    .show(ui, &tiles, model.now, !model.reduced_motion)
            });
            if let Some(id) = pressed.inner {
                next = Some(View::Detail(Box::new(Detail::new(kind, id))));
            }
            ui.add_space(space::LINE);
        }
        if nothing {
            card::note(ui, "Nothing fits. Try another word, or fewer limits");
        }
        (next, action)
    }

    /// A line that undoes the last deletion.
    fn undo(&mut self, ui: &mut Ui, action: &mut Option<Action>) {
        let Some(deleted) = &self.deleted else { return };
        ui.add_space(space::TIGHT);
        let mut pressed = false;
        ui.horizontal_wrapped(|ui| {
            card::note(ui, &format!("Deleted {}", deleted.name));
            pressed = button(ui, icon::RESET, "Undo", Weight::Other).clicked();
        });
        if pressed {
            let text = deleted.text.clone();
            *action = Some(Action::Ask(Request::CatalogPut { text }));
            self.deleted = None;
        }
    }
}

impl Deleted {
    fn of(catalog: &Catalog, kind: ItemKind, id: &str) -> Option<Deleted> {
        match kind {
            ItemKind::Exercise => catalog.exercise(id).map(|exercise| Deleted {
                name: exercise.name.clone(),
                text: write::file(&[write::exercise(exercise)], &[]),
            }),
            ItemKind::Routine => catalog.routine(id).map(|routine| Deleted {
                name: routine.name.clone(),
                text: write::file(&[], &[write::routine(routine)]),
            }),
        }
    }
}

/// Adds an id to a list in the settings, or removes it, whichever the button said.
fn listed(path: &str, id: &str, on: bool) -> Action {
    let (path, items) = (path.to_owned(), vec![id.to_owned()]);
    Action::Change(vec![match on {
        true => Change::Add { path, items },
        false => Change::Remove { path, items },
    }])
}
