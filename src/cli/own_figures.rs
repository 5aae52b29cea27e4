//! The pose sets beside the user's catalog: what can be drawn, and every problem with its position.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::figure::{PoseSet, pose_sets};
use crate::logic::catalog::{FigureFacts, Mistake, Problem, ReferenceMistake};
use crate::logic::text::ron_tree::edit::with_comma;
use crate::logic::text::ron_tree::{self, Node, NodeKind};
use crate::store::own_files::OwnFiles;

/// Everything in the folder `figures`.
#[derive(Debug, Default)]
pub struct OwnFigures {
    /// What can be drawn, by id.
    pub sets: BTreeMap<String, Arc<PoseSet>>,
    /// What can't, with each file's problems.
    pub broken: Vec<Broken>,
}

/// A pose set that can't be used.
#[derive(Debug)]
pub struct Broken {
    /// Its id.
    pub id: String,
    /// Its file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Broken {
    /// One line per problem.
    pub fn words(&self) -> String {
        let file = self.path.display();
        let lines = self.problems.iter();
        lines
            .map(|problem| format!("{file}: {problem}\n"))
            .collect()
    }
}

impl OwnFigures {
    /// Reads them all.
    pub fn load(files: &OwnFiles) -> OwnFigures {
        let mut own = OwnFigures::default();
        for file in files.pose_sets() {
            let read = match &file.text {
                _ if pose_sets::get(&file.id).is_some() => Err(vec![taken(&file.id)]),
                Ok(text) => PoseSet::parse(text).map_err(|_| problems(text)),
                Err(mistake) => Err(vec![Problem::of_file(mistake.clone())]),
            };
            match read {
                Ok(set) => {
                    own.sets.insert(file.id, Arc::new(set));
                }
                Err(problems) => own.broken.push(Broken {
                    id: file.id,
                    path: file.path,
                    problems,
                }),
            }
        }
        own
    }

    /// The pose set of an id, built-in or the user's.
    pub fn get(&self, id: &str) -> Option<&Arc<PoseSet>> {
        pose_sets::get(id).or_else(|| self.sets.get(id))
    }

    /// What a catalog needs to know about all pose sets, built-in and the user's.
    pub fn facts(&self) -> Vec<FigureFacts> {
        let fact = |id: &str, set: Option<&Arc<PoseSet>>| FigureFacts {
            id: id.to_owned(),
            keys: set.map_or(0, |set| set.keys.len()),
            cyclic: set.is_some_and(|set| set.cycle.is_some()),
            broken: set.is_none(),
        };
        let built_in = pose_sets::ids().map(|id| fact(id, pose_sets::get(id)));
        let own = self.sets.iter().map(|(id, set)| fact(id, Some(set)));
        let broken = self
            .broken
            .iter()
            .filter(|broken| pose_sets::get(&broken.id).is_none())
            .map(|broken| fact(&broken.id, None));
        built_in.chain(own).chain(broken).collect()
    }
}

fn taken(id: &str) -> Problem {
    let id = id.to_owned();
    Problem::of_file(Mistake::Reference(ReferenceMistake::BuiltInFigure(id)))
}

/// Every problem of a pose set: each faulty key or field is blanked out in turn, to find the next.
fn problems(text: &str) -> Vec<Problem> {
    let tree = match ron_tree::parse(text) {
        Ok(tree) => tree,
        Err(problem) => return vec![problem.into()],
    };
    let mut pieces = pieces(text, &tree);
    let mut text = text.to_owned();
    let mut found = Vec::new();
    while let Err(problem) = PoseSet::parse(&text) {
        let at = offset(&text, problem.line, problem.column);
        found.push(Problem {
            line: problem.line,
            column: problem.column,
            path: path_at(&tree, at),
            mistake: Mistake::PoseSet(problem.what),
        });
        let Some(index) = pieces.iter().position(|piece| piece.contains(&at)) else {
            break;
        };
        let piece = pieces.swap_remove(index);
        let blank: String = text[piece.clone()]
            .chars()
            .map(|c| {
                if c == '\n' {
                    "\n".to_owned()
                } else {
                    " ".repeat(c.len_utf8())
                }
            })
            .collect();
        text.replace_range(piece, &blank);
    }
    found.sort_by_key(|problem| (problem.line, problem.column));
    found
}

