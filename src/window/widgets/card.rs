//! A card: a surface with rounded corners that holds what belongs together.

use egui::{CornerRadius, Frame, InnerResponse, Margin, RichText, Ui};

use crate::logic::text::visible;
use crate::window::theme::{self, Tokens, size, space};

/// A card that fills the available width.
pub fn card<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let tokens = Tokens::of(ui);
    Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.edge())
        .corner_radius(CornerRadius::same(space::CORNER))
        .inner_margin(Margin::same(space::CARD as i8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            contents(ui)
        })
}

/// The title of a card.
pub fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(visible::lines(text)).font(theme::bold(size::CARD)));
}

/// Secondary text, in the muted colour.
pub fn note(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    ui.label(
        RichText::new(visible::lines(text))
            .font(theme::plain(size::SMALL))
            .color(tokens.muted),
    );
}
