//! The number that can be read from two metres: seconds left, or the current repetition.

use egui::{Align, Color32, Pos2, Rect, Ui, Vec2, pos2};

use crate::logic::practice::player::ClockView;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::ring;
use crate::window::widgets::text::{self, Live, Place};

/// Paints the number in a ring filled to `part`.
pub fn countdown(ui: &mut Ui, centre: Pos2, radius: f32, clock: ClockView, part: f32) {
    let tokens = Tokens::of(ui);
    let width = (radius * 0.07).max(4.0);
    ring::ring(
        ui.painter(),
        centre,
        radius - width * 0.5,
        width,
        part,
        [tokens.rail, tokens.accent],
    );
    let inside = radius * 1.5;
    match clock {
        ClockView::None => {}
        ClockView::Countdown { seconds } => {
            let shown = if seconds < 100 {
                seconds.to_string()
            } else {
                format!("{}:{:02}", seconds / 60, seconds % 60)
            };
            let digits = number(ui, &shown, inside, radius, tokens.text);
            let rect = Rect::from_center_size(centre, Vec2::splat(radius * 2.0));
            text::put(ui, rect, digits, Place::MIDDLE, Live::Silent);
        }
        ClockView::LongHold { seconds, rep, of } => {
            pair(ui, centre, radius, seconds, &format!("{rep} of {of}"));
        }
        ClockView::Reps { rep, of, hold } => {
            let below = match hold {
                Some(seconds) => format!("hold {seconds}"),
                None => format!("of {of}"),
            };
            pair(ui, centre, radius, rep, &below);
        }
    }
}

/// A large number with a few words below it.
fn pair(ui: &mut Ui, centre: Pos2, radius: f32, large: u32, below: &str) {
    let tokens = Tokens::of(ui);
    let inside = radius * 1.5;
    let digits = number(ui, &large.to_string(), inside, radius * 0.92, tokens.text);
    let room = egui::vec2(inside, radius * 0.5);
    let below = text::fit(
        ui,
        below,
        theme::bold,
        [radius * 0.28, 12.0],
        tokens.muted,
        room,
        Align::Min,
    );
    let up = radius * 0.14;
    let rect = |dy: f32| Rect::from_center_size(pos2(centre.x, centre.y + dy), Vec2::splat(radius));
    text::put(ui, rect(-up), digits, Place::MIDDLE, Live::Silent);
    text::put(ui, rect(radius * 0.48), below, Place::MIDDLE, Live::Silent);
}

fn number(
    ui: &Ui,
    shown: &str,
    width: f32,
    size: f32,
    colour: Color32,
) -> std::sync::Arc<egui::Galley> {
    // One line, whatever its length: minutes and seconds must not be separated.
    let whole = |size: f32| {
        let font = theme::bold(size);
        text::lay_out(ui, shown, font, colour, f32::INFINITY, Align::Min)
    };
    let wanted = whole(size);
    match wanted.size().x {
        wide if wide > width => whole(size * width / wide),
        _ => wanted,
    }
}
