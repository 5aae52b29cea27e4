//! A picture that can be chosen, with its name below it and a tick on it when chosen.

use egui::{
    Align, Color32, CornerRadius, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::icon;
use crate::window::widgets::text;

/// Room for the name.
const NAME: f32 = 30.0;
/// Padding between the edge and the picture.
const INSET: f32 = 5.0;
/// Radius of the picture's corners.
const CORNER: f32 = 7.0;
/// Radius of the disc behind the tick.
const TICK: f32 = 9.0;

/// Draws a choice of width `width` that is `on` or not. `paint` receives the picture's area, its corner radius, the
/// colour behind it and the pointer's response.
pub fn choice(
    ui: &mut Ui,
    name: &str,
    on: bool,
    width: f32,
    paint: impl FnOnce(&Ui, Rect, f32, Color32, &Response),
) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, width + NAME), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (on, response.hovered()) {
        (true, _) => tokens.accent_wash,
        (false, true) => tokens.hover,
        (false, false) => tokens.inset,
    };
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    ui.painter().rect_filled(rect, corner, fill);
    focus_ring(ui, rect, &response, corner);
    let stage = Rect::from_min_max(
        rect.min + Vec2::splat(INSET),
        pos2(rect.right() - INSET, rect.bottom() - NAME),
    );
    paint(ui, stage, CORNER, fill, &response);
    if on {
        let middle = stage.right_top() + vec2(-TICK - 3.0, TICK + 3.0);
        ui.painter().circle_filled(middle, TICK, tokens.accent);
        put(ui, icon::CHECK, 2.0 * TICK, tokens.on_accent, middle);
    }
    let ink = if on { tokens.accent_text } else { tokens.muted };
    let middle = pos2(rect.center().x, rect.bottom() - NAME * 0.5);
    put(ui, name, width - 4.0, ink, middle);
    response
}

/// Centres words on a point, no wider than `width`.
fn put(ui: &Ui, words: &str, width: f32, ink: Color32, middle: egui::Pos2) {
    let (sizes, room) = ([size::SMALL, 9.0], vec2(width, NAME));
    let galley = text::fit(ui, words, theme::bold, sizes, ink, room, Align::Min);
    ui.painter()
        .galley(middle - galley.size() * 0.5, galley, ink);
}
