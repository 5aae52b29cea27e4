//! Which exercises and routines are shown: by search, place, area, equipment, time, and whose they are.

use std::time::Duration;

use egui::{ComboBox, TextEdit, Ui, vec2};

use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::{Area, Catalog, Equipment, Exercise, Position, Routine};
use crate::logic::text::word::Word;
use crate::window::pages::Model;
use crate::window::pages::player::equipment_shown;
use crate::window::theme::space;
use crate::window::widgets::chip;

use crate::window::pages::shelf::{Whose, found, in_words, position_words, whose};

/// Where it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Any,
    /// With the equipment listed in the settings.
    Here,
    In(Position),
}

/// What it needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Needs {
    #[default]
    Any,
    Nothing,
    Item(Equipment),
}

/// Whose it is, and how the user marked it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shelf {
    #[default]
    All,
    Favourites,
    Own,
    Hidden,
}

/// The filter's state.
#[derive(Default)]
pub struct Filter {
    search: String,
    area: Option<Area>,
    place: Place,
    needs: Needs,
    minutes: Option<u64>,
    shelf: Shelf,
}

/// The times to choose from, as maximum minutes.
const MINUTES: [u64; 5] = [1, 2, 5, 10, 15];

impl Filter {
    /// Draws the controls.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let edit = TextEdit::singleline(&mut self.search)
                .hint_text("Search")
                .desired_width(124.0)
                .margin(vec2(12.0, 9.0));
            ui.add(edit).accessible_name("Search");
            let places = [Place::Any, Place::Here]
                .into_iter()
                .chain(Position::ALL.iter().copied().map(Place::In));
            choice(ui, "Place", &mut self.place, places, place_words);
            let used = Equipment::ALL.iter().copied().filter(|item| {
                let exercises = model.catalog.exercises.iter();
                exercises
                    .into_iter()
                    .any(|one| one.equipment.contains(item))
            });
            let needs = [Needs::Any, Needs::Nothing]
                .into_iter()
                .chain(used.map(Needs::Item));
            choice(ui, "Equipment", &mut self.needs, needs, needs_words);
            let times = std::iter::once(None).chain(MINUTES.map(Some));
            choice(
                ui,
                "Time",
                &mut self.minutes,
                times,
                |minutes| match minutes {
                    None => "Any length".to_owned(),
                    Some(minutes) => format!("Up to {minutes} min"),
                },
            );
            let shelves = [Shelf::All, Shelf::Favourites, Shelf::Own, Shelf::Hidden];
            choice(
                ui,
                "Show",
                &mut self.shelf,
                shelves.into_iter(),
                shelf_words,
            );
        });
        ui.add_space(space::TIGHT);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            if chip::chip(ui, "All", self.area.is_none()).clicked() {
                self.area = None;
            }
            for area in used_areas(&model.catalog) {
                let chosen = self.area == Some(area);
                if chip::chip(ui, &in_words(area.word()), chosen).clicked() {
                    self.area = if chosen { None } else { Some(area) };
                }
            }
        });
    }

    /// Whether that exercise is shown.
    pub fn exercise(&self, model: &Model, exercise: &Exercise) -> bool {
        let areas: Vec<String> = exercise
            .areas
            .iter()
            .map(|area| in_words(area.word()))
            .collect();
        let texts = [
            exercise.name.as_str(),
            &exercise.purpose,
            position_words(exercise.position),
            &areas.join(" "),
        ];
        self.area.is_none_or(|area| exercise.areas.contains(&area))
            && found(&self.search, &texts)
            && self.possible(model, exercise)
            && self.short(model, &exercise.id)
            && self.on_shelf(model, ItemKind::Exercise, &exercise.id)
    }

    /// Whether that routine is shown: all of it must be possible, and some of it serve the area.
    pub fn routine(&self, model: &Model, routine: &Routine) -> bool {
        let exercises: Vec<&Exercise> = routine
            .ids()
            .filter_map(|id| model.catalog.exercise(id))
            .collect();
        let serves = |area: Area| exercises.iter().any(|one| one.areas.contains(&area));
        self.area.is_none_or(serves)
            && found(&self.search, &[&routine.name, &routine.purpose])
            && exercises.iter().all(|one| self.possible(model, one))
            && self.short(model, &routine.id)
            && self.on_shelf(model, ItemKind::Routine, &routine.id)
    }

    fn possible(&self, model: &Model, exercise: &Exercise) -> bool {
        let here = |exercise: &Exercise| {
            let Some(settings) = &model.settings else {
                return true;
            };
            let rules = &settings.exercises;
            let held = rules.positions.is_empty() || rules.positions.contains(&exercise.position);
            let at_hand = |item| rules.equipment.is_empty() || rules.equipment.contains(item);
            held && exercise.equipment.iter().all(at_hand)
        };
        let place = match self.place {
            Place::Any => true,
            Place::Here => here(exercise),
            Place::In(position) => exercise.position == position,
        };
        place
            && match self.needs {
                Needs::Any => true,
                Needs::Nothing => exercise.equipment.is_empty(),
                Needs::Item(item) => exercise.equipment.contains(&item),
            }
    }

    fn short(&self, model: &Model, id: &str) -> bool {
        self.minutes.is_none_or(|minutes| {
            let length = model.catalog.length(id).unwrap_or_default();
            // Whatever reads as two minutes counts as two minutes.
            length < Duration::from_secs(minutes * 60 + 30)
        })
    }

    fn on_shelf(&self, model: &Model, kind: ItemKind, id: &str) -> bool {
        match self.shelf {
            Shelf::All => true,
            Shelf::Favourites => model.favourite(id),
            Shelf::Own => whose(&model.catalog, kind, id) != Whose::BuiltIn,
            Shelf::Hidden => model.hidden(id),
        }
    }
}

fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    all: impl Iterator<Item = T>,
    words: impl Fn(T) -> String,
) {
    let response = ComboBox::from_id_salt(label)
        .selected_text(words(*value))
        .width(0.0)
        .height(360.0)
        .show_ui(ui, |ui| {
            for one in all {
                // Pressing a key closes it as well.
                if ui.selectable_value(value, one, words(one)).clicked() {
                    ui.close();
                }
            }
        });
    response.response.accessible_name(label);
}

fn place_words(place: Place) -> String {
    match place {
        Place::Any => "Anywhere".to_owned(),
        Place::Here => "Where I am".to_owned(),
        Place::In(position) => position_words(position).to_owned(),
    }
}

fn needs_words(needs: Needs) -> String {
    match needs {
        Needs::Any => "Any equipment".to_owned(),
        Needs::Nothing => "No equipment".to_owned(),
        Needs::Item(item) => equipment_shown(item).1.to_owned(),
    }
}

fn shelf_words(shelf: Shelf) -> String {
    match shelf {
        Shelf::All => "Everything",
        Shelf::Favourites => "Favourites",
        Shelf::Own => "My own",
        Shelf::Hidden => "Never offered",
    }
    .to_owned()
}

/// The areas that any exercise serves, in the catalog's order.
fn used_areas(catalog: &Catalog) -> Vec<Area> {
    let used = |area: &Area| {
        catalog
            .exercises
            .iter()
            .any(|exercise| exercise.areas.contains(area))
    };
    Area::ALL.iter().copied().filter(used).collect()
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
