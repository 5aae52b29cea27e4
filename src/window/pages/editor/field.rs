//! Fields of an editor: a label, a control, and the message below it.

use egui::{Align, Layout, RichText, TextEdit, Ui, vec2};

use crate::logic::catalog::format::{Count, Number};
use crate::logic::text::visible;
use crate::window::pages::editor::said::Said;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::chip;
use crate::window::widgets::icon;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::stepper::{Direction, stepper};

/// The line below a field.
pub fn say(ui: &mut Ui, said: Option<&Said>) {
    let Some(said) = said else { return };
    let tokens = Tokens::of(ui);
    let (words, colour) = match said.missing {
        true => (said.words.clone(), tokens.muted),
        false => (
            format!("{}  {}", icon::WARNING, said.words),
            tokens.attention_text,
        ),
    };
    let words = RichText::new(visible::lines(&words)).font(theme::plain(size::SMALL));
    ui.label(words.color(colour));
}

/// A field's name, above it.
pub fn label(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(theme::bold(size::SMALL)));
}

/// A text under its name. With more than one of `lines` it grows as you type.
pub fn text(ui: &mut Ui, name: &str, value: &mut String, lines: usize, said: Option<&Said>) {
    hinted(ui, (name, ""), value, lines, said);
}

/// The same with an example as a hint.
pub fn hinted(
    ui: &mut Ui,
    (name, example): (&str, &str),
    value: &mut String,
    lines: usize,
    said: Option<&Said>,
) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, short_name(name));
        let edit = match lines {
            1 => TextEdit::singleline(value),
            lines => TextEdit::multiline(value).desired_rows(lines),
        };
        let edit = edit
            .hint_text(example)
            .desired_width(ui.available_width().min(560.0))
            .margin(vec2(12.0, 9.0));
        ui.add(edit).accessible_name(name);
        // In a catalog every text is a single line.
        if lines > 1 && value.contains('\n') {
            *value = value.replace('\n', " ");
        }
        say(ui, said);
    });
    ui.add_space(space::TIGHT);
}

/// The label above a field whose full name says what it belongs to: `Step 2: text` → `Text`.
fn short_name(name: &str) -> &str {
    name.rsplit_once(": ").map_or(name, |(_, short)| short)
}

/// The numbers that a field accepts.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// Smallest and largest.
    pub range: (f32, f32),
    /// The step of one press at a given value.
    pace: fn(f32) -> f32,
    unit: &'static str,
}

impl Numbers {
    /// Seconds: in steps of 1, from 30 on of 5, from 120 on of 30.
    pub fn seconds(within: &Number) -> Numbers {
        Numbers {
            range: (*within.start(), *within.end()),
            pace: |value| match value {
                ..30.0 => 1.0,
                ..120.0 => 5.0,
                _ => 30.0,
            },
            unit: " s",
        }
    }

    /// Seconds of a tempo, in steps of a half, from the first that fits.
    pub fn halves(within: &Number) -> Numbers {
        Numbers {
            range: ((within.start() * 2.0).ceil() / 2.0, *within.end()),
            pace: |value| if value < 10.0 { 0.5 } else { 1.0 },
            unit: " s",
        }
    }

    /// Whole numbers.
    pub fn count(within: &Count) -> Numbers {
        Numbers {
            range: (*within.start() as f32, *within.end() as f32),
            pace: |_| 1.0,
            unit: "",
        }
    }
}

/// Fields side by side, aligned at the top, in as many rows as they need.
pub fn rows(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, contents);
}

/// A number between minus and plus, under its name.
pub fn number(ui: &mut Ui, name: &str, value: f32, numbers: Numbers) -> Option<f32> {
    let (low, high) = numbers.range;
    let mut next = None;
    // A fixed size, so that a row of them can wrap.
    let room = vec2(160.0, space::CONTROL + 24.0);
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(room);
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, short_name(name));
        let shown = format!("{value}{}", numbers.unit);
        let pressed = stepper(ui, name, &shown, [value > low, value < high]);
        next = pressed.map(|direction| {
            // A number from a file may lie between two steps.
            let on = |pace: f32, up: bool| match up {
                true => ((value / pace + 0.001).floor() + 1.0) * pace,
                false => ((value / pace - 0.001).ceil() - 1.0) * pace,
            };
            let next = match direction {
                Direction::Up => on((numbers.pace)(value), true),
                Direction::Down => on((numbers.pace)(value - 0.01), false),
            };
            next.clamp(low, high)
        });
    });
    next
}

/// A choice of one of a few words, under its name.
pub fn choice(ui: &mut Ui, name: &str, words: &[&str], chosen: Option<usize>) -> Option<usize> {
    let mut picked = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, short_name(name));
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        picked = segmented(ui, name, &words, chosen);
    });
    ui.add_space(space::TIGHT);
    picked
}

/// A choice of several words, kept in the order chosen, under its name.
pub fn several<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    all: &[T],
    words: impl Fn(T) -> String,
    chosen: &mut Vec<T>,
    said: Option<&Said>,
) {
    label(ui, short_name(name));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        for one in all {
            let on = chosen.contains(one);
            let word = words(*one);
            if chip::inset(ui, &word, &format!("{name}: {word}"), on).clicked() {
                match on {
                    true => chosen.retain(|other| other != one),
                    false => chosen.push(*one),
                }
            }
        }
    });
    say(ui, said);
    ui.add_space(space::TIGHT);
}
