//! Reads one exercise of a routine: its id, or a group that also says how much of it is done.

use super::Parser;
use crate::logic::catalog::entry::ENTRY;
use crate::logic::catalog::fields::Entry as Group;
use crate::logic::catalog::{Amount, Entry, Exercise, Usual};
use crate::logic::ron_tree::{Node, NodeKind};

impl Parser<'_> {
    /// The exercises of a routine, in order.
    pub(super) fn entries(&mut self, routine: &Group<'_>) -> Vec<Entry> {
        self.members(routine, "exercises", Self::entry)
    }

    fn entry(&mut self, node: &Node, path: String) -> Option<Entry> {
        if let NodeKind::Text(_) | NodeKind::Name(_) = node.kind {
            let id = self.reader.id_of(node, path.clone());
            return self
                .is_there(node, path, &id, false)
                .then(|| Entry::from(id));
        }
        let group = self.reader.entry(node, path, &ENTRY)?;
        let right = "name the exercise, as in exercise: \"cat-cow\"";
        let id = self.reader.needed(&group, "exercise", right)?;
        let path = group.path_of("exercise");
        let exercise = self.reader.id_of(id, path.clone());
        let mut amount = Amount {
            sets: self.reader.count(&group, "sets", 1..=20),
            reps: self.reader.count(&group, "reps", 1..=200),
            hold: self.reader.count(&group, "hold", 1..=3600),
            side: self.reader.word(&group, "side"),
        };
        if !self.is_there(id, path, &exercise, false) {
            return None;
        }
        if let Some(found) = self.known(&exercise) {
            let usual = Usual::of(found);
            self.keep_what_it_has(&group, &exercise, usual, &mut amount);
        }
        Some(Entry { exercise, amount })
    }

    /// The exercise with that id, if it could be read.
    fn known(&self, id: &str) -> Option<&Exercise> {
        let own = self.own.iter().find(|exercise| exercise.id == id);
        own.or_else(|| self.around.base?.exercise(id))
    }

    /// Drops and names what the exercise does not have.
    fn keep_what_it_has(&mut self, group: &Group<'_>, id: &str, usual: Usual, amount: &mut Amount) {
        let has: Vec<&str> = [
            ("sets", true),
            ("reps", usual.reps.is_some()),
            ("hold", usual.hold.is_some()),
            ("side", usual.sides),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect();
        let right = format!("leave it out; what can be said of it is {}", has.join(", "));
        let too_long = amount.hold.is_some_and(|hold| hold > usual.longest);
        let between = format!("write a whole number from 1 to {}", usual.longest);
        for (field, wrong, right, not) in [
            (
                "reps",
                format!("nothing is repeated in `{id}`"),
                &right,
                usual.reps.is_none(),
            ),
            (
                "hold",
                format!("nothing is held in `{id}`"),
                &right,
                usual.hold.is_none(),
            ),
            (
                "hold",
                format!("nothing in `{id}` is held that long"),
                &between,
                usual.hold.is_some() && too_long,
            ),
            (
                "side",
                format!("`{id}` is not done for each side"),
                &right,
                !usual.sides,
            ),
        ] {
            let Some(node) = self.reader.value(group, field).filter(|_| not) else {
                continue;
            };
            self.reader
                .note(node.span.start, group.path_of(field), wrong, right.as_str());
            match field {
                "reps" => amount.reps = None,
                "hold" => amount.hold = None,
                _ => amount.side = None,
            }
        }
    }
}
