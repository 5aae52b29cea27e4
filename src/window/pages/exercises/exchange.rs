//! Share: export the user's exercises and routines to one file, and import those of others.

use egui::{ScrollArea, TextEdit, Ui, vec2};

use crate::ipc::message::Import;
use crate::logic::catalog::edit::ItemKind;
use crate::window::pages::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{Tokens, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::chip;
use crate::window::widgets::icon;

use crate::window::pages::shelf::{Whose, whose};

/// The page; it keeps what is selected and the path being typed.
#[derive(Default)]
pub struct Exchange {
    chosen: Vec<String>,
    path: String,
    asked: Option<String>,
    came: Option<Import>,
}

/// The result of showing it.
pub enum Shown {
    /// Nothing was pressed.
    Stay,
    /// Back to the list.
    Back,
    /// Do something.
    Do(Action),
}

impl Exchange {
    /// Takes the outcome of an import.
    pub fn imported(&mut self, import: Import) {
        self.came = Some(import);
    }

    /// A file was chosen for import.
    pub fn chosen(&mut self, path: String) -> Action {
        (self.came, self.asked) = (None, None);
        self.path.clone_from(&path);
        Action::TakeIn {
            path,
            replace: false,
        }
    }

    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Shown {
        let mut shown = Shown::Stay;
        if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            shown = Shown::Back;
        }
        let dropped = ui.input(|input| {
            let file = input.raw.dropped_files.first()?;
            file.path().to_str().map(str::to_owned)
        });
        if let Some(path) = dropped.filter(|_| model.gone.is_none()) {
            shown = Shown::Do(self.chosen(path));
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                if button(ui, icon::ARROW_LEFT, "All exercises", Weight::Quiet).clicked() {
                    shown = Shown::Back;
                }
                ui.add_space(space::LINE);
                ui.heading("Share");
                ui.add_space(space::LINE);
                if let Some(action) = self.out(model, ui) {
                    shown = Shown::Do(action);
                }
                ui.add_space(space::CARD);
                if let Some(action) = self.take(model, ui) {
                    shown = Shown::Do(action);
                }
            });
        });
        shown
    }

    /// The export part.
    fn out(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let catalog = &model.catalog;
        let routines = catalog
            .routines
            .iter()
            .map(|routine| (ItemKind::Routine, &routine.id, &routine.name));
        let exercises = catalog
            .exercises
            .iter()
            .map(|exercise| (ItemKind::Exercise, &exercise.id, &exercise.name));
        let own: Vec<_> = routines
            .chain(exercises)
            .filter(|(kind, id, _)| whose(catalog, *kind, id) != Whose::BuiltIn)
            .collect();
        self.chosen
            .retain(|id| own.iter().any(|(_, own, _)| *own == id));
        let mut action = None;
        card::card(ui, |ui| {
            card::title(ui, "For somebody else");
            if own.is_empty() {
                card::note(ui, "You have no exercise or routine of your own yet");
                return;
            }
            card::note(
                ui,
                "One file with what you choose, its pose sets and pictures. A routine brings your exercises along",
            );
            ui.add_space(space::LINE);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                for (kind, id, name) in own {
                    let on = self.chosen.contains(id);
                    let what = match kind {
                        ItemKind::Routine => "routine",
                        ItemKind::Exercise => "exercise",
                    };
                    let label = format!("{name}, {what}");
                    if chip::inset(ui, name, &label, on).clicked() {
                        match on {
                            true => self.chosen.retain(|other| other != id),
                            false => self.chosen.push(id.clone()),
                        }
                    }
                }
            });
            ui.add_space(space::LINE);
            ui.add_enabled_ui(!self.chosen.is_empty(), |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                    if button(ui, "", "Save as a file", Weight::Main).clicked() {
                        action = Some(Action::Give(self.chosen.clone()));
                    }
                    ui.add_enabled_ui(!model.choosing, |ui| {
                        if button(ui, "", "Save elsewhere…", Weight::Other).clicked() {
                            action = Some(Action::GiveTo(self.chosen.clone()));
                        }
                    });
                });
            });
            if let Some(news) = &model.news {
                ui.add_space(space::TIGHT);
                card::note(ui, news);
            }
        });
        action
    }

    /// The import part.
    fn take(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        card::card(ui, |ui| {
            card::title(ui, "From somebody else");
            card::note(
                ui,
                "A file that somebody gave you; it can be dropped here. Nothing that is here is replaced unless you say so",
            );
            ui.add_space(space::LINE);
            let edit = TextEdit::singleline(&mut self.path)
                .hint_text("/home/…/Downloads/routine.ron")
                .desired_width(ui.available_width().min(480.0))
                .margin(vec2(12.0, 9.0));
            let typed = ui.add(edit).accessible_name("Path of the file");
            if typed.changed() {
                (self.came, self.asked) = (None, None);
            }
            ui.add_space(space::TIGHT);
            // As it comes from a file manager or a terminal.
            let path = plain_path(&self.path);
            let whole = path.starts_with('/') && path.len() > 1;
            if !whole && !path.is_empty() {
                card::note(ui, "Write the whole path, from / on");
            }
            let ask = |replace: bool| {
                Some(Action::TakeIn {
                    path: path.clone(),
                    replace,
                })
            };
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
                ui.add_enabled_ui(whole && model.gone.is_none(), |ui| {
                    if button(ui, "", "Take in", Weight::Main).clicked() {
                        action = ask(false);
                    }
                });
                ui.add_enabled_ui(!model.choosing && model.gone.is_none(), |ui| {
                    if button(ui, "", "Choose…", Weight::Other).clicked() {
                        action = Some(Action::Choose);
                    }
                });
            });
            let Some(came) = &self.came else { return };
            ui.add_space(space::LINE);
            let names = |ids: &[String]| -> String {
                let name = |id: &String| model.catalog.name(id).unwrap_or(id).to_owned();
                ids.iter().map(name).collect::<Vec<_>>().join(", ")
            };
            let replaced = self.asked.is_some();
            if came.taken.is_empty() || replaced {
                let words = match (came.added.as_slice(), came.taken.as_slice()) {
                    ([], []) => "Everything in it is there already".to_owned(),
                    ([], taken) => format!("Replaced: {}", names(taken)),
                    (added, []) => format!("Added: {}", names(added)),
                    (added, taken) => {
                        format!("Added: {}. Replaced: {}", names(added), names(taken))
                    }
                };
                ui.label(format!("{}  {words}", icon::CHECK));
                return;
            }
            let tokens = Tokens::of(ui);
            let words = format!(
                "{}  These are here already, and they differ: {}",
                icon::WARNING,
                names(&came.taken)
            );
            ui.colored_label(tokens.attention_text, words);
            if button(ui, "", "Replace them", Weight::Other).clicked() {
                self.asked = Some(path.clone());
                action = ask(true);
            }
        });
        action
    }
}

/// A path without surrounding quotes or a leading `file://`.
pub fn plain_path(typed: &str) -> String {
    let bare = typed.trim().trim_matches(['"', '\'']);
    bare.strip_prefix("file://").unwrap_or(bare).to_owned()
}
