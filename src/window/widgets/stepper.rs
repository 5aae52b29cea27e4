//! A value between minus and plus.

use egui::{Align, Rect, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, icon_button};
use crate::window::widgets::{icon, text};

/// Which button was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Less.
    Down,
    /// More.
    Up,
}

/// Shows `value`; `label` names the buttons. An impossible direction is dimmed.
pub fn stepper(ui: &mut Ui, label: &str, value: &str, can: [bool; 2]) -> Option<Direction> {
    let tokens = Tokens::of(ui);
    let (rect, middle) = ui.allocate_exact_size(vec2(160.0, space::CONTROL), Sense::hover());
    ui.painter()
        .rect_filled(rect, f32::from(space::CONTROL_CORNER), tokens.inset);
    let galley = text::lay_out(
        ui,
        value,
        theme::bold(size::BODY),
        tokens.text,
        f32::INFINITY,
        Align::Min,
    );
    let at = rect.center() - galley.size() * 0.5;
    ui.painter().galley(at, galley, tokens.text);
    middle.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
    let side = Vec2::splat(space::CONTROL - 6.0);
    let inset = space::CONTROL * 0.5;
    let mut pressed = None;
    for (x, icon, word, direction, possible) in [
        (
            rect.left() + inset,
            icon::MINUS,
            "less",
            Direction::Down,
            can[0],
        ),
        (
            rect.right() - inset,
            icon::PLUS,
            "more",
            Direction::Up,
            can[1],
        ),
    ] {
        let place = Rect::from_center_size(egui::pos2(x, rect.center().y), side);
        ui.add_enabled_ui(possible, |ui| {
            if icon_button(ui, place, icon, &format!("{label}: {word}"), Weight::Quiet).clicked() {
                pressed = Some(direction);
            }
        });
    }
    pressed
}
