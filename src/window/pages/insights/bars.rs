//! Bars: one number per day or week, scaled to the available height.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::window::theme::{self, Tokens, size};
use crate::window::widgets::text;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Label below it, where there is room; may be empty.
    pub label: String,
    /// Its height.
    pub value: f32,
    /// Its tooltip.
    pub words: String,
}

const HEIGHT: f32 = 96.0;
const LABELS: f32 = 20.0;

/// Draws bars over the available width. `limit` is a reference line in the bars' unit.
pub fn bars(ui: &mut Ui, name: &str, bars: &[Bar], limit: Option<f32>) {
    let tokens = Tokens::of(ui);
    let room = vec2(ui.available_width(), HEIGHT + LABELS);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    let said: Vec<&str> = bars.iter().map(|bar| bar.words.as_str()).collect();
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("{name}. {}", said.join("; ")))
    });
    let most = bars
        .iter()
        .map(|bar| bar.value)
        .fold(limit.unwrap_or(0.0) * 1.1, f32::max);
    if most <= 0.0 || bars.is_empty() {
        return;
    }
    let each = rect.width() / bars.len() as f32;
    let ground = rect.top() + HEIGHT;
    let painter = ui.painter();
    let base = Rect::from_min_max(pos2(rect.left(), ground - 1.0), pos2(rect.right(), ground));
    painter.rect_filled(base, 0.0, tokens.line);
    let pointer = response.hover_pos();
    let mut under = None;
    let label = |ui: &Ui, bar: &Bar| {
        let font = theme::plain(size::SMALL);
        text::lay_out(
            ui,
            &bar.label,
            font,
            tokens.muted,
            f32::INFINITY,
            Align::Min,
        )
    };
    let widest = bars.iter().map(|bar| label(ui, bar).size().x);
    let widest = widest.fold(0.0, f32::max) + 8.0;
    // If the labels don't all fit, only every second or third bar gets one, counted from the last.
    let every = match bars.iter().all(|bar| !bar.label.is_empty()) {
        true => (widest / each).ceil().max(1.0) as usize,
        false => 1,
    };
    let mut free_from = f32::NEG_INFINITY;
    for (i, bar) in bars.iter().enumerate() {
        let column = Rect::from_min_size(
            pos2(rect.left() + each * i as f32, rect.top()),
            vec2(each, HEIGHT),
        );
        let pointed = pointer.is_some_and(|at| column.x_range().contains(at.x));
        if pointed {
            under = Some(bar);
        }
        let width = (each * 0.66).clamp(1.5, 34.0);
        let height =
            (bar.value / most * (HEIGHT - 6.0)).max(if bar.value > 0.0 { 2.0 } else { 0.0 });
        let shape = Rect::from_min_max(
            pos2(column.center().x - width * 0.5, ground - height),
            pos2(column.center().x + width * 0.5, ground),
        );
        let over = limit.is_some_and(|limit| bar.value > limit);
        let colour = match (over, pointed) {
            (true, _) => tokens.attention,
            (false, true) => tokens.accent_hover,
            (false, false) => tokens.accent,
        };
        let round = (width * 0.3).min(5.0) as u8;
        let corner = CornerRadius {
            nw: round,
            ne: round,
            sw: 0,
            se: 0,
        };
        painter.rect_filled(shape, corner, colour);
        if bar.label.is_empty() || !(bars.len() - 1 - i).is_multiple_of(every) {
            continue;
        }
        let label = label(ui, bar);
        let left = (column.center().x - label.size().x * 0.5).clamp(
            rect.left(),
            (rect.right() - label.size().x).max(rect.left()),
        );
        // A label that would overlap the previous one is left out.
        if left > free_from {
            free_from = left + label.size().x + 8.0;
            painter.galley(pos2(left, ground + 3.0), label, tokens.muted);
        }
    }
    if let Some(limit) = limit {
        let y = ground - limit / most * (HEIGHT - 6.0);
        let line = [pos2(rect.left(), y), pos2(rect.right(), y)];
        let stroke = egui::Stroke::new(1.0, tokens.muted);
        painter.extend(egui::Shape::dashed_line(&line, stroke, 4.0, 4.0));
    }
    if let Some(bar) = under {
        response.on_hover_text_at_pointer(&bar.words);
    }
}
