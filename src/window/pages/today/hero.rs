//! The upper part of Today: the ring of sitting time, what comes next, and what you can do about it.

use std::time::Duration;

use egui::{Align, Layout, Popup, Rect, RichText, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::ipc::message::{PauseEnd, Refusal, Request};
use crate::logic::catalog::Reason;
use crate::logic::presence::{Hold, Posture, Presence};
use crate::logic::shown::status::Status;
use crate::logic::text::visible;
use crate::logic::time::span;
use crate::window::pages::Model;
use crate::window::pages::action::Action;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::{card, icon, ring};

const RING: f32 = 188.0;

/// Draws it.
pub fn show(ui: &mut Ui, status: &Status, model: &Model) -> Option<Action> {
    let mut action = None;
    card::card(ui, |ui| {
        let beside = ui.available_width() > 540.0;
        let mut words = |ui: &mut Ui| {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::TIGHT;
                if let Some(asked) = words_and_buttons(ui, status, model) {
                    action = Some(asked);
                }
            });
        };
        if beside {
            let room = vec2(ui.available_width(), RING);
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                sitting_ring(ui, status);
                ui.add_space(space::CARD);
                words(ui);
            });
        } else {
            ui.vertical_centered(|ui| sitting_ring(ui, status));
            words(ui);
        }
    });
    action
}

/// Time spent sitting, or standing, in a ring that closes at the limit.
fn sitting_ring(ui: &mut Ui, status: &Status) {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(RING), Sense::hover());
    let (count, word) = match status.posture {
        Posture::Sitting => (status.sitting, "sitting"),
        Posture::Standing => (status.standing, "standing"),
    };
    let limit = status.limit.as_secs_f32().max(1.0);
    let (part, colour) = match status.posture {
        Posture::Sitting => {
            let part = count.as_secs_f32() / limit;
            (
                part,
                if part >= 1.0 {
                    tokens.attention
                } else {
                    tokens.accent
                },
            )
        }
        Posture::Standing => (1.0, tokens.accent),
    };
    let radius = RING * 0.5 - 8.0;
    ring::ring(
        ui.painter(),
        rect.center(),
        radius,
        13.0,
        part,
        [tokens.inset, colour],
    );

    let (number, unit) = clock_words(count);
    let line = |ui: &Ui, words: &str, font, colour| {
        text::lay_out(ui, words, font, colour, f32::INFINITY, Align::Min)
    };
    let digits = line(
        ui,
        &number,
        theme::bold(if number.len() > 3 { 46.0 } else { 62.0 }),
        tokens.text,
    );
    let below = line(
        ui,
        &format!("{unit} {word}"),
        theme::bold(size::BODY),
        tokens.text,
    );
    let limit_words = match status.posture {
        Posture::Sitting => format!("of {}", span::words(status.limit)),
        Posture::Standing => String::new(),
    };
    let last = line(ui, &limit_words, theme::plain(size::SMALL), tokens.muted);
    let place =
        |middle: f32| Rect::from_center_size(rect.center() + vec2(0.0, middle), vec2(RING, 10.0));
    text::put(ui, place(-18.0), digits, Place::MIDDLE, Live::Silent);
    text::put(ui, place(27.0), below, Place::MIDDLE, Live::Silent);
    if !limit_words.is_empty() {
        text::put(ui, place(48.0), last, Place::MIDDLE, Live::Silent);
    }
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(egui::Role::Meter, true, format!("Time {word}"));
        info.value = Some(f64::from((part * 100.0).round()));
        info
    });
}

/// A count in minutes, or from an hour on in hours and minutes, with the unit that goes below it.
fn clock_words(count: Duration) -> (String, &'static str) {
    let minutes = count.as_secs() / 60;
    match minutes {
        0..=59 => (minutes.to_string(), "min"),
        _ => (format!("{}:{:02}", minutes / 60, minutes % 60), "h"),
    }
}

fn words_and_buttons(ui: &mut Ui, status: &Status, model: &Model) -> Option<Action> {
    let tokens = Tokens::of(ui);
    let (headline, note, urgent) = headline(status);
    let colour = if urgent {
        tokens.attention_text
    } else {
        tokens.text
    };
    ui.label(
        RichText::new(&headline)
            .font(theme::bold(24.0))
            .color(colour),
    );
    if !note.is_empty() {
        ui.label(RichText::new(&note).color(tokens.muted));
    }
    let today = &status.today;
    if today.done + today.natural + today.skipped > 0 {
        ui.label(RichText::new(today_words(status)).color(tokens.muted));
    }
    ui.add_space(space::LINE);
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(10.0, 10.0);
        asked = buttons(ui, status, model);
    });
    asked
}

