//! Changes one exercise or routine in the text of a catalog file and nothing else.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::format;
use crate::logic::text::ron_tree::edit::{self as ron_edit, indented, without_indent};
use crate::logic::text::ron_tree::{self, Node, NodeKind, SyntaxProblem};

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// An item of `exercises`.
    Exercise,
    /// An item of `routines`.
    Routine,
}

impl ItemKind {
    /// The list it is in.
    pub fn list(self) -> &'static str {
        match self {
            ItemKind::Exercise => format::catalog::EXERCISES.name,
            ItemKind::Routine => format::catalog::ROUTINES.name,
        }
    }
}

/// An exercise or routine as written in a catalog file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemText {
    /// Its kind.
    pub kind: ItemKind,
    /// Its id.
    pub id: String,
    /// From its opening to its closing parenthesis, with later lines indented as if the first one weren't.
    pub text: String,
}

/// Why a catalog file wasn't changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditProblem {
    /// The text can't be read.
    #[error(transparent)]
    Syntax(#[from] SyntaxProblem),
    /// The text is written in a way that can't be edited automatically.
    #[error("line {line}: {why}")]
    Shape {
        /// Line, from 1.
        line: usize,
        /// What is in the way.
        why: InTheWay,
    },
    /// No such item.
    #[error("there is no `{id}` in the list `{list}`")]
    Missing {
        /// The list that was searched.
        list: &'static str,
        /// The id that was searched for.
        id: String,
    },
}

/// What keeps a catalog file from being changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InTheWay {
    /// Something other than the list of such items is in its place.
    #[error("`{}` is not a list", .0.list())]
    NotAList(ItemKind),
    /// The file has no fields.
    #[error("the file is not a group of fields in parentheses")]
    NotAGroup,
    /// The change would also have changed something else.
    #[error("the file is written in an unusual way")]
    Unusual,
}

/// A catalog file without contents.
pub const EMPTY: &str = "// Your own exercises and routines.\n#![enable(implicit_some)]\n(\n)\n";

/// Every exercise and routine in a text that has an id.
///
/// # Errors
/// A text that can't be read.
pub fn items(text: &str) -> Result<Vec<ItemText>, EditProblem> {
    let tree = ron_tree::parse(text)?;
    let mut found = Vec::new();
    for kind in [ItemKind::Exercise, ItemKind::Routine] {
        for node in tree.get(kind.list()).map_or(&[][..], Node::items) {
            if let Some(id) = id_of(node) {
                found.push(ItemText {
                    kind,
                    id: id.to_owned(),
                    text: without_indent(&text[node.inside_some().span.clone()]),
                });
            }
        }
    }
    Ok(found)
}

/// The text with the item in it, replacing the one with its id, otherwise at the end of its list. Everything else
/// stays, byte for byte.
///
/// # Errors
/// A text that can't be read, or whose shape leaves no place for it.
pub fn put(text: &str, item: &ItemText) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text)?;
    let changed = match find(&tree, item.kind, &item.id) {
        Some(node) => ron_edit::replace(text, node, &item.text),
        None => match tree.get(item.kind.list()) {
            Some(list) if is_list(list) => append(text, list, &item.text)?,
            Some(other) => {
                let why = InTheWay::NotAList(item.kind);
                return Err(shape(text, other.span.start, why));
            }
            None if is_group(&tree) => {
                let list = format!(
                    "{}: [\n    {},\n]",
                    item.kind.list(),
                    indented(&item.text, "    ")
                );
                append(text, &tree, &list)?
            }
            None => return Err(shape(text, tree.span.start, InTheWay::NotAGroup)),
        },
    };
    same_but(text, changed, item)
}

/// The text without the item; everything else stays, byte for byte.
///
/// # Errors
/// A text that can't be read, or no such item.
pub fn remove(text: &str, kind: ItemKind, id: &str) -> Result<String, EditProblem> {
    let tree = ron_tree::parse(text)?;
    let node = find(&tree, kind, id).ok_or_else(|| EditProblem::Missing {
        list: kind.list(),
        id: id.to_owned(),
    })?;
    let changed = ron_edit::remove(text, &node.span);
    // Whatever the text looked like, the only difference may be one item fewer.
    let (before, after) = (items(text)?, items(&changed)?);
    let is_it = |item: &&ItemText| item.kind == kind && item.id == id;
    let removed = before.iter().position(|item| is_it(&item));
    let mut expected = before.clone();
    if let Some(at) = removed {
        expected.remove(at);
    }
    if expected != after {
        return Err(unusual(text));
    }
    Ok(changed)
}

