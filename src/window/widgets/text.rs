//! Text in a given area: laid out to fit, painted, and named for screen readers.

use std::sync::Arc;

use egui::{
    Align, Color32, FontId, Galley, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit,
    text::LayoutJob,
};

use crate::logic::text::visible;

/// How a block of text is aligned in its area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Horizontally.
    pub across: Align,
    /// Vertically.
    pub down: Align,
}

impl Place {
    /// At the top left.
    pub const TOP_LEFT: Place = Place {
        across: Align::Min,
        down: Align::Min,
    };
    /// In the middle.
    pub const MIDDLE: Place = Place {
        across: Align::Center,
        down: Align::Center,
    };
    /// At the left, vertically centred.
    pub const LEFT: Place = Place {
        across: Align::Min,
        down: Align::Center,
    };
    /// At the right, vertically centred.
    pub const RIGHT: Place = Place {
        across: Align::Max,
        down: Align::Center,
    };
}

/// Lays out a text no wider than `width`.
pub fn lay_out(
    ui: &Ui,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
    across: Align,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple(
        visible::lines(text).into_owned(),
        font,
        colour,
        width.max(1.0),
    );
    job.halign = across;
    ui.painter().layout_job(job)
}

/// Lays out a text in at most that many rows; the rest becomes an ellipsis.
pub fn in_rows(
    ui: &Ui,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
    rows: usize,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text.to_owned(), font, colour, width.max(1.0));
    job.wrap.max_rows = rows;
    ui.painter().layout_job(job)
}

/// Lays out a text in the largest size from `largest` down to `smallest` at which it fits into `room`.
pub fn fit(
    ui: &Ui,
    text: &str,
    font: impl Fn(f32) -> FontId,
    [largest, smallest]: [f32; 2],
    colour: Color32,
    room: egui::Vec2,
    across: Align,
) -> Arc<Galley> {
    let mut size = largest;
    loop {
        let galley = lay_out(ui, text, font(size), colour, room.x, across);
        if size <= smallest || (galley.size().y <= room.y && galley.size().x <= room.x + 0.5) {
            return galley;
        }
        size = (size - 2.0).max(smallest);
    }
}

/// Paints a galley in `rect` and tells screen readers about it.
pub fn put(ui: &mut Ui, rect: Rect, galley: Arc<Galley>, place: Place, live: Live) -> Response {
    let size = galley.size();
    let top = match place.down {
        Align::Min => rect.top(),
        Align::Center => rect.center().y - size.y * 0.5,
        Align::Max => rect.bottom() - size.y,
    };
    // An aligned galley is anchored at its left edge, middle or right edge.
    let anchor = match galley.job.halign {
        Align::Min => match place.across {
            Align::Min => rect.left(),
            Align::Center => rect.center().x - size.x * 0.5,
            Align::Max => rect.right() - size.x,
        },
        Align::Center => rect.center().x,
        Align::Max => rect.right(),
    };
    let pos = egui::pos2(anchor, top);
    let drawn = galley.rect.translate(pos.to_vec2());
    let label = galley.text().to_owned();
    ui.painter().galley(pos, galley, ui.visuals().text_color());
    let response = ui.interact(
        drawn,
        ui.scope_id().with(("text", &label, live)),
        Sense::hover(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    if live == Live::Announced {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_live(accesskit::Live::Polite);
        });
    }
    response.with_new_rect(drawn)
}

/// The words with an initial capital.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Whether a screen reader announces a text when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Live {
    /// Only when asked.
    Silent,
    /// When it changes.
    Announced,
}
