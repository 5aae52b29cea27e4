//! Reads a catalog file: everything that can be used, and every problem with its place.

use std::collections::BTreeSet;

use super::fields::{Entry, Reader, nearest};
use super::{
    Area, Catalog, Dose, Equipment, Exercise, Frame, Pool, Problem, Routine, Safety, Step,
    StepSide, Surroundings, Tempo, merge,
};
use crate::logic::plan::Plan;
use crate::logic::ron_tree::{self, Node};

/// Characters that can be read at a glance.
const NAME: usize = 60;
const SENTENCE: usize = 200;
const PARAGRAPH: usize = 300;

/// Reads a catalog. An item with a problem is left out, so that one mistake costs no more than itself; a reference
/// that leads nowhere is only dropped. `around` is what the file may refer to beyond itself.
pub fn read(text: &str, around: Surroundings<'_>) -> (Catalog, Vec<Problem>) {
    let tree = match ron_tree::parse(text) {
        Ok(tree) => tree,
        Err(problem) => {
            let problem = Problem {
                line: problem.line,
                column: problem.column,
                path: String::new(),
                wrong: problem.what,
                right: String::new(),
            };
            return (Catalog::default(), vec![problem]);
        }
    };
    let mut parser = Parser {
        reader: Reader::new(text),
        ids: Ids::of(&tree, around.base),
        around,
    };
    let catalog = parser.catalog(&tree);
    (catalog, parser.reader.problems)
}

/// The ids that may be referred to.
struct Ids {
    exercises: BTreeSet<String>,
    routines: BTreeSet<String>,
}

impl Ids {
    fn of(tree: &Node, base: Option<&Catalog>) -> Ids {
        let own = |list: &str| {
            let items = tree.get(list).map_or(&[][..], Node::items);
            let ids = items
                .iter()
                .filter_map(|item| item.get("id").and_then(as_text));
            ids.map(str::to_owned).collect::<Vec<String>>()
        };
        let (mut exercises, mut routines) = (own("exercises"), own("routines"));
        if let Some(base) = base {
            exercises.extend(base.exercises.iter().map(|exercise| exercise.id.clone()));
            routines.extend(base.routines.iter().map(|routine| routine.id.clone()));
        }
        Ids {
            exercises: exercises.into_iter().collect(),
            routines: routines.into_iter().collect(),
        }
    }
}

fn as_text(node: &Node) -> Option<&str> {
    if let ron_tree::NodeKind::Text(text) = &node.inside_some().kind {
        Some(text)
    } else {
        None
    }
}

struct Parser<'a> {
    reader: Reader<'a>,
    ids: Ids,
    around: Surroundings<'a>,
}

