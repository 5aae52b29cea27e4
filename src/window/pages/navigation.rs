//! What surrounds a page: the navigation, and a line when something is wrong.

use egui::{
    Align, CentralPanel, CornerRadius, Frame, Layout, Margin, Panel, Rect, Role, Sense, Ui,
    WidgetInfo, vec2,
};

use crate::logic::text::visible;
use crate::window::pages::action::Action;
use crate::window::pages::{Model, Page};
use crate::window::theme::{self, Contrast, Tokens, size, space};
use crate::window::widgets::button::{Weight, button, focus_ring};
use crate::window::widgets::{icon, text};

/// From this width on, the navigation is at the side and shows page names.
const WIDE: f32 = 760.0;

/// Draws the navigation and, in the rest of the window, `page`.
pub fn show(
    current: Page,
    model: &Model,
    ui: &mut Ui,
    page: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    let tokens = Tokens::of(ui);
    let wide = ui.max_rect().width() >= WIDE;
    let mut action = None;
    let frame = Frame::new()
        .fill(tokens.surface)
        .inner_margin(Margin::same(12));
    let panel = if wide {
        Panel::left("navigation").exact_size(188.0)
    } else {
        Panel::bottom("navigation").exact_size(64.0)
    };
    panel
        .resizable(false)
        .show_separator_line(Contrast::of(ui.ctx()) == Contrast::High)
        .frame(frame)
        .show(ui, |ui| {
            let layout = if wide {
                Layout::top_down(Align::Min)
            } else {
                Layout::left_to_right(Align::Center)
            };
            ui.with_layout(layout, |ui| {
                ui.spacing_mut().item_spacing = egui::Vec2::splat(4.0);
                if wide {
                    ui.add_space(10.0);
                    ui.horizontal(|ui| {
                        ui.add_space(12.0);
                        ui.label(
                            egui::RichText::new("Unbend")
                                .font(theme::bold(22.0))
                                .color(tokens.accent_text),
                        );
                    });
                    ui.add_space(14.0);
                }
                let width = if wide {
                    ui.available_width()
                } else {
                    (ui.available_width() - 12.0) / Page::ALL.len() as f32
                };
                for page in Page::ALL {
                    if entry(ui, page, page == current, vec2(width, 42.0), wide) {
                        action = Some(Action::Go(page));
                    }
                }
            });
        });
    CentralPanel::default()
        .frame(Frame::new().fill(tokens.background))
        .show(ui, |ui| {
            if let Some(asked) = trouble(model, ui) {
                action = Some(asked);
            }
            if let Some(asked) = page(ui) {
                action = Some(asked);
            }
        });
    action
}

/// Draws a page that has the window to itself.
pub fn alone(model: &Model, ui: &mut Ui, page: impl FnOnce(&mut Ui) -> Vec<Action>) -> Vec<Action> {
    let tokens = Tokens::of(ui);
    CentralPanel::default()
        .frame(Frame::new().fill(tokens.background))
        .show(ui, |ui| {
            let mut actions: Vec<Action> = trouble(model, ui).into_iter().collect();
            actions.extend(page(ui));
            actions
        })
        .inner
}

/// One page in the navigation.
fn entry(ui: &mut Ui, page: Page, current: bool, size: egui::Vec2, wide: bool) -> bool {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, current, page.title()));
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    let (fill, ink) = match (current, response.hovered()) {
        (true, _) => (tokens.accent_wash, tokens.accent_text),
        (false, true) => (tokens.inset, tokens.text),
        (false, false) => (theme::CLEAR, tokens.muted),
    };
    ui.painter().rect_filled(rect, corner, fill);
    focus_ring(ui, rect, &response, corner);
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(super::outside(), response.id));
    }
    let line =
        |ui: &Ui, words: &str, font| text::lay_out(ui, words, font, ink, f32::INFINITY, Align::Min);
    let icon = line(ui, page.icon(), theme::plain(21.0));
    if wide {
        let label = line(ui, page.title(), theme::bold(size::BODY));
        let middle = rect.center().y;
        let at = |x: f32, height: f32| egui::pos2(rect.left() + x, middle - height * 0.5);
        let (icon_at, label_at) = (at(12.0, icon.size().y), at(44.0, label.size().y));
        ui.painter().galley(icon_at, icon, ink);
        ui.painter().galley(label_at, label, ink);
    } else {
        // Large text in a small window leaves little room.
        let room = vec2(rect.width() - 2.0, 18.0);
        let sizes = [12.0, 8.0];
        let label = text::fit(ui, page.title(), theme::bold, sizes, ink, room, Align::Min);
        let across = |width: f32| rect.center().x - width * 0.5;
        let (icon_at, label_at) = (
            egui::pos2(across(icon.size().x), rect.top() + 1.0),
            egui::pos2(across(label.size().x), rect.bottom() - label.size().y - 1.0),
        );
        ui.painter().galley(icon_at, icon, ink);
        ui.painter().galley(label_at, label, ink);
    }
    response.clicked()
}

/// The line above a page when the daemon is gone or refused something.
fn trouble(model: &Model, ui: &mut Ui) -> Option<Action> {
    let tokens = Tokens::of(ui);
    let words = model.gone.as_ref().or(model.problem.as_ref())?;
    let mut action = None;
    Frame::new()
        .fill(tokens.attention_wash)
        .inner_margin(Margin::symmetric(space::PAGE as i8, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.colored_label(tokens.attention_text, format!("{}  {words}", icon::WARNING));
                if model.gone.is_some() && button(ui, "", "Start Unbend", Weight::Quiet).clicked() {
                    action = Some(Action::Start);
                }
            });
        });
    action
}

/// The player's window before there is anything to play.
pub fn waiting(model: &Model, ui: &mut Ui) -> Option<Action> {
    let tokens = Tokens::of(ui);
    let window = ui.max_rect();
    ui.painter().rect_filled(window, 0.0, tokens.stage);
    let words = model.gone.as_ref().or(model.problem.as_ref())?;
    let mut action = None;
    let middle = Rect::from_center_size(window.center(), vec2(window.width().min(460.0), 160.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(middle), |ui| {
        ui.vertical_centered(|ui| {
            ui.label(visible::lines(words).into_owned());
            ui.add_space(space::LINE);
            if button(ui, "", "Start Unbend", Weight::Main).clicked() {
                action = Some(Action::Start);
            }
            if button(ui, "", "Close", Weight::Quiet).clicked() {
                action = Some(Action::Leave);
            }
        });
    });
    if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        action = Some(Action::Leave);
    }
    action
}
