//! A week as seven bands, one per day, with the hours in which reminders may come.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::logic::time::hours::Hours;
use crate::window::theme::{self, Tokens, size};
use crate::window::widgets::text;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const ROW: f32 = 17.0;
const NAMES: f32 = 40.0;
/// Sampled every quarter of an hour.
const STEPS: i8 = 96;

/// Any Monday: the hours are the same every week.
const MONDAY: Date = Date::constant(2026, 3, 2);

/// The open stretches of a weekday (0 = Monday), in quarters of an hour from midnight.
fn stretches(hours: &Hours, weekday: i8) -> Vec<(i8, i8)> {
    let date = MONDAY.saturating_add(jiff::Span::new().days(weekday));
    let open = |step: i8| {
        let at = date.at(step / 4, step % 4 * 15, 0, 0);
        at.to_zoned(TimeZone::UTC).is_ok_and(|at| hours.open(&at))
    };
    let mut stretches: Vec<(i8, i8)> = Vec::new();
    for step in (0..STEPS).filter(|step| open(*step)) {
        match stretches.last_mut() {
            Some((_, end)) if *end == step => *end = step + 1,
            Some(_) | None => stretches.push((step, step + 1)),
        }
    }
    stretches
}

/// Draws the week.
pub fn week(ui: &mut Ui, hours: &Hours) {
    let tokens = Tokens::of(ui);
    let room = vec2(ui.available_width().min(560.0), ROW * 7.0 + 18.0);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "The hours on a week"));
    let x =
        |step: f32| rect.left() + NAMES + step / f32::from(STEPS) * (rect.width() - NAMES - 8.0);
    let line = |words: &str| {
        let font = theme::plain(size::SMALL);
        text::lay_out(ui, words, font, tokens.muted, f32::INFINITY, Align::Min)
    };
    let painter = ui.painter();
    for (weekday, name) in DAYS.into_iter().enumerate() {
        let top = rect.top() + weekday as f32 * ROW;
        let label = line(name);
        let middle = top + (ROW - label.size().y) * 0.5;
        painter.galley(pos2(rect.left(), middle), label, tokens.muted);
        let band = |from: f32, to: f32| {
            Rect::from_min_max(pos2(x(from), top + 3.0), pos2(x(to), top + ROW - 3.0))
        };
        let corner = CornerRadius::same(4);
        painter.rect_filled(band(0.0, f32::from(STEPS)), corner, tokens.inset);
        for (from, to) in stretches(hours, weekday as i8) {
            painter.rect_filled(band(f32::from(from), f32::from(to)), corner, tokens.accent);
        }
    }
    for hour in [0_u8, 6, 12, 18, 24] {
        let label = line(&format!("{hour}:00"));
        let half = label.size().x * 0.5;
        let left = (x(f32::from(hour) * 4.0) - half).min(rect.right() - half * 2.0);
        let at = pos2(left, rect.top() + ROW * 7.0 + 1.0);
        painter.galley(at, label, tokens.muted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_goes_on_in_the_next_band() {
        let hours = Hours::parse("Mon 09:00-12:30, 22:00-02:00").expect("good hours");
        assert_eq!(stretches(&hours, 0), [(36, 50), (88, 96)]);
        assert_eq!(stretches(&hours, 1), [(0, 8)]);
        assert!(stretches(&hours, 2).is_empty());
        assert_eq!(stretches(&Hours::default(), 6), [(0, 96)]);
    }
}
