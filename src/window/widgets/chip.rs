//! A chip: a word that can be chosen, such as a filter.

use egui::{Align, Color32, CornerRadius, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::window::theme::{self, Tokens, size};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::text;

/// A chip that can be pressed, on the background of a page.
pub fn chip(ui: &mut Ui, label: &str, chosen: bool) -> Response {
    let rest = Tokens::of(ui).surface;
    draw(ui, label, label, chosen, rest)
}

/// A chip in a card, with a separate name for screen readers.
pub fn inset(ui: &mut Ui, label: &str, name: &str, chosen: bool) -> Response {
    let rest = Tokens::of(ui).inset;
    draw(ui, label, name, chosen, rest)
}

fn draw(ui: &mut Ui, label: &str, name: &str, chosen: bool, rest: Color32) -> Response {
    let tokens = Tokens::of(ui);
    let ink = if chosen {
        tokens.on_accent
    } else {
        tokens.text
    };
    let galley = text::lay_out(
        ui,
        label,
        theme::bold(size::SMALL),
        ink,
        f32::INFINITY,
        Align::Min,
    );
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 24.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    let fill = match (chosen, response.hovered()) {
        (true, _) => tokens.accent,
        (false, true) => tokens.hover,
        (false, false) => rest,
    };
    let corner = CornerRadius::same(15);
    ui.painter().rect_filled(rect, corner, fill);
    focus_ring(ui, rect, &response, corner);
    let at = rect.center() - galley.size() * 0.5;
    ui.painter().galley(at, galley, ink);
    response
}
