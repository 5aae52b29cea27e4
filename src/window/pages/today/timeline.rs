//! The day as a band of colours, with each reminder and answer above it; the words are below, and in tooltips.

use std::time::Duration;

use egui::{
    Align, Align2, CornerRadius, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo,
    pos2, vec2,
};
use jiff::civil::Date;

use crate::logic::past::why::{Entry, Mark};
use crate::logic::shown::status::Status;
use crate::logic::text::visible;
use crate::window::pages::Model;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::{card, text};

/// The timeline; remembers whether its words are shown.
#[derive(Default)]
pub struct Timeline {
    told: bool,
}

const BAND: f32 = 34.0;
/// Room above the band for the marks.
const SIGNS: f32 = 26.0;
/// Room below it for the hours.
const HOURS: f32 = 22.0;
const DAY: f32 = 24.0 * 3600.0;

/// The stretches in the order of the legend, in words.
const STRETCHES: [(Mark, &str); 8] = [
    (Mark::Sitting, "Sitting"),
    (Mark::Standing, "Standing"),
    (Mark::Call, "Call"),
    (Mark::Film, "Film"),
    (Mark::Break, "Break"),
    (Mark::Away, "Away"),
    (Mark::Locked, "Locked"),
    (Mark::Asleep, "Asleep"),
];

impl Timeline {
    /// Draws it, once there is something to show.
    pub fn show(&mut self, ui: &mut Ui, status: &Status, model: &Model) {
        let Some((day, said)) = &model.day else {
            return;
        };
        if day.entries.is_empty() {
            return;
        }
        let running = if status.counting && model.gone.is_none() {
            model.now.since(*said)
        } else {
            Duration::ZERO
        };
        card::card(ui, |ui| {
            card::title(ui, "Your day");
            ui.add_space(space::TIGHT);
            band(ui, &day.entries, day.date, running);
            ui.add_space(space::TIGHT);
            ui.scope(|ui| legend(ui, &day.entries));
            ui.add_space(space::LINE);
            let label = if self.told {
                "Hide the words"
            } else {
                "Show it in words"
            };
            if button(ui, "", label, Weight::Other).clicked() {
                self.told = !self.told;
            }
            if self.told {
                words(ui, &day.entries);
            }
        });
        ui.add_space(space::CARD);
    }
}

/// Seconds since midnight of `day`.
fn seconds(at: &jiff::Zoned, day: Date) -> f32 {
    let (date, time) = (at.date(), at.time());
    if date < day {
        return 0.0;
    }
    if date > day {
        return DAY;
    }
    f32::from(time.hour()) * 3600.0 + f32::from(time.minute()) * 60.0 + f32::from(time.second())
}

/// The hours shown: all with entries, and at least part of a working day.
fn hours(entries: &[Entry], day: Date) -> (f32, f32) {
    let ends = entries.iter().map(|entry| {
        let from = seconds(&entry.at, day);
        let to = entry
            .until
            .as_ref()
            .map_or(from, |until| seconds(until, day));
        (from, to)
    });
    let (first, last) = ends.fold((DAY, 0.0_f32), |(first, last), (from, to)| {
        (first.min(from), last.max(to))
    });
    let first = (first / 3600.0).floor().clamp(0.0, 18.0);
    let last = (last / 3600.0).ceil().max(first + 6.0).min(24.0);
    (first, last)
}

fn stretches(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &jiff::Zoned)> {
    entries.iter().filter_map(|entry| {
        let drawn = STRETCHES.iter().any(|(mark, _)| *mark == entry.mark);
        Some((entry, entry.until.as_ref().filter(|_| drawn)?))
    })
}

