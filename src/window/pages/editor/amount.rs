//! How much of an exercise a routine asks for: the line in its row, and the controls behind it.

use std::sync::Arc;

use egui::{Align, CornerRadius, Frame, Galley, Margin, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::logic::catalog::format;
use crate::logic::catalog::{Amount, Dose, Entry, Exercise, Sides, Usual};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button, focus_ring};
use crate::window::widgets::card;
use crate::window::widgets::glyph::{self, Glyph};
use crate::window::widgets::icon;
use crate::window::widgets::text;

use super::Context;
use super::field::{self, Numbers};

/// What was pressed besides the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Add the same again, below it.
    Duplicate,
}

/// Space before the words, and after them for the sign.
const LEFT: f32 = 6.0;
const RIGHT: f32 = 24.0;

/// Shown where nothing is given.
const AS_IT_SAYS: &str = "as the exercise says";

/// The amount of an entry, in words.
pub fn words(amount: Amount) -> String {
    match amount.words() {
        words if words.is_empty() => AS_IT_SAYS.to_owned(),
        words => words,
    }
}

/// Length and amount, laid out in as many lines as that width needs.
pub fn lay_out(ui: &Ui, length: &str, amount: Amount, width: f32) -> Arc<Galley> {
    let tokens = Tokens::of(ui);
    let ink = match amount == Amount::default() {
        true => tokens.muted,
        false => tokens.accent_text,
    };
    let said = format!("{length} · {}", words(amount));
    let font = theme::plain(size::SMALL);
    text::lay_out(ui, &said, font, ink, width - LEFT - RIGHT, Align::Min)
}

/// What [`lay_out`] made, below the name in `rect`. Returns whether it was pressed, which opens or closes the controls.
pub fn line(
    ui: &mut Ui,
    rect: Rect,
    name: &str,
    amount: Amount,
    galley: Arc<Galley>,
    open: bool,
) -> bool {
    let tokens = Tokens::of(ui);
    let response = ui.interact(rect, ui.scope_id().with("amount"), Sense::click());
    let label = format!("Amount of {name}: {}", words(amount));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &label));
    let corner = CornerRadius::same(8);
    if response.hovered() {
        ui.painter().rect_filled(rect, corner, tokens.hover);
    }
    focus_ring(ui, rect, &response, corner);
    let end = rect.left() + LEFT + galley.size().x;
    let at = pos2(rect.left() + LEFT, rect.center().y - galley.size().y * 0.5);
    ui.painter().galley(at, galley, tokens.text);
    let sign = if open { Glyph::Up } else { Glyph::Down };
    let at = pos2(end + RIGHT * 0.5, rect.center().y);
    glyph::paint(ui.painter(), at, 5.0, sign, tokens.muted);
    response.clicked()
}

/// The controls that apply to this exercise.
pub fn controls(
    context: &Context<'_>,
    ui: &mut Ui,
    exercise: &Exercise,
    entry: &mut Entry,
) -> Option<Press> {
    let tokens = Tokens::of(ui);
    let usual = Usual::of(exercise);
    let amount = &mut entry.amount;
    let name = |field: &str| format!("{}: {field}", exercise.name);
    let mut pressed = None;
    let frame = Frame::new()
        .fill(tokens.background)
        .corner_radius(CornerRadius::same(space::CONTROL_CORNER))
        .inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let goes_round = context
            .gallery
            .set(&exercise.figure)
            .is_some_and(|set| set.cycle.is_some());
        let hold = if goes_round {
            "Seconds"
        } else {
            "Seconds held"
        };
        field::rows(ui, |ui| {
            let sets = Some(usual.sets as f32);
            let reps = usual.reps.map(|reps| reps as f32);
            for (field, usual, given, numbers) in [
                (
                    "Sets",
                    sets,
                    &mut amount.sets,
                    Numbers::count(&format::entry::SETS.within),
                ),
                (
                    "Repetitions",
                    reps,
                    &mut amount.reps,
                    Numbers::count(&format::entry::REPS.within),
                ),
                (
                    hold,
                    usual.hold,
                    &mut amount.hold,
                    Numbers::seconds(&(1.0..=usual.longest as f32)),
                ),
            ] {
                let Some(usual) = usual else { continue };
                let value = given.map_or(usual.round(), |given| given as f32);
                if let Some(next) = field::number(ui, &name(field), value, numbers) {
                    *given = Some(next as u32);
                }
            }
        });
        if usual.sides {
            ui.add_space(space::TIGHT);
            let chosen = match amount.side {
                None | Some(Sides::Both) => 0,
                Some(Sides::Left) => 1,
                Some(Sides::Right) => 2,
            };
            let words = ["Both", "Left", "Right"];
            let picked = field::choice(ui, &name("Side"), &words, Some(chosen));
            if let Some(picked) = picked {
                amount.side = [None, Some(Sides::Left), Some(Sides::Right)][picked];
            }
        }
        if let Some(more) = beyond(&exercise.dose, *amount) {
            card::note(ui, &more);
        }
        ui.add_space(space::TIGHT);
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(*amount != Amount::default(), |ui| {
                let label = "As the exercise says";
                if button(ui, icon::RESET, label, Weight::Quiet).clicked() {
                    *amount = Amount::default();
                }
            });
            if button(ui, icon::PLUS, "Duplicate", Weight::Quiet).clicked() {
                pressed = Some(Press::Duplicate);
            }
        });
    });
    ui.add_space(space::TIGHT);
    pressed
}

/// What exceeds the dose that the exercise came with: allowed, but pointed out.
fn beyond(dose: &Dose, amount: Amount) -> Option<String> {
    let parts = [
        (amount.sets, dose.sets, "sets"),
        (amount.reps, dose.reps, "repetitions"),
        (amount.hold, dose.hold_seconds, "seconds"),
    ];
    let above = parts.into_iter().filter_map(|(given, range, unit)| {
        let (_, high) = range?;
        (given? > high).then(|| format!("{high} {unit}"))
    });
    let above: Vec<String> = above.collect();
    let most = above.join(" and ");
    (!above.is_empty()).then(|| format!("More than its source says: up to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_the_dose_is_said() {
        let dose = Dose {
            reps: Some((10, 15)),
            hold_seconds: Some((5, 5)),
            ..Dose::default()
        };
        let amount = |reps: u32, hold: u32| Amount {
            sets: Some(9),
            reps: Some(reps),
            hold: Some(hold),
            side: None,
        };
        assert_eq!(beyond(&dose, amount(15, 5)), None);
        assert_eq!(beyond(&dose, Amount::default()), None);
        let words = "More than its source says: up to 15 repetitions and 5 seconds";
        assert_eq!(beyond(&dose, amount(16, 6)).as_deref(), Some(words));
    }
}
