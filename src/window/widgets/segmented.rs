//! A few words in a row, one of which is chosen.

use egui::{Align, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::focus_ring;
use crate::window::widgets::text;

/// Shows `words` and returns the index of one that was pressed.
pub fn segmented(
    ui: &mut Ui,
    label: &str,
    words: &[String],
    chosen: Option<usize>,
) -> Option<usize> {
    let tokens = Tokens::of(ui);
    let galleys: Vec<_> = words
        .iter()
        .enumerate()
        .map(|(i, word)| {
            let ink = if Some(i) == chosen {
                tokens.accent_text
            } else {
                tokens.muted
            };
            text::lay_out(
                ui,
                word,
                theme::bold(size::BODY),
                ink,
                f32::INFINITY,
                Align::Min,
            )
        })
        .collect();
    let padding = 26.0;
    let width: f32 = galleys.iter().map(|galley| galley.size().x + padding).sum();
    let (rect, _) = ui.allocate_exact_size(vec2(width + 6.0, space::CONTROL), Sense::hover());
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    ui.painter().rect_filled(rect, corner, tokens.inset);
    let mut left = rect.left() + 3.0;
    let mut pressed = None;
    for (i, (galley, word)) in galleys.into_iter().zip(words).enumerate() {
        let part = Rect::from_min_size(
            pos2(left, rect.top() + 3.0),
            vec2(galley.size().x + padding, rect.height() - 6.0),
        );
        left = part.right();
        let response = ui.interact(part, ui.scope_id().with((label, i)), Sense::click());
        let name = format!("{label}: {word}");
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, true, Some(i) == chosen, &name)
        });
        let inner = CornerRadius::same(space::CONTROL_CORNER - 3);
        if Some(i) == chosen {
            ui.painter().rect_filled(part, inner, tokens.surface);
        } else if response.hovered() {
            ui.painter().rect_filled(part, inner, tokens.hover);
        }
        focus_ring(ui, part, &response, inner);
        let at = part.center() - galley.size() * 0.5;
        ui.painter().galley(at, galley, tokens.text);
        if response.clicked() {
            pressed = Some(i);
        }
    }
    pressed
}