fn band(ui: &mut Ui, entries: &[Entry], day: Date, running: Duration) {
    let tokens = Tokens::of(ui);
    let (first, last) = hours(entries, day);
    let room = vec2(ui.available_width(), SIGNS + BAND + HOURS);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Image,
            true,
            format!("Your day: {} entries", entries.len()),
        )
    });
    let (left, right) = (rect.left() + 10.0, rect.right() - 10.0);
    let x = |at: f32| left + (at / 3600.0 - first) / (last - first) * (right - left);
    let band = Rect::from_min_max(
        pos2(left, rect.top() + SIGNS),
        pos2(right, rect.top() + SIGNS + BAND),
    );
    let painter = ui.painter();
    painter.rect_filled(band, CornerRadius::same(6), tokens.inset);
    axis(ui, band, first as u32, last as u32, &x);
    let pointer = response.hover_pos();
    let mut under: Option<&Entry> = None;
    let newest = stretches(entries)
        .filter(|(entry, _)| matches!(entry.mark, Mark::Sitting | Mark::Standing | Mark::Call))
        .map(|(_, until)| seconds(until, day))
        .fold(0.0, f32::max);
    for (entry, until) in stretches(entries) {
        let mut to = seconds(until, day);
        let counts = matches!(entry.mark, Mark::Sitting | Mark::Standing | Mark::Call);
        if counts && to >= newest {
            to += running.as_secs_f32();
        }
        let (from, to) = (x(seconds(&entry.at, day)), x(to.min(DAY)));
        // Nothing is too short to be visible.
        let stretch = Rect::from_x_y_ranges(from..=to.max(from + 1.0).min(right), band.y_range());
        painter.rect_filled(stretch, 0.0, tokens.mark(entry.mark));
        if pointer.is_some_and(|at| stretch.contains(at)) {
            under = Some(entry);
        }
    }
    round_off(painter, band, 6.0, tokens.surface);
    for entry in entries {
        if entry.until.is_none() && !matches!(entry.mark, Mark::Program | Mark::Felt) {
            let at = pos2(x(seconds(&entry.at, day)), rect.top() + SIGNS * 0.5);
            sign(painter, at, entry.mark, &tokens);
            if pointer
                .is_some_and(|pointer| pointer.y < band.top() && (pointer.x - at.x).abs() < 8.0)
            {
                under = Some(entry);
            }
        }
    }
    if let Some(entry) = under {
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(300.0);
            ui.label(visible::line(&line(entry)).into_owned());
        });
    }
}

fn line(entry: &Entry) -> String {
    format!(
        "{:02}:{:02}  {}",
        entry.at.hour(),
        entry.at.minute(),
        entry.text
    )
}

/// The hours below the band, as many as there is room for.
fn axis(ui: &Ui, band: Rect, first: u32, last: u32, x: &impl Fn(f32) -> f32) {
    let tokens = Tokens::of(ui);
    let room = band.width() / (last - first).max(1) as f32;
    let every = [1, 2, 3, 6]
        .into_iter()
        .find(|every| room * *every as f32 > 44.0)
        .unwrap_or(12);
    for hour in (first..=last).filter(|hour| (hour - first).is_multiple_of(every)) {
        let at = pos2(x(hour as f32 * 3600.0), band.bottom() + 4.0);
        let label = text::lay_out(
            ui,
            &format!("{hour}:00"),
            theme::plain(size::SMALL),
            tokens.muted,
            f32::INFINITY,
            Align::Min,
        );
        let half = label.size().x * 0.5;
        let left = (at.x - half).clamp(band.left() - 8.0, band.right() + 8.0 - half * 2.0);
        ui.painter().galley(pos2(left, at.y), label, tokens.muted);
    }
}

/// Rounds the corners of what was painted in `band`.
fn round_off(painter: &Painter, band: Rect, radius: f32, behind: egui::Color32) {
    let stroke = Stroke::new(radius * 0.5, behind);
    let grown = band.expand(radius * 0.25);
    painter.rect_stroke(
        grown,
        CornerRadius::same(radius as u8 + 1),
        stroke,
        egui::StrokeKind::Middle,
    );
}

/// A mark for a moment: a filled disc for done, a ring for put off, a line for not done.
fn sign(painter: &Painter, at: Pos2, mark: Mark, tokens: &Tokens) {
    let colour = tokens.mark(mark);
    let ring = Stroke::new(2.0, colour);
    match mark {
        Mark::Started | Mark::Natural => {
            painter.circle_filled(at, 5.5, colour);
        }
        Mark::Snoozed => {
            painter.circle_stroke(at, 4.5, ring);
            painter.circle_filled(at, 1.5, colour);
        }
        Mark::Skipped => {
            let cross = 4.0;
            for side in [-1.0, 1.0] {
                let way = vec2(cross, cross * side);
                painter.line_segment([at - way, at + way], ring);
            }
        }
        Mark::Nudge => {
            painter.circle_filled(at, 2.5, colour);
        }
        Mark::Asked => {
            painter.circle_stroke(at, 4.5, ring);
        }
        Mark::Sitting
        | Mark::Standing
        | Mark::Call
        | Mark::Film
        | Mark::Away
        | Mark::Locked
        | Mark::Asleep
        | Mark::Break
        | Mark::Held
        | Mark::Felt
        | Mark::Program => {}
    }
    let stem = [at + vec2(0.0, 8.0), at + vec2(0.0, SIGNS * 0.5)];
    painter.add(Shape::line_segment(stem, Stroke::new(1.0, tokens.line)));
}

