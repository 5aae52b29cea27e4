//! The end of a break: kind words, what was done, how hard it was and whether it hurt.

use std::time::Duration;

use egui::{Align, Rect, Ui, Vec2, pos2, vec2};

use crate::logic::catalog::Exercise;
use crate::logic::catalog::ladder;
use crate::logic::catalog::plan::Plan;
use crate::logic::practice::effort::Effort;
use crate::logic::practice::feedback;
use crate::logic::text::word::Word as _;
use crate::logic::time::span;
use crate::window::pages::Model;
use crate::window::pages::player::controls::Press;
use crate::window::pages::player::layout::Layout;
use crate::window::pages::player::rating::{Answer, Rating, only_exercise, rated};
use crate::window::theme::{self, Tokens};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::icon;
use crate::window::widgets::text::{self, Live, Place};

/// A break with less guided time was skipped through.
const WORTH_TELLING: Duration = Duration::from_secs(5);

/// The break that is over.
pub struct Of<'a> {
    /// Everything else that is known.
    pub model: &'a Model,
    /// What was planned.
    pub plan: &'a Plan,
    /// The exercises that were played to their end.
    pub done: &'a [String],
    /// Guided time.
    pub guided: Duration,
    /// Whether it counts as a break.
    pub counts: bool,
}

/// Fills the player's panel.
pub fn show(ui: &mut Ui, layout: &Layout, of: &Of, rating: &Rating) -> Option<Press> {
    let Of {
        plan,
        done,
        guided,
        counts,
        ..
    } = *of;
    if let Some(about) = rating.asks_which() {
        return which(ui, layout, plan, done, about);
    }
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (head, body) = if layout.beside {
        ((36.0 * s).max(20.0), (18.0 * s).max(12.0))
    } else {
        ((26.0 * s).max(18.0), (15.0 * s).max(11.0))
    };
    let gap = if layout.beside { 14.0 * s } else { 8.0 * s };
    let title = match (rating.strong(), counts) {
        (true, _) => "Thank you for saying so",
        (false, true) => "Well done",
        (false, false) if guided < WORTH_TELLING => "Not this time",
        (false, false) => "A short one",
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
        &said(of, rating),
        theme::plain,
        [body, 11.0],
        tokens.muted,
        vec2(panel.width(), words_room),
        Align::Min,
    );
    let question = |ui: &Ui, words: &str| {
        text::fit(
            ui,
            words,
            theme::bold,
            [(body * 0.85).max(10.0), 9.0],
            tokens.text,
            vec2(panel.width(), body * 1.4),
            Align::Min,
        )
    };
    let effort = question(ui, "How was it?");
    let asks = question(
        ui,
        "Did it hurt? 0 is no pain, 10 the worst you can imagine",
    );
    let strip = (36.0 * s).max(26.0);
    // Nobody in pain need say more; below the figure there is only room for one question at a time.
    let asks_effort = !rating.strong()
        && !rated(plan, done).is_empty()
        && (layout.beside || rating.last != Some(Answer::Pain));
    let effort_height = match (asks_effort, layout.beside) {
        (false, _) => 0.0,
        (true, true) => effort.size().y + strip + gap * 1.5,
        (true, false) => strip + gap * 0.5,
    };
    // Below the figure the only room for a button is among the others.
    let close = if layout.beside {
        (52.0 * s).max(32.0)
    } else {
        0.0
    };
    let fixed = title.size().y
        + words.size().y
        + effort_height
        + asks.size().y
        + dot
        + close
        + gap * if layout.beside { 4.5 } else { 2.0 };
    let line_height = body * 1.7;
    let room = if layout.beside && rating.last.is_none() {
        ((panel.height() - fixed) / line_height).floor().max(0.0) as usize
    } else {
        0
    };
    let names = listed(plan, done, room.min(8));
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
    let mut pressed = None;
    if asks_effort {
        let row = if layout.beside {
            let rect = line(y, effort.size().y);
            text::put(ui, rect, effort, Place::TOP_LEFT, Live::Silent);
            line(rect.bottom() + gap * 0.5, strip)
        } else {
            let mut row = line(y, strip);
            let words = text::put(ui, row, effort, Place::LEFT, Live::Silent);
            row.set_left(words.rect.right() + gap * 1.5);
            row
        };
        pressed = efforts(ui, row, body, rating.effort).map(Press::Effort);
        y += effort_height;
    }
    let rect = line(y, asks.size().y);
    y = rect.bottom() + gap * 0.5;
    text::put(ui, rect, asks, Place::TOP_LEFT, Live::Silent);
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

/// The possible answers, side by side; returns the one pressed.
fn efforts(ui: &mut Ui, row: Rect, body: f32, chosen: Option<Effort>) -> Option<Effort> {
    let gap = 6.0;
    let width = ((row.width() - 2.0 * gap) / 3.0).min(8.0 * body);
    let mut pressed = None;
    for (i, effort) in Effort::ALL.iter().copied().enumerate() {
        let left = row.left() + i as f32 * (width + gap);
        let place = Rect::from_min_size(pos2(left, row.top()), vec2(width, row.height()));
        let is_chosen = chosen == Some(effort);
        let weight = if is_chosen {
            Weight::Main
        } else {
            Weight::OnStage
        };
        let label = match effort {
            Effort::Easy => "Easy",
            Effort::Right => "Just right",
            Effort::Hard => "Hard",
        };
        let size = (body * 0.85).min(width * 0.17);
        let response = button_in(ui, place, "", label, weight, size);
        response
            .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_chosen, label));
        if response.clicked() {
            pressed = Some(effort);
        }
    }
    pressed
}

