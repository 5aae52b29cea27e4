//! Doctor: what works on this desktop, by what means, and what to do about the rest.

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use crate::ipc::message::{Doctor, Request};
use crate::logic::shown::status::AbilityStatus;
use crate::logic::text::visible;
use crate::window::pages::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::{card, icon, text};

/// The page.
#[derive(Default)]
pub struct DoctorPage;

impl DoctorPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.heading("Doctor");
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if button(ui, icon::RESET, "Check again", Weight::Other).clicked() {
                            action = Some(Action::Ask(Request::Doctor));
                        }
                    });
                });
                ui.add_space(space::LINE);
                if let Some(doctor) = &model.doctor {
                    show(ui, doctor);
                } else {
                    card::note(ui, "Unbend has not answered yet");
                }
            });
        });
        action
    }
}

fn show(ui: &mut Ui, doctor: &Doctor) {
    let broken = doctor
        .abilities
        .iter()
        .filter(|ability| !ability.works)
        .count();
    let summary = match (broken, doctor.problems.len()) {
        (0, 0) => "Everything works".to_owned(),
        (broken, problems) => match broken + problems {
            1 => "One thing needs attention".to_owned(),
            n => format!("{n} things need attention"),
        },
    };
    card::note(ui, &summary);
    ui.add_space(space::LINE);
    if !doctor.problems.is_empty() {
        card::card(ui, |ui| {
            card::title(ui, "Problems");
            for problem in &doctor.problems {
                line(ui, false, problem, "", "");
            }
        });
        ui.add_space(space::CARD);
    }
    card::card(ui, |ui| {
        card::title(ui, "Abilities");
        // What is missing comes first.
        let mut sorted: Vec<&AbilityStatus> = doctor.abilities.iter().collect();
        sorted.sort_by_key(|ability| ability.works);
        for ability in sorted {
            line(
                ui,
                ability.works,
                ability.ability.words(),
                &ability.source,
                &ability.remedy,
            );
        }
    });
    if !doctor.files.is_empty() {
        ui.add_space(space::CARD);
        card::card(ui, |ui| {
            card::title(ui, "Files");
            for file in &doctor.files {
                ui.horizontal_wrapped(|ui| {
                    ui.label(RichText::new(&file.name).font(theme::bold(size::BODY)));
                    ui.label(visible::line(&file.path).into_owned());
                });
            }
        });
    }
}

/// One ability: whether it works, by what means, and what to do.
fn line(ui: &mut Ui, works: bool, name: &str, source: &str, remedy: &str) {
    let tokens = Tokens::of(ui);
    ui.add_space(space::TIGHT);
    ui.horizontal_top(|ui| {
        let (mark, colour) = if works {
            (icon::CHECK_CIRCLE, tokens.accent_text)
        } else {
            (icon::WARNING, tokens.attention_text)
        };
        ui.label(RichText::new(mark).font(theme::plain(20.0)).color(colour));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new(visible::line(name)).font(theme::bold(size::BODY)));
            for words in [source, remedy] {
                if !words.is_empty() {
                    card::note(ui, &text::capitalised(words));
                }
            }
        });
    });
}