/// The marks in the order of the legend, in words.
const SIGN_WORDS: [(Mark, &str); 6] = [
    (Mark::Started, "Started"),
    (Mark::Snoozed, "Snoozed"),
    (Mark::Skipped, "Skipped"),
    (Mark::Asked, "Asked"),
    (Mark::Nudge, "Nudge"),
    (Mark::Natural, "Natural break"),
];

/// What this day's colours and marks mean.
fn legend(ui: &mut Ui, entries: &[Entry]) {
    let tokens = Tokens::of(ui);
    let seen = |mark: Mark| entries.iter().any(|entry| entry.mark == mark);
    // Lines of a legend are closer together than controls.
    ui.spacing_mut().interact_size.y = 20.0;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(14.0, 2.0);
        for (mark, word) in STRETCHES.into_iter().chain(SIGN_WORDS) {
            if !seen(mark) {
                continue;
            }
            let word = text::lay_out(
                ui,
                word,
                theme::plain(size::SMALL),
                tokens.muted,
                f32::INFINITY,
                Align::Min,
            );
            let (rect, response) =
                ui.allocate_exact_size(vec2(word.size().x + 18.0, 20.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word.text()));
            let at = pos2(rect.left() + 6.0, rect.center().y);
            if STRETCHES.iter().any(|(stretch, _)| *stretch == mark) {
                let patch = Rect::from_center_size(at, vec2(11.0, 11.0));
                ui.painter()
                    .rect_filled(patch, CornerRadius::same(3), tokens.mark(mark));
            } else {
                let clipped = ui.painter().with_clip_rect(
                    rect.intersect(
                        ui.clip_rect()
                            .intersect(Rect::from_center_size(at, vec2(13.0, 13.0))),
                    ),
                );
                sign(&clipped, at, mark, &tokens);
            }
            let top = Align2::LEFT_CENTER
                .anchor_size(pos2(rect.left() + 18.0, rect.center().y), word.size());
            ui.painter().galley(top.min, word, tokens.muted);
        }
    });
}

/// Every entry, newest first: the day so far is mostly about now.
fn words(ui: &mut Ui, entries: &[Entry]) {
    let tokens = Tokens::of(ui);
    for entry in entries.iter().rev() {
        ui.horizontal_top(|ui| {
            let time = format!("{:02}:{:02}", entry.at.hour(), entry.at.minute());
            ui.label(
                egui::RichText::new(time)
                    .font(theme::bold(size::SMALL))
                    .color(tokens.muted),
            );
            ui.add(egui::Label::new(visible::line(&entry.text)).wrap());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(from: &str, until: Option<&str>, mark: Mark) -> Entry {
        let at = |time: &str| {
            format!("{time}+01:00[+01:00]")
                .parse()
                .expect("a good moment")
        };
        Entry {
            at: at(from),
            until: until.map(at),
            kind: crate::logic::past::why::EntryKind::Presence,
            mark,
            text: String::new(),
            happened: None,
        }
    }

    #[test]
    fn the_hours_hold_the_day_and_no_other() {
        let day = Date::constant(2026, 3, 2);
        let morning = entry(
            "2026-03-02T09:20:00",
            Some("2026-03-02T09:50:00"),
            Mark::Sitting,
        );
        assert_eq!(hours(std::slice::from_ref(&morning), day), (9.0, 15.0));
        let night = entry(
            "2026-03-01T23:00:00",
            Some("2026-03-03T00:30:00"),
            Mark::Asleep,
        );
        assert_eq!(hours(&[night, morning], day), (0.0, 24.0));
        let late = entry("2026-03-02T23:10:00", None, Mark::Asked);
        assert_eq!(hours(&[late], day), (18.0, 24.0));
    }
}
