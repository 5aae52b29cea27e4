//! The end of a break: kind words, what was done, and whether it hurt.

use std::time::Duration;

use egui::{Align, Rect, Ui, Vec2, pos2, vec2};

use crate::ipc::message::Request;
use crate::logic::feedback;
use crate::logic::plan::Plan;
use crate::logic::span;
use crate::window::action::Action;
use crate::window::pages::Model;
use crate::window::pages::player::controls::Press;
use crate::window::pages::player::layout::Layout;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::icon;
use crate::window::widgets::text::{self, Live, Place};

/// How it felt, as far as the person has said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rating {
    /// How much it hurt.
    pub pain: Option<u8>,
    /// Which exercise is meant.
    pub what: Option<String>,
}

impl Rating {
    /// What the daemon is to know, once there is enough to tell.
    pub fn report(&self) -> Option<Action> {
        Some(Action::Ask(Request::Feedback {
            what: self.what.clone()?,
            pain: self.pain?,
        }))
    }

    /// Whether something hurt, and it is not known what.
    fn asks_which(&self) -> bool {
        self.what.is_none() && self.pain.is_some_and(|pain| pain > 0)
    }
}

/// The exercise that the break was about; none if there were several.
pub fn only_exercise(plan: &Plan) -> Option<String> {
    let named = plan.exercises.iter().any(|exercise| exercise.id == plan.id);
    match plan.exercises.as_slice() {
        [one] => Some(one.id.clone()),
        _ => named.then(|| plan.id.clone()),
    }
}

/// Fills the panel of the player.
pub fn show(
    ui: &mut Ui,
    layout: &Layout,
    model: &Model,
    plan: &Plan,
    guided: Duration,
    rating: &Rating,
) -> Option<Press> {
    if rating.asks_which() {
        return which(ui, layout, plan);
    }
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (head, body) = if layout.beside {
        (36.0 * s, 18.0 * s)
    } else {
        (26.0 * s, 15.0 * s)
    };
    let gap = if layout.beside { 14.0 * s } else { 8.0 * s };
    let strong = rating.pain.is_some_and(|pain| pain >= feedback::STRONG);
    let title = if strong {
        "Thank you for saying so"
    } else {
        "Well done"
    };
    let title = text::fit(
        ui,
        title,
        theme::bold,
        [head, 16.0],
        tokens.text,
        vec2(panel.width(), head * 1.5),
        Align::Min,
    );
    let dot = ((panel.width() - 10.0 * 4.0) / 11.0).min(38.0 * s);
    let words_room = if layout.beside { 200.0 * s } else { 66.0 * s };
    let words = text::fit(
        ui,
        &said(model, plan, guided, rating),
        theme::plain,
        [body, 11.0],
        tokens.muted,
        vec2(panel.width(), words_room),
        Align::Min,
    );
    let asks = "Did it hurt? 0 not at all, 10 could not be worse";
    let asks = text::fit(
        ui,
        asks,
        theme::bold,
        [body * 0.85, 10.0],
        tokens.text,
        vec2(panel.width(), body * 1.4),
        Align::Min,
    );
    // Below the figure there is no room for a button but among the others.
    let close = if layout.beside { 52.0 * s } else { 0.0 };
    let fixed = title.size().y
        + words.size().y
        + asks.size().y
        + dot
        + close
        + gap * if layout.beside { 4.5 } else { 2.0 };
    let line_height = body * 1.7;
    let room = if layout.beside && rating.pain.is_none() {
        ((panel.height() - fixed) / line_height).floor().max(0.0) as usize
    } else {
        0
    };
    let names = listed(plan, room.min(8));
    let height = fixed + names.len() as f32 * line_height;

    let mut y = (panel.center().y - height * 0.5).max(panel.top());
    let line = |y: f32, height: f32| {
        Rect::from_min_size(pos2(panel.left(), y), vec2(panel.width(), height))
    };
    let rect = line(y, title.size().y);
    y = rect.bottom() + gap * 0.5;
    text::put(ui, rect, title, Place::TOP_LEFT, Live::Announced);
    let rect = line(y, words.size().y);
    y = rect.bottom() + gap;
    text::put(ui, rect, words, Place::TOP_LEFT, Live::Announced);
    for name in names {
        done_line(ui, line(y, line_height), &name, body);
        y += line_height;
    }
    if layout.beside {
        y += gap;
    }
    let rect = line(y, asks.size().y);
    y = rect.bottom() + gap * 0.5;
    text::put(ui, rect, asks, Place::TOP_LEFT, Live::Silent);
    let mut pressed = None;
    for pain in 0..=feedback::WORST {
        let left = panel.left() + f32::from(pain) * (dot + 4.0);
        let place = Rect::from_min_size(pos2(left, y), Vec2::splat(dot));
        if degree(ui, place, pain, rating.pain == Some(pain)) {
            pressed = Some(Press::Pain(pain));
        }
    }
    y += dot + gap * 1.5;
    let button = if layout.beside {
        Rect::from_min_size(pos2(panel.left(), y), vec2(150.0 * s, close))
    } else {
        Rect::from_center_size(layout.controls.center(), vec2(150.0, 44.0))
    };
    let closed = button_in(ui, button, "", "Close", Weight::Main, 18.0 * s.min(1.4)).clicked();
    pressed.or(closed.then_some(Press::Leave))
}