/// `changed`, if it says the same as `text` apart from the item.
fn same_but(text: &str, changed: String, put: &ItemText) -> Result<String, EditProblem> {
    let is_put = |item: &ItemText| item.kind == put.kind && item.id == put.id;
    let rest = |text: &str| -> Result<Vec<ItemText>, EditProblem> {
        let mut all = items(text)?;
        all.retain(|item| !is_put(item));
        Ok(all)
    };
    let there: Vec<ItemText> = items(&changed)?.into_iter().filter(is_put).collect();
    let is_there = matches!(there.as_slice(), [only] if same_lines(&only.text, &put.text));
    if is_there && rest(text)? == rest(&changed)? && others(text)? == others(&changed)? {
        Ok(changed)
    } else {
        Err(unusual(text))
    }
}

/// What a file says apart from exercises and routines, field by field.
fn others(text: &str) -> Result<Vec<(String, String)>, EditProblem> {
    let tree = ron_tree::parse(text)?;
    let NodeKind::Struct { fields, .. } = &tree.inside_some().kind else {
        return Ok(Vec::new());
    };
    let lists = [ItemKind::Exercise, ItemKind::Routine].map(ItemKind::list);
    Ok(fields
        .iter()
        .filter(|field| !lists.contains(&field.name.as_str()))
        .map(|field| {
            (
                field.name.clone(),
                text[field.value.span.clone()].to_owned(),
            )
        })
        .collect())
}

fn same_lines(one: &str, other: &str) -> bool {
    one.lines().map(str::trim).eq(other.lines().map(str::trim))
}

fn unusual(text: &str) -> EditProblem {
    shape(text, 0, InTheWay::Unusual)
}

fn shape(text: &str, at: usize, why: InTheWay) -> EditProblem {
    EditProblem::Shape {
        line: ron_tree::line_column(text, at).0,
        why,
    }
}

fn id_of(node: &Node) -> Option<&str> {
    node.get(format::exercise::ID.name)?.text()
}

fn find<'n>(tree: &'n Node, kind: ItemKind, id: &str) -> Option<&'n Node> {
    let items = tree.get(kind.list()).map_or(&[][..], Node::items);
    items.iter().find(|node| id_of(node) == Some(id))
}

fn is_list(node: &Node) -> bool {
    matches!(node.inside_some().kind, NodeKind::List { .. })
}

fn is_group(node: &Node) -> bool {
    let kind = &node.inside_some().kind;
    matches!(kind, NodeKind::Struct { .. })
        || matches!(kind, NodeKind::Tuple { items, .. } if items.is_empty())
}

