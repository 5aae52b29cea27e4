//! The small window that asks for a break where no notification can: what, why, how long, and the same answers.

use egui::{Align, Key, Rect, Sense, Stroke, StrokeKind, Ui, ViewportCommand, pos2, vec2};

use crate::ipc::message::Request;
use crate::logic::presence::Posture;
use crate::logic::shown::notice::{self, Button};
use crate::logic::shown::status::{Shown, Status};
use crate::logic::time::span;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::pages::today::quick::figure_of;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button, icon_button};
use crate::window::widgets::icon;
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::thumbnail::Thumbnail;

/// Width and height of the window, in points.
pub const SIZE: [f32; 2] = [496.0, 212.0];

/// Margin around everything.
const MARGIN: f32 = 16.0;

/// The picture's width; it is as high as the window.
const PICTURE: f32 = 132.0;

/// The reminder, once there is something to ask.
#[derive(Default)]
pub struct ReminderPage {
    figure: Thumbnail,
    /// The user has answered: whatever closes the window now isn't an answer.
    answered: bool,
}

impl ReminderPage {
    /// Draws it and returns the answer. It comes unasked: until it `listens`, a click was meant for whatever it covers.
    pub fn show(&mut self, model: &Model, listens: bool, ui: &mut Ui) -> Vec<Action> {
        let tokens = Tokens::of(ui);
        let window = ui.max_rect();
        let grip = ui.interact(window, ui.scope_id().with("grip"), Sense::drag());
        if grip.drag_started() {
            ui.ctx().send_viewport_cmd(ViewportCommand::StartDrag);
        }
        ui.painter().rect(
            window,
            0.0,
            tokens.surface,
            Stroke::new(1.0, tokens.line),
            StrokeKind::Inside,
        );
        let status = model.status_now();
        let asked = status
            .as_ref()
            .and_then(|status| Some((status, status.shown.as_ref()?)));
        let Some((status, shown)) = asked else {
            return Vec::new();
        };
        let inner = window.shrink(MARGIN);
        let well = Rect::from_min_size(inner.min, vec2(PICTURE, inner.height()));
        if let Some(figure) = figure_of(&model.catalog, &shown.what) {
            let alive = !model.reduced_motion && ui.rect_contains_pointer(well);
            let corner = f32::from(space::CORNER);
            let behind = tokens.surface;
            self.figure
                .paint(ui, well, figure, alive, model.now, corner, behind);
        }
        let left = well.right() + 18.0;
        let words = Rect::from_min_max(pos2(left, inner.top()), inner.max);
        write(ui, words, status, shown, model);

        let close = Rect::from_min_size(
            pos2(inner.right() - 32.0, inner.top() - 4.0),
            vec2(36.0, 36.0),
        );
        let put_away = icon_button(ui, close, icon::LEAVE, "Not now", Weight::Quiet).clicked();
        let row = Rect::from_min_max(pos2(left, inner.bottom() - 40.0), inner.max);
        let answer = self.buttons(ui, row, status);
        let free = ui.memory(|memory| memory.focused().is_none());
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let request = if put_away || pressed(Key::Escape) {
            Some(Request::Close)
        } else if free && pressed(Key::Enter) {
            Some(Request::Start { what: None })
        } else {
            answer
        };
        match request.filter(|_| listens) {
            Some(request) => {
                self.answered = true;
                vec![Action::Ask(request), Action::Leave]
            }
            None => Vec::new(),
        }
    }

    /// The window is closing: returns whether that means the user dismissed the reminder.
    pub fn put_away(&mut self) -> bool {
        !std::mem::replace(&mut self.answered, true)
    }

    /// Nothing is asked any more, so closing the window dismisses nothing.
    pub fn settle(&mut self) {
        self.answered = true;
    }

    fn buttons(&self, ui: &mut Ui, row: Rect, status: &Status) -> Option<Request> {
        let mut asked = None;
        let builder = egui::UiBuilder::new()
            .max_rect(row)
            .layout(egui::Layout::left_to_right(Align::Center));
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if button(ui, icon::PLAY, &Button::Start.label(), Weight::Main).clicked() {
                asked = Some(Request::Start { what: None });
            }
            if status.can_snooze {
                let label = Button::Snooze(status.snooze).label();
                if button(ui, "", &label, Weight::Other).clicked() {
                    asked = Some(Request::Snooze { length: None });
                }
            }
            if status.can_skip && button(ui, "", &Button::Skip.label(), Weight::Quiet).clicked() {
                asked = Some(Request::Skip);
            }
        });
        asked
    }
}

/// What is offered, how long it takes, and why.
fn write(ui: &mut Ui, room: Rect, status: &Status, shown: &Shown, model: &Model) {
    let tokens = Tokens::of(ui);
    let mut top = room.top();
    let mut line = |ui: &mut Ui, words: &str, font: egui::FontId, colour, narrower: f32, rows| {
        let width = room.width() - narrower;
        let galley = text::in_rows(ui, words, font, colour, width, rows);
        let height = galley.size().y;
        let place = Rect::from_min_size(pos2(room.left(), top), vec2(width, height));
        text::put(ui, place, galley, Place::TOP_LEFT, Live::Announced);
        top += height + 4.0;
    };
    let title = match shown.showings {
        0 | 1 => "Time for a break".to_owned(),
        _ => "Still time for a break".to_owned(),
    };
    line(ui, &title, theme::bold(20.0), tokens.text, 36.0, 1);
    let length = model.catalog.length(&shown.what);
    let what = match length.map(notice::length_words) {
        Some(length) => format!("{} · {length}", shown.name),
        None => shown.name.clone(),
    };
    line(ui, &what, theme::bold(size::BODY), tokens.text, 0.0, 2);
    let so_far = match status.posture {
        Posture::Sitting => format!("You have been sitting for {}.", span::words(status.sitting)),
        Posture::Standing => format!(
            "You have been standing for {}.",
            span::words(status.standing)
        ),
    };
    let why = match &shown.because {
        None => so_far,
        Some(because) => format!("{so_far} {}", notice::why_this_one(because)),
    };
    line(ui, &why, theme::plain(size::SMALL), tokens.muted, 0.0, 3);
}
