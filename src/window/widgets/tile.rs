//! Tiles: a moving picture with a name and a note, in as many columns as fit.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{
    Align, CornerRadius, Galley, Rect, Response, Role, Sense, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use crate::logic::time::now::Mono;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::glyph::{self, Glyph};
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::thumbnail::Thumbnail;

/// What a tile shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// What a press returns.
    pub id: String,
    /// The name below the picture.
    pub name: String,
    /// The line below the name.
    pub note: String,
    /// Pose set of the picture.
    pub figure: Option<String>,
    /// Whether it is a favourite.
    pub starred: bool,
    /// What a press does, for screen readers; followed by the name.
    pub verb: &'static str,
}

/// A grid of tiles; keeps their pictures from frame to frame.
#[derive(Default)]
pub struct Tiles {
    thumbnails: HashMap<String, Thumbnail>,
}

const GAP: f32 = 16.0;
const CAPTION: f32 = 74.0;
/// Height of one more line of a note.
const LINE: f32 = 18.0;
/// Margin beside the words.
const SIDE: f32 = 13.0;
const NARROWEST: f32 = 158.0;
/// Padding between the edge of a tile and its picture.
const INSET: f32 = 7.0;

impl Tiles {
    /// Draws the tiles; the hovered one moves if `lively`. Returns the id of one that was pressed.
    pub fn show(&mut self, ui: &mut Ui, tiles: &[Tile], now: Mono, lively: bool) -> Option<String> {
        let width = ui.available_width();
        let columns = (((width + GAP) / (NARROWEST + GAP)).floor() as usize).clamp(2, 5);
        let each = (width - GAP * (columns - 1) as f32) / columns as f32;
        // A note is never cut for lack of room.
        let lines = |tile: &Tile| note(ui, tile, each - 2.0 * SIDE).rows.len();
        let long = tiles.iter().any(|tile| lines(tile) > 1);
        let caption = if long { CAPTION + LINE } else { CAPTION };
        let size = vec2(each, each * 0.86 + caption);
        let mut pressed = None;
        for row in tiles.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for tile in row {
                    if self.tile(ui, tile, size, now, lively).clicked() {
                        pressed = Some(tile.id.clone());
                    }
                }
            });
            ui.add_space(GAP - ui.spacing().item_spacing.y);
        }
        pressed
    }

    fn tile(&mut self, ui: &mut Ui, tile: &Tile, size: Vec2, now: Mono, lively: bool) -> Response {
        let tokens = Tokens::of(ui);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| {
            let star = if tile.starred { ", favourite" } else { "" };
            let name = format!("{} {}{star}", tile.verb, tile.name);
            WidgetInfo::labeled(Role::Button, true, name)
        });
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let corner = CornerRadius::same(space::CORNER);
        let fill = if response.hovered() {
            tokens.hover
        } else {
            tokens.surface
        };
        ui.painter()
            .rect(rect, corner, fill, tokens.edge(), StrokeKind::Inside);
        focus_ring(ui, rect, &response, corner);
        let picture = Rect::from_min_max(
            rect.min + vec2(INSET, INSET),
            pos2(rect.right() - INSET, rect.top() + size.x * 0.86),
        );
        if let Some(figure) = &tile.figure {
            let alive = lively && (response.hovered() || response.has_focus());
            let round = f32::from(space::CORNER) - INSET * 0.6;
            self.thumbnails
                .entry(tile.id.clone())
                .or_default()
                .paint(ui, picture, figure, alive, now, round, fill);
        }
        if tile.starred {
            let middle = picture.right_top() + vec2(-16.0, 16.0);
            glyph::paint(ui.painter(), middle, 9.0, Glyph::Star, tokens.attention);
        }
        let caption = Rect::from_min_max(
            pos2(rect.left() + SIDE, picture.bottom() + 7.0),
            rect.max - vec2(SIDE, 9.0),
        );
        // Two lines in the same size as the one-line names beside it.
        let room = vec2(caption.width(), 40.0);
        let name = text::fit(
            ui,
            &tile.name,
            theme::bold,
            [14.0, 12.0],
            tokens.text,
            room,
            Align::Min,
        );
        let note = note(ui, tile, caption.width());
        let top = name.size().y;
        text::put(ui, caption, name, Place::TOP_LEFT, Live::Silent);
        if top + note.size().y <= caption.height() + 1.0 {
            let below =
                Rect::from_min_max(pos2(caption.left(), caption.top() + top + 1.0), caption.max);
            text::put(ui, below, note, Place::TOP_LEFT, Live::Silent);
        }
        response
    }
}

/// The line below the name, in as many lines as it needs.
fn note(ui: &Ui, tile: &Tile, width: f32) -> Arc<Galley> {
    let tokens = Tokens::of(ui);
    let font = theme::plain(size::SMALL);
    text::lay_out(ui, &tile.note, font, tokens.muted, width, Align::Min)
}