/// One of the numbers from 0 to 10; returns whether it was pressed.
fn degree(ui: &mut Ui, place: Rect, pain: u8, chosen: bool) -> bool {
    let weight = if chosen {
        Weight::Main
    } else {
        Weight::OnStage
    };
    let number = pain.to_string();
    let response = button_in(ui, place, "", &number, weight, place.height() * 0.48);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, chosen, format!("Pain {pain}"))
    });
    response.clicked()
}

/// The response to the answer.
fn said(of: &Of, rating: &Rating) -> String {
    let Of {
        model,
        plan,
        guided,
        counts,
        ..
    } = *of;
    if let (Some(problem), Some(_)) = (&model.problem, rating.last) {
        return problem.clone();
    }
    match (rating.last, rating.pain, rating.effort) {
        (Some(Answer::Effort), _, Some(effort)) => after_effort(model, plan, effort, rating),
        (Some(Answer::Pain), Some(pain), _) => after_pain(model, plan, pain, rating),
        _ if !counts && guided < WORTH_TELLING => {
            "You skipped through it, and that is fine. Your sitting time runs on.".to_owned()
        }
        _ if !counts => format!(
            "{} for your body. A break counts from {} on, so your sitting time runs on.",
            spoken(guided),
            spoken(model.timing().break_counts)
        ),
        _ if guided < WORTH_TELLING => "Sitting starts from zero.".to_owned(),
        _ => format!(
            "{} for your body. Sitting starts from zero.",
            spoken(guided)
        ),
    }
}

fn after_pain(model: &Model, plan: &Plan, pain: u8, rating: &Rating) -> String {
    let name = plan
        .exercises
        .iter()
        .find(|exercise| Some(&exercise.id) == rating.hurt.as_ref())
        .map_or(plan.name.as_str(), |exercise| exercise.name.as_str());
    match pain {
        0 => "Good to know.".to_owned(),
        feedback::STRONG.. => format!(
            "Let it be for now. {name} stays away until you bring it back in Settings. {}",
            model.catalog.safety.note
        ),
        _ => "Go gently. In 20 minutes you are asked once whether it still hurts.".to_owned(),
    }
}

