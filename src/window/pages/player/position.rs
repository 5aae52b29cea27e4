//! Getting into position: what to do, what is needed, why this was chosen, and when to stop.

use std::time::Duration;

use egui::{Align, CornerRadius, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

use crate::logic::catalog::Equipment;
use crate::logic::catalog::plan::{Plan, PlannedExercise};
use crate::logic::practice::player::Frame;
use crate::window::pages::player::controls::Press;
use crate::window::pages::player::layout::Layout;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::button::{Weight, button_in};
use crate::window::widgets::text::{self, Live, Place};
use crate::window::widgets::{icon, ring};

/// A panel lower than this has no room for everything.
const TINY: f32 = 170.0;

/// How much of it is kept for the instruction.
const WORDS: f32 = 44.0;

/// Getting into position: what to do, what is needed, and a button for those who are ready; returns whether it was
/// pressed.
pub(super) fn show(
    ui: &mut Ui,
    layout: &Layout,
    frame: &Frame,
    plan: &Plan,
    [starts_in, wait]: [Duration; 2],
) -> Option<Press> {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (head_size, text_size, button_height) = if layout.beside {
        ((17.0 * s).max(12.0), 30.0 * s, (54.0 * s).max(34.0))
    } else {
        ((15.0 * s).max(11.0), 23.0 * s, (46.0 * s).max(32.0))
    };
    let gap = if layout.beside { 16.0 * s } else { 8.0 * s };
    let chip_height = head_size * 1.9;
    let exercise = plan.exercises.get(frame.exercise.0);
    let equipment: &[Equipment] = exercise.map_or(&[], |exercise| &exercise.equipment);
    let mut chips = if equipment.is_empty() {
        0.0
    } else {
        chip_height + gap
    };
    let head = text::lay_out(
        ui,
        "Get into position",
        theme::bold(head_size),
        tokens.accent_text,
        panel.width(),
        Align::Min,
    );
    let changed = exercise.map(|exercise| exercise.note.clone());
    let notes: Vec<String> = why(plan, frame.exercise.0)
        .into_iter()
        .chain(changed.filter(|note| !note.is_empty()))
        .collect();
    let mut note = (!notes.is_empty()).then(|| {
        text::lay_out(
            ui,
            &notes.join("\n"),
            theme::plain(head_size * 0.9),
            tokens.muted,
            panel.width(),
            Align::Min,
        )
    });
    let mut note_height = note.as_ref().map_or(0.0, |note| note.size().y + gap * 0.5);
    let needed = head.size().y + gap * 2.0 + button_height;
    // In a very small window the instruction comes first, then what is needed, then why.
    let tiny = panel.height() < TINY;
    if tiny && panel.height() - needed - chips - note_height < WORDS {
        (note, note_height) = (None, 0.0);
    }
    if tiny && panel.height() - needed - chips < WORDS {
        chips = 0.0;
    }
    let fixed = needed + note_height + chips;
    let room = vec2(panel.width(), (panel.height() - fixed).max(40.0));
    let words = text::fit(
        ui,
        &frame.text,
        theme::bold,
        [text_size, 12.0],
        tokens.text,
        room,
        Align::Min,
    );

    let height = fixed + words.size().y;
    let mut y = panel.center().y - height * 0.5;
    if layout.beside {
        y -= 0.03 * panel.height();
    }
    let line = |y: f32, height: f32| {
        Rect::from_min_size(pos2(panel.left(), y), vec2(panel.width(), height))
    };
    let rect = line(y, head.size().y);
    y = rect.bottom() + gap * 0.5;
    text::put(ui, rect, head, Place::TOP_LEFT, Live::Silent);
    let rect = line(y, words.size().y);
    y = rect.bottom() + gap;
    text::put(ui, rect, words, Place::TOP_LEFT, Live::Announced);
    if let Some(note) = note {
        let rect = line(y - gap * 0.5, note.size().y);
        y += note_height;
        text::put(ui, rect, note, Place::TOP_LEFT, Live::Silent);
    }
    if chips > 0.0 {
        let mut at = pos2(panel.left(), y);
        for item in equipment {
            at.x = chip(ui, at, chip_height, *item).right() + 8.0;
        }
        y += chip_height + gap;
    }
    y += gap * 0.5;
    let button = Rect::from_min_size(
        pos2(panel.left(), y),
        vec2((150.0 * s).max(96.0), button_height),
    );
    let size = (18.0 * s).max(13.0);
    let pressed = button_in(ui, button, icon::PLAY, "Start", Weight::Main, size).clicked();

    let seconds = starts_in.as_secs_f32();
    let radius = button_height * 0.5 - 2.0;
    let centre = pos2(button.right() + 22.0 * s + radius, button.center().y);
    let whole = wait.as_secs_f32().max(0.001);
    ring::ring(
        ui.painter(),
        centre,
        radius,
        4.0 * s,
        seconds / whole,
        [tokens.rail, tokens.accent],
    );
    let digits = text::lay_out(
        ui,
        &(seconds.ceil() as u32).to_string(),
        theme::bold(radius * 0.9),
        tokens.text,
        f32::INFINITY,
        Align::Min,
    );
    let place = Rect::from_center_size(centre, Vec2::splat(radius * 2.0));
    text::put(ui, place, digits, Place::MIDDLE, Live::Silent);
    pressed.then_some(Press::Player(
        crate::logic::practice::player::PlayerInput::Go,
    ))
}

/// Why the program chose this, if it did: shown before the first exercise, and before whatever opens the break.
fn why(plan: &Plan, index: usize) -> Option<String> {
    let reason = text::capitalised(&plan.because.as_ref()?.words());
    let at = |exercise: &PlannedExercise| exercise.id == plan.id;
    if plan.exercises.get(index).is_some_and(at) {
        return Some(format!("Why this one? {reason}"));
    }
    let opens = index == 0 && plan.exercises.len() > 1;
    opens.then(|| format!("Next: {}. {reason}", plan.name))
}

/// When to stop at once, in small print: beside the figure, at the foot of the panel.
pub(super) fn when_to_stop(ui: &mut Ui, layout: &Layout, stop: &str) {
    let tokens = Tokens::of(ui);
    let s = layout.scale;
    let panel = layout.panel;
    let (rect, size) = if layout.beside {
        let height = 44.0 * s;
        let top = pos2(panel.left(), panel.bottom() - height);
        (Rect::from_min_max(top, panel.max), (14.0 * s).max(10.0))
    } else {
        // The panel has no line to spare, so it goes above the figure.
        let left = layout.progress.left();
        let across = Rect::from_min_max(
            pos2(left, layout.title.bottom() - 4.0),
            pos2(
                layout.progress.right(),
                layout.title.bottom() + 16.0 * s.max(0.8),
            ),
        );
        (across, (12.5 * s).max(10.0))
    };
    let words = text::fit(
        ui,
        &format!("{}  {stop}", icon::WARNING),
        theme::plain,
        [size, 10.0],
        tokens.muted,
        rect.size(),
        Align::Min,
    );
    text::put(ui, rect, words, Place::LEFT, Live::Silent);
}

/// A needed item with its icon.
fn chip(ui: &mut Ui, at: egui::Pos2, height: f32, equipment: Equipment) -> Rect {
    let tokens = Tokens::of(ui);
    let (icon, name) = equipment_shown(equipment);
    let galley = text::lay_out(
        ui,
        &format!("{icon}  {name}"),
        theme::bold(height * 0.5),
        tokens.muted,
        f32::INFINITY,
        Align::Min,
    );
    let rect = Rect::from_min_size(at, vec2(galley.size().x + height * 0.8, height));
    // Below the figure it is on the floor, which is nearly its colour.
    let edge = Stroke::new(1.0, tokens.rail);
    let round = CornerRadius::same((height * 0.5) as u8);
    ui.painter()
        .rect(rect, round, tokens.hover, edge, StrokeKind::Inside);
    text::put(ui, rect, galley, Place::MIDDLE, Live::Silent);
    rect
}

/// Icon and name of a piece of equipment.
pub fn equipment_shown(equipment: Equipment) -> (&'static str, &'static str) {
    match equipment {
        Equipment::Desk => (icon::DESK, "Desk"),
        Equipment::Wall => (icon::WALL, "Wall"),
        Equipment::Doorway => (icon::DOOR, "Doorway"),
        Equipment::Chair => (icon::CHAIR, "Chair"),
        Equipment::Mat => (icon::MAT, "Mat"),
        Equipment::Roller => (icon::ROLLER, "Foam roller"),
        Equipment::Bed => (icon::BED, "Bed"),
        Equipment::Pillow => (icon::PILLOW, "Pillow"),
        Equipment::Block => (icon::BLOCK, "Block"),
        Equipment::Counter => (icon::COUNTER, "Counter"),
    }
}
