//! Welcome: health first, then equipment, how often, and a first short break to try.

use std::collections::BTreeSet;
use std::time::Duration;

use egui::{Align, Response, RichText, ScrollArea, Sense, Ui, vec2};

use crate::ipc::message::Request;
use crate::logic::catalog::{Equipment, Position};
use crate::logic::settings::{Settings, Trigger};
use crate::logic::text::word::Word;
use crate::logic::time::span;
use crate::window::pages::about::points;
use crate::window::pages::action::{Action, Change};
use crate::window::pages::player::equipment_shown;
use crate::window::pages::today::quick::tile;
use crate::window::pages::{Model, Page, page_frame};
use crate::window::theme::{Tokens, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::choice::choice;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::thing::Things;
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::tile::{Tile, Tiles};
use crate::window::widgets::{card, icon, text};

/// The page; keeps the answers until the user moves on.
#[derive(Default)]
pub struct WelcomePage {
    step: Step,
    positions: Option<BTreeSet<Position>>,
    equipment: Option<BTreeSet<Equipment>>,
    pictures: [Thumbnail; 5],
    things: Things,
    tiles: Tiles,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    Health,
    AtHand,
    Rhythm,
    Try,
}

impl Step {
    const ALL: [Step; 4] = [Step::Health, Step::AtHand, Step::Rhythm, Step::Try];

    fn title(self) -> &'static str {
        match self {
            Step::Health => "Welcome to Unbend",
            Step::AtHand => "What is at hand where you work?",
            Step::Rhythm => "How long do you want to sit at most?",
            Step::Try => "Try a short break",
        }
    }

    fn place(self) -> usize {
        Step::ALL.iter().position(|step| *step == self).unwrap_or(0)
    }

    fn before(self) -> Option<Step> {
        self.place().checked_sub(1).map(|place| Step::ALL[place])
    }
}

/// A picture for each position.
const FIGURES: [(Position, &str); 5] = [
    (Position::Standing, "decompress"),
    (Position::Seated, "seatedcatcow"),
    (Position::Wall, "wallstand"),
    (Position::Floor, "catcow"),
    (Position::Bed, "hipflexor"),
];

/// What an office has.
const OFFICE_POSITIONS: [Position; 3] = [Position::Standing, Position::Seated, Position::Wall];
const OFFICE_EQUIPMENT: [Equipment; 4] = [
    Equipment::Desk,
    Equipment::Wall,
    Equipment::Doorway,
    Equipment::Chair,
];

/// The picture beside the health question.
const PICTURE: egui::Vec2 = vec2(240.0, 190.0);

/// The limits to choose from, in minutes.
const LIMITS: [u64; 4] = [20, 30, 45, 60];

