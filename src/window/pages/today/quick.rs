//! Quick starts: breaks as pictures, the next choice first.

use egui::Ui;

use crate::ipc::message::Request;
use crate::logic::catalog::Catalog;
use crate::logic::shown::status::Status;
use crate::logic::time::span;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::theme::space;
use crate::window::widgets::card;
use crate::window::widgets::tile::{Tile, Tiles};

/// The pictures, kept from frame to frame.
#[derive(Default)]
pub struct QuickStarts {
    tiles: Tiles,
}

/// Maximum number.
const MOST: usize = 8;

impl QuickStarts {
    /// Draws them.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, status: Option<&Status>) -> Option<Action> {
        let tiles: Vec<Tile> = offered(model, status)
            .into_iter()
            .map(|id| tile(&model.catalog, id, "Start"))
            .collect();
        if tiles.is_empty() {
            return None;
        }
        card::title(ui, "Quick starts");
        ui.add_space(space::TIGHT);
        let pressed = self
            .tiles
            .show(ui, &tiles, model.now, !model.reduced_motion)?;
        let what = Some(pressed);
        model
            .gone
            .is_none()
            .then_some(Action::Ask(Request::Start { what }))
    }
}

/// An exercise or routine as a tile.
pub fn tile(catalog: &Catalog, id: String, verb: &'static str) -> Tile {
    Tile {
        name: catalog.name(&id).unwrap_or(&id).to_owned(),
        note: catalog.length(&id).map(span::words).unwrap_or_default(),
        figure: figure_of(catalog, &id).map(str::to_owned),
        starred: false,
        verb,
        id,
    }
}

/// The next choice, then favourites, the pool of the desk, routines.
fn offered(model: &Model, status: Option<&Status>) -> Vec<String> {
    let catalog = &model.catalog;
    if model.gentle() {
        return catalog
            .pool("gentle")
            .map_or_else(Vec::new, |pool| pool.members.clone());
    }
    let next = status
        .and_then(|status| status.next.as_ref())
        .and_then(|next| next.what.clone());
    let favourites = model
        .settings
        .iter()
        .flat_map(|settings| settings.exercises.favourites.iter().cloned());
    let pool = catalog.pool("desk").map(|pool| pool.members.clone());
    let routines = catalog.routines.iter().map(|routine| routine.id.clone());
    let exercises = catalog.exercises.iter().map(|exercise| exercise.id.clone());
    let mut offered: Vec<String> = Vec::new();
    for id in next
        .into_iter()
        .chain(favourites)
        .chain(pool.into_iter().flatten())
        .chain(routines)
        .chain(exercises)
    {
        if catalog.name(&id).is_some() && !offered.contains(&id) {
            offered.push(id);
        }
    }
    offered.truncate(MOST);
    offered
}

/// The pose set that represents an exercise, or a routine: that of its first exercise that neither frames it nor
/// represents an earlier routine.
pub(in crate::window::pages) fn figure_of<'a>(catalog: &'a Catalog, id: &str) -> Option<&'a str> {
    if let Some(exercise) = catalog.exercise(id) {
        return Some(exercise.shown_by());
    }
    let frame = [&catalog.frame.open, &catalog.frame.close];
    let mut taken: Vec<&str> = Vec::new();
    for routine in &catalog.routines {
        let figures: Vec<&str> = routine
            .ids()
            .filter(|id| !frame.into_iter().flatten().any(|framing| framing == *id))
            .chain(routine.ids())
            .filter_map(|id| Some(catalog.exercise(id)?.shown_by()))
            .collect();
        let own = figures.iter().find(|figure| !taken.contains(figure));
        let own = own.or(figures.first()).copied();
        if routine.id == id {
            return own;
        }
        taken.extend(own);
    }
    None
}