fn append(text: &str, container: &Node, part: &str) -> Result<String, SyntaxProblem> {
    let write = |indent: &str| format!("{indent}{},", indented(part, indent));
    ron_edit::append(text, container, write)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routine(id: &str) -> ItemText {
        ItemText {
            kind: ItemKind::Routine,
            id: id.to_owned(),
            text: format!(
                "(\n    id: \"{id}\",\n    name: \"Mine\",\n    minutes: 1,\n    exercises: [\"a\"],\n)"
            ),
        }
    }

    const EXAMPLE: &str = include_str!("../../../docs/own-catalog/catalog.ron");

    #[test]
    fn an_item_is_added_at_the_end_of_its_list_and_nothing_else_changes() {
        let changed = put(EXAMPLE, &routine("mine")).unwrap();
        let at = EXAMPLE.find("    ],\n    pools").unwrap();
        let added = "        (\n            id: \"mine\",\n            name: \"Mine\",\n            minutes: 1,\n            exercises: [\"a\"],\n        ),\n";
        let expected = format!("{}{added}{}", &EXAMPLE[..at], &EXAMPLE[at..]);
        assert_eq!(changed, expected);
        assert_eq!(
            remove(&changed, ItemKind::Routine, "mine").unwrap(),
            EXAMPLE
        );
    }

    #[test]
    fn an_item_takes_the_place_of_its_namesake() {
        let once = put(EXAMPLE, &routine("before-lunch")).unwrap();
        assert!(!once.contains("Before lunch") && once.contains("// This one takes the place"));
        assert_eq!(items(&once).unwrap().len(), items(EXAMPLE).unwrap().len());
        assert_eq!(put(&once, &routine("before-lunch")).unwrap(), once);
        let back = items(EXAMPLE).unwrap().pop().unwrap();
        assert_eq!(back.id, "before-lunch");
        assert_eq!(put(&once, &back).unwrap(), EXAMPLE);
    }

    #[test]
    fn a_text_of_several_lines_comes_back_as_it_was() {
        let text = "Breathe in.\n    Breathe out.\n\nAnd again.";
        let mut item = routine("mine");
        item.text = item.text.replace("\"Mine\"", &format!("r#\"{text}\"#"));
        let changed = put(&put(EXAMPLE, &routine("mine")).unwrap(), &item).unwrap();
        assert_eq!(put(EXAMPLE, &item).unwrap(), changed);
        assert_eq!(items(&changed).unwrap().pop().unwrap(), item);
        let tree = ron_tree::parse(&changed).unwrap();
        let last = tree.get("routines").unwrap().items().last().unwrap();
        assert_eq!(last.get("name").unwrap().text(), Some(text));
    }

    #[test]
    fn every_shape_of_file_has_a_place_for_it() {
        for text in [
            EMPTY,
            "()",
            "(\n)",
            "(routines: [])",
            "(routines: [], pools: [])",
            "(\r\n    pools: []\r\n)\r\n",
            "(routines: [(id: \"x\", name: \"X\", minutes: 1, exercises: [\"a\"])])",
            "(routines: [ // mine\n])",
            "(\n    pools: [], // last\n    // the end\n)",
            "Some((exercises: Some([])))",
        ] {
            let changed = put(text, &routine("mine")).unwrap_or_else(|why| panic!("{text}: {why}"));
            let there = items(&changed).unwrap();
            assert!(there.iter().any(|item| item.id == "mine"), "{changed}");
            for line in text.lines().filter(|line| line.contains("//")) {
                let comment = &line[line.find("//").unwrap()..];
                assert!(changed.contains(comment), "{changed}");
            }
            assert_eq!(changed.contains("\r\n"), text.contains("\r\n"));
            assert_eq!(
                changed.matches('\n').count(),
                changed.lines().count() - usize::from(!changed.ends_with('\n'))
            );
            let without = remove(&changed, ItemKind::Routine, "mine").unwrap();
            assert!(
                items(&without)
                    .unwrap()
                    .iter()
                    .all(|item| item.id != "mine")
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_changed() {
        let syntax = put("(routines: [", &routine("mine")).unwrap_err();
        assert!(matches!(syntax, EditProblem::Syntax(_)), "{syntax}");
        for (text, why) in [
            ("[1]", InTheWay::NotAGroup),
            ("(routines: 5)", InTheWay::NotAList(ItemKind::Routine)),
            ("\"text\"", InTheWay::NotAGroup),
        ] {
            let line = 1;
            let problem = put(text, &routine("mine")).unwrap_err();
            assert_eq!(problem, EditProblem::Shape { line, why });
        }
        let (list, id) = ("exercises", "before-lunch".to_owned());
        let missing = remove(EXAMPLE, ItemKind::Exercise, &id).unwrap_err();
        assert_eq!(missing, EditProblem::Missing { list, id });
    }

    /// Every sentence, word for word; no other test compares them.
    #[test]
    fn problems_in_words() {
        let shape = |why| EditProblem::Shape { line: 3, why };
        let (list, id) = ("exercises", "before-lunch".to_owned());
        for (problem, words) in [
            (
                shape(InTheWay::NotAList(ItemKind::Routine)),
                "line 3: `routines` is not a list",
            ),
            (
                shape(InTheWay::NotAGroup),
                "line 3: the file is not a group of fields in parentheses",
            ),
            (
                shape(InTheWay::Unusual),
                "line 3: the file is written in an unusual way",
            ),
            (
                EditProblem::Missing { list, id },
                "there is no `before-lunch` in the list `exercises`",
            ),
        ] {
            assert_eq!(problem.to_string(), words);
        }
    }
}