impl WelcomePage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(settings) = &model.settings else {
            return actions;
        };
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.vertical(|ui| {
                    let steps = format!("Step {} of {}", self.step.place() + 1, Step::ALL.len());
                    card::note(ui, &steps);
                    ui.add(egui::Label::new(RichText::new(self.step.title()).heading()).wrap());
                    ui.add_space(space::LINE);
                    // The focus doesn't stay where the previous step had a button.
                    ui.push_id(self.step.place(), |ui| match self.step {
                        Step::Health => self.health(ui, model, &mut actions),
                        Step::AtHand => self.at_hand(ui, model, settings, &mut actions),
                        Step::Rhythm => self.rhythm(ui, settings, &mut actions),
                        Step::Try => self.first_break(ui, model, &mut actions),
                    });
                });
            });
        });
        actions
    }

    fn health(&mut self, ui: &mut Ui, model: &Model, actions: &mut Vec<Action>) {
        let safety = &model.catalog.safety;
        card::card(ui, |ui| {
            ui.label(
                "Unbend notices how long you sit, asks for a break at a good moment, and shows you what to do in it.",
            );
            ui.add_space(space::LINE);
            let width = ui.available_width();
            let question = |ui: &mut Ui| {
                card::title(ui, "Does any of this apply to you?");
                ui.add_space(space::TIGHT);
                points(ui, &safety.ask_first);
            };
            if width > 640.0 {
                ui.horizontal_top(|ui| {
                    let beside = vec2(width - PICTURE.x - space::CARD, PICTURE.y);
                    let down = egui::Layout::top_down(Align::Min);
                    ui.allocate_ui_with_layout(beside, down, |ui| {
                        ui.set_min_width(beside.x);
                        question(ui);
                    });
                    let (rect, _) = ui.allocate_exact_size(PICTURE, Sense::hover());
                    let behind = Tokens::of(ui).surface;
                    self.pictures[0].paint(ui, rect, "wallstand", false, model.now, 10.0, behind);
                });
            } else {
                question(ui);
            }
            ui.add_space(space::LINE);
            card::note(
                ui,
                "If so, speak to a health professional first. Until then you are asked to stand up and walk, and to nothing else; Settings change that.",
            );
            ui.add_space(space::LINE);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(10.0, 10.0);
                for (label, gentle) in [("None of this", false), ("Some of this", true)] {
                    if button(ui, "", label, Weight::Main).clicked() {
                        let gentle = Change::set("exercises.gentle", gentle.to_string());
                        actions.push(Action::Change(vec![gentle]));
                        self.step = Step::AtHand;
                    }
                }
                later(ui, actions);
            });
        });
        ui.add_space(space::CARD);
        card::note(ui, &safety.note);
    }

    fn at_hand(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        settings: &Settings,
        actions: &mut Vec<Action>,
    ) {
        let rules = &settings.exercises;
        let usual_positions = || known_or(&rules.positions, &OFFICE_POSITIONS);
        let usual_equipment = || known_or(&rules.equipment, &OFFICE_EQUIPMENT);
        let mut positions = self.positions.take().unwrap_or_else(usual_positions);
        let mut equipment = self.equipment.take().unwrap_or_else(usual_equipment);
        card::card(ui, |ui| {
            card::title(ui, "You can exercise");
            ui.add_space(space::TIGHT);
            let columns = if ui.available_width() > 640.0 { 5 } else { 3 };
            let gap = 12.0;
            let width = (ui.available_width() - gap * (columns - 1) as f32) / columns as f32;
            let mut pictures = self.pictures.iter_mut();
            for row in FIGURES.chunks(columns) {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = gap;
                    for ((position, figure), picture) in row.iter().zip(&mut pictures) {
                        let on = positions.contains(position);
                        let name = text::capitalised(position.word());
                        let lively = !model.reduced_motion;
                        let draw = |ui: &Ui, stage, corner, behind, response: &Response| {
                            let alive = lively && response.hovered();
                            picture.paint(ui, stage, figure, alive, model.now, corner, behind);
                        };
                        if choice(ui, &name, on, width, draw).clicked() {
                            toggle(&mut positions, *position);
                        }
                    }
                });
            }
            ui.add_space(space::LINE);
            card::title(ui, "You have");
            ui.add_space(space::TIGHT);
            let name = |thing| equipment_shown(thing).1;
            let chosen = |thing| equipment.contains(&thing);
            if let Some(thing) = self.things.show(ui, name, chosen) {
                toggle(&mut equipment, thing);
            }
            ui.add_space(space::CARD);
            if self.step_buttons(ui, Step::Rhythm, actions) {
                let positions = answers("exercises.positions", &positions);
                let equipment = answers("exercises.equipment", &equipment);
                actions.push(Action::Change(positions.chain(equipment).collect()));
            }
        });
        self.positions = Some(positions);
        self.equipment = Some(equipment);
    }

    fn rhythm(&mut self, ui: &mut Ui, settings: &Settings, actions: &mut Vec<Action>) {
        let limit = settings
            .reminder("stretch")
            .and_then(|reminder| match reminder.trigger {
                Trigger::Amount { after, .. } => Some(after),
                Trigger::TimeOfDay { .. } => None,
            });
        card::card(ui, |ui| {
            ui.label("After this much sitting you are asked for a break of a minute or two.");
            ui.add_space(space::LINE);
            let minutes = |count: u64| Duration::from_secs(count * 60);
            let words = LIMITS.map(|count| span::words(minutes(count)));
            let chosen = LIMITS
                .iter()
                .position(|count| Some(minutes(*count)) == limit);
            if let Some(pressed) = segmented(ui, "Limit", &words, chosen) {
                let value = span::text(minutes(LIMITS[pressed]));
                let change = Change::set("reminders.stretch.after", value);
                actions.push(Action::Change(vec![change]));
            }
            ui.add_space(space::LINE);
            card::note(
                ui,
                "A call, a film in full screen and do not disturb are never interrupted; five minutes away count as a break",
            );
            ui.add_space(space::CARD);
            self.step_buttons(ui, Step::Try, actions);
        });
    }

    fn first_break(&mut self, ui: &mut Ui, model: &Model, actions: &mut Vec<Action>) {
        let pool = if model.gentle() { "gentle" } else { "desk" };
        let members = model.catalog.pool(pool).map(|pool| pool.members.as_slice());
        let settings = model.settings.as_ref();
        let possible = |id: &&String| {
            settings.is_none_or(|settings| {
                let rules = &settings.exercises;
                let exercise = model.catalog.exercise(id);
                rules.gentle
                    || exercise.is_none_or(|exercise| {
                        let here = rules.positions.is_empty()
                            || rules.positions.contains(&exercise.position);
                        let had =
                            |item| rules.equipment.is_empty() || rules.equipment.contains(item);
                        here && exercise.equipment.iter().all(had)
                    })
            })
        };
        let tiles: Vec<Tile> = members
            .unwrap_or_default()
            .iter()
            .filter(possible)
            .take(4)
            .map(|id| tile(&model.catalog, id.clone(), "Try"))
            .collect();
        ui.label("A figure shows every step, and a countdown goes with it. Nothing has to be pressed on the way.");
        ui.add_space(space::LINE);
        let lively = !model.reduced_motion;
        if let Some(what) = self.tiles.show(ui, &tiles, model.now, lively) {
            actions.push(Action::Ask(Request::Start { what: Some(what) }));
            actions.push(Action::WelcomeDone(Page::Today));
        }
        ui.add_space(space::LINE);
        ui.horizontal_wrapped(|ui| {
            if button(ui, "", "Done", Weight::Main).clicked() {
                actions.push(Action::WelcomeDone(Page::Today));
            }
            self.back(ui);
        });
    }

    /// Whether to continue to `next`; the other buttons act by themselves.
    fn step_buttons(&mut self, ui: &mut Ui, next: Step, actions: &mut Vec<Action>) -> bool {
        let mut goes_on = false;
        ui.horizontal_wrapped(|ui| {
            if button(ui, "", "Continue", Weight::Main).clicked() {
                self.step = next;
                goes_on = true;
            }
            self.back(ui);
            later(ui, actions);
        });
        goes_on
    }

    fn back(&mut self, ui: &mut Ui) {
        if let Some(before) = self.step.before()
            && button(ui, icon::ARROW_LEFT, "Back", Weight::Other).clicked()
        {
            self.step = before;
        }
    }
}

