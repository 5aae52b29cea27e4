//! Names the side being trained, with an arrow and its own colour.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use crate::logic::catalog::Side;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::{icon, text};

/// Paints the badge with its left edge, or its middle, at `at`, `height` high; returns its area.
pub fn side_badge(ui: &mut Ui, at: egui::Pos2, across: Align, height: f32, side: Side) -> Rect {
    let tokens = Tokens::of(ui);
    let (label, shown, fill) = match side {
        Side::Left => (
            "Left side",
            format!("{}  Left", icon::ARROW_LEFT),
            tokens.left,
        ),
        Side::Right => (
            "Right side",
            format!("Right  {}", icon::ARROW_RIGHT),
            tokens.right,
        ),
    };
    let galley = text::lay_out(
        ui,
        &shown,
        theme::bold(height * 0.52),
        tokens.on_side,
        f32::INFINITY,
        Align::Min,
    );
    let size: Vec2 = vec2(galley.size().x + height * 0.8, height);
    let left = match across {
        Align::Min => at.x,
        Align::Center => at.x - size.x * 0.5,
        Align::Max => at.x - size.x,
    };
    let rect = Rect::from_min_size(pos2(left, at.y), size);
    ui.painter().rect_filled(
        rect,
        CornerRadius::same((height * 0.5).min(255.0) as u8),
        fill,
    );
    let pos = rect.center() - galley.size() * 0.5;
    ui.painter().galley(pos, galley, tokens.on_side);
    let response = ui.interact(rect, ui.scope_id().with("side"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    rect
}