impl Parser<'_> {
    fn catalog(&mut self, tree: &Node) -> Catalog {
        let known = ["exercises", "routines", "pools", "frame", "safety"];
        let Some(entry) = self.reader.entry(tree, String::new(), &known) else {
            return Catalog::default();
        };
        let mut catalog = Catalog {
            exercises: self.items(&entry, "exercises", Self::exercise),
            routines: Vec::new(),
            pools: self.items(&entry, "pools", Self::pool),
            frame: self.frame(&entry),
            safety: self.safety(&entry),
        };
        let routines = self.items(&entry, "routines", |parser, entry, id| {
            let routine = parser.routine(entry, id);
            let minutes = parser.reader.value(entry, "minutes");
            Some((routine, minutes.map_or(entry.start, |node| node.span.start)))
        });
        let mut places = Vec::new();
        for (routine, place) in routines {
            places.push((routine.id.clone(), place));
            catalog.routines.push(routine);
        }
        self.check_minutes(&catalog, &places);
        catalog
    }

    /// Reads a list of things with an id; what is spoilt or stands there a second time is left out.
    fn items<'n, T>(
        &mut self,
        entry: &Entry<'n>,
        list: &str,
        read: impl Fn(&mut Self, &Entry<'n>, String) -> Option<T>,
    ) -> Vec<T> {
        let known: &[&str] = match list {
            "exercises" => &EXERCISE,
            "routines" => &ROUTINE,
            _ => &POOL,
        };
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for (node, place) in self.reader.list(entry, list) {
            self.reader.spoilt = false;
            let path = match node.get("id").and_then(as_text) {
                Some(id) => format!("{list}.{id}"),
                None => place,
            };
            let Some(item) = self.reader.entry(node, path, known) else {
                continue;
            };
            let right = "every item has an id of its own: id: \"my-stretch\"";
            let Some(id) = self.reader.needed(&item, "id", right) else {
                continue;
            };
            let at = id.span.start;
            let id = self.reader.id_of(id, item.path_of("id"));
            if !seen.insert(id.clone()) {
                let wrong = format!("`{id}` stands here twice");
                self.reader
                    .refuse(at, item.path_of("id"), wrong, "give one of them another id");
            }
            let read = read(self, &item, id);
            if !self.reader.spoilt {
                items.extend(read);
            }
        }
        self.reader.spoilt = false;
        items
    }

    fn exercise(&mut self, entry: &Entry<'_>, id: String) -> Option<Exercise> {
        let figure = self.figure(entry);
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
        let figure = self.reader.needed_text(entry, "figure", 64);
        let (Some(facts), false) = (self.around.figures, figure.is_empty()) else {
            return figure;
        };
        if !facts.iter().any(|facts| facts.id == figure) {
            let known: Vec<&str> = facts.iter().map(|facts| facts.id.as_str()).collect();
            let right = match nearest(&figure, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the pose sets are {}", known.join(", ")),
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
            (None, Some(at)) if keys_given < 2 => self.reader.refuse(
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

    fn keys(&mut self, entry: &Entry<'_>, figure: &str) -> Vec<usize> {
        let figures = self.around.figures.unwrap_or_default();
        let facts = figures.iter().find(|facts| facts.id == figure);
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
        if let Some(facts) = facts {
            let (wrong, right) = match (facts.cyclic, empty) {
                (true, true) | (false, false) => return keys,
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

    /// The exercises that a field names, one or a list; those that are not there are dropped.
    fn references(&mut self, entry: &Entry<'_>, field: &str, own: &str) -> Vec<String> {
        let nodes = match self.reader.value(entry, field) {
            Some(node) if as_text(node).is_some() => vec![(node, entry.path_of(field))],
            _ => self.reader.list(entry, field),
        };
        let mut found = Vec::new();
        for (node, path) in nodes {
            let id = self.reader.id_of(node, path.clone());
            if id == own {
                let right = "name another exercise";
                self.reader
                    .note(node.span.start, path, "the exercise names itself", right);
            } else if self.is_there(node, path, &id, false) {
                found.push(id);
            }
        }
        found
    }

    fn is_there(&mut self, node: &Node, path: String, id: &str, routine_too: bool) -> bool {
        let there =
            self.ids.exercises.contains(id) || routine_too && self.ids.routines.contains(id);
        if !there {
            let mut known: Vec<&str> = self.ids.exercises.iter().map(String::as_str).collect();
            if routine_too {
                known.extend(self.ids.routines.iter().map(String::as_str));
            }
            let right = nearest(id, &known).map_or_else(
                || "`unbend catalog list` names them all".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let what = if routine_too {
                "exercise or routine"
            } else {
                "exercise"
            };
            let wrong = format!("there is no {what} `{id}`");
            self.reader.note(node.span.start, path, wrong, right);
        }
        there
    }

    fn members(&mut self, entry: &Entry<'_>, field: &str, routine_too: bool) -> Vec<String> {
        let nodes = self.reader.list(entry, field);
        let none = nodes.is_empty();
        let mut members = Vec::new();
        for (node, path) in nodes {
            let id = self.reader.id_of(node, path.clone());
            if self.is_there(node, path, &id, routine_too) {
                members.push(id);
            }
        }
        if none {
            let right = format!("name at least one, as in {field}: [\"cat-cow\"]");
            self.reader
                .refuse(entry.start, entry.path_of(field), "nothing is in it", right);
        }
        // A dangling reference has been named; without any other there is nothing to play.
        self.reader.spoilt |= members.is_empty();
        members
    }

    fn sources(&mut self, entry: &Entry<'_>) -> Vec<String> {
        let nodes = self.reader.list(entry, "sources");
        let texts = nodes.into_iter();
        texts
            .map(|(node, path)| self.reader.text_of(node, path, SENTENCE))
            .collect()
    }

    fn routine(&mut self, entry: &Entry<'_>, id: String) -> Routine {
        let right = "say how many minutes it is meant to take: minutes: 5";
        self.reader.needed(entry, "minutes", right);
        Routine {
            name: self.reader.needed_text(entry, "name", NAME),
            purpose: self.reader.text(entry, "purpose", SENTENCE),
            minutes: self.reader.count(entry, "minutes", 1..=180).unwrap_or(1),
            exercises: self.members(entry, "exercises", false),
            sources: self.sources(entry),
            id,
        }
    }

    fn pool(&mut self, entry: &Entry<'_>, id: String) -> Option<Pool> {
        let members = self.members(entry, "members", true);
        Some(Pool { id, members })
    }

    fn frame(&mut self, entry: &Entry<'_>) -> Frame {
        let Some(node) = self.reader.value(entry, "frame") else {
            return Frame::default();
        };
        let Some(entry) = self
            .reader
            .entry(node, "frame".to_owned(), &["open", "close"])
        else {
            return Frame::default();
        };
        Frame {
            open: self.references(&entry, "open", "").pop(),
            close: self.references(&entry, "close", "").pop(),
        }
    }

    fn safety(&mut self, entry: &Entry<'_>) -> Safety {
        let Some(node) = self.reader.value(entry, "safety") else {
            return Safety::default();
        };
        let known = ["ask_first", "stop", "note"];
        let Some(entry) = self.reader.entry(node, "safety".to_owned(), &known) else {
            return Safety::default();
        };
        let mut sentences = |field: &str| {
            let mut sentences = Vec::new();
            for (node, path) in self.reader.list(&entry, field) {
                sentences.push(self.reader.text_of(node, path, PARAGRAPH));
            }
            sentences
        };
        Safety {
            ask_first: sentences("ask_first"),
            stop: sentences("stop"),
            note: self.reader.text(&entry, "note", PARAGRAPH),
        }
    }

    /// A routine takes what its steps take; the minutes it names must be near that.
    fn check_minutes(&mut self, own: &Catalog, places: &[(String, usize)]) {
        let merged = match self.around.base {
            Some(base) => merge(base, own),
            None => own.clone(),
        };
        for (id, place) in places {
            let (Some(routine), Some(plan)) = (own.routine(id), Plan::new(&merged, id)) else {
                continue;
            };
            let (named, taken) = (routine.minutes as f32 * 60.0, plan.seconds());
            if (taken - named).abs() > named / 4.0 {
                let wrong = format!(
                    "the routine takes {:.1} minutes, not {}",
                    taken / 60.0,
                    routine.minutes
                );
                let right = format!("write minutes: {:.0}", (taken / 60.0).ceil());
                self.reader
                    .note(*place, format!("routines.{id}.minutes"), wrong, right);
            }
        }
    }
}

const EXERCISE: [&str; 17] = [
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

const STEP: [&str; 9] = [
    "text", "keys", "seconds", "reps", "tempo", "sets", "rest", "side", "breath",
];

const ROUTINE: [&str; 6] = ["id", "name", "purpose", "minutes", "exercises", "sources"];

const POOL: [&str; 2] = ["id", "members"];