/// What follows from how hard it was: more, less, or a relative that suits better.
fn after_effort(model: &Model, plan: &Plan, effort: Effort, rating: &Rating) -> String {
    let what = match effort {
        Effort::Hard => rating.hard.clone(),
        Effort::Easy | Effort::Right => only_exercise(plan),
    };
    let planned = what.as_ref().and_then(|id| {
        let mut free = plan.exercises.iter().filter(|planned| !planned.fixed);
        free.find(|exercise| exercise.id == *id)
    });
    let exercise = what.as_ref().and_then(|id| model.catalog.exercise(id));
    let relative = |ids: fn(&Exercise) -> &[String]| {
        let ids = exercise.map(ids).unwrap_or_default();
        ids.iter().find_map(|id| model.catalog.name(id))
    };
    match (effort, exercise.zip(planned)) {
        (Effort::Right, _) => "Good. It stays as it is.".to_owned(),
        (Effort::Easy, Some((exercise, planned))) if planned.level >= ladder::top(exercise) => {
            match relative(|exercise| &exercise.harder) {
                Some(harder) => format!("Good. If you want more, try {harder}."),
                None => "Good. It stays as it is.".to_owned(),
            }
        }
        (Effort::Easy, _) => {
            "Good. After three easy ones in a row there is a little more of it.".to_owned()
        }
        (Effort::Hard, Some((_, planned))) if planned.level == 0 => {
            match relative(|exercise| &exercise.easier) {
                Some(easier) => format!("Thank you. {easier} is gentler: try it next time."),
                None => "Thank you. Do less of it next time, and stop when you like.".to_owned(),
            }
        }
        (Effort::Hard, _) => "Thank you. There is a little less of it next time.".to_owned(),
    }
}

/// Asks which of several exercises it was.
fn which(
    ui: &mut Ui,
    layout: &Layout,
    plan: &Plan,
    done: &[String],
    about: Answer,
) -> Option<Press> {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let head = if layout.beside { 26.0 * s } else { 18.0 * s };
    let title = text::lay_out(
        ui,
        match about {
            Answer::Pain => "Which one hurt?",
            Answer::Effort => "Which one was hard?",
        },
        theme::bold(head),
        tokens.text,
        panel.width(),
        Align::Min,
    );
    let rated = rated(plan, done);
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for exercise in &plan.exercises {
        let one = (exercise.id.as_str(), exercise.name.as_str());
        // An exercise that hurt may have been skipped because of it.
        let asked = about == Answer::Pain || rated.contains(&exercise.id);
        if asked && !seen.contains(&one) {
            seen.push(one);
        }
    }
    let columns = if layout.beside { 1 } else { 2 };
    // One more for anyone who can't find theirs.
    let rows = (seen.len() + 1).div_ceil(columns);
    let head = title.size().y + 8.0 * s;
    let step = ((panel.height() - head) / rows as f32).min(44.0 * s);
    let height = head + rows as f32 * step;
    let begin = if layout.beside {
        panel.center().y - height * 0.5
    } else {
        panel.top()
    };
    let place = Rect::from_min_max(pos2(panel.left(), begin), panel.max);
    text::put(ui, place, title, Place::TOP_LEFT, Live::Announced);
    let width = panel.width() / columns as f32;
    let cell = |i: usize| {
        let (column, row) = (i % columns, i / columns);
        let corner = pos2(
            panel.left() + column as f32 * width,
            begin + head + row as f32 * step,
        );
        Rect::from_min_size(corner, vec2(width - 6.0, step - 5.0))
    };
    let size = |name: &str| {
        (step * 0.42)
            .min(16.0 * s)
            .min(1.7 * width / name.chars().count() as f32)
    };
    let mut pressed = None;
    let last = cell(seen.len());
    for (i, (id, name)) in seen.into_iter().enumerate() {
        if button_in(ui, cell(i), "", name, Weight::OnStage, size(name)).clicked() {
            pressed = Some(Press::Which(Some(id.to_owned())));
        }
    }
    let none = "None of these";
    if button_in(ui, last, "", none, Weight::Quiet, size(none)).clicked() {
        pressed = Some(Press::Which(None));
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

/// A guided time, in words.
fn spoken(guided: Duration) -> String {
    let seconds = guided.as_secs();
    match seconds {
        0..=89 => format!("{seconds} seconds"),
        _ => span::words(Duration::from_secs((seconds + 30) / 60 * 60)),
    }
}

/// Names of what was done, each once, at most `most` lines; the last then counts the rest.
fn listed(plan: &Plan, done: &[String], most: usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for exercise in &plan.exercises {
        if done.contains(&exercise.id) && !names.contains(&exercise.name) {
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
