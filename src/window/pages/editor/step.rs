//! One step of an exercise in the editor, with its poses drawn beside it.

use egui::{Align, Layout, Rect, RichText, Sense, Ui, Vec2, vec2};

use crate::logic::catalog::format;
use crate::logic::catalog::{BreathCue, Exercise, Step, StepSide, Tempo, kept_as};
use crate::window::pages::exercises::plain_path;
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::glyph::{Glyph, glyph_button};
use crate::window::widgets::picture;
use crate::window::widgets::thumbnail::{Movement, Thumbnail};

use super::Context;
use super::field::{self, Numbers};
use super::pose::{self, Pictures};
use super::said::Said;

/// What a step keeps from frame to frame.
#[derive(Default)]
pub struct StepRow {
    preview: Thumbnail,
    poses: Pictures,
    /// A picture to be imported: its path, and where it will be kept.
    pub(super) taken_in: Option<(String, String)>,
    /// A different picture with that path already exists.
    pub(super) in_the_way: Option<String>,
}

const SIDES: [Option<StepSide>; 5] = [
    None,
    Some(StepSide::Each),
    Some(StepSide::Left),
    Some(StepSide::Right),
    Some(StepSide::Both),
];
const SIDE_WORDS: [&str; 5] = ["None", "Each in turn", "Left", "Right", "Both"];
const BREATHS: [Option<BreathCue>; 4] = [
    None,
    Some(BreathCue::Steady),
    Some(BreathCue::InThenOut),
    Some(BreathCue::OutThenIn),
];
const BREATH_WORDS: [&str; 4] = ["Free", "Steady", "In, then out", "Out, then in"];

/// The initial pace of repetitions.
const TEMPO: Tempo = Tempo {
    out: 2.0,
    hold: 2.0,
    back: 2.0,
    pause: 0.0,
};

impl StepRow {
    /// Draws it; returns how its position should change.
    pub fn show(
        &mut self,
        context: &Context<'_>,
        ui: &mut Ui,
        exercise: &mut Exercise,
        place: usize,
    ) -> Option<Glyph> {
        let last = exercise.steps.len().saturating_sub(1);
        let pressed = head(ui, place, last);
        let name = |field: &str| format!("Step {}: {field}", place + 1);
        let of = format!("{}[{}]", format::exercise::STEPS.name, place + 1);
        let said = |field: &str| context.said(&format!("{of}.{field}"));
        let figure = exercise.figure.clone();
        let step = &mut exercise.steps[place];
        let beside = ui.available_width() > 520.0;
        if beside {
            ui.horizontal_top(|ui| {
                self.preview(context, ui, &figure, step);
                ui.add_space(space::TIGHT);
                ui.vertical(|ui| {
                    let poses = &mut self.poses;
                    controls(context, ui, &figure, step, poses, &name, &said);
                    self.own_picture(context, ui, step, &name, &said);
                });
            });
        } else {
            self.preview(context, ui, &figure, step);
            ui.add_space(space::TIGHT);
            controls(context, ui, &figure, step, &mut self.poses, &name, &said);
            self.own_picture(context, ui, step, &name, &said);
        }
        pressed
    }

    /// A custom picture: one that is there already, or any other, which is copied there.
    fn own_picture(
        &mut self,
        context: &Context<'_>,
        ui: &mut Ui,
        step: &mut Step,
        name: Named<'_>,
        said: SaidOf<'_>,
    ) {
        let mut path = step.picture.clone().unwrap_or_default();
        let from_elsewhere = plain_path(&path);
        let kept = Some(from_elsewhere.as_str())
            .filter(|path| path.starts_with('/'))
            .and_then(kept_as);
        let problem = said(format::step::PICTURE.name).filter(|_| kept.is_none());
        let label = name("Picture of your own");
        let named = (label.as_str(), "/home/…/Pictures/stretch.png");
        field::hinted(ui, named, &mut path, 1, problem.as_ref());
        if step.picture.as_deref().unwrap_or_default() != path {
            self.in_the_way = None;
        }
        step.picture = Some(path.trim().to_owned()).filter(|path| !path.is_empty());
        let Some(kept) = kept else { return };
        card::note(ui, "A copy of it is kept beside your exercises");
        let can = context.model.gone.is_none();
        ui.add_enabled_ui(can, |ui| {
            if button(ui, "", "Use this picture", Weight::Other).clicked() {
                self.taken_in = Some((from_elsewhere, kept));
            }
        });
        if let Some(there) = &self.in_the_way {
            let words =
                format!("Another picture is kept as {there} already: rename the file first");
            field::say(ui, Some(&Said::wrong(words)));
        }
    }

