//! The end of a break: kind words, and what was done.

use std::time::Duration;

use egui::{Align, Rect, Ui, pos2, vec2};

use crate::logic::plan::Plan;
use crate::logic::span;
use crate::window::pages::player::controls::Press;
use crate::window::pages::player::layout::Layout;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::icon;
use crate::window::widgets::text::{self, Live, Place};

/// Fills the panel of the player.
pub fn show(ui: &mut Ui, layout: &Layout, plan: &Plan, guided: Duration) -> Option<Press> {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (head, body) = if layout.beside {
        (36.0 * s, 18.0 * s)
    } else {
        (26.0 * s, 15.0 * s)
    };
    let gap = if layout.beside { 14.0 * s } else { 6.0 * s };
    let button_height = if layout.beside { 52.0 * s } else { 44.0 * s };
    let lay = |ui: &Ui, words: &str, font, colour| {
        text::lay_out(ui, words, font, colour, panel.width(), Align::Min)
    };
    let title = lay(ui, "Well done", theme::bold(head), tokens.text);
    let words = format!(
        "{} for your body. Sitting starts from zero.",
        spoken(guided)
    );
    let words = lay(ui, &words, theme::plain(body), tokens.muted);
    let fixed = title.size().y + words.size().y + gap * 3.0 + button_height;
    let line_height = body * 1.7;
    let room = ((panel.height() - fixed) / line_height).floor().max(0.0) as usize;
    let names = listed(plan, room.min(8));
    let height = fixed + names.len() as f32 * line_height;

    let mut y = panel.center().y - height * 0.5;
    let line = |y: f32, height: f32| {
        Rect::from_min_size(pos2(panel.left(), y), vec2(panel.width(), height))
    };
    let rect = line(y, title.size().y);
    y = rect.bottom() + gap * 0.5;
    text::put(ui, rect, title, Place::TOP_LEFT, Live::Announced);
    let rect = line(y, words.size().y);
    y = rect.bottom() + gap;
    text::put(ui, rect, words, Place::TOP_LEFT, Live::Silent);
    for name in names {
        let rect = line(y, line_height);
        let tick = lay(
            ui,
            icon::CHECK_CIRCLE,
            theme::plain(body * 1.2),
            tokens.accent_text,
        );
        ui.painter().galley(
            pos2(rect.left(), rect.center().y - tick.size().y * 0.5),
            tick,
            tokens.accent_text,
        );
        let rest = Rect::from_min_max(pos2(rect.left() + body * 1.8, rect.top()), rect.max);
        let name = text::fit(
            ui,
            &name,
            theme::plain,
            [body, 11.0],
            tokens.text,
            vec2(rest.width(), line_height),
            Align::Min,
        );
        text::put(ui, rest, name, Place::LEFT, Live::Silent);
        y += line_height;
    }
    y += gap;
    let button = Rect::from_min_size(pos2(panel.left(), y), vec2(150.0 * s, button_height));
    button_in(ui, button, "", "Close", Weight::Main, 18.0 * s)
        .clicked()
        .then_some(Press::Leave)
}

/// A guided time in words.
fn spoken(guided: Duration) -> String {
    let seconds = guided.as_secs();
    match seconds {
        0..=89 => format!("{seconds} seconds"),
        _ => span::words(Duration::from_secs((seconds + 30) / 60 * 60)),
    }
}

/// Names of what was done, each once, at most `most`; the last line then counts the rest.
fn listed(plan: &Plan, most: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for exercise in &plan.exercises {
        if !names.contains(&exercise.name) {
            names.push(exercise.name.clone());
        }
    }
    if names.len() > most {
        let more = names.len() - most.saturating_sub(1);
        names.truncate(most.saturating_sub(1));
        if most > 0 {
            names.push(format!("and {more} more"));
        }
    }
    names
}
