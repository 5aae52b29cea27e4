//! What pages share about exercises and routines: whose they are, what words are called, what a search finds.

use crate::logic::catalog::edit::ItemKind;
use crate::logic::catalog::{Catalog, Position, builtin};
use crate::window::widgets::text;

/// Whose an exercise or routine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// It came with the program.
    BuiltIn,
    /// The user's, replacing a built-in one.
    InPlace,
    /// The user's.
    Own,
}

/// Whose that exercise or routine is.
pub fn whose(catalog: &Catalog, kind: ItemKind, id: &str) -> Whose {
    let (there, same) = match kind {
        ItemKind::Exercise => {
            let first = builtin().exercise(id);
            (first.is_some(), catalog.exercise(id) == first)
        }
        ItemKind::Routine => {
            let first = builtin().routine(id);
            (first.is_some(), catalog.routine(id) == first)
        }
    };
    match (there, same) {
        (true, true) => Whose::BuiltIn,
        (true, false) => Whose::InPlace,
        (false, _) => Whose::Own,
    }
}

/// A catalog word as shown to people: `upper-back` → `Upper back`.
pub fn in_words(word: &str) -> String {
    text::capitalised(&word.replace('-', " "))
}

/// A position's name.
pub fn position_words(position: Position) -> &'static str {
    match position {
        Position::Standing => "Standing",
        Position::Seated => "Seated",
        Position::Floor => "On the floor",
        Position::Bed => "On a bed",
        Position::Wall => "At a wall",
    }
}

/// Whether every word searched for is somewhere in `texts`.
pub fn found(search: &str, texts: &[&str]) -> bool {
    let all = texts.join(" ").to_lowercase();
    search
        .to_lowercase()
        .split_whitespace()
        .all(|word| all.contains(word))
}
