//! A user's picture as drawn: scaled, with its aspect ratio, on a light card where it would otherwise be lost.

use egui::{CornerRadius, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::figure::Theme;
use crate::window::gallery::Gallery;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::{icon, text};

/// An SVG is redrawn when its room grows by this many pixels, not for each one.
const GRAIN: f32 = 64.0;

/// Paints the picture at that path in the middle of `room`, or says why it can't be shown.
pub fn paint(ui: &Ui, gallery: &Gallery, room: Rect, path: &str, mirrored: bool) {
    let tokens = Tokens::of(ui);
    let scale = ui.pixels_per_point();
    let pixels = |length: f32| ((length * scale / GRAIN).ceil() * GRAIN) as u32;
    let asked = [pixels(room.width()), pixels(room.height())];
    let texture = match gallery.picture(ui.ctx(), path, asked) {
        Ok(texture) => texture,
        Err(why) => {
            placeholder(ui, room, &why);
            return;
        }
    };
    let size = texture.size_vec2();
    let inset = (room.width() * 0.04).min(16.0);
    let inner = room.size() - Vec2::splat(2.0 * inset);
    let fit = (inner.x / size.x).min(inner.y / size.y).max(0.0);
    let place = Rect::from_center_size(room.center(), size * fit);
    // Dark lines without a background would be lost on a dark stage; the card is the same in both themes.
    if tokens.figure == Theme::Dark {
        let corner = CornerRadius::same((inset * 0.8) as u8);
        ui.painter().rect_filled(
            place.expand(inset),
            corner,
            Tokens::new(false, theme::Contrast::Usual).stage,
        );
    }
    let (left, right) = if mirrored { (1.0, 0.0) } else { (0.0, 1.0) };
    let part = Rect::from_min_max(pos2(left, 0.0), pos2(right, 1.0));
    ui.painter()
        .image(texture.id(), place, part, theme::AS_IT_IS);
}

/// An empty frame where the picture would be, with what is wrong in its middle.
fn placeholder(ui: &Ui, room: Rect, why: &str) {
    let tokens = Tokens::of(ui);
    let side = room.width().min(room.height());
    let frame = Rect::from_center_size(room.center(), vec2(room.width().min(1.3 * side), side));
    let stroke = Stroke::new(1.0, tokens.rail);
    let corner = CornerRadius::same((side * 0.05).min(16.0) as u8);
    ui.painter()
        .rect_stroke(frame, corner, stroke, StrokeKind::Inside);
    let size = (side * 0.06).clamp(11.0, 16.0);
    // A thumbnail has no room for words.
    let words = match side < 60.0 {
        true => String::new(),
        false => format!("No picture: {why}"),
    };
    let lines = text::fit(
        ui,
        &words,
        theme::plain,
        [size, 9.0],
        tokens.muted,
        frame.size() * 0.8,
        egui::Align::Center,
    );
    let sign_size = (size * 2.0).min(side * 0.5);
    let sign = text::lay_out(
        ui,
        icon::WARNING,
        theme::plain(sign_size),
        tokens.muted,
        side,
        egui::Align::Center,
    );
    let below = if words.is_empty() {
        0.0
    } else {
        lines.size().y + size * 0.5
    };
    let top = frame.center().y - (sign.size().y + below) * 0.5;
    // A centred layout is anchored at its middle.
    let middle = frame.center().x;
    let second = top + sign.size().y + size * 0.5;
    ui.painter().galley(pos2(middle, top), sign, tokens.muted);
    ui.painter()
        .galley(pos2(middle, second), lines, tokens.muted);
}