/// The large line, the line below it, and whether it is urgent.
fn headline(status: &Status) -> (String, String, bool) {
    if let Some(running) = &status.running {
        return (
            running.name.clone(),
            "A break is running in another window".to_owned(),
            false,
        );
    }
    if let Some(due) = status.asking() {
        let sat = span::words(status.sitting);
        let note = format!("{}. You have been sitting for {sat}", due.name);
        let head = match status.is_overdue() {
            true => {
                let late = span::words(status.overdue).replace(' ', "\u{a0}");
                format!("Overdue by\u{a0}{late}")
            }
            false => "Time for a break".to_owned(),
        };
        return (head, note, true);
    }
    if let Some(hold) = status.holds.first() {
        let head = match hold.ends_in_seconds {
            Some(seconds) => format!("Quiet for {}", span::words(Duration::from_secs(seconds))),
            None => "Quiet".to_owned(),
        };
        return (head, text::capitalised(&hold.said()), false);
    }
    match status.presence {
        Presence::Away => return ("Away".to_owned(), String::new(), false),
        Presence::Locked => return ("Screen locked".to_owned(), String::new(), false),
        Presence::Asleep => return ("Asleep".to_owned(), String::new(), false),
        Presence::Present => {}
    }
    match &status.next {
        Some(next) if next.within.is_zero() => (
            next.name.clone(),
            "Due now, at the next pause in your typing".to_owned(),
            true,
        ),
        Some(next) => {
            let within = span::words(round_up(next.within));
            (
                format!("{} in\u{a0}{}", next.name, within.replace(' ', "\u{a0}")),
                text::capitalised(&Reason::words_of(next.because.as_ref())),
                false,
            )
        }
        None => (
            "No reminder is on".to_owned(),
            "Turn one on in Settings".to_owned(),
            false,
        ),
    }
}

/// Rounds up to a full minute, so that "in 0 min" is never shown.
fn round_up(span: Duration) -> Duration {
    Duration::from_secs(span.as_secs().div_ceil(60).max(1) * 60)
}

fn today_words(status: &Status) -> String {
    let today = &status.today;
    let count = |n: u32, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let mut parts = Vec::new();
    if today.done > 0 {
        parts.push(count(today.done, "guided break", "guided breaks"));
    }
    if today.natural > 0 {
        parts.push(count(today.natural, "natural break", "natural breaks"));
    }
    if today.skipped > 0 {
        parts.push(format!("{} skipped", today.skipped));
    }
    format!("Today: {}", parts.join(", "))
}

fn buttons(ui: &mut Ui, status: &Status, model: &Model) -> Option<Action> {
    let mut asked = None;
    let mut ask = |request: Request| asked = Some(Action::Ask(request));
    if model.gone.is_some() {
        return None;
    }
    if status.running.is_none() {
        let label = match status.asking() {
            Some(_) => "Start",
            None => "Take a break now",
        };
        // Without a name it answers the reminder that is due.
        if button(ui, icon::PLAY, label, Weight::Main).clicked() {
            ask(Request::Start { what: None });
        }
    }
    if let Some(left) = &status.left {
        let label = format!("Go on with {}", left.name);
        if button(ui, icon::STEP_NEXT, &label, Weight::Other).clicked() {
            ask(Request::GoOn);
        }
    }
    let choosable =
        status.running.is_none() && status.next.as_ref().is_some_and(|next| next.what.is_some());
    if choosable && button(ui, icon::RESET, "Something else", Weight::Other).clicked() {
        ask(Request::Refuse {
            why: Refusal::NotNow,
        });
    }
    if status.can_snooze {
        let label = format!("Snooze {}", span::words(status.snooze));
        if button(ui, icon::BELL_SNOOZE, &label, Weight::Other).clicked() {
            ask(Request::Snooze { length: None });
        }
    }
    if status.can_skip && button(ui, "", "Skip", Weight::Other).clicked() {
        ask(Request::Skip);
    }
    for hold in &status.holds {
        let label = hold
            .app
            .as_deref()
            .and_then(|app| hold.reason.ignore_words(app));
        if let (Some(label), Some(app)) = (label, &hold.app)
            && button(ui, icon::BELL, &visible::line(&label), Weight::Other).clicked()
        {
            ask(Request::Ignore { app: app.clone() });
        }
    }
    let (label, request) = match status.posture {
        Posture::Sitting => ("Standing now", Request::Stand),
        Posture::Standing => ("Sitting now", Request::Sit),
    };
    let icon = match status.posture {
        Posture::Sitting => icon::STANDING,
        Posture::Standing => icon::CHAIR,
    };
    if button(ui, icon, label, Weight::Other).clicked() {
        ask(request);
    }
    if status.holds.iter().any(|hold| hold.reason == Hold::Paused) {
        if button(ui, icon::BELL, "Resume", Weight::Other).clicked() {
            ask(Request::Resume);
        }
    } else if let Some(length) = pause_menu(ui) {
        ask(Request::Pause(length));
    }
    asked
}

/// How long you can pause for.
const PAUSES: [(&str, u64); 3] = [("30 minutes", 30), ("1 hour", 60), ("2 hours", 120)];

fn pause_menu(ui: &mut Ui) -> Option<PauseEnd> {
    let pause = button(ui, icon::PAUSE, "Pause", Weight::Other);
    let mut chosen = None;
    Popup::menu(&pause).show(|ui| {
        for (label, minutes) in PAUSES {
            if ui.button(label).clicked() {
                chosen = Some(PauseEnd::After(Duration::from_secs(minutes * 60)));
            }
        }
    });
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        let of = |minutes: u64| clock_words(Duration::from_secs(minutes * 60 + 59));
        assert_eq!(of(0), ("0".to_owned(), "min"));
        assert_eq!(of(59), ("59".to_owned(), "min"));
        assert_eq!(of(65), ("1:05".to_owned(), "h"));
        assert_eq!(round_up(Duration::from_secs(1)), Duration::from_secs(60));
        assert_eq!(round_up(Duration::from_secs(61)), Duration::from_secs(120));
    }
}
