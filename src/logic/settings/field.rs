//! One setting: what it means, what its values look like, and how its lists are changed.

use std::collections::BTreeSet;
use std::time::Duration;

use super::problem::Unfit;
use crate::logic::catalog::Word;

/// What happens to entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// They are on it afterwards, whether they were or not.
    Add,
    /// They are not.
    Remove,
}

/// One setting as the file and the settings page show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Path, segments joined by `.`.
    pub path: String,
    /// What it means, one sentence.
    pub doc: &'static str,
    /// What its values look like.
    pub kind: Kind,
}

/// What the values of a setting look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`, written bare.
    Flag,
    /// A whole number from low to high, written bare.
    Count {
        /// Smallest.
        low: u32,
        /// Largest.
        high: u32,
    },
    /// A duration, written as text: `"20m"`.
    Span {
        /// Smallest.
        low: Duration,
        /// Largest.
        high: Duration,
    },
    /// One of a few words, written as text.
    Word(&'static [&'static str]),
    /// Text with a form of its own (hours, days, a time, an offer).
    Text,
    /// Entries with commas between them, changed one by one ([`Settings::change_list`](super::Settings::change_list)).
    List,
}

impl Kind {
    /// Whether the value stands in quotes in the settings file.
    pub fn quoted(self) -> bool {
        match self {
            Kind::Flag | Kind::Count { .. } => false,
            Kind::Span { .. } | Kind::Word(_) | Kind::Text | Kind::List => true,
        }
    }
}

/// The entries of a list written `one, two`.
pub(super) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// Puts words in or takes them out. An empty set stands for all of them, so the last one cannot go.
pub(super) fn change_words<W: Word + Ord>(
    set: &mut BTreeSet<W>,
    items: &[String],
    change: ListChange,
) -> Result<(), Unfit> {
    let all: BTreeSet<W> = W::ALL.iter().copied().collect();
    let named = items.iter().map(|item| words_of(item));
    let named: Vec<BTreeSet<W>> = named.collect::<Result<_, _>>()?;
    let named: BTreeSet<W> = named.into_iter().flatten().collect();
    let now = if set.is_empty() { &all } else { &*set };
    let wanted: BTreeSet<W> = match change {
        ListChange::Add => now.union(&named).copied().collect(),
        ListChange::Remove => now.difference(&named).copied().collect(),
    };
    if wanted.is_empty() {
        return Err(Unfit::LastOne);
    }
    *set = if wanted == all {
        BTreeSet::new()
    } else {
        wanted
    };
    Ok(())
}

/// Longest entry of a list, characters.
const LONGEST_ENTRY: usize = 100;

/// Puts ids in or takes them out.
pub(super) fn change_ids(
    ids: &mut BTreeSet<String>,
    items: &[String],
    change: ListChange,
) -> Result<(), Unfit> {
    for item in items.iter().map(|item| item.trim()) {
        match change {
            ListChange::Add if item.is_empty() => return Err(Unfit::BlankEntry),
            ListChange::Add if item.contains(',') || item.contains(char::is_control) => {
                return Err(Unfit::NotOneEntry(item.to_owned()));
            }
            ListChange::Add if item.chars().count() > LONGEST_ENTRY => {
                return Err(Unfit::EntryTooLong(LONGEST_ENTRY));
            }
            ListChange::Add => ids.insert(item.to_owned()),
            ListChange::Remove => ids.remove(item),
        };
    }
    Ok(())
}

pub(super) fn words_text<W: Word>(set: &BTreeSet<W>) -> String {
    let words: Vec<&str> = set.iter().map(|entry| entry.word()).collect();
    words.join(", ")
}

pub(super) fn words_of<W: Word + Ord>(text: &str) -> Result<BTreeSet<W>, Unfit> {
    listed(text)
        .map(|entry| {
            W::from_word(entry).ok_or_else(|| Unfit::NotWord {
                written: entry.to_owned(),
                known: W::ALL.iter().map(|word| word.word()).collect(),
            })
        })
        .collect()
}
