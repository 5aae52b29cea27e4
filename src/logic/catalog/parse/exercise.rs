//! Reads one exercise with its dose and steps.

use super::{NAME, PARAGRAPH, Parser, SENTENCE};
use crate::logic::catalog::fields::{Entry, nearest};
use crate::logic::catalog::{
    Area, Dose, Equipment, Exercise, ExerciseMistake, FieldMistake, Mistake, Needed,
    ReferenceMistake, Step, StepMistake, StepSide, Tempo, picture_path,
};
use crate::logic::text::ron_tree::Node;

/// The fields of an exercise.
pub(super) const EXERCISE: [&str; 17] = [
    "id",
    "name",
    "purpose",
    "areas",
    "position",
    "equipment",
    "figure",
    "figure_side",
    "dose",
    "prepare",
    "steps",
    "tip",
    "caution",
    "variant_of",
    "easier",
    "harder",
    "sources",
];

/// The fields of a step.
const STEP: [&str; 10] = [
    "text", "keys", "picture", "seconds", "reps", "tempo", "sets", "rest", "side", "breath",
];

/// Most keys of a step, and most key poses of an unknown figure.
const MOST_KEYS: usize = 64;

impl Parser<'_> {
    pub(super) fn exercise(&mut self, entry: &Entry<'_>, id: String) -> Option<Exercise> {
        let dose = self.dose(entry);
        let mut areas = Vec::new();
        let nodes = self.reader.list(entry, "areas");
        let none = nodes.is_empty();
        for (node, path) in nodes {
            areas.extend(self.reader.word_of::<Area>(node, path));
        }
        if none {
            let mistake = Mistake::Exercise(ExerciseMistake::NoArea);
            self.reader
                .refuse(entry.start, entry.path_of("areas"), mistake);
        }
        let mut equipment = Vec::new();
        for (node, path) in self.reader.list(entry, "equipment") {
            equipment.extend(self.reader.word_of::<Equipment>(node, path));
        }
        let position = self.reader.needed(entry, "position", Needed::Position);
        let position =
            position.and_then(|node| self.reader.word_of(node, entry.path_of("position")));
        let figure = self.figure(entry);
        let steps = self.steps(entry, &figure, &dose);
        Some(Exercise {
            name: self.reader.needed_text(entry, "name", NAME),
            purpose: self.reader.needed_text(entry, "purpose", SENTENCE),
            areas,
            position: position?,
            equipment,
            figure,
            figure_side: self.reader.word(entry, "figure_side"),
            dose,
            prepare: self.reader.text(entry, "prepare", PARAGRAPH),
            steps,
            tip: self.reader.text(entry, "tip", SENTENCE),
            caution: self.reader.text(entry, "caution", PARAGRAPH),
            variant_of: self.references(entry, "variant_of", &id).pop(),
            easier: self.references(entry, "easier", &id),
            harder: self.references(entry, "harder", &id),
            sources: self.sources(entry),
            id,
        })
    }

    fn figure(&mut self, entry: &Entry<'_>) -> String {
        let figure = self.reader.text(entry, "figure", 64);
        if self.reader.value(entry, "figure").is_none() {
            let pictured = |node: &Node| node.get("picture").is_some();
            let steps = self
                .reader
                .value(entry, "steps")
                .map_or(&[][..], Node::items);
            if steps.is_empty() || !steps.iter().all(pictured) {
                let missing = Mistake::Field(FieldMistake::Missing(Needed::Figure));
                self.reader
                    .refuse(entry.start, entry.path_of("figure"), missing);
            }
        }
        let (Some(facts), false) = (self.around.figures, figure.is_empty()) else {
            return figure;
        };
        let mistake = match facts.iter().find(|facts| facts.id == figure) {
            Some(facts) if !facts.broken => return figure,
            Some(_) => ReferenceMistake::BrokenFigure(figure.clone()),
            None => {
                let known: Vec<&str> = facts.iter().map(|facts| facts.id.as_str()).collect();
                ReferenceMistake::NoFigure {
                    id: figure.clone(),
                    near: nearest(&figure, &known).map(str::to_owned),
                    known: known.into_iter().map(str::to_owned).collect(),
                }
            }
        };
        let at = self.reader.value(entry, "figure");
        let at = at.map_or(entry.start, |node| node.span.start);
        self.reader
            .refuse(at, entry.path_of("figure"), Mistake::Reference(mistake));
        figure
    }

    fn dose(&mut self, entry: &Entry<'_>) -> Dose {
        let known = &[
            "sets",
            "reps",
            "hold_seconds",
            "per_side",
            "per_day",
            "per_week",
        ];
        let Some(node) = self.reader.value(entry, "dose") else {
            return Dose::default();
        };
        let Some(entry) = self.reader.entry(node, entry.path_of("dose"), known) else {
            return Dose::default();
        };
        Dose {
            sets: self.reader.range(&entry, "sets", 1..=20),
            reps: self.reader.range(&entry, "reps", 1..=200),
            hold_seconds: self.reader.range(&entry, "hold_seconds", 1..=3600),
            per_side: self.reader.flag(&entry, "per_side"),
            per_day: self.reader.range(&entry, "per_day", 1..=48),
            per_week: self.reader.range(&entry, "per_week", 1..=7),
        }
    }

    fn steps(&mut self, entry: &Entry<'_>, figure: &str, dose: &Dose) -> Vec<Step> {
        let nodes = self.reader.list(entry, "steps");
        if nodes.is_empty() {
            let mistake = Mistake::Exercise(ExerciseMistake::NoStep);
            self.reader
                .refuse(entry.start, entry.path_of("steps"), mistake);
        }
        let mut steps = Vec::new();
        for (node, path) in nodes {
            if let Some(step) = self.reader.entry(node, path, &STEP) {
                steps.push(self.step(&step, figure));
            }
        }
        let sided = |step: &Step| !matches!(step.side, None | Some(StepSide::Both));
        if dose.per_side && !steps.is_empty() && !steps.iter().any(sided) {
            let mistake = Mistake::Exercise(ExerciseMistake::NoSide);
            self.reader
                .refuse(entry.start, entry.path_of("steps"), mistake);
        }
        steps
    }

    fn step(&mut self, entry: &Entry<'_>, figure: &str) -> Step {
        let step = Step {
            text: self.reader.needed_text(entry, "text", SENTENCE),
            picture: self.picture(entry),
            keys: self.keys(entry, figure),
            seconds: self.reader.number(entry, "seconds", 1.0..=3600.0),
            reps: self.reader.count(entry, "reps", 1..=200),
            tempo: self.tempo(entry),
            sets: self.reader.count(entry, "sets", 1..=20),
            rest: self.reader.number(entry, "rest", 0.0..=600.0),
            side: self.reader.word(entry, "side"),
            breath: self.reader.word(entry, "breath"),
        };
        let given = |name: &str| self.reader.value(entry, name).map(|node| node.span.start);
        let (seconds, reps) = (given("seconds"), given("reps"));
        let keys_given = self
            .reader
            .value(entry, "keys")
            .map_or(0, |node| node.items().len());
        let pictured = self.reader.value(entry, "picture").is_some();
        let (tempo, rest) = (given("tempo"), given("rest"));
        let mut refuse = |at: usize, field: &str, mistake: StepMistake| {
            let path = entry.path_of(field);
            self.reader.refuse(at, path, Mistake::Step(mistake));
        };
        match (seconds, reps) {
            (None, None) => refuse(entry.start, "seconds", StepMistake::NoLength),
            (Some(_), Some(at)) => refuse(at, "reps", StepMistake::TwoLengths),
            (None, Some(at)) if tempo.is_none() => refuse(at, "tempo", StepMistake::NoTempo),
            (None, Some(at)) if keys_given < 2 && !pictured => {
                refuse(at, "keys", StepMistake::OneKey);
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
        let one_side = !matches!(step.side, None | Some(StepSide::Both));
        if !one_side && (step.text.contains("{side}") || step.text.contains("{other}")) {
            refuse(entry.start, "text", StepMistake::NoSide);
        }
        if let (Some(at), None) = (rest, step.sets) {
            let mistake = Mistake::Step(StepMistake::NothingToRestBetween);
            self.reader.note(at, entry.path_of("rest"), mistake);
        }
        step
    }

    /// The step's own picture, checked if possible.
    fn picture(&mut self, entry: &Entry<'_>) -> Option<String> {
        let node = self.reader.value(entry, "picture")?;
        let at = node.span.start;
        let path = self.reader.text(entry, "picture", usize::MAX);
        if path.is_empty() {
            return None;
        }
        let looked = picture_path(&path).and_then(|_| match self.around.pictures {
            Some(look) => look(&path),
            None => Ok(()),
        });
        if let Err(mistake) = looked {
            self.reader.refuse(at, entry.path_of("picture"), mistake);
        }
        Some(path)
    }

    fn keys(&mut self, entry: &Entry<'_>, figure: &str) -> Vec<usize> {
        let figures = self.around.figures.unwrap_or_default();
        let facts = figures
            .iter()
            .find(|facts| facts.id == figure && !facts.broken);
        let most = facts.map_or(MOST_KEYS as u32, |facts| facts.keys as u32);
        let mut keys = Vec::new();
        let nodes = self.reader.list(entry, "keys");
        let empty = nodes.is_empty();
        for (node, path) in nodes {
            let key = self.reader.count_of(node, path, 1..=most);
            keys.extend(key.map(|key| key as usize));
        }
        let pictured = self.reader.value(entry, "picture").is_some();
        let mut refuse = |mistake: StepMistake| {
            let path = entry.path_of("keys");
            self.reader
                .refuse(entry.start, path, Mistake::Step(mistake));
        };
        if keys.len() > MOST_KEYS {
            refuse(StepMistake::TooManyKeys(MOST_KEYS));
        }
        if figure.is_empty() && !empty && pictured {
            refuse(StepMistake::KeysWithoutFigure);
        }
        if let Some(facts) = facts {
            let figure = figure.to_owned();
            match (facts.cyclic, empty) {
                (true, true) | (false, false) => {}
                (false, true) if pictured => {}
                (true, false) => refuse(StepMistake::KeysOfCycle(figure)),
                (false, true) => {
                    let keys = facts.keys;
                    refuse(StepMistake::NoKey { figure, keys });
                }
            }
        }
        keys
    }

    fn tempo(&mut self, entry: &Entry<'_>) -> Option<Tempo> {
        let node = self.reader.value(entry, "tempo")?;
        let known = &["out", "hold", "back", "pause"];
        let entry = self.reader.entry(node, entry.path_of("tempo"), known)?;
        for part in ["out", "back"] {
            self.reader.needed(&entry, part, Needed::Tempo);
        }
        Some(Tempo {
            out: self.reader.number(&entry, "out", 0.3..=60.0).unwrap_or(1.0),
            hold: self
                .reader
                .number(&entry, "hold", 0.0..=600.0)
                .unwrap_or(0.0),
            back: self
                .reader
                .number(&entry, "back", 0.3..=60.0)
                .unwrap_or(1.0),
            pause: self
                .reader
                .number(&entry, "pause", 0.0..=60.0)
                .unwrap_or(0.0),
        })
    }
}
