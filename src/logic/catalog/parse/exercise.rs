//! Reads one exercise with its dose and steps.

use super::Parser;
use crate::logic::catalog::fields::{Entry, nearest};
use crate::logic::catalog::format;
use crate::logic::catalog::{
    Area, Dose, Equipment, Exercise, ExerciseMistake, FieldMistake, Mistake, Needed,
    ReferenceMistake, Step, StepMistake, StepSide, Tempo, picture_path,
};
use crate::logic::text::ron_tree::Node;

/// Most keys of a step, and most key poses of an unknown figure.
const MOST_KEYS: usize = 64;

impl Parser<'_> {
    pub(super) fn exercise(&mut self, entry: &Entry<'_>, id: String) -> Option<Exercise> {
        let dose = self.dose(entry);
        let mut areas = Vec::new();
        let nodes = self.reader.list(entry, &format::exercise::AREAS);
        let none = nodes.is_empty();
        for (node, path) in nodes {
            areas.extend(self.reader.word_of::<Area>(node, path));
        }
        if none {
            let mistake = Mistake::Exercise(ExerciseMistake::NoArea);
            self.reader.refuse(
                entry.start,
                entry.path_of(format::exercise::AREAS.name),
                mistake,
            );
        }
        let mut equipment = Vec::new();
        for (node, path) in self.reader.list(entry, &format::exercise::EQUIPMENT) {
            equipment.extend(self.reader.word_of::<Equipment>(node, path));
        }
        let position = self
            .reader
            .needed(entry, &format::exercise::POSITION, Needed::Position);
        let position = position.and_then(|node| {
            self.reader
                .word_of(node, entry.path_of(format::exercise::POSITION.name))
        });
        let figure = self.figure(entry);
        let steps = self.steps(entry, &figure, &dose);
        Some(Exercise {
            name: self.reader.needed_text(entry, &format::exercise::NAME),
            purpose: self.reader.needed_text(entry, &format::exercise::PURPOSE),
            areas,
            position: position?,
            equipment,
            figure,
            figure_side: self.reader.word(entry, &format::exercise::FIGURE_SIDE),
            dose,
            prepare: self.reader.text(entry, &format::exercise::PREPARE),
            steps,
            tip: self.reader.text(entry, &format::exercise::TIP),
            caution: self.reader.text(entry, &format::exercise::CAUTION),
            variant_of: self
                .references(entry, &format::exercise::VARIANT_OF, &id)
                .pop(),
            easier: self.references(entry, &format::exercise::EASIER, &id),
            harder: self.references(entry, &format::exercise::HARDER, &id),
            sources: self.sources(entry),
            id,
        })
    }

    fn figure(&mut self, entry: &Entry<'_>) -> String {
        let figure = self.reader.text(entry, &format::exercise::FIGURE);
        if self
            .reader
            .value(entry, &format::exercise::FIGURE)
            .is_none()
        {
            let pictured = |node: &Node| node.get(format::step::PICTURE.name).is_some();
            let steps = self
                .reader
                .value(entry, &format::exercise::STEPS)
                .map_or(&[][..], Node::items);
            if steps.is_empty() || !steps.iter().all(pictured) {
                let missing = Mistake::Field(FieldMistake::Missing(Needed::Figure));
                self.reader.refuse(
                    entry.start,
                    entry.path_of(format::exercise::FIGURE.name),
                    missing,
                );
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
        let at = self.reader.value(entry, &format::exercise::FIGURE);
        let at = at.map_or(entry.start, |node| node.span.start);
        self.reader.refuse(
            at,
            entry.path_of(format::exercise::FIGURE.name),
            Mistake::Reference(mistake),
        );
        figure
    }

    fn dose(&mut self, entry: &Entry<'_>) -> Dose {
        let Some(node) = self.reader.value(entry, &format::exercise::DOSE) else {
            return Dose::default();
        };
        let Some(entry) = self.reader.entry(
            node,
            entry.path_of(format::exercise::DOSE.name),
            format::dose::NAMES,
        ) else {
            return Dose::default();
        };
        Dose {
            sets: self.reader.range(&entry, &format::dose::SETS),
            reps: self.reader.range(&entry, &format::dose::REPS),
            hold_seconds: self.reader.range(&entry, &format::dose::HOLD_SECONDS),
            per_side: self.reader.flag(&entry, &format::dose::PER_SIDE),
            per_day: self.reader.range(&entry, &format::dose::PER_DAY),
            per_week: self.reader.range(&entry, &format::dose::PER_WEEK),
        }
    }

    fn steps(&mut self, entry: &Entry<'_>, figure: &str, dose: &Dose) -> Vec<Step> {
        let nodes = self.reader.list(entry, &format::exercise::STEPS);
        if nodes.is_empty() {
            let mistake = Mistake::Exercise(ExerciseMistake::NoStep);
            self.reader.refuse(
                entry.start,
                entry.path_of(format::exercise::STEPS.name),
                mistake,
            );
        }
        let mut steps = Vec::new();
        for (node, path) in nodes {
            if let Some(step) = self.reader.entry(node, path, format::step::NAMES) {
                steps.push(self.step(&step, figure));
            }
        }
        let sided = |step: &Step| !matches!(step.side, None | Some(StepSide::Both));
        if dose.per_side && !steps.is_empty() && !steps.iter().any(sided) {
            let mistake = Mistake::Exercise(ExerciseMistake::NoSide);
            self.reader.refuse(
                entry.start,
                entry.path_of(format::exercise::STEPS.name),
                mistake,
            );
        }
        steps
    }

    fn step(&mut self, entry: &Entry<'_>, figure: &str) -> Step {
        let step = Step {
            text: self.reader.needed_text(entry, &format::step::TEXT),
            picture: self.picture(entry),
            keys: self.keys(entry, figure),
            seconds: self.reader.number(entry, &format::step::SECONDS),
            reps: self.reader.count(entry, &format::step::REPS),
            tempo: self.tempo(entry),
            sets: self.reader.count(entry, &format::step::SETS),
            rest: self.reader.number(entry, &format::step::REST),
            side: self.reader.word(entry, &format::step::SIDE),
            breath: self.reader.word(entry, &format::step::BREATH),
        };
        let at = |node: Option<&Node>| node.map(|node| node.span.start);
        let seconds = at(self.reader.value(entry, &format::step::SECONDS));
        let reps = at(self.reader.value(entry, &format::step::REPS));
        let keys_given = self
            .reader
            .value(entry, &format::step::KEYS)
            .map_or(0, |node| node.items().len());
        let pictured = self.reader.value(entry, &format::step::PICTURE).is_some();
        let tempo = at(self.reader.value(entry, &format::step::TEMPO));
        let rest = at(self.reader.value(entry, &format::step::REST));
        let mut refuse = |at: usize, field: &str, mistake: StepMistake| {
            let path = entry.path_of(field);
            self.reader.refuse(at, path, Mistake::Step(mistake));
        };
        match (seconds, reps) {
            (None, None) => refuse(
                entry.start,
                format::step::SECONDS.name,
                StepMistake::NoLength,
            ),
            (Some(_), Some(at)) => refuse(at, format::step::REPS.name, StepMistake::TwoLengths),
            (None, Some(at)) if tempo.is_none() => {
                refuse(at, format::step::TEMPO.name, StepMistake::NoTempo)
            }
            (None, Some(at)) if keys_given < 2 && !pictured => {
                refuse(at, format::step::KEYS.name, StepMistake::OneKey);
            }
            (None, Some(_)) | (Some(_), None) => {}
        }
        let one_side = !matches!(step.side, None | Some(StepSide::Both));
        if !one_side && (step.text.contains("{side}") || step.text.contains("{other}")) {
            refuse(entry.start, format::step::TEXT.name, StepMistake::NoSide);
        }
        if let (Some(at), None) = (rest, step.sets) {
            let mistake = Mistake::Step(StepMistake::NothingToRestBetween);
            self.reader
                .note(at, entry.path_of(format::step::REST.name), mistake);
        }
        step
    }

    /// The step's own picture, checked if possible.
    fn picture(&mut self, entry: &Entry<'_>) -> Option<String> {
        let node = self.reader.value(entry, &format::step::PICTURE)?;
        let at = node.span.start;
        let path = self.reader.text(entry, &format::step::PICTURE);
        if path.is_empty() {
            return None;
        }
        let looked = picture_path(&path).and_then(|_| match self.around.pictures {
            Some(look) => look(&path),
            None => Ok(()),
        });
        if let Err(mistake) = looked {
            self.reader
                .refuse(at, entry.path_of(format::step::PICTURE.name), mistake);
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
        let nodes = self.reader.list(entry, &format::step::KEYS);
        let empty = nodes.is_empty();
        for (node, path) in nodes {
            let key = self.reader.count_of(node, path, &(1..=most));
            keys.extend(key.map(|key| key as usize));
        }
        let pictured = self.reader.value(entry, &format::step::PICTURE).is_some();
        let mut refuse = |mistake: StepMistake| {
            let path = entry.path_of(format::step::KEYS.name);
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
        let node = self.reader.value(entry, &format::step::TEMPO)?;
        let entry = self.reader.entry(
            node,
            entry.path_of(format::step::TEMPO.name),
            format::tempo::NAMES,
        )?;
        for part in [format::tempo::OUT, format::tempo::BACK] {
            self.reader.needed(&entry, &part, Needed::Tempo);
        }
        Some(Tempo {
            out: self
                .reader
                .number(&entry, &format::tempo::OUT)
                .unwrap_or(1.0),
            hold: self
                .reader
                .number(&entry, &format::tempo::HOLD)
                .unwrap_or(0.0),
            back: self
                .reader
                .number(&entry, &format::tempo::BACK)
                .unwrap_or(1.0),
            pause: self
                .reader
                .number(&entry, &format::tempo::PAUSE)
                .unwrap_or(0.0),
        })
    }
}
