//! Small drawn symbols that aren't in the icon font, and round buttons that show one.

use egui::{
    Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, vec2,
};

use crate::window::theme::{self, Tokens};

/// A symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Move up.
    Up,
    /// Move down.
    Down,
    /// Remove.
    Cross,
    /// A favourite.
    Star,
}

/// A round button of diameter `rect.width()` that shows a symbol; `label` names it.
pub fn glyph_button(ui: &mut Ui, rect: Rect, glyph: Glyph, label: &str) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("glyph", label)), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    let tokens = Tokens::of(ui);
    let over = response.hovered() && enabled;
    let (fill, ink) = match over {
        true => (tokens.hover, tokens.text),
        false => (theme::CLEAR, tokens.muted),
    };
    let radius = rect.width() * 0.5;
    ui.painter().circle_filled(rect.center(), radius, fill);
    if response.has_focus() {
        let stroke = Stroke::new(2.0, tokens.focus);
        ui.painter()
            .circle_stroke(rect.center(), radius + 1.0, stroke);
    }
    paint(ui.painter(), rect.center(), radius * 0.42, glyph, ink);
    response.on_hover_text(label)
}

/// Paints a symbol that extends `radius` from its centre.
pub fn paint(painter: &Painter, middle: Pos2, radius: f32, glyph: Glyph, ink: Color32) {
    let at = |x: f32, y: f32| middle + vec2(x, y) * radius;
    let stroke = Stroke::new((radius * 0.28).max(1.5), ink);
    match glyph {
        Glyph::Up => {
            painter.line(vec![at(-0.9, 0.45), at(0.0, -0.45), at(0.9, 0.45)], stroke);
        }
        Glyph::Down => {
            painter.line(vec![at(-0.9, -0.45), at(0.0, 0.45), at(0.9, -0.45)], stroke);
        }
        Glyph::Cross => {
            painter.line_segment([at(-0.7, -0.7), at(0.7, 0.7)], stroke);
            painter.line_segment([at(-0.7, 0.7), at(0.7, -0.7)], stroke);
        }
        Glyph::Star => {
            // Each point is a kite: convex, which the whole isn't.
            let turn = std::f32::consts::TAU / 5.0;
            let on = |angle: f32, far: f32| middle + egui::Vec2::angled(angle) * radius * far;
            for point in 0..5 {
                let angle = point as f32 * turn - std::f32::consts::FRAC_PI_2;
                let kite = vec![
                    middle,
                    on(angle - turn * 0.5, 0.44),
                    on(angle, 1.0),
                    on(angle + turn * 0.5, 0.44),
                ];
                painter.add(Shape::convex_polygon(kite, ink, Stroke::NONE));
            }
        }
    }
}
