//! The shape of the settings file: nested groups of named entries, treating fields and maps alike.

use std::ops::Range;

use crate::logic::settings::{OLD_NAME, REMINDERS};
use crate::logic::text::ron_tree::{Node, NodeKind};

/// The group that is written as a map: the user chooses its names.
pub(super) const MAP: &str = REMINDERS;

/// A named entry of a group.
pub(super) struct Entry<'n> {
    pub(super) name: &'n str,
    pub(super) name_span: Range<usize>,
    pub(super) value: &'n Node,
}

impl Entry<'_> {
    /// Whether this is the entry called `name`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name || OLD_NAME == (self.name, name)
    }
}

/// The entries of a group in the order of the text; none if the node isn't a group.
pub(super) fn entries(node: &Node) -> Option<Vec<Entry<'_>>> {
    match &node.inside_some().kind {
        NodeKind::Struct { fields, .. } => Some(
            fields
                .iter()
                .map(|field| Entry {
                    name: &field.name,
                    name_span: field.name_span.clone(),
                    value: &field.value,
                })
                .collect(),
        ),
        NodeKind::Map { entries } => Some(
            entries
                .iter()
                .map(|(key, value)| Entry {
                    // No setting has an empty name, so a key that isn't text is reported as unknown.
                    name: match &key.kind {
                        NodeKind::Text(name) => name,
                        NodeKind::Struct { .. }
                        | NodeKind::Tuple { .. }
                        | NodeKind::Map { .. }
                        | NodeKind::List { .. }
                        | NodeKind::Bytes(_)
                        | NodeKind::Number(_)
                        | NodeKind::Bool(_)
                        | NodeKind::Char(_)
                        | NodeKind::Name(_) => "",
                    },
                    name_span: key.span.clone(),
                    value,
                })
                .collect(),
        ),
        NodeKind::Tuple { items, .. } if items.is_empty() => Some(Vec::new()),
        NodeKind::Tuple { .. }
        | NodeKind::List { .. }
        | NodeKind::Text(_)
        | NodeKind::Bytes(_)
        | NodeKind::Number(_)
        | NodeKind::Bool(_)
        | NodeKind::Char(_)
        | NodeKind::Name(_) => None,
    }
}

/// `group.name`, or just the name at the top level.
pub(super) fn joined(group: &str, name: &str) -> String {
    if group.is_empty() {
        name.to_owned()
    } else {
        format!("{group}.{name}")
    }
}
