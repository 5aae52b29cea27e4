//! The text of the player: instruction, countdown, side, breath and what comes next.

use std::sync::Arc;
use std::time::Duration;

use egui::{Align, Color32, Galley, Rect, Ui, pos2, vec2};

use crate::logic::catalog::plan::Plan;
use crate::logic::practice::player::{BreathView, Frame, PhaseView};
use crate::logic::time::span;
use crate::window::pages::player::controls::Press;
use crate::window::pages::player::layout::Layout;
use crate::window::pages::player::position;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::{countdown, icon, side_badge};

/// The exercise's name and the time left, above everything.
pub fn title(ui: &mut Ui, layout: &Layout, frame: &Frame) {
    let tokens = Tokens::of(ui);
    let size = 15.0 * layout.scale.clamp(1.0, 1.5);
    let rect = layout.title;
    let (index, of) = frame.exercise;
    // To the nearest minute, as long as there is one.
    let left = match frame.left.as_secs() {
        seconds @ 90.. => Duration::from_secs((seconds + 30) / 60 * 60),
        _ => frame.left,
    };
    let left = format!("{} left", span::words(left));
    let left = match frame.phase {
        PhaseView::Done => String::new(),
        PhaseView::Position { .. } | PhaseView::Step | PhaseView::ChangeSide | PhaseView::Rest => {
            left
        }
    };
    let left = text::lay_out(
        ui,
        &left,
        theme::plain(size),
        tokens.muted,
        rect.width(),
        Align::Max,
    );
    let name_room = rect.width() - left.size().x - 16.0;
    let name = match frame.phase {
        PhaseView::Done => String::new(),
        PhaseView::Position { .. } | PhaseView::Step | PhaseView::ChangeSide | PhaseView::Rest => {
            if of > 1 {
                format!("{}  ·  {}\u{a0}of\u{a0}{of}", frame.name, index + 1)
            } else {
                frame.name.clone()
            }
        }
    };
    if !name.is_empty() {
        let name = text::fit(
            ui,
            &name,
            theme::bold,
            [size, 0.8 * size],
            tokens.text,
            vec2(name_room, size * 1.6),
            Align::Min,
        );
        text::put(ui, rect, name, Place::LEFT, Live::Silent);
        text::put(ui, rect, left, Place::RIGHT, Live::Silent);
    }
}

/// Everything in the panel. The button to continue without waiting may be pressed.
///
/// `wait` is the full length of the current wait for the user; `stop` says when to stop at once, where that matters.
pub fn show(
    ui: &mut Ui,
    layout: &Layout,
    frame: &Frame,
    plan: &Plan,
    wait: Duration,
    stop: Option<&String>,
) -> Option<Press> {
    match frame.phase {
        PhaseView::Position { starts_in } => {
            let press = position::show(ui, layout, frame, plan, [starts_in, wait]);
            if let Some(stop) = stop {
                position::when_to_stop(ui, layout, stop);
            }
            press
        }
        PhaseView::Step | PhaseView::ChangeSide | PhaseView::Rest => {
            if layout.beside {
                step_beside(ui, layout, frame);
            } else {
                step_below(ui, layout, frame);
            }
            None
        }
        PhaseView::Done => None,
    }
}

/// How much of the current segment is over.
fn part_done(frame: &Frame) -> f32 {
    frame
        .progress
        .iter()
        .find(|mark| mark.done < 1.0)
        .map_or(0.0, |mark| mark.done)
}

/// A stack of things, as high as they need, centred in a column.
struct Stack {
    items: Vec<(f32, Item)>,
}

enum Item {
    Text(Arc<Galley>, Live),
    Badge(crate::logic::catalog::Side),
    Clock,
    Gap,
}

impl Stack {
    fn height(&self) -> f32 {
        self.items.iter().map(|(height, _)| height).sum()
    }

