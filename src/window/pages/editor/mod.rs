//! The editor: composes the user's routines and exercises, checks them as they type, and has the daemon save them.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use crate::ipc::message::{Import, Request};
use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::{Catalog, Problem, Scope, read};
use crate::window::gallery::Gallery;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::sheet::{Question, sheet};
use crate::window::widgets::{icon, text};

use super::shelf::{Whose, whose};

mod amount;
mod exercise;
mod field;
mod pose;
mod routine;
mod said;
mod step;

use exercise::ExerciseDraft;
use routine::RoutineDraft;
use said::{Said, field_said};

/// What is being edited.
pub struct Editor {
    draft: Draft,
    /// What it was made from; none = from nothing.
    from: Option<Origin>,
    /// Its original state, to tell whether anything would be lost.
    at_first: Option<String>,
    checked: Checked,
    saving: Option<Saving>,
    /// Somebody wants to leave, and something would be lost: the question is on the screen.
    leaving: Option<Way>,
}

/// A draft being saved by the daemon.
struct Saving {
    id: String,
    /// How often the catalog had changed before.
    before: u64,
    /// Whether the window closes once it is saved.
    closes: bool,
}

/// How somebody wants to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Back to the list.
    Back,
    /// By closing the window.
    Close,
}

/// What a draft was made from.
struct Origin {
    id: String,
    name: String,
    whose: Whose,
    /// Saved under the same id, replacing it.
    in_place: bool,
}

enum Draft {
    Routine(Box<RoutineDraft>),
    Exercise(Box<ExerciseDraft>),
}

/// The problems of the draft when last checked.
#[derive(Default)]
struct Checked {
    text: String,
    changes: u64,
    problems: Vec<Problem>,
}

/// The result of showing it.
pub enum Outcome {
    /// Nothing was pressed.
    Stay,
    /// Ask the daemon.
    Ask(Request),
    /// Import the file at that path into the user's folder.
    TakeIn(String),
    /// It is saved.
    Done(ItemKind, String),
    /// Leave it as it was.
    Leave,
    /// Finished; close the window.
    Close,
}

/// What all parts of an editor draw from.
struct Context<'a> {
    model: &'a Model,
    gallery: &'a Gallery,
    /// Where the item's fields are, as problems name them.
    place: String,
    problems: &'a [Problem],
}

impl Context<'_> {
    /// What is wrong with a field, if anything.
    fn said(&self, field: &str) -> Option<Said> {
        field_said(self.problems, &self.place, field)
    }
}

impl Editor {
    /// An empty routine.
    pub fn new_routine() -> Editor {
        Editor::with(Draft::Routine(Box::default()), None)
    }

    /// An empty exercise.
    pub fn new_exercise() -> Editor {
        Editor::with(Draft::Exercise(Box::default()), None)
    }

    /// An existing one: itself if it is the user's, otherwise a version of it.
    pub fn of(catalog: &Catalog, kind: ItemKind, id: &str) -> Option<Editor> {
        let (draft, name) = match kind {
            ItemKind::Routine => {
                let routine = catalog.routine(id)?;
                let draft = RoutineDraft::of(routine);
                (Draft::Routine(Box::new(draft)), &routine.name)
            }
            ItemKind::Exercise => {
                let exercise = catalog.exercise(id)?;
                let draft = ExerciseDraft::of(exercise);
                (Draft::Exercise(Box::new(draft)), &exercise.name)
            }
        };
        let whose = whose(catalog, kind, id);
        let origin = Origin {
            id: id.to_owned(),
            name: name.clone(),
            whose,
            in_place: whose != Whose::BuiltIn,
        };
        let mut editor = Editor::with(draft, Some(origin));
        if whose == Whose::BuiltIn {
            editor.draft.name_mut().push_str(", my way");
        }
        Some(editor)
    }

