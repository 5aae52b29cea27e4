//! A sheet: one question in front of everything else, with an answer that changes nothing.

use egui::{
    Align, CornerRadius, Frame, Id, Key, Margin, Modal, Modifiers, Rect, Sense, Ui, accesskit, vec2,
};

use crate::window::theme::{self, Tokens, size};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::text::{self, Live, Place};

/// What a sheet asks.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The question itself.
    pub title: &'a str,
    /// What the answers mean, in a sentence or two.
    pub words: &'a str,
    /// The answers, each with an optional icon. The first one changes nothing: it has the focus, and Esc chooses it.
    pub answers: &'a [(&'a str, &'a str)],
}

/// Width of a sheet if there is room.
const WIDTH: f32 = 400.0;
/// What remains of a narrow window beside it.
const BESIDE: f32 = 12.0;
/// Height of the first answer, and of the others.
const HEIGHTS: [f32; 2] = [48.0, 44.0];
/// Between two answers.
const GAP: f32 = 10.0;
/// Radius of its corners.
const CORNER: u8 = 20;

/// Asks the question over everything else; returns the index of the answer given in this turn.
pub fn sheet(ui: &Ui, question: &Question<'_>, reduced_motion: bool) -> Option<usize> {
    let ctx = ui.ctx().clone();
    let tokens = Tokens::of(ui);
    let window = ctx.content_rect();
    let width = WIDTH.min(window.width() - 2.0 * BESIDE);
    let inner = if width < WIDTH { 20.0 } else { 28.0 };
    let id = Id::unique("sheet").with(question.title);
    let area = Modal::default_area(id).fade_in(!reduced_motion);
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(tokens.edge())
        .corner_radius(CornerRadius::same(CORNER))
        .inner_margin(Margin::same(inner as i8));
    let shown = Modal::new(id)
        .area(area)
        .backdrop_color(tokens.scrim)
        .frame(frame)
        .show(&ctx, |ui| contents(ui, question, width - 2.0 * inner));
    ctx.accesskit_node_builder(shown.response.id, |node| {
        node.set_role(accesskit::Role::AlertDialog);
        node.set_label(question.title.to_owned());
        node.set_modal();
    });
    let safe = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    shown.inner.or(safe.then_some(0))
}

fn contents(ui: &mut Ui, question: &Question<'_>, width: f32) -> Option<usize> {
    let tokens = Tokens::of(ui);
    ui.set_width(width);
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let line = |ui: &mut Ui, words: &str, font, colour| {
        let galley = text::lay_out(ui, words, font, colour, width, Align::Min);
        let (rect, _) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
        text::put(ui, rect, galley, Place::TOP_LEFT, Live::Announced);
    };
    line(ui, question.title, theme::bold(size::SHEET), tokens.text);
    ui.add_space(6.0);
    line(ui, question.words, theme::plain(size::BODY), tokens.muted);
    ui.add_space(22.0);
    let mut answer = None;
    let mut buttons = Vec::new();
    for (index, (icon, label)) in question.answers.iter().enumerate() {
        let (height, weight, text) = match index {
            0 => (HEIGHTS[0], Weight::Main, size::CARD),
            _ => (HEIGHTS[1], Weight::OnStage, size::BODY),
        };
        ui.add_space(if index == 0 { 0.0 } else { GAP });
        let (rect, _): (Rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let response = button_in(ui, rect, icon, label, weight, text);
        if response.clicked() {
            answer = Some(index);
        }
        buttons.push(response);
    }
    // The focus belongs to the sheet, whatever had it before.
    if !buttons.iter().any(|button| button.has_focus())
        && let Some(first) = buttons.first()
    {
        first.request_focus();
    }
    answer
}
