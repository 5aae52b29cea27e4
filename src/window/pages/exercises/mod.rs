//! Exercises: everything that can be done, as pictures; one of them in full.

use egui::{ScrollArea, TextEdit, Ui, vec2};

use crate::logic::catalog::{Area, Catalog, Exercise, Position, Word};
use crate::window::action::Action;
use crate::window::pages::today::quick;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::space;
use crate::window::widgets::card;
use crate::window::widgets::chip;
use crate::window::widgets::tile::{Tile, Tiles};

mod detail;

/// The page; it keeps what is searched for, and what is open.
#[derive(Default)]
pub struct ExercisesPage {
    search: String,
    area: Option<Area>,
    tiles: Tiles,
    open: Option<detail::Detail>,
}

impl ExercisesPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        if let Some(open) = &mut self.open {
            match open.show(model, ui) {
                detail::Shown::Stay => return None,
                detail::Shown::Start(action) => return Some(action),
                detail::Shown::Other(id) => {
                    self.open = Some(detail::Detail::new(id));
                    return None;
                }
                detail::Shown::Back => self.open = None,
            }
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| self.list(model, ui));
        });
        None
    }

    fn list(&mut self, model: &Model, ui: &mut Ui) {
        ui.heading("Exercises");
        ui.add_space(space::LINE);
        let edit = TextEdit::singleline(&mut self.search)
            .hint_text("Search")
            .desired_width(ui.available_width().min(320.0))
            .margin(vec2(12.0, 9.0));
        ui.add(edit).accessible_name("Search");
        ui.add_space(space::TIGHT);
        let used = used_areas(&model.catalog);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            if chip::chip(ui, "All", self.area.is_none()).clicked() {
                self.area = None;
            }
            for area in used {
                let chosen = self.area == Some(area);
                if chip::chip(ui, &in_words(area.word()), chosen).clicked() {
                    self.area = if chosen { None } else { Some(area) };
                }
            }
        });
        ui.add_space(space::LINE);
        let catalog = &model.catalog;
        let routines: Vec<Tile> = catalog
            .routines
            .iter()
            .filter(|routine| {
                self.area.is_none() && found(&self.search, &[&routine.name, &routine.purpose])
            })
            .map(|routine| quick::tile(catalog, routine.id.clone(), "Show"))
            .collect();
        let exercises: Vec<Tile> = catalog
            .exercises
            .iter()
            .filter(|exercise| self.matches(exercise))
            .map(|exercise| quick::tile(catalog, exercise.id.clone(), "Show"))
            .collect();
        let nothing = routines.is_empty() && exercises.is_empty();
        for (title, tiles) in [("Routines", routines), ("Exercises", exercises)] {
            if tiles.is_empty() {
                continue;
            }
            if title == "Routines" || !catalog.routines.is_empty() {
                card::title(ui, title);
                ui.add_space(space::TIGHT);
            }
            if let Some(id) = self
                .tiles
                .show(ui, &tiles, model.now, !model.reduced_motion)
            {
                self.open = Some(detail::Detail::new(id));
            }
            ui.add_space(space::LINE);
        }
        if nothing {
            card::note(ui, "Nothing fits. Try another word");
        }
    }

    fn matches(&self, exercise: &Exercise) -> bool {
        self.area.is_none_or(|area| exercise.areas.contains(&area))
            && found(
                &self.search,
                &[
                    &exercise.name,
                    &exercise.purpose,
                    exercise.position.word(),
                    &exercise
                        .areas
                        .iter()
                        .map(|area| in_words(area.word()))
                        .collect::<Vec<_>>()
                        .join(" "),
                ],
            )
    }
}

/// Whether every searched word is somewhere in `texts`.
fn found(search: &str, texts: &[&str]) -> bool {
    let all = texts.join(" ").to_lowercase();
    search
        .to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}

/// The areas that some exercise serves, in the catalog's order.
fn used_areas(catalog: &Catalog) -> Vec<Area> {
    let used = |area: &Area| {
        catalog
            .exercises
            .iter()
            .any(|exercise| exercise.areas.contains(area))
    };
    Area::ALL.iter().copied().filter(used).collect()
}

/// A catalog word for people: `upper-back` → `Upper back`.
fn in_words(word: &str) -> String {
    let spaced = word.replace('-', " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// How a position is named.
fn position_words(position: Position) -> &'static str {
    match position {
        Position::Standing => "Standing",
        Position::Seated => "Seated",
        Position::Floor => "On the floor",
        Position::Bed => "On a bed",
        Position::Wall => "At a wall",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_all_its_words_anywhere() {
        let texts = ["Doorway chest stretch", "Opens the chest"];
        assert!(found("", &texts));
        assert!(found("CHEST door", &texts));
        assert!(!found("chest hip", &texts));
        assert_eq!(in_words("upper-back"), "Upper back");
    }
}