/// One of the numbers from 0 to 10; whether it was pressed.
fn degree(ui: &mut Ui, place: Rect, pain: u8, chosen: bool) -> bool {
    let weight = if chosen { Weight::Main } else { Weight::Other };
    let number = pain.to_string();
    let response = button_in(ui, place, "", &number, weight, place.height() * 0.48);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, chosen, format!("Pain {pain}"))
    });
    response.clicked()
}

/// What is said about it.
fn said(model: &Model, plan: &Plan, guided: Duration, rating: &Rating) -> String {
    if let (Some(problem), Some(_)) = (&model.problem, rating.pain) {
        return problem.clone();
    }
    let name = plan
        .exercises
        .iter()
        .find(|exercise| Some(&exercise.id) == rating.what.as_ref())
        .map_or(plan.name.as_str(), |exercise| exercise.name.as_str());
    match rating.pain {
        None => format!(
            "{} for your body. Sitting starts from zero.",
            spoken(guided)
        ),
        Some(0) => "Good to know.".to_owned(),
        Some(feedback::STRONG..) => format!(
            "Let it be for now. {name} stays away until you bring it back in Settings. {}",
            model.catalog.safety.note
        ),
        Some(_) => "Go gently. In 20 minutes you are asked once whether it still hurts.".to_owned(),
    }
}

/// Asks which of several exercises hurt.
fn which(ui: &mut Ui, layout: &Layout, plan: &Plan) -> Option<Press> {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let head = if layout.beside { 26.0 * s } else { 18.0 * s };
    let title = text::lay_out(
        ui,
        "Which one hurt?",
        theme::bold(head),
        tokens.text,
        panel.width(),
        Align::Min,
    );
    let top = panel.top() + title.size().y + 8.0 * s;
    text::put(ui, panel, title, Place::TOP_LEFT, Live::Announced);
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for exercise in &plan.exercises {
        let one = (exercise.id.as_str(), exercise.name.as_str());
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    let columns = if layout.beside { 1 } else { 2 };
    let rows = seen.len().div_ceil(columns).max(1);
    let step = ((panel.bottom() - top) / rows as f32).min(44.0 * s);
    let width = panel.width() / columns as f32;
    let mut pressed = None;
    for (i, (id, name)) in seen.into_iter().enumerate() {
        let (column, row) = (i % columns, i / columns);
        let corner = pos2(
            panel.left() + column as f32 * width,
            top + row as f32 * step,
        );
        let place = Rect::from_min_size(corner, vec2(width - 6.0, step - 5.0));
        let size = (step * 0.42)
            .min(16.0 * s)
            .min(1.7 * width / name.chars().count() as f32);
        if button_in(ui, place, "", name, Weight::Other, size).clicked() {
            pressed = Some(Press::Hurt(id.to_owned()));
        }
    }
    pressed
}

/// A line for something that was done.
fn done_line(ui: &mut Ui, rect: Rect, name: &str, body: f32) {
    let tokens = Tokens::of(ui);
    let tick = text::lay_out(
        ui,
        icon::CHECK_CIRCLE,
        theme::plain(body * 1.2),
        tokens.accent_text,
        rect.width(),
        Align::Min,
    );
    ui.painter().galley(
        pos2(rect.left(), rect.center().y - tick.size().y * 0.5),
        tick,
        tokens.accent_text,
    );
    let rest = Rect::from_min_max(pos2(rect.left() + body * 1.8, rect.top()), rect.max);
    let name = text::fit(
        ui,
        name,
        theme::plain,
        [body, 11.0],
        tokens.text,
        rest.size(),
        Align::Min,
    );
    text::put(ui, rest, name, Place::LEFT, Live::Silent);
}

/// A guided time in words.
fn spoken(guided: Duration) -> String {
    let seconds = guided.as_secs();
    match seconds {
        0..=89 => format!("{seconds} seconds"),
        _ => span::words(Duration::from_secs((seconds + 30) / 60 * 60)),
    }
}

/// Names of what was done, each once, at most `most`; the last line then counts the rest.
fn listed(plan: &Plan, most: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for exercise in &plan.exercises {
        if !names.contains(&exercise.name) {
            names.push(exercise.name.clone());
        }
    }
    if names.len() > most {
        let more = names.len() - most.saturating_sub(1);
        names.truncate(most.saturating_sub(1));
        if most > 0 {
            names.push(format!("and {more} more"));
        }
    }
    names
}
