//! Reads one exercise with its dose and steps.

use super::{NAME, PARAGRAPH, Parser, SENTENCE};
use crate::logic::catalog::fields::{Entry, nearest};
use crate::logic::catalog::{Area, Dose, Equipment, Exercise, Step, StepSide, Tempo, picture_path};
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
            let path = entry.path_of("areas");
            let right = "name at least one, the main one first, as in [Chest, Shoulders]";
            self.reader
                .refuse(entry.start, path, "no body area is named", right);
        }
        let mut equipment = Vec::new();
        for (node, path) in self.reader.list(entry, "equipment") {
            equipment.extend(self.reader.word_of::<Equipment>(node, path));
        }
        let right = "write position: standing, seated, floor, bed or wall";
        let position = self.reader.needed(entry, "position", right);
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
                self.reader.refuse(
                    entry.start,
                    entry.path_of("figure"),
                    "the field is missing",
                    "write figure: \"…\", or give every step a picture: \"….png\"",
                );
            }
        }
        let (Some(facts), false) = (self.around.figures, figure.is_empty()) else {
            return figure;
        };
        if facts.iter().any(|facts| facts.id == figure && facts.broken) {
            let at = self.reader.value(entry, "figure");
            let at = at.map_or(entry.start, |node| node.span.start);
            let wrong = format!("the pose set `{figure}` cannot be used");
            let right = format!("mend figures/{figure}.ron first");
            self.reader
                .refuse(at, entry.path_of("figure"), wrong, right);
        } else if !facts.iter().any(|facts| facts.id == figure) {
            let known: Vec<&str> = facts.iter().map(|facts| facts.id.as_str()).collect();
            let right = match nearest(&figure, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "the pose sets are {}; one of your own is a file figures/{figure}.ron",
                    known.join(", ")
                ),
            };
            let at = self.reader.value(entry, "figure");
            let at = at.map_or(entry.start, |node| node.span.start);
            let wrong = format!("there is no pose set `{figure}`");
            self.reader
                .refuse(at, entry.path_of("figure"), wrong, right);
        }
        figure
    }

    fn dose(&mut self, entry: &Entry<'_>) -> Dose {
        let known = [
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
        let Some(entry) = self.reader.entry(node, entry.path_of("dose"), &known) else {
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
            let path = entry.path_of("steps");
            let right = "write steps: [(text: \"…\", keys: [1], seconds: 20)]";
            self.reader
                .refuse(entry.start, path, "there is no step", right);
        }
        let mut steps = Vec::new();
        for (node, path) in nodes {
            if let Some(step) = self.reader.entry(node, path, &STEP) {
                steps.push(self.step(&step, figure));
            }
        }
        let sided = |step: &Step| !matches!(step.side, None | Some(StepSide::Both));
        if dose.per_side && !steps.is_empty() && !steps.iter().any(sided) {
            let path = entry.path_of("steps");
            let right = "mark the steps for one side with side: Each";
            let wrong = "the dose is for each side, but no step names a side";
            self.reader.refuse(entry.start, path, wrong, right);
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
        match (seconds, reps) {
            (None, None) => self.reader.refuse(
                entry.start,
                entry.path_of("seconds"),
                "the step has neither seconds nor reps",
                "say how long it takes with seconds: 20, or how often with reps: 10 and a tempo",
            ),
            (Some(_), Some(at)) => self.reader.refuse(
                at,
                entry.path_of("reps"),
                "the step has both seconds and reps",
                "leave one out: reps take as long as their tempo says",
            ),
            (None, Some(at)) if tempo.is_none() => self.reader.refuse(
                at,
                entry.path_of("tempo"),
                "reps need a tempo",
                "add tempo: (out: 2, hold: 5, back: 2), in seconds",
            ),
            (None, Some(at)) if keys_given < 2 && !pictured => self.reader.refuse(
                at,
                entry.path_of("keys"),
                "reps need two key poses to go between",
                "name the first and the last one, as in keys: [1, 2]",
            ),
            (None, Some(_)) | (Some(_), None) => {}
        }
        if let (Some(at), None) = (rest, step.sets) {
            let path = entry.path_of("rest");
            self.reader.note(
                at,
                path,
                "there is nothing to rest between",
                "add sets: 2 or more",
            );
        }
        let one_side = !matches!(step.side, None | Some(StepSide::Both));
        if !one_side && (step.text.contains("{side}") || step.text.contains("{other}")) {
            self.reader.refuse(
                entry.start,
                entry.path_of("text"),
                "`{side}` and `{other}` stand for the names of the sides, but the step has none",
                "add side: Each, or write the text without them",
            );
        }
        step
    }

    /// The step's own picture; looked at, if somebody can.
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
            self.reader
                .refuse(at, entry.path_of("picture"), mistake.wrong, mistake.right);
        }
        Some(path)
    }

    fn keys(&mut self, entry: &Entry<'_>, figure: &str) -> Vec<usize> {
        let figures = self.around.figures.unwrap_or_default();
        let facts = figures
            .iter()
            .find(|facts| facts.id == figure && !facts.broken);
        let most = facts.map_or(64, |facts| facts.keys as u32);
        let mut keys = Vec::new();
        let nodes = self.reader.list(entry, "keys");
        let empty = nodes.is_empty();
        for (node, path) in nodes {
            let key = self.reader.count_of(node, path, 1..=most);
            keys.extend(key.map(|key| key as usize));
        }
        if keys.len() > 64 {
            let path = entry.path_of("keys");
            self.reader
                .refuse(entry.start, path, "there are more than 64 keys", "");
        }
        let pictured = self.reader.value(entry, "picture").is_some();
        if figure.is_empty() && !empty && pictured {
            let right = "leave the keys out, or name the figure that has them";
            let path = entry.path_of("keys");
            self.reader
                .refuse(entry.start, path, "there is no figure with keys", right);
        }
        if let Some(facts) = facts {
            let (wrong, right) = match (facts.cyclic, empty) {
                (true, true) | (false, false) => return keys,
                (false, true) if pictured => return keys,
                (true, false) => (
                    format!("`{figure}` goes round and round"),
                    "leave its keys out".to_owned(),
                ),
                (false, true) => (
                    "no key pose is named".to_owned(),
                    format!("`{figure}` has the keys 1 to {}", facts.keys),
                ),
            };
            self.reader
                .refuse(entry.start, entry.path_of("keys"), wrong, right);
        }
        keys
    }

    fn tempo(&mut self, entry: &Entry<'_>) -> Option<Tempo> {
        let node = self.reader.value(entry, "tempo")?;
        let known = ["out", "hold", "back", "pause"];
        let entry = self.reader.entry(node, entry.path_of("tempo"), &known)?;
        let right = "say how many seconds it takes, as in tempo: (out: 2, hold: 5, back: 2)";
        for part in ["out", "back"] {
            self.reader.needed(&entry, part, right);
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
