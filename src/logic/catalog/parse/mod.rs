//! Reads a catalog file: everything usable, and every problem with its position.

mod entry;
mod exercise;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeSet;

use super::fields::{Entry, Reader, nearest};
use super::format::{self, Field, Text, Typed};
use super::{
    Catalog, Exercise, Frame, Mistake, Needed, Pool, Problem, ReferenceMistake, Routine,
    RoutineMistake, Safety, Scope, merge,
};
use crate::logic::catalog::plan::Plan;
use crate::logic::text::ron_tree::{self, Node};

/// Reads a catalog. An item with a problem is skipped, so that one mistake costs no more than itself; a dangling
/// reference is only dropped. `around` is what the file may refer to beyond itself.
pub fn read(text: &str, around: Scope<'_>) -> (Catalog, Vec<Problem>) {
    let tree = match ron_tree::parse(text) {
        Ok(tree) => tree,
        Err(problem) => return (Catalog::default(), vec![problem.into()]),
    };
    let mut parser = Parser {
        reader: Reader::new(text),
        own: Vec::new(),
        ids: Ids::of(&tree, around.base),
        around,
    };
    let catalog = parser.catalog(&tree);
    let mut problems = parser.reader.problems;
    problems.sort_by_key(|problem| (problem.line, problem.column));
    (catalog, problems)
}

/// The ids that may be referred to.
struct Ids {
    exercises: BTreeSet<String>,
    routines: BTreeSet<String>,
}

impl Ids {
    fn of(tree: &Node, base: Option<&Catalog>) -> Ids {
        let own = |list: Field<Typed>| {
            let items = tree.get(list.name).map_or(&[][..], Node::items);
            let ids = items
                .iter()
                .filter_map(|item| item.get(format::exercise::ID.name).and_then(Node::text));
            ids.map(str::to_owned).collect::<Vec<String>>()
        };
        let (mut exercises, mut routines) = (
            own(format::catalog::EXERCISES),
            own(format::catalog::ROUTINES),
        );
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

struct Parser<'a> {
    reader: Reader<'a>,
    /// The exercises of the file, once they have been read.
    own: Vec<Exercise>,
    ids: Ids,
    around: Scope<'a>,
}

impl Parser<'_> {
    fn catalog(&mut self, tree: &Node) -> Catalog {
        let Some(entry) = self
            .reader
            .entry(tree, String::new(), format::catalog::NAMES)
        else {
            return Catalog::default();
        };
        self.own = self.items(
            &entry,
            (&format::catalog::EXERCISES, format::exercise::NAMES),
            Self::exercise,
        );
        let mut catalog = Catalog {
            pools: self.items(
                &entry,
                (&format::catalog::POOLS, format::pool::NAMES),
                Self::pool,
            ),
            frame: self.frame(&entry),
            safety: self.safety(&entry),
            ..Catalog::default()
        };
        let routines = self.items(
            &entry,
            (&format::catalog::ROUTINES, format::routine::NAMES),
            |parser, entry, id| {
                let routine = parser.routine(entry, id);
                let minutes = parser.reader.value(entry, &format::routine::MINUTES);
                Some((routine, minutes.map_or(entry.start, |node| node.span.start)))
            },
        );
        catalog.exercises = std::mem::take(&mut self.own);
        let mut places = Vec::new();
        for (routine, place) in routines {
            places.push((routine.id.clone(), place));
            catalog.routines.push(routine);
        }
        self.check_minutes(&catalog, &places);
        catalog
    }

