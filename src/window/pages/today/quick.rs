//! Quick starts: breaks as pictures, the next choice first.

use std::collections::HashMap;

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::ipc::message::Request;
use crate::logic::catalog::Catalog;
use crate::logic::span;
use crate::logic::status::Status;
use crate::window::action::Action;
use crate::window::pages::Model;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::card;
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::thumbnail::Thumbnail;

/// The pictures, kept from frame to frame.
#[derive(Default)]
pub struct QuickStarts {
    thumbnails: HashMap<String, Thumbnail>,
}

/// At most this many.
const MOST: usize = 8;
const GAP: f32 = 16.0;
const CAPTION: f32 = 62.0;

impl QuickStarts {
    /// Draws them in as many columns as fit.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, status: Option<&Status>) -> Option<Action> {
        let offered = offered(&model.catalog, status);
        if offered.is_empty() {
            return None;
        }
        card::title(ui, "Quick starts");
        ui.add_space(space::TIGHT);
        let width = ui.available_width();
        let columns = (((width + GAP) / (158.0 + GAP)).floor() as usize).clamp(2, 4);
        let tile = (width - GAP * (columns - 1) as f32) / columns as f32;
        let mut action = None;
        for row in offered.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for id in row {
                    if self.tile(ui, model, id, tile) && model.gone.is_none() {
                        action = Some(Action::Ask(Request::Start {
                            what: Some(id.clone()),
                        }));
                    }
                }
            });
            ui.add_space(GAP - ui.spacing().item_spacing.y);
        }
        action
    }

    fn tile(&mut self, ui: &mut Ui, model: &Model, id: &str, width: f32) -> bool {
        let tokens = Tokens::of(ui);
        let name = model.catalog.name(id).unwrap_or(id).to_owned();
        let length = model.catalog.length(id).map(span::words).unwrap_or_default();
        let (rect, response) = ui.allocate_exact_size(vec2(width, width * 0.86 + CAPTION), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Start {name}")));
        if !ui.is_rect_visible(rect) {
            return response.clicked();
        }
        let corner = CornerRadius::same(space::CORNER);
        let fill = if response.hovered() { tokens.hover } else { tokens.surface };
        ui.painter().rect_filled(rect, corner, fill);
        focus_ring(ui, rect, &response, corner);
        let inset = 7.0;
        let picture = Rect::from_min_max(
            rect.min + vec2(inset, inset),
            egui::pos2(rect.right() - inset, rect.bottom() - CAPTION),
        );
        if let Some(figure) = figure_of(&model.catalog, id) {
            let alive = response.hovered() && !model.reduced_motion;
            self.thumbnails.entry(id.to_owned()).or_default().paint(
                ui,
                picture,
                figure,
                alive,
                model.now,
                f32::from(space::CORNER) - inset * 0.6,
                fill,
            );
        }
        let caption = Rect::from_min_max(
            egui::pos2(rect.left() + 12.0, picture.bottom() + 7.0),
            rect.max - vec2(12.0, 8.0),
        );
        let room = vec2(caption.width(), 36.0);
        let title = text::fit(ui, &name, theme::bold, [size::BODY, 11.0], tokens.text, room, egui::Align::Min);
        let note = text::lay_out(ui, &length, theme::plain(size::SMALL), tokens.muted, caption.width(), egui::Align::Min);
        let upper = Rect::from_min_size(caption.min, room);
        let lower = Rect::from_min_max(egui::pos2(caption.left(), caption.bottom() - 17.0), caption.max);
        if title.rows.len() > 1 {
            text::put(ui, upper, title, Place::TOP_LEFT, Live::Silent);
        } else {
            let one_line = Rect::from_min_size(caption.min, vec2(caption.width(), title.size().y));
            text::put(ui, one_line, title, Place::TOP_LEFT, Live::Silent);
        }
        text::put(ui, lower, note, Place::LEFT, Live::Silent);
        response.clicked()
    }
}

/// The next choice, then the pool of the desk, then routines.
fn offered(catalog: &Catalog, status: Option<&Status>) -> Vec<String> {
    let next = status
        .and_then(|status| status.next.as_ref())
        .and_then(|next| next.what.clone());
    let pool = catalog.pool("desk").map(|pool| pool.members.clone());
    let routines = catalog.routines.iter().map(|routine| routine.id.clone());
    let exercises = catalog.exercises.iter().map(|exercise| exercise.id.clone());
    let mut offered: Vec<String> = Vec::new();
    for id in next
        .into_iter()
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

/// The pose set that stands for an exercise, or for a routine's longest one.
pub fn figure_of<'a>(catalog: &'a Catalog, id: &str) -> Option<&'a str> {
    if let Some(exercise) = catalog.exercise(id) {
        return Some(&exercise.figure);
    }
    let routine = catalog.routine(id)?;
    routine
        .exercises
        .iter()
        .filter(|id| {
            let framing = [&catalog.frame.open, &catalog.frame.close];
            !framing.into_iter().flatten().any(|frame| frame == *id)
        })
        .find_map(|id| catalog.exercise(id))
        .map(|exercise| exercise.figure.as_str())
}