    fn with(draft: Draft, from: Option<Origin>) -> Editor {
        Editor {
            draft,
            from,
            at_first: None,
            checked: Checked::default(),
            saving: None,
            leaving: None,
        }
    }

    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Outcome {
        let kind = self.draft.kind();
        let catalog = &model.catalog;
        if let Some(saving) = &self.saving {
            if model.problem.is_some() || model.gone.is_some() {
                self.saving = None;
            } else if model.catalog_changes() != saving.before {
                return match saving.closes {
                    true => Outcome::Close,
                    false => Outcome::Done(kind, saving.id.clone()),
                };
            }
        }
        let id = match &self.from {
            Some(origin) if origin.in_place => origin.id.clone(),
            Some(_) | None => free_id(catalog, kind, self.draft.name_mut()),
        };
        self.draft.set_id(&id);
        let gallery = Gallery::of(ui.ctx());
        self.check(model, &gallery);
        let bar = self.bar(model, &id, ui);
        let place = format!("{}.{id}", kind.list());
        let problems = std::mem::take(&mut self.checked.problems);
        let context = Context {
            model,
            gallery: &gallery,
            place,
            problems: &problems,
        };
        ScrollArea::vertical()
            .id_salt("editor")
            .auto_shrink(false)
            .show(ui, |ui| {
                page_frame(ui, |ui| {
                    self.origin(ui);
                    match &mut self.draft {
                        Draft::Routine(draft) => draft.show(&context, ui),
                        Draft::Exercise(draft) => draft.show(&context, ui),
                    }
                });
            });
        self.checked.problems = problems;
        if let Some(outcome) = self.question(model, &id, ui) {
            return outcome;
        }
        match (&bar, self.draft.wanted()) {
            (Outcome::Stay, Some(path)) => Outcome::TakeIn(path),
            _ => bar,
        }
    }

    /// Somebody wants to close the window. Returns whether it must stay: something would be lost that hasn't been asked
    /// about yet, or is being saved.
    pub fn ask_before_closing(&mut self) -> bool {
        match &mut self.saving {
            Some(saving) => !std::mem::replace(&mut saving.closes, true),
            None => self.is_changed() && self.leaving.replace(Way::Close) != Some(Way::Close),
        }
    }

    fn is_changed(&self) -> bool {
        let first = self.at_first.as_ref();
        first.is_some_and(|first| *first != self.draft.file()) || !self.draft.is_whole()
    }

    fn can_save(&self, model: &Model) -> bool {
        let good = self.checked.problems.is_empty() && self.draft.is_whole();
        good && self.saving.is_none() && model.gone.is_none()
    }

    fn save(&mut self, model: &Model, id: &str, closes: bool) -> Outcome {
        self.saving = Some(Saving {
            id: id.to_owned(),
            before: model.catalog_changes(),
            closes,
        });
        let text = self.draft.file();
        Outcome::Ask(Request::CatalogPut { text })
    }

    /// Asks what to do with the changes when somebody wants to leave; returns the answer.
    fn question(&mut self, model: &Model, id: &str, ui: &Ui) -> Option<Outcome> {
        let way = self.leaving?;
        let (title, save) = match way {
            Way::Back => ("Go back without saving?", "Save and go back"),
            Way::Close => ("Close without saving?", "Save and close"),
        };
        let can_save = self.can_save(model);
        let words = match (can_save, &model.gone) {
            (true, _) => "Your changes are not saved yet.",
            (false, Some(_)) => {
                "Your changes are not saved yet. They can be, once reminders are running again."
            }
            (false, None) => {
                "Your changes are not saved yet. Before they can be, something has to be put right."
            }
        };
        let mut answers = vec![("", "Keep editing")];
        if can_save {
            answers.push((icon::CHECK, save));
        }
        answers.push(("", "Discard changes"));
        let question = Question {
            title,
            words,
            answers: &answers,
        };
        let answer = sheet(ui, &question, model.reduced_motion)?;
        self.leaving = None;
        ui.ctx().request_repaint();
        Some(match (answer, way) {
            (0, _) => Outcome::Stay,
            (1, _) if can_save => self.save(model, id, way == Way::Close),
            (_, Way::Back) => Outcome::Leave,
            (_, Way::Close) => Outcome::Close,
        })
    }