fn later(ui: &mut Ui, actions: &mut Vec<Action>) {
    if button(ui, "", "Skip the introduction", Weight::Quiet).clicked() {
        actions.push(Action::WelcomeDone(Page::Today));
    }
}

/// What the settings name, or the usual where they name nothing.
fn known_or<W: Word + Ord>(known: &BTreeSet<W>, usual: &[W]) -> BTreeSet<W> {
    if known.is_empty() {
        usual.iter().copied().collect()
    } else {
        known.clone()
    }
}

/// Adds or removes one; the last one stays, since none means all in the settings.
fn toggle<W: Ord + Copy>(set: &mut BTreeSet<W>, one: W) {
    if !set.remove(&one) || set.is_empty() {
        set.insert(one);
    }
}

/// The answer for each word, chosen ones first, so that the list is never empty.
fn answers<W: Word + Ord>(path: &str, chosen: &BTreeSet<W>) -> impl Iterator<Item = Change> {
    let named = |on: bool| -> Vec<String> {
        let meant = W::ALL.iter().filter(|word| chosen.contains(word) == on);
        meant.map(|word| word.word().to_owned()).collect()
    };
    let (path, add, remove) = (path.to_owned(), named(true), named(false));
    let add = Change::Add {
        path: path.clone(),
        items: add,
    };
    let remove = (!remove.is_empty()).then_some(Change::Remove {
        path,
        items: remove,
    });
    std::iter::once(add).chain(remove)
}