    /// The step's poses, moving.
    fn preview(&mut self, context: &Context<'_>, ui: &mut Ui, figure: &str, step: &Step) {
        let (rect, response) = ui.allocate_exact_size(vec2(148.0, 132.0), Sense::hover());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::Image, true, "The poses of this step")
        });
        if !ui.is_rect_visible(rect) {
            return;
        }
        let tokens = Tokens::of(ui);
        let corner = f32::from(space::CONTROL_CORNER);
        if let Some(path) = step.picture.as_ref().filter(|path| !path.is_empty()) {
            ui.painter().rect_filled(rect, corner, tokens.stage);
            picture::paint(ui, context.gallery, rect.shrink(4.0), path, false);
            return;
        }
        let moves = step.reps.is_some() || step.keys.len() > 1;
        let alive = (moves || response.hovered()) && !context.model.reduced_motion;
        self.preview
            .show(Movement::Keys(step.keys.clone(), step.tempo));
        let now = context.model.now;
        self.preview
            .paint(ui, rect, figure, alive, now, corner, tokens.surface);
    }
}

/// The step's number, and the buttons that move it.
fn head(ui: &mut Ui, place: usize, last: usize) -> Option<Glyph> {
    let mut pressed = None;
    ui.horizontal(|ui| {
        let title = format!("Step {}", place + 1);
        ui.label(RichText::new(title).font(theme::bold(size::BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (glyph, verb, possible) in [
                (Glyph::Cross, "Remove", true),
                (Glyph::Down, "Move down", place < last),
                (Glyph::Up, "Move up", place > 0),
            ] {
                let (spot, _) = ui.allocate_exact_size(Vec2::splat(32.0), Sense::hover());
                let label = format!("{verb}: step {}", place + 1);
                ui.add_enabled_ui(possible, |ui| {
                    if glyph_button(
                        ui,
                        Rect::from_center_size(spot.center(), spot.size()),
                        glyph,
                        &label,
                    )
                    .clicked()
                    {
                        pressed = Some(glyph);
                    }
                });
            }
        });
    });
    pressed
}

type Named<'a> = &'a dyn Fn(&str) -> String;
type SaidOf<'a> = &'a dyn Fn(&str) -> Option<Said>;

fn controls(
    context: &Context<'_>,
    ui: &mut Ui,
    figure: &str,
    step: &mut Step,
    pictures: &mut Pictures,
    name: Named<'_>,
    said: SaidOf<'_>,
) {
    let problem = said(format::step::TEXT.name);
    let example = match step.side {
        None | Some(StepSide::Both) => "Lean forward from your hips.",
        Some(_) => "Put your {side} heel on the seat and lean forward.",
    };
    let label = name("What to do");
    let named = (label.as_str(), example);
    field::hinted(ui, named, &mut step.text, 2, problem.as_ref());
    poses(context, ui, figure, step, pictures, name, said);
    pace(context, ui, figure, step, name, said);
    sides(ui, step, name);
    let chosen = BREATHS.iter().position(|one| *one == step.breath);
    if let Some(picked) = field::choice(ui, &name("Breath"), &BREATH_WORDS, chosen) {
        step.breath = BREATHS[picked];
    }
}

/// The key poses it goes through, in the order chosen.
fn poses(
    context: &Context<'_>,
    ui: &mut Ui,
    figure: &str,
    step: &mut Step,
    pictures: &mut Pictures,
    name: Named<'_>,
    said: SaidOf<'_>,
) {
    let Some(set) = context.gallery.set(figure) else {
        return;
    };
    if set.cycle.is_some() {
        card::note(ui, "This figure goes round and round");
        return;
    }
    field::label(ui, "Poses, in their order");
    let name = name("pose");
    pose::choose(context, ui, (figure, set), pictures, &name, &mut step.keys);
    field::say(ui, said(format::step::KEYS.name).as_ref());
    ui.add_space(space::TIGHT);
}

/// Seconds, or repetitions at a tempo; sets with their rest.
fn pace(
    context: &Context<'_>,
    ui: &mut Ui,
    figure: &str,
    step: &mut Step,
    name: Named<'_>,
    said: SaidOf<'_>,
) {
    let chosen = usize::from(step.reps.is_some());
    let words = ["Seconds", "Repetitions"];
    match field::choice(ui, &name("How long"), &words, Some(chosen)) {
        Some(0) if step.seconds.is_none() => {
            let (low, high) = format::step::SECONDS.within.into_inner();
            let seconds = step
                .reps
                .zip(step.tempo)
                .map(|(reps, tempo)| (reps as f32 * tempo.seconds()).round().clamp(low, high));
            step.seconds = seconds.or(Some(20.0));
            (step.reps, step.tempo) = (None, None);
        }
        Some(1) if step.reps.is_none() => {
            step.seconds = None;
            (step.reps, step.tempo) = (Some(8), step.tempo.or(Some(TEMPO)));
            if let Some(set) = context.gallery.set(figure)
                && set.cycle.is_none()
                && step.keys.len() < 2
            {
                step.keys = ends(set);
            }
        }
        Some(_) | None => {}
    }
    field::rows(ui, |ui| {
        if let Some(seconds) = step.seconds {
            let next = field::number(
                ui,
                &name("Seconds"),
                seconds,
                Numbers::seconds(&format::step::SECONDS.within),
            );
            step.seconds = next.or(step.seconds);
        }
        if let Some(reps) = step.reps {
            let next = field::number(
                ui,
                &name("Repetitions"),
                reps as f32,
                Numbers::count(&format::step::REPS.within),
            );
            step.reps = next.map(|reps| reps as u32).or(step.reps);
        }
        if let Some(tempo) = &mut step.tempo {
            for (words, value, within) in [
                ("Out", &mut tempo.out, format::tempo::OUT.within),
                ("Hold", &mut tempo.hold, format::tempo::HOLD.within),
                ("Back", &mut tempo.back, format::tempo::BACK.within),
                ("Pause", &mut tempo.pause, format::tempo::PAUSE.within),
            ] {
                let next = field::number(ui, &name(words), *value, Numbers::halves(&within));
                *value = next.unwrap_or(*value);
            }
        }
        let sets = step.sets.unwrap_or(1);
        if let Some(next) = field::number(
            ui,
            &name("Sets"),
            sets as f32,
            Numbers::count(&format::step::SETS.within),
        ) {
            step.sets = Some(next as u32).filter(|sets| *sets > 1);
            step.rest = step.rest.filter(|_| step.sets.is_some());
        }
        if step.sets.is_some() {
            let rest = step
                .rest
                .unwrap_or(crate::logic::catalog::plan::REST_SECONDS);
            let next = field::number(
                ui,
                &name("Rest between sets"),
                rest,
                Numbers::seconds(&format::step::REST.within),
            );
            step.rest = next.or(step.rest);
        }
    });
    if step.seconds.is_some() && !step.keys.is_empty() {
        card::note(ui, "The way to the pose is part of the seconds");
    }
    use format::step as of;
    for field in [
        of::SECONDS.name,
        of::REPS.name,
        of::TEMPO.name,
        of::SETS.name,
        of::REST.name,
    ] {
        field::say(ui, said(field).as_ref());
    }
    ui.add_space(space::TIGHT);
}

fn sides(ui: &mut Ui, step: &mut Step, name: Named<'_>) {
    let chosen = SIDES.iter().position(|one| *one == step.side);
    if let Some(picked) = field::choice(ui, &name("Side"), &SIDE_WORDS, chosen) {
        step.side = SIDES[picked];
    }
    if !matches!(step.side, None | Some(StepSide::Both)) {
        card::note(
            ui,
            "In the text, {side} and {other} stand for left and right",
        );
    }
}

/// The first and the last visible key, from 1.
pub fn ends(set: &crate::figure::PoseSet) -> Vec<usize> {
    let keys: Vec<usize> = set.visible_keys().map(|key| key + 1).collect();
    match keys.as_slice() {
        [first, .., last] => vec![*first, *last],
        _ => keys,
    }
}