    /// Reads a list of items with ids; invalid items and duplicates are skipped.
    fn items<'n, T>(
        &mut self,
        entry: &Entry<'n>,
        (list, known): (&Field<Typed>, &'static [&'static str]),
        read: impl Fn(&mut Self, &Entry<'n>, String) -> Option<T>,
    ) -> Vec<T> {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for (node, place) in self.reader.list(entry, list) {
            self.reader.spoilt = false;
            let path = match node.get(format::exercise::ID.name).and_then(Node::text) {
                Some(id) => format!("{}.{id}", list.name),
                None => place,
            };
            let Some(item) = self.reader.entry(node, path, known) else {
                continue;
            };
            let Some(id) = self.reader.needed(&item, &format::exercise::ID, Needed::Id) else {
                continue;
            };
            let at = id.span.start;
            let id = self
                .reader
                .id_of(id, item.path_of(format::exercise::ID.name));
            if !seen.insert(id.clone()) {
                let taken = Mistake::Reference(ReferenceMistake::Taken(id.clone()));
                self.reader
                    .refuse(at, item.path_of(format::exercise::ID.name), taken);
            }
            let read = read(self, &item, id);
            if !self.reader.spoilt {
                items.extend(read);
            }
        }
        self.reader.spoilt = false;
        items
    }

    /// The exercises that a field names, one or a list; missing ones are dropped.
    fn references(&mut self, entry: &Entry<'_>, field: &Field<Typed>, own: &str) -> Vec<String> {
        let nodes = match self.reader.value(entry, field) {
            Some(node) if node.text().is_some() => vec![(node, entry.path_of(field.name))],
            _ => self.reader.list(entry, field),
        };
        let mut found = Vec::new();
        for (node, path) in nodes {
            let id = self.reader.id_of(node, path.clone());
            if id == own {
                let itself = Mistake::Reference(ReferenceMistake::Itself);
                self.reader.note(node.span.start, path, itself);
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
            let near = nearest(id, &known).map(str::to_owned);
            let id = id.to_owned();
            let mistake = match routine_too {
                true => ReferenceMistake::NoExerciseOrRoutine { id, near },
                false => ReferenceMistake::NoExercise { id, near },
            };
            self.reader
                .note(node.span.start, path, Mistake::Reference(mistake));
        }
        there
    }

    /// The members of a routine or a pool, each read by `read`; there must be at least one.
    fn members<T>(
        &mut self,
        entry: &Entry<'_>,
        field: &Field<Typed>,
        read: impl Fn(&mut Self, &Node, String) -> Option<T>,
    ) -> Vec<T> {
        let nodes = self.reader.list(entry, field);
        let none = nodes.is_empty();
        let mut members = Vec::new();
        for (node, path) in nodes {
            members.extend(read(self, node, path));
        }
        if none {
            let empty = Mistake::Routine(RoutineMistake::Empty(field.name));
            self.reader
                .refuse(entry.start, entry.path_of(field.name), empty);
        }
        // Dangling references have been reported; if there was nothing else, there is nothing to play.
        self.reader.spoilt |= members.is_empty();
        members
    }

    fn sources(&mut self, entry: &Entry<'_>) -> Vec<String> {
        let nodes = self.reader.list(entry, &format::exercise::SOURCES);
        let texts = nodes.into_iter();
        texts
            .map(|(node, path)| {
                self.reader
                    .text_of(node, path, format::exercise::SOURCES.within)
            })
            .collect()
    }

    fn routine(&mut self, entry: &Entry<'_>, id: String) -> Routine {
        self.reader
            .needed(entry, &format::routine::MINUTES, Needed::Minutes);
        Routine {
            name: self.reader.needed_text(entry, &format::routine::NAME),
            purpose: self.reader.text(entry, &format::routine::PURPOSE),
            minutes: self
                .reader
                .count(entry, &format::routine::MINUTES)
                .unwrap_or(1),
            exercises: self.entries(entry),
            sources: self.sources(entry),
            id,
        }
    }

    fn pool(&mut self, entry: &Entry<'_>, id: String) -> Option<Pool> {
        let members = self.members(entry, &format::pool::MEMBERS, |parser, node, path| {
            let id = parser.reader.id_of(node, path.clone());
            parser.is_there(node, path, &id, true).then_some(id)
        });
        Some(Pool { id, members })
    }

    fn frame(&mut self, entry: &Entry<'_>) -> Frame {
        let Some(node) = self.reader.value(entry, &format::catalog::FRAME) else {
            return Frame::default();
        };
        let Some(entry) = self.reader.entry(
            node,
            format::catalog::FRAME.name.to_owned(),
            format::frame::NAMES,
        ) else {
            return Frame::default();
        };
        Frame {
            open: self.references(&entry, &format::frame::OPEN, "").pop(),
            close: self.references(&entry, &format::frame::CLOSE, "").pop(),
        }
    }

    fn safety(&mut self, entry: &Entry<'_>) -> Safety {
        let Some(node) = self.reader.value(entry, &format::catalog::SAFETY) else {
            return Safety::default();
        };
        let Some(entry) = self.reader.entry(
            node,
            format::catalog::SAFETY.name.to_owned(),
            format::safety::NAMES,
        ) else {
            return Safety::default();
        };
        let mut sentences = |field: &Field<Text>| {
            let mut sentences = Vec::new();
            for (node, path) in self.reader.list(&entry, field) {
                sentences.push(self.reader.text_of(node, path, field.within));
            }
            sentences
        };
        Safety {
            ask_first: sentences(&format::safety::ASK_FIRST),
            stop: sentences(&format::safety::STOP),
            note: self.reader.text(&entry, &format::safety::NOTE),
        }
    }

    /// A routine takes as long as its steps; its stated minutes must be close to that.
    fn check_minutes(&mut self, own: &Catalog, places: &[(String, usize)]) {
        if places.is_empty() {
            return;
        }
        let merged = match self.around.base {
            Some(base) => merge(base, own),
            None => own.clone(),
        };
        for (id, place) in places {
            let (Some(routine), Some(plan)) = (own.routine(id), Plan::new(&merged, id)) else {
                continue;
            };
            let (named, taken) = (routine.minutes as f32 * 60.0, plan.seconds());
            // Whole minutes are never off by more than half a minute, and the minimum is one.
            let near = (named / 4.0).max(30.0);
            if (taken - named).abs() > near && (routine.minutes > 1 || taken > named) {
                let mistake = Mistake::Routine(RoutineMistake::Minutes {
                    taken: taken / 60.0,
                    named: routine.minutes,
                });
                self.reader
                    .note(*place, format!("routines.{id}.minutes"), mistake);
            }
        }
    }
}
