//! Fields of an editor: a label, a control, and what is wrong with it in plain words.

use egui::{Align, Layout, RichText, TextEdit, Ui, vec2};

use crate::logic::catalog::Problem;
use crate::logic::text::visible;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::chip;
use crate::window::widgets::icon;
use crate::window::widgets::segmented::segmented;
use crate::window::widgets::stepper::{Direction, stepper};
use crate::window::widgets::text::capitalised;

/// What is to be said beside a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    words: String,
    /// Nothing is wrong yet, something is only missing.
    missing: bool,
}

impl Said {
    /// Something that is wrong.
    pub fn wrong(words: impl Into<String>) -> Said {
        Said {
            words: words.into(),
            missing: false,
        }
    }
}

/// What the checker says of the field at `place.field`, or below it.
pub fn field_said(problems: &[Problem], place: &str, field: &str) -> Option<Said> {
    let path = format!("{place}.{field}");
    let is_it = |problem: &&Problem| {
        let rest = problem.path.strip_prefix(&path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    problems.iter().find(is_it).map(said)
}

/// A problem of a catalog file for somebody who sees no file.
fn said(problem: &Problem) -> Said {
    let missing = |words: &str| Said {
        words: words.to_owned(),
        missing: true,
    };
    let field = problem.path.rsplit('.').next().unwrap_or_default();
    match (field, problem.wrong.as_str()) {
        (_, "the text is empty") => missing("Write something here"),
        (_, "no body area is named") => missing("Choose at least one, the main one first"),
        (_, "nothing is in it") => missing("Add at least one exercise"),
        (_, "there is no step") => missing("Add at least one step"),
        ("figure", "the field is missing") => {
            missing("Choose a figure, or give every step a picture")
        }
        ("text", wrong) if wrong.starts_with("`{side}`") => {
            Said::wrong("Choose a side below, or write it without {side} and {other}")
        }
        (_, "the dose is for each side, but no step names a side") => {
            Said::wrong("The dose is for each side: let a step be done for each side")
        }
        (_, wrong) => {
            // How to write it in a file is of no use here.
            let for_a_file = |right: &str| right.contains([':', '(', '[', '"', '`']);
            let right = Some(problem.right.as_str())
                .filter(|right| !right.is_empty() && !for_a_file(right))
                .map(|right| format!(". {}", capitalised(right)));
            Said::wrong(capitalised(wrong) + &right.unwrap_or_default())
        }
    }
}

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

/// The name of a field, above it.
pub fn label(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(theme::bold(size::SMALL)));
}

/// A text under its name. `lines` of more than one grow with what is typed.
pub fn text(ui: &mut Ui, name: &str, value: &mut String, lines: usize, said: Option<&Said>) {
    hinted(ui, (name, ""), value, lines, said);
}

/// The same with an example of what may stand there.
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
        // A catalog has every text in one line.
        if lines > 1 && value.contains('\n') {
            *value = value.replace('\n', " ");
        }
        say(ui, said);
    });
    ui.add_space(space::TIGHT);
}

/// What stands above a field whose whole name says of what it is: `Step 2: text` → `Text`.
fn short_name(name: &str) -> &str {
    name.rsplit_once(": ").map_or(name, |(_, short)| short)
}

/// The numbers that a field takes.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    /// Smallest and largest.
    pub range: (f32, f32),
    /// By how much one press changes them.
    pace: fn(f32) -> f32,
    unit: &'static str,
}

impl Numbers {
    /// Seconds: by 1, from 30 on by 5, from 120 on by 30.
    pub const fn seconds(low: f32, high: f32) -> Numbers {
        Numbers {
            range: (low, high),
            pace: |value| match value {
                ..30.0 => 1.0,
                ..120.0 => 5.0,
                _ => 30.0,
            },
            unit: " s",
        }
    }

    /// Seconds of a tempo: by halves.
    pub const fn halves(low: f32, high: f32) -> Numbers {
        Numbers {
            range: (low, high),
            pace: |value| if value < 10.0 { 0.5 } else { 1.0 },
            unit: " s",
        }
    }

    /// Whole numbers.
    pub const fn count(low: f32, high: f32) -> Numbers {
        Numbers {
            range: (low, high),
            pace: |_| 1.0,
            unit: "",
        }
    }
}

/// Fields side by side, level at their tops, in as many rows as they need.
pub fn rows(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, contents);
}

/// A number between a minus and a plus, under its name.
pub fn number(ui: &mut Ui, name: &str, value: f32, numbers: Numbers) -> Option<f32> {
    let (low, high) = numbers.range;
    let mut next = None;
    // A size of its own, so that a row of them can be broken.
    let room = vec2(160.0, space::CONTROL + 24.0);
    ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(room);
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, short_name(name));
        let shown = format!("{value}{}", numbers.unit);
        let pressed = stepper(ui, name, &shown, [value > low, value < high]);
        next = pressed.map(|direction| {
            // A number from a file may lie between two.
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

/// One of a few words, under its name.
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

/// Words of which several are chosen, in the order of their choice, under their name.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &str, wrong: &str, right: &str) -> Problem {
        Problem {
            line: 1,
            column: 1,
            path: path.to_owned(),
            wrong: wrong.to_owned(),
            right: right.to_owned(),
        }
    }

    #[test]
    fn a_problem_stands_beside_its_field_in_plain_words() {
        let problems = [
            problem(
                "routines.a.name",
                "the text has 70 characters",
                "at most 60 can be read at a glance",
            ),
            problem(
                "routines.a.minutes",
                "the routine takes 3.0 minutes, not 9",
                "write minutes: 3",
            ),
            problem("routines.a.exercises[2]", "there is no exercise `x`", ""),
        ];
        let said = |field: &str| field_said(&problems, "routines.a", field).map(|said| said.words);
        let name = "The text has 70 characters. At most 60 can be read at a glance";
        assert_eq!(said("name").as_deref(), Some(name));
        let minutes = "The routine takes 3.0 minutes, not 9";
        assert_eq!(said("minutes").as_deref(), Some(minutes));
        assert!(said("exercises").is_some() && said("exercise").is_none());
        assert_eq!(said("purpose"), None);
    }
}
