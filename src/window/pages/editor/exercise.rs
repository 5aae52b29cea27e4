//! The editor of an exercise: what it is for, what shows it, its steps, its dose.

use egui::{Align, ComboBox, Layout, Rect, Sense, Ui, vec2};

use crate::ipc::message::Import;
use crate::logic::catalog::format;
use crate::logic::catalog::plan::PlannedExercise;
use crate::logic::catalog::{
    Area, Dose, Equipment, Exercise, Position, Side, Step, StepSide, Usual, write,
};
use crate::logic::text::word::Word;
use crate::window::gallery::Gallery;
use crate::window::pages::player::equipment_shown;
use crate::window::pages::shelf::in_words;
use crate::window::theme::{Tokens, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::glyph::Glyph;
use crate::window::widgets::icon;
use crate::window::widgets::switch::switch;
use crate::window::widgets::thumbnail::{Thumbnail, telling_key};

use super::field;
use super::said::Said;
use super::step::{StepRow, ends};
use super::{Context, heading};

/// An exercise being edited.
pub struct ExerciseDraft {
    pub(super) exercise: Exercise,
    dose: [Amount; 5],
    preview: Thumbnail,
    rows: Vec<StepRow>,
    /// A picture being imported into the user's folder: the step it is for, and where it will be kept.
    coming: Option<(usize, String)>,
    wanted: Option<String>,
}

/// A range of the dose, as typed.
#[derive(Default)]
struct Amount {
    typed: String,
    wrong: bool,
}

const POSITIONS: [&str; 5] = ["Standing", "Seated", "Floor", "Bed", "Wall"];

impl Default for ExerciseDraft {
    fn default() -> ExerciseDraft {
        ExerciseDraft::of(&Exercise {
            id: String::new(),
            name: String::new(),
            purpose: String::new(),
            areas: Vec::new(),
            position: Position::Standing,
            equipment: Vec::new(),
            figure: String::new(),
            figure_side: None,
            dose: Dose::default(),
            prepare: String::new(),
            steps: Vec::new(),
            tip: String::new(),
            caution: String::new(),
            variant_of: None,
            easier: Vec::new(),
            harder: Vec::new(),
            sources: Vec::new(),
        })
    }
}

impl ExerciseDraft {
    /// That exercise as a draft.
    pub fn of(exercise: &Exercise) -> ExerciseDraft {
        ExerciseDraft {
            exercise: exercise.clone(),
            dose: typed(&exercise.dose),
            preview: Thumbnail::default(),
            rows: Vec::new(),
            coming: None,
            wanted: None,
        }
    }

    /// As a catalog file.
    pub fn file(&self) -> String {
        write::file(&[write::exercise(&self.exercise)], &[])
    }

    /// Whether every typed range is valid.
    pub fn is_whole(&self) -> bool {
        self.dose.iter().all(|amount| !amount.wrong)
    }

    /// The path of a picture to be imported, returned once.
    pub fn wanted(&mut self) -> Option<String> {
        self.wanted.take()
    }

    /// Takes the outcome of importing a picture.
    pub fn imported(&mut self, import: &Import) {
        let Some((place, kept)) = self.coming.take() else {
            return;
        };
        let Some(step) = self.exercise.steps.get_mut(place) else {
            return;
        };
        match import.taken.contains(&kept) {
            true => self.rows[place].in_the_way = Some(kept),
            false => step.picture = Some(kept),
        }
    }

    /// Draws it.
    pub fn show(&mut self, context: &Context<'_>, ui: &mut Ui) {
        card::card(ui, |ui| self.what(context, ui));
        ui.add_space(space::LINE);
        card::card(ui, |ui| self.shown_by(context, ui));
        ui.add_space(space::LINE);
        self.steps(context, ui);
        ui.add_space(space::LINE);
        card::card(ui, |ui| self.amounts(context, ui));
        ui.add_space(space::LINE);
        card::card(ui, |ui| {
            heading(ui, "Good to know");
            let exercise = &mut self.exercise;
            for (field, name, value) in [
                (format::exercise::TIP.name, "Tip", &mut exercise.tip),
                (
                    format::exercise::CAUTION.name,
                    "What to mind",
                    &mut exercise.caution,
                ),
            ] {
                let said = context.said(field);
                field::text(ui, name, value, 2, said.as_ref());
            }
        });
    }

    fn what(&mut self, context: &Context<'_>, ui: &mut Ui) {
        let exercise = &mut self.exercise;
        let said = context.said(format::exercise::NAME.name);
        let name = ("Name", "Hamstring stretch on a chair");
        field::hinted(ui, name, &mut exercise.name, 1, said.as_ref());
        let said = context.said(format::exercise::PURPOSE.name);
        field::hinted(
            ui,
            ("What it does for you", "Lengthens the back of the thigh."),
            &mut exercise.purpose,
            2,
            said.as_ref(),
        );
        let said = context.said(format::exercise::AREAS.name);
        let area = |area: Area| in_words(area.word());
        field::several(
            ui,
            "Body areas",
            Area::ALL,
            area,
            &mut exercise.areas,
            said.as_ref(),
        );
        let chosen = Position::ALL
            .iter()
            .position(|one| *one == exercise.position);
        if let Some(picked) = field::choice(ui, "Position", &POSITIONS, chosen) {
            exercise.position = Position::ALL[picked];
        }
        let item = |item: Equipment| equipment_shown(item).1.to_owned();
        let all = Equipment::ALL;
        field::several(
            ui,
            "What is needed",
            all,
            item,
            &mut exercise.equipment,
            None,
        );
        let said = context.said(format::exercise::PREPARE.name);
        let name = (
            "How to get into position",
            "Stand before a chair that cannot slide.",
        );
        field::hinted(ui, name, &mut exercise.prepare, 2, said.as_ref());
    }

    fn shown_by(&mut self, context: &Context<'_>, ui: &mut Ui) {
        let gallery = context.gallery;
        ui.horizontal_top(|ui| {
            let (rect, response) = ui.allocate_exact_size(vec2(132.0, 120.0), Sense::hover());
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Image, true, "The figure, moving")
            });
            self.preview(context, ui, rect);
            ui.add_space(space::TIGHT);
            ui.vertical(|ui| {
                heading(ui, "Shown by");
                let before = self.exercise.figure.clone();
                figure_choice(ui, gallery, &mut self.exercise.figure);
                if before != self.exercise.figure {
                    self.fit_keys(gallery);
                }
                let said = context.said(format::exercise::FIGURE.name);
                field::say(ui, said.as_ref());
            });
        });
        let sided = |step: &Step| !matches!(step.side, None | Some(StepSide::Both));
        if self.exercise.steps.iter().any(sided) {
            ui.add_space(space::TIGHT);
            let chosen = match self.exercise.figure_side {
                None => None,
                Some(Side::Left) => Some(0),
                Some(Side::Right) => Some(1),
            };
            let name = "Side that the figure or the pictures show";
            if let Some(picked) = field::choice(ui, name, &["Left", "Right"], chosen) {
                self.exercise.figure_side = Some([Side::Left, Side::Right][picked]);
            }
        }
    }

    fn preview(&mut self, context: &Context<'_>, ui: &Ui, rect: Rect) {
        if !ui.is_rect_visible(rect) {
            return;
        }
        let tokens = Tokens::of(ui);
        let (now, corner) = (context.model.now, f32::from(space::CONTROL_CORNER));
        let alive = !context.model.reduced_motion && !self.exercise.figure.is_empty();
        let shown = self.exercise.shown_by();
        self.preview
            .paint(ui, rect, shown, alive, now, corner, tokens.surface);
    }

    /// Gives every step keys that the figure has.
    fn fit_keys(&mut self, gallery: &Gallery) {
        let Some(set) = gallery.set(&self.exercise.figure) else {
            return;
        };
        for step in &mut self.exercise.steps {
            step.keys = match (set.cycle.is_some(), step.reps) {
                (true, _) => Vec::new(),
                (false, None) => vec![telling_key(set) + 1],
                (false, Some(_)) => ends(set),
            };
        }
    }

    fn steps(&mut self, context: &Context<'_>, ui: &mut Ui) {
        heading(ui, "Steps");
        let said = context
            .said(format::exercise::STEPS.name)
            .filter(|_| self.exercise.steps.is_empty());
        field::say(ui, said.as_ref());
        let count = self.exercise.steps.len();
        self.rows.resize_with(count, StepRow::default);
        let mut change = None;
        for place in 0..count {
            let (row, exercise) = (&mut self.rows[place], &mut self.exercise);
            let pressed = ui.push_id(place, |ui| {
                card::card(ui, |ui| row.show(context, ui, exercise, place)).inner
            });
            change = change.or(pressed.inner.map(|glyph| (place, glyph)));
            if let Some((path, kept)) = self.rows[place].taken_in.take() {
                self.wanted = Some(path);
                self.coming = Some((place, kept));
            }
            ui.add_space(space::LINE);
        }
        let steps = &mut self.exercise.steps;
        match change {
            Some((place, Glyph::Up)) if place > 0 => {
                steps.swap(place, place - 1);
                self.rows.swap(place, place - 1);
            }
            Some((place, Glyph::Down)) if place + 1 < count => {
                steps.swap(place, place + 1);
                self.rows.swap(place, place + 1);
            }
            Some((place, Glyph::Cross)) => {
                steps.remove(place);
                self.rows.remove(place);
            }
            Some((_, Glyph::Up | Glyph::Down | Glyph::Star)) | None => {}
        }
        ui.horizontal_wrapped(|ui| {
            if button(ui, icon::PLUS, "Add a step", Weight::Other).clicked() {
                let step = self.new_step(context.gallery);
                self.exercise.steps.push(step);
            }
            let seconds = PlannedExercise::new(&self.exercise).seconds();
            if !self.exercise.steps.is_empty() {
                card::note(ui, &format!("All of it takes {seconds:.0} s"));
            }
        });
        // What is wrong with all steps together.
        let of_all = context
            .problems
            .iter()
            .any(|problem| problem.path == format!("{}.steps", context.place));
        if of_all && !self.exercise.steps.is_empty() {
            let said = context.said(format::exercise::STEPS.name);
            field::say(ui, said.as_ref());
        }
    }

    fn new_step(&self, gallery: &Gallery) -> Step {
        let set = gallery.set(&self.exercise.figure);
        let still = set.filter(|set| set.cycle.is_none());
        Step {
            text: String::new(),
            keys: still
                .map(|set| vec![telling_key(set) + 1])
                .unwrap_or_default(),
            picture: None,
            seconds: Some(20.0),
            reps: None,
            tempo: None,
            sets: None,
            rest: None,
            side: self.exercise.steps.last().and_then(|step| step.side),
            breath: None,
        }
    }

    fn amounts(&mut self, context: &Context<'_>, ui: &mut Ui) {
        heading(ui, "Dose");
        card::note(
            ui,
            "As it was prescribed, like 10 or 10–15. What is not known stays empty",
        );
        ui.add_space(space::TIGHT);
        let dose_name = format::exercise::DOSE.name;
        let dose = &mut self.exercise.dose;
        let fields = [
            (format::dose::SETS, "Sets", &mut dose.sets),
            (format::dose::REPS, "Repetitions", &mut dose.reps),
            (
                format::dose::HOLD_SECONDS,
                "Seconds held",
                &mut dose.hold_seconds,
            ),
            (format::dose::PER_DAY, "Times a day", &mut dose.per_day),
            (format::dose::PER_WEEK, "Days a week", &mut dose.per_week),
        ];
        field::rows(ui, |ui| {
            for ((field, name, range), amount) in fields.into_iter().zip(&mut self.dose) {
                let (room, layout) = (vec2(124.0, 92.0), Layout::top_down(Align::Min));
                ui.allocate_ui_with_layout(room, layout, |ui| {
                    ui.set_min_size(room);
                    ui.set_max_width(room.x);
                    field::text(ui, name, &mut amount.typed, 1, None);
                    match range_of(&amount.typed) {
                        Ok(found) => {
                            (*range, amount.wrong) = (found, false);
                            let said = context.said(&format!("{dose_name}.{}", field.name));
                            field::say(ui, said.as_ref());
                        }
                        Err(()) => {
                            amount.wrong = true;
                            field::say(ui, Some(&Said::wrong("Like 10 or 10–15")));
                        }
                    }
                });
            }
        });
        ui.horizontal(|ui| {
            let name = "Each side gets all of it";
            if switch(ui, dose.per_side, name).clicked() {
                dose.per_side = !dose.per_side;
            }
            ui.label(name);
        });
        let from_steps = as_the_steps_say(&self.exercise);
        if let Some(found) = from_steps.filter(|found| *found != self.exercise.dose) {
            ui.add_space(space::TIGHT);
            if button(ui, "", "As the steps say", Weight::Other).clicked() {
                self.exercise.dose = found;
                self.dose = typed(&self.exercise.dose);
            }
        }
    }
}