    /// Takes the outcome of importing a picture.
    pub fn imported(&mut self, import: &Import) {
        match &mut self.draft {
            Draft::Routine(_) => {}
            Draft::Exercise(draft) => draft.imported(import),
        }
    }

    /// The bar that is always visible: the way back, a title, and Save.
    fn bar(&mut self, model: &Model, id: &str, ui: &mut Ui) -> Outcome {
        let tokens = Tokens::of(ui);
        let side = if ui.available_width() < 600.0 { 8 } else { 20 };
        let frame = Frame::new()
            .fill(tokens.surface)
            .inner_margin(Margin::symmetric(side, 8));
        let mut outcome = Outcome::Stay;
        Panel::top("editor bar")
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let back = button(ui, icon::ARROW_LEFT, "Back", Weight::Quiet).clicked();
                    if back && self.is_changed() {
                        self.leaving = Some(Way::Back);
                    } else if back {
                        outcome = Outcome::Leave;
                    }
                    let layout = Layout::right_to_left(Align::Center);
                    ui.with_layout(layout, |ui| {
                        ui.add_enabled_ui(self.can_save(model), |ui| {
                            if button(ui, icon::CHECK, "Save", Weight::Main).clicked() {
                                outcome = self.save(model, id, false);
                            }
                        });
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let title = RichText::new(self.title()).font(theme::bold(size::CARD));
                            ui.add(egui::Label::new(title).truncate());
                        });
                    });
                });
            });
        outcome
    }

    fn title(&self) -> String {
        let what = match &self.draft {
            Draft::Routine(_) => "routine",
            Draft::Exercise(_) => "exercise",
        };
        match &self.from {
            None => format!("New {what}"),
            Some(origin) if origin.whose == Whose::BuiltIn => "My own version".to_owned(),
            Some(_) => format!("Edit {what}"),
        }
    }

    /// For a version of a built-in one: whether to keep both or replace it.
    fn origin(&mut self, ui: &mut Ui) {
        let Some(origin) = &mut self.from else { return };
        if origin.whose != Whose::BuiltIn {
            return;
        }
        let words = ["Beside it".to_owned(), "In its place".to_owned()];
        let chosen = usize::from(origin.in_place);
        let label = format!("Where to keep it: {} stays built in", origin.name);
        ui.label(RichText::new(&label).font(theme::bold(size::SMALL)));
        ui.add_space(space::TIGHT);
        let picked =
            crate::window::widgets::segmented::segmented(ui, "Keep it", &words, Some(chosen));
        ui.add_space(space::LINE);
        let Some(picked) = picked else { return };
        origin.in_place = picked == 1;
        // An unedited name changes with it.
        let (plain, mine) = (origin.name.clone(), format!("{}, my way", origin.name));
        let name = self.draft.name_mut();
        if *name == plain || *name == mine {
            *name = if picked == 1 { plain } else { mine };
        }
    }

    /// Checks the draft with the checker for catalog files, if anything has changed.
    fn check(&mut self, model: &Model, gallery: &Gallery) {
        let text = self.draft.file();
        let changes = model.catalog_changes();
        let fresh = self.at_first.is_none();
        if !fresh && self.checked.text == text && self.checked.changes == changes {
            return;
        }
        let (facts, look) = (gallery.facts(), |path: &str| gallery.look(path));
        let around = Scope {
            figures: Some(&facts),
            base: Some(&model.catalog),
            pictures: Some(&look),
        };
        let (_, problems) = read(&text, around);
        if fresh {
            self.at_first = Some(text.clone());
        }
        self.checked = Checked {
            text,
            changes,
            problems,
        };
    }
}

