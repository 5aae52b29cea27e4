//! A switch: on or off, effective at once.

use egui::{Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::window::theme::Tokens;
use crate::window::widgets::button::focus_ring;

/// A switch named `label` for screen readers. A click asks to toggle it.
pub fn switch(ui: &mut Ui, on: bool, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(44.0, 26.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Switch, enabled, on, label));
    let tokens = Tokens::of(ui);
    let radius = rect.height() * 0.5;
    let how = ui.ctx().animate_bool_responsive(response.id, on);
    let fill = match (on, response.hovered()) {
        (true, false) => tokens.accent,
        (true, true) => tokens.accent_hover,
        (false, false) => tokens.line,
        (false, true) => tokens.hover,
    };
    ui.painter().rect_filled(rect, radius, fill);
    let x = egui::lerp(rect.left() + radius..=rect.right() - radius, how);
    let knob = if on { tokens.on_accent } else { tokens.surface };
    ui.painter()
        .circle(pos2(x, rect.center().y), radius - 4.0, knob, Stroke::NONE);
    focus_ring(ui, rect, &response, egui::CornerRadius::same(13));
    response
}