/// The ranges of a dose, as typed.
fn typed(dose: &Dose) -> [Amount; 5] {
    let ranges = [
        dose.sets,
        dose.reps,
        dose.hold_seconds,
        dose.per_day,
        dose.per_week,
    ];
    ranges.map(|range| Amount {
        typed: range.map(range_text).unwrap_or_default(),
        wrong: false,
    })
}

/// The dose with the steps' sets, repetitions, hold and sides, where they are whole numbers; none without steps.
fn as_the_steps_say(exercise: &Exercise) -> Option<Dose> {
    if exercise.steps.is_empty() {
        return None;
    }
    let usual = Usual::of(exercise);
    let only = |number: u32| (number, number);
    let hold = usual
        .hold
        .filter(|hold| *hold >= 1.0 && hold.fract() == 0.0);
    Some(Dose {
        sets: Some(usual.sets).filter(|sets| *sets > 1).map(only),
        reps: usual.reps.map(only),
        hold_seconds: hold.map(|hold| only(hold as u32)),
        per_side: usual.sides,
        ..exercise.dose.clone()
    })
}

/// A choice of all pose sets.
fn figure_choice(ui: &mut Ui, gallery: &Gallery, figure: &mut String) {
    let title = |id: &str| gallery.set(id).map(|set| set.title.clone());
    let shown = match figure.as_str() {
        "" => "My own pictures".to_owned(),
        id => title(id).unwrap_or_else(|| id.to_owned()),
    };
    let response = ComboBox::from_id_salt("figure")
        .selected_text(shown)
        .width(ui.available_width().clamp(120.0, 280.0))
        .truncate()
        .height(360.0)
        .show_ui(ui, |ui| {
            let own = ui.selectable_value(figure, String::new(), "My own pictures");
            let mut chosen = own.clicked();
            let mut sets: Vec<_> = gallery.sets().collect();
            sets.sort_by_key(|(_, set)| set.title.to_lowercase());
            for (id, set) in sets {
                let one = ui.selectable_value(figure, id.to_owned(), &set.title);
                chosen |= one.clicked();
            }
            // Pressing a key closes it as well.
            if chosen {
                ui.close();
            }
        });
    response.response.accessible_name("Figure");
}

fn range_text((low, high): (u32, u32)) -> String {
    match low == high {
        true => low.to_string(),
        false => format!("{low}–{high}"),
    }
}

/// Parses a range as people write it; none for an empty text.
fn range_of(typed: &str) -> Result<Option<(u32, u32)>, ()> {
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| ());
    match typed.trim() {
        "" => Ok(None),
        one_or_two => match one_or_two.split_once(['-', '–']) {
            None => number(one_or_two).map(|only| Some((only, only))),
            Some((low, high)) => Ok(Some((number(low)?, number(high)?))),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_people_write_them() {
        for (typed, range) in [
            ("", Ok(None)),
            (" 12 ", Ok(Some((12, 12)))),
            ("10-15", Ok(Some((10, 15)))),
            ("10 – 15", Ok(Some((10, 15)))),
            ("ten", Err(())),
            ("10-", Err(())),
            ("-3", Err(())),
        ] {
            assert_eq!(range_of(typed), range, "{typed}");
        }
        assert_eq!(range_of(&range_text((2, 3))), Ok(Some((2, 3))));
    }
}