impl Draft {
    fn kind(&self) -> ItemKind {
        match self {
            Draft::Routine(_) => ItemKind::Routine,
            Draft::Exercise(_) => ItemKind::Exercise,
        }
    }

    fn name_mut(&mut self) -> &mut String {
        match self {
            Draft::Routine(draft) => &mut draft.routine.name,
            Draft::Exercise(draft) => &mut draft.exercise.name,
        }
    }

    fn set_id(&mut self, id: &str) {
        let place = match self {
            Draft::Routine(draft) => &mut draft.routine.id,
            Draft::Exercise(draft) => &mut draft.exercise.id,
        };
        if place != id {
            id.clone_into(place);
        }
    }

    /// As a catalog file.
    fn file(&self) -> String {
        match self {
            Draft::Routine(draft) => draft.file(),
            Draft::Exercise(draft) => draft.file(),
        }
    }

    /// The path of a picture to be imported, returned once.
    fn wanted(&mut self) -> Option<String> {
        match self {
            Draft::Routine(_) => None,
            Draft::Exercise(draft) => draft.wanted(),
        }
    }

    /// Whether everything typed has made it into the draft.
    fn is_whole(&self) -> bool {
        match self {
            Draft::Routine(_) => true,
            Draft::Exercise(draft) => draft.is_whole(),
        }
    }
}

/// An id for something with that name that no exercise or routine has yet.
fn free_id(catalog: &Catalog, kind: ItemKind, name: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for letter in name.chars() {
        let plain = plain_letter(letter);
        match words.last_mut() {
            Some(word) if !plain.is_empty() => word.push_str(plain.as_str()),
            Some(word) if !word.is_empty() => words.push(String::new()),
            Some(_) | None => {}
        }
    }
    words.retain(|word| !word.is_empty());
    let mut base = words.join("-");
    base.truncate(48);
    let base = base.trim_matches('-');
    let base = match (base, kind) {
        ("", ItemKind::Routine) => "my-routine",
        ("", ItemKind::Exercise) => "my-exercise",
        (base, _) => base,
    };
    let is_free = |id: &str| catalog.name(id).is_none();
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|id| is_free(id))
        .unwrap_or_default()
}

/// A letter as allowed in ids; empty for a word separator.
fn plain_letter(letter: char) -> String {
    match letter.to_lowercase().next().unwrap_or(letter) {
        plain @ ('a'..='z' | '0'..='9') => plain.to_string(),
        'ä' | 'à' | 'á' | 'â' | 'ã' | 'å' => "a".to_owned(),
        'è' | 'é' | 'ê' | 'ë' => "e".to_owned(),
        'ì' | 'í' | 'î' | 'ï' => "i".to_owned(),
        'ö' | 'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o".to_owned(),
        'ü' | 'ù' | 'ú' | 'û' => "u".to_owned(),
        'ñ' => "n".to_owned(),
        'ç' => "c".to_owned(),
        'ß' => "ss".to_owned(),
        _ => String::new(),
    }
}

/// A heading inside the editor.
fn heading(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(text::capitalised(words)).font(theme::bold(size::CARD)));
    ui.add_space(space::TIGHT);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{builtin, is_id};

    #[test]
    fn a_name_becomes_an_id_that_nothing_else_has() {
        let id = |name: &str| free_id(builtin(), ItemKind::Routine, name);
        assert_eq!(id("Evening loosening"), "evening-loosening");
        assert_eq!(id("  Für den Rücken – 2!"), "fur-den-rucken-2");
        assert_eq!(id("Chin tucks"), "chin-tucks-2");
        assert_eq!(id("Растяжка"), "my-routine");
        for name in [
            "",
            "-",
            "é".repeat(100).as_str(),
            "a b ".repeat(40).as_str(),
        ] {
            assert!(is_id(&id(name)), "{name}");
        }
    }
}