/// What can be left out of a pose set without harm to the rest: all keys but one, things in the room, fields with a
/// default.
fn pieces(text: &str, tree: &Node) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let NodeKind::Struct { fields, .. } = &tree.kind else {
        return pieces;
    };
    for field in fields {
        let items = field.value.items();
        match field.name.as_str() {
            "keys" => pieces.extend(
                items
                    .iter()
                    .skip(1)
                    .map(|item| with_comma(text, &item.span)),
            ),
            "props" => pieces.extend(items.iter().map(|item| with_comma(text, &item.span))),
            "title" | "camera" => {}
            _ => pieces.push(with_comma(text, &field.span())),
        }
    }
    pieces
}

/// The byte at a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for whole in text.split_inclusive('\n').take(line.saturating_sub(1)) {
        start += whole.len();
    }
    let rest = &text[start..];
    rest.char_indices()
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(at, _)| start + at)
}

/// The field that a byte belongs to, such as `keys[2].pose.arms`.
fn path_at(tree: &Node, at: usize) -> String {
    let mut path = String::new();
    let mut node = tree.inside_some();
    loop {
        let mut inner = None;
        if let NodeKind::Struct { fields, .. } = &node.kind {
            let field = fields
                .iter()
                .find(|field| (field.name_span.start..=field.value.span.end).contains(&at));
            if let Some(field) = field {
                let dot = if path.is_empty() { "" } else { "." };
                path.push_str(&format!("{dot}{}", field.name));
                inner = Some(&field.value);
            }
        } else if let NodeKind::List { items } = &node.kind {
            let index = items
                .iter()
                .position(|item| (item.span.start..=item.span.end).contains(&at));
            if let Some(index) = index {
                path.push_str(&format!("[{}]", index + 1));
                inner = items.get(index);
            }
        } else if let NodeKind::Tuple { items, .. } = &node.kind {
            inner = items
                .iter()
                .find(|item| (item.span.start..=item.span.end).contains(&at));
        }
        match inner {
            Some(inner) => node = inner.inside_some(),
            None => return path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"// Mine
(
    title: "Mine",
    camera: (yaw: 10, pitch: 7, centre: (0, 0.9, 0), span: 2),
    shoos: false,
    props: [
        rod(from: (0, 0, 0), to: (0, 1, 0), radius: 0.1, colour: purple),
        box(x: (0, 1), y: (0, 1), z: (0, 1), edge: 0.1, colours: (mat, mat, mat)),
    ],
    keys: [
        (label: "Stand", seconds: 1, pose: ()),
        (label: "Bend", seconds: -1, pose: ()),
        (label: "Reach", seconds: 1, pose: (spine: (lum: 10, thorr: 5))),
        (label: "Wave", pose: (arms: both(dir(dir: (1, 0, 1e9), pole: (0, 0, 1))))),
    ],
)
"#;

    #[test]
    fn all_problems_of_a_pose_set_are_named_with_their_place() {
        let found: Vec<(usize, String)> = problems(TEXT)
            .into_iter()
            .map(|problem| (problem.line, problem.path))
            .collect();
        let expected = [
            (5, "shoos"),
            (7, "props[1].colour"),
            (12, "keys[2].seconds"),
            (13, "keys[3].pose.spine.thorr"),
            (14, "keys[4].pose.arms.dir"),
        ];
        assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
    }

    #[test]
    fn a_problem_that_cannot_be_left_out_is_the_last_one() {
        for text in [
            "",
            "(",
            "()",
            "(keys: [])",
            "[1]",
            "(title: 1, keys: [(), ()])",
        ] {
            assert_eq!(problems(text).len(), 1, "{text}");
        }
    }
}
