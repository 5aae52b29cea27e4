//! The week as a heat map: how much of each hour is spent sitting.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::window::theme::{self, Tokens, size};
use crate::window::widgets::text;

const DAYS: [(&str, &str); 7] = [
    ("Mon", "Mondays"),
    ("Tue", "Tuesdays"),
    ("Wed", "Wednesdays"),
    ("Thu", "Thursdays"),
    ("Fri", "Fridays"),
    ("Sat", "Saturdays"),
    ("Sun", "Sundays"),
];
const ROW: f32 = 22.0;
const NAMES: f32 = 40.0;
const HOURS: f32 = 20.0;

/// Draws the average seconds of sitting in each hour of each weekday.
pub fn map(ui: &mut Ui, heat: &[[u32; 24]; 7]) {
    let tokens = Tokens::of(ui);
    let used = |hour: usize| heat.iter().any(|day| day[hour] > 0);
    let first = (0..24).find(|hour| used(*hour)).unwrap_or(8).min(9);
    let last = (0..24).rfind(|hour| used(*hour)).unwrap_or(17).max(16) + 1;
    let room = vec2(ui.available_width(), ROW * 7.0 + HOURS);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, summary(heat)));
    let width = (rect.width() - NAMES) / (last - first) as f32;
    let pointer = response.hover_pos();
    let mut under = None;
    let painter = ui.painter();
    let line = |words: &str| {
        let font = theme::plain(size::SMALL);
        text::lay_out(ui, words, font, tokens.muted, f32::INFINITY, Align::Min)
    };
    for (row, (short, plural)) in DAYS.into_iter().enumerate() {
        let top = rect.top() + row as f32 * ROW;
        let label = line(short);
        let at = pos2(rect.left(), top + (ROW - label.size().y) * 0.5);
        painter.galley(at, label, tokens.muted);
        for (hour, seconds) in heat[row].iter().enumerate().take(last).skip(first) {
            let left = rect.left() + NAMES + (hour - first) as f32 * width;
            let cell = Rect::from_min_size(pos2(left, top), vec2(width, ROW));
            let part = *seconds as f32 / 3600.0;
            let colour = tokens
                .inset
                .lerp_to_gamma(tokens.accent, part.clamp(0.0, 1.0));
            painter.rect_filled(cell.shrink(1.5), CornerRadius::same(4), colour);
            if pointer.is_some_and(|at| cell.contains(at)) {
                let minutes = seconds / 60;
                under = Some(format!(
                    "{plural}, {hour}:00–{}:00: {minutes} min",
                    hour + 1
                ));
            }
        }
    }
    let every = if width > 40.0 { 1 } else { 3 };
    for hour in (first..last).filter(|hour| hour.is_multiple_of(every)) {
        let label = line(&hour.to_string());
        let x = rect.left() + NAMES + ((hour - first) as f32 + 0.5) * width - label.size().x * 0.5;
        painter.galley(pos2(x, rect.top() + ROW * 7.0 + 3.0), label, tokens.muted);
    }
    if let Some(words) = under {
        response.on_hover_text_at_pointer(words);
    }
}

/// The map in a sentence, for a screen reader.
fn summary(heat: &[[u32; 24]; 7]) -> String {
    let hottest = heat
        .iter()
        .zip(DAYS)
        .flat_map(|(day, (_, name))| {
            day.iter()
                .enumerate()
                .map(move |(hour, seconds)| (*seconds, hour, name))
        })
        .max_by_key(|(seconds, _, _)| *seconds);
    match hottest {
        Some((seconds, hour, name)) if seconds > 0 => format!(
            "Hours of the week. You sit most on {name} from {hour}:00: {} minutes of the hour",
            seconds / 60
        ),
        _ => "Hours of the week: nothing is known yet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_can_be_said_in_a_sentence() {
        let mut heat = [[0; 24]; 7];
        assert!(summary(&heat).contains("nothing is known"));
        heat[2][14] = 3000;
        heat[1][9] = 600;
        assert!(summary(&heat).contains("Wednesdays from 14:00: 50 minutes"));
    }
}