    fn text(&mut self, galley: Arc<Galley>, live: Live) {
        self.items.push((galley.size().y, Item::Text(galley, live)));
    }

    fn gap(&mut self, height: f32) {
        self.items.push((height, Item::Gap));
    }
}

fn step_beside(ui: &mut Ui, layout: &Layout, frame: &Frame) {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let next_height = 58.0 * s;
    let upper = Rect::from_min_max(panel.min, pos2(panel.right(), panel.bottom() - next_height));
    // A low window needs its room for the words.
    let low = s < 0.8;
    let mut radius = (112.0 * s)
        .min(panel.width() * 0.36)
        .min(upper.height() * if low { 0.19 } else { 0.26 });

    let badge = frame.side.map(|side| ((34.0 * s).max(24.0), side));
    let below = aside(frame, &tokens).map(|(words, colour, live)| {
        let font = theme::bold((18.0 * s).max(12.0));
        let galley = text::lay_out(ui, &words, font, colour, panel.width(), Align::Min);
        (galley, live)
    });
    let mut gaps = [
        badge.map_or(0.0, |_| 16.0 * s),
        26.0 * s,
        below.as_ref().map_or(0.0, |_| 18.0 * s),
    ];
    let others = badge.map_or(0.0, |(height, _)| height)
        + below.as_ref().map_or(0.0, |(galley, _)| galley.size().y);
    let fixed = others + 2.0 * radius + gaps.iter().sum::<f32>();
    let room = vec2(panel.width(), (upper.height() - fixed).max(60.0 * s));
    let instruction = text::fit(
        ui,
        &frame.text,
        theme::bold,
        [30.0 * s, if low { 11.0 } else { 15.0 }],
        tokens.text,
        room,
        Align::Min,
    );
    // Room that the words still need comes from the clock first, then from the gaps.
    let mut over = (instruction.size().y + fixed - upper.height()).max(0.0);
    let less = (over * 0.5).min(0.4 * radius);
    radius -= less;
    over -= 2.0 * less;
    let left = (1.0 - over / gaps.iter().sum::<f32>()).clamp(0.25, 1.0);
    gaps = gaps.map(|gap| gap * left);

    let mut stack = Stack { items: Vec::new() };
    if let Some((height, side)) = badge {
        stack.items.push((height, Item::Badge(side)));
    }
    stack.gap(gaps[0]);
    stack.text(instruction, Live::Announced);
    stack.gap(gaps[1]);
    stack.items.push((2.0 * radius, Item::Clock));
    stack.gap(gaps[2]);
    if let Some((galley, live)) = below {
        stack.text(galley, live);
    }
    let mut y = upper.center().y - stack.height() * 0.5;
    for (height, item) in stack.items {
        let rect = Rect::from_min_size(pos2(panel.left(), y), vec2(panel.width(), height));
        match item {
            Item::Text(galley, live) => {
                text::put(ui, rect, galley, Place::TOP_LEFT, live);
            }
            Item::Badge(side) => {
                side_badge::side_badge(ui, rect.min, Align::Min, height, side);
            }
            Item::Clock => {
                let centre = pos2(panel.left() + radius, rect.center().y);
                countdown::countdown(ui, centre, radius, frame.clock, part_done(frame));
            }
            Item::Gap => {}
        }
        y += height;
    }
    let lower = Rect::from_min_max(pos2(panel.left(), panel.bottom() - next_height), panel.max);
    next(ui, lower, frame, s);
}

