//! About: what the program is, when to be careful, where its knowledge comes from, and where its files are.

use std::collections::BTreeSet;

use egui::{RichText, ScrollArea, Ui};

use crate::logic::catalog::Article;
use crate::window::pages::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::{card, text};

/// The page.
#[derive(Default)]
pub struct AboutPage;

/// Third-party material compiled in, with its licence.
const LICENCES: [(&str, &str); 3] = [
    ("Unbend", "MIT or Apache 2.0, as you like"),
    ("Nunito Sans, the typeface", "SIL Open Font License 1.1"),
    ("Phosphor, the icons", "MIT"),
];

impl AboutPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.heading("About");
                ui.add_space(space::LINE);
                card::card(ui, |ui| {
                    card::title(ui, &format!("Unbend {}", env!("CARGO_PKG_VERSION")));
                    ui.label(env!("CARGO_PKG_DESCRIPTION"));
                    card::note(ui, "Everything it knows of you stays on this computer");
                    ui.add_space(space::LINE);
                    if button(ui, "", "Show the introduction", Weight::Other).clicked() {
                        action = Some(Action::Welcome);
                    }
                });
                ui.add_space(space::CARD);
                safety(ui, model);
                ui.add_space(space::CARD);
                card::card(ui, |ui| {
                    card::title(ui, "Sources");
                    sources(ui, model);
                });
                ui.add_space(space::CARD);
                card::card(ui, |ui| {
                    card::title(ui, "Licences");
                    for (what, licence) in LICENCES {
                        pair(ui, what, licence);
                    }
                });
                let files = model.doctor.iter().flat_map(|doctor| &doctor.files);
                let files: Vec<_> = files.collect();
                if !files.is_empty() {
                    ui.add_space(space::CARD);
                    card::card(ui, |ui| {
                        card::title(ui, "Files");
                        for file in files {
                            pair(ui, &text::capitalised(&file.name), &file.path);
                        }
                    });
                }
            });
        });
        action
    }
}

/// The medical note, from the catalog.
fn safety(ui: &mut Ui, model: &Model) {
    let safety = &model.catalog.safety;
    card::card(ui, |ui| {
        card::title(ui, "Your health");
        ui.label(&safety.note);
        ui.add_space(space::LINE);
        ui.label(
            RichText::new("Speak to a health professional first with")
                .font(theme::bold(size::BODY)),
        );
        points(ui, &safety.ask_first);
        ui.add_space(space::LINE);
        ui.label(RichText::new("When to stop").font(theme::bold(size::BODY)));
        points(ui, &safety.stop);
    });
}

pub(super) fn points(ui: &mut Ui, lines: &[String]) {
    let tokens = Tokens::of(ui);
    for line in lines {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("•").color(tokens.accent_text));
            ui.add(egui::Label::new(line).wrap());
        });
    }
}

fn sources(ui: &mut Ui, model: &Model) {
    let exercises = &model.catalog.exercises;
    let sources: BTreeSet<&str> = exercises
        .iter()
        .flat_map(|exercise| exercise.sources.iter().map(String::as_str))
        .collect();
    let words = format!(
        "Doses, steps and cautions of the {} exercises come from these; each exercise names its own",
        exercises.len(),
    );
    ui.label(words);
    let (articles, others): (Vec<&str>, Vec<&str>) = sources
        .into_iter()
        .partition(|source| Article::behind(source).is_some());
    for article in articles.into_iter().filter_map(Article::behind) {
        pair(ui, article.title, &text::capitalised(article.by));
    }
    for other in others {
        ui.add_space(space::TIGHT);
        card::note(ui, other);
    }
}

/// A name and its value.
fn pair(ui: &mut Ui, name: &str, words: &str) {
    ui.add_space(space::TIGHT);
    ui.label(RichText::new(name).font(theme::bold(size::BODY)));
    card::note(ui, words);
}
