//! Buttons: the main action, other actions, and small icons.

use egui::{
    Align, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    vec2,
};

use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::text;

/// How prominent a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The main action.
    Main,
    /// Another action.
    Other,
    /// Another action, visible on the stage's wall and floor.
    OnStage,
    /// An action without a frame.
    Quiet,
}

/// A button with a label, and an icon before it unless that is empty.
pub fn button(ui: &mut Ui, icon: &str, label: &str, weight: Weight) -> Response {
    let wanted = label_size(ui, icon, label, size::BODY);
    let size = vec2(wanted.x + 36.0, space::CONTROL.max(wanted.y + 16.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    paint(ui, rect, &response, icon, label, weight, size::BODY);
    response
}

/// A button that fills `rect`, with text of `text_size`.
pub fn button_in(
    ui: &mut Ui,
    rect: Rect,
    icon: &str,
    label: &str,
    weight: Weight,
    text_size: f32,
) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("button", label)), Sense::click());
    paint(ui, rect, &response, icon, label, weight, text_size);
    response
}

fn joined(icon: &str, label: &str) -> String {
    if icon.is_empty() {
        label.to_owned()
    } else {
        format!("{icon}  {label}")
    }
}

fn label_size(ui: &Ui, icon: &str, label: &str, text_size: f32) -> Vec2 {
    let clear = theme::CLEAR;
    text::lay_out(
        ui,
        &joined(icon, label),
        theme::bold(text_size),
        clear,
        f32::INFINITY,
        Align::Min,
    )
    .size()
}

fn paint(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    icon: &str,
    label: &str,
    weight: Weight,
    text_size: f32,
) {
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let tokens = Tokens::of(ui);
    let over = response.hovered() && enabled;
    let (fill, ink) = match (weight, over) {
        (Weight::Main, false) => (tokens.accent, tokens.on_accent),
        (Weight::Main, true) => (tokens.accent_hover, tokens.on_accent),
        (Weight::Other, false) => (tokens.inset, tokens.text),
        (Weight::OnStage, false) => (tokens.surface, tokens.text),
        (Weight::Other | Weight::OnStage, true) => (tokens.hover, tokens.text),
        (Weight::Quiet, false) => (theme::CLEAR, tokens.muted),
        (Weight::Quiet, true) => (tokens.hover, tokens.text),
    };
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    let edge = match weight {
        Weight::Main | Weight::Quiet => Stroke::NONE,
        Weight::Other => tokens.edge(),
        Weight::OnStage => Stroke::new(1.5, tokens.rail),
    };
    ui.painter()
        .rect(rect, corner, fill, edge, StrokeKind::Inside);
    focus_ring(ui, rect, response, corner);
    let galley = text::lay_out(
        ui,
        &joined(icon, label),
        theme::bold(text_size),
        ink,
        f32::INFINITY,
        Align::Min,
    );
    let pos = rect.center() - galley.size() * 0.5;
    ui.painter().galley(pos, galley, ink);
}

/// The ring around a focused control.
pub fn focus_ring(ui: &Ui, rect: Rect, response: &Response, corner: CornerRadius) {
    if response.has_focus() {
        let stroke = Stroke::new(2.0, Tokens::of(ui).focus);
        ui.painter().rect_stroke(
            rect.expand(2.0),
            corner + CornerRadius::same(2),
            stroke,
            StrokeKind::Outside,
        );
    }
}

/// A round button of diameter `rect.width()` that shows only an icon; `label` names it.
pub fn icon_button(ui: &mut Ui, rect: Rect, icon: &str, label: &str, weight: Weight) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("icon", label)), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    let tokens = Tokens::of(ui);
    let over = response.hovered() && enabled;
    let (fill, ink) = match (weight, over) {
        (Weight::Main, false) => (tokens.accent, tokens.on_accent),
        (Weight::Main, true) => (tokens.accent_hover, tokens.on_accent),
        (Weight::Other, false) => (tokens.inset, tokens.text),
        (Weight::OnStage, false) => (tokens.surface, tokens.text),
        (Weight::Other | Weight::OnStage | Weight::Quiet, true) => (tokens.hover, tokens.text),
        (Weight::Quiet, false) => (theme::CLEAR, tokens.muted),
    };
    let radius = rect.width() * 0.5;
    ui.painter().circle_filled(rect.center(), radius, fill);
    if response.has_focus() {
        let stroke = Stroke::new(2.0, tokens.focus);
        ui.painter()
            .circle_stroke(rect.center(), radius + 3.0, stroke);
    }
    let galley = text::lay_out(
        ui,
        icon,
        theme::plain(rect.width() * 0.5),
        ink,
        f32::INFINITY,
        Align::Min,
    );
    let pos = rect.center() - galley.size() * 0.5;
    ui.painter().galley(pos, galley, ink);
    response.on_hover_text(label)
}