fn step_below(ui: &mut Ui, layout: &Layout, frame: &Frame) {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let next_height = 40.0 * s;
    let upper = Rect::from_min_max(panel.min, pos2(panel.right(), panel.bottom() - next_height));
    let mut radius = (upper.height() * 0.5).min(64.0 * s);
    let mut top = upper.top();
    if let Some(side) = frame.side {
        let badge = side_badge::side_badge(ui, upper.min, Align::Min, (28.0 * s).max(22.0), side);
        top = badge.bottom() + 6.0 * s;
    }
    let words = aside(frame, &tokens);
    let aside_height = if words.is_some() {
        (28.0 * s).max(20.0)
    } else {
        0.0
    };
    let beside_the_clock = |radius: f32| {
        let width = panel.width() - 2.0 * radius - 18.0 * s;
        let room = vec2(width, upper.bottom() - top - aside_height);
        let sizes = [24.0 * s, 12.0];
        let words = text::fit(
            ui,
            &frame.text,
            theme::bold,
            sizes,
            tokens.text,
            room,
            Align::Min,
        );
        (words.size().y <= room.y, width, words)
    };
    let (mut fits, mut width, mut instruction) = beside_the_clock(radius);
    // A smaller clock leaves wider lines for the words.
    let least = 0.55 * radius;
    while !fits && radius > least {
        radius = (0.85 * radius).max(least);
        (fits, width, instruction) = beside_the_clock(radius);
    }
    let centre = pos2(panel.right() - radius, upper.center().y);
    countdown::countdown(ui, centre, radius, frame.clock, part_done(frame));
    let used = instruction.size().y + aside_height;
    let slack = (upper.bottom() - top - used).max(0.0);
    let rect = Rect::from_min_size(
        pos2(panel.left(), top + slack * 0.5),
        vec2(width, instruction.size().y),
    );
    text::put(ui, rect, instruction, Place::TOP_LEFT, Live::Announced);
    if let Some((words, colour, live)) = words {
        let below = Rect::from_min_size(
            pos2(panel.left(), rect.bottom() + 7.0 * s),
            vec2(width, aside_height),
        );
        let galley = text::lay_out(
            ui,
            &words,
            theme::bold((15.0 * s).max(11.0)),
            colour,
            width,
            Align::Min,
        );
        text::put(ui, below, galley, Place::TOP_LEFT, live);
    }
    let lower = Rect::from_min_max(pos2(panel.left(), panel.bottom() - next_height), panel.max);
    next(ui, lower, frame, s);
}

/// The line below the countdown: paused, the breath, or nothing. The breath changes too often to be announced.
fn aside(frame: &Frame, tokens: &Tokens) -> Option<(String, Color32, Live)> {
    if frame.paused {
        let words = "Paused".to_owned();
        return Some((words, tokens.attention_text, Live::Announced));
    }
    frame.breath.map(|breath| {
        let words = match breath {
            BreathView::In => "Breathe in",
            BreathView::Out => "Breathe out",
            BreathView::Steady => "Breathe slowly",
        };
        let words = format!("{}  {words}", icon::WIND);
        (words, tokens.accent_text, Live::Silent)
    })
}

/// What comes next, in one line.
fn next(ui: &mut Ui, rect: Rect, frame: &Frame, scale: f32) {
    let tokens = Tokens::of(ui);
    let Some(next) = &frame.next else { return };
    let size = 16.0 * scale.max(0.9);
    let label = text::lay_out(
        ui,
        "Next",
        theme::bold(size),
        tokens.muted,
        rect.width(),
        Align::Min,
    );
    let indent = label.size().x + 12.0 * scale;
    let room = vec2(rect.width() - indent, rect.height());
    let words = text::fit(
        ui,
        next,
        theme::plain,
        [size, 11.0],
        tokens.muted,
        room,
        Align::Min,
    );
    // Two lines are placed as low as possible: the floor begins right above.
    let height = words.size().y;
    let top = match words.rows.len() {
        0 | 1 => rect.center().y - height * 0.5,
        _ => rect.bottom() - height,
    };
    let at = |left: f32| Rect::from_min_max(pos2(left, top), rect.max);
    text::put(ui, at(rect.left()), label, Place::TOP_LEFT, Live::Silent);
    text::put(
        ui,
        at(rect.left() + indent),
        words,
        Place::TOP_LEFT,
        Live::Silent,
    );
}
