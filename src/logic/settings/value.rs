//! What a setting can hold: how each type is written, parsed and kept within its range.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Time;

use super::field::{Kind, ListChange, ListOf, TextForm, Unit};
use super::problem::{LONGEST_TEXT, Unfit};
use crate::logic::text::word::Word;
use crate::logic::time::hours::{self, Days, Hours};
use crate::logic::time::span;

/// A type that settings can have.
pub(super) trait Value {
    /// How a setting specifies its range.
    type Within;

    /// What its values look like.
    fn kind(within: Self::Within) -> Kind;

    /// The value, as written.
    fn text(&self) -> String;

    /// Sets it to what is written; unchanged if that doesn't fit.
    fn set(&mut self, written: &str, within: Self::Within) -> Result<(), Unfit>;

    /// Adds entries, or removes them, if it is a list; unchanged if they don't fit.
    fn change_list(&mut self, _items: &[String], _change: ListChange) -> Result<(), Unfit> {
        Err(Unfit::NotList)
    }
}

impl Value for bool {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Flag
    }

    fn text(&self) -> String {
        self.to_string()
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = match written.trim() {
            "true" | "on" | "yes" => true,
            "false" | "off" | "no" => false,
            _ => return Err(Unfit::NotFlag(written.to_owned())),
        };
        Ok(())
    }
}

impl Value for u32 {
    /// Smallest, largest, and what is counted.
    type Within = (u32, u32, Unit);

    fn kind((low, high, unit): Self::Within) -> Kind {
        Kind::Count { low, high, unit }
    }

    fn text(&self) -> String {
        self.to_string()
    }

    fn set(&mut self, written: &str, (low, high, _): Self::Within) -> Result<(), Unfit> {
        let count = written.trim().parse().ok();
        *self = count
            .filter(|count| (low..=high).contains(count))
            .ok_or_else(|| Unfit::NotCount {
                written: written.to_owned(),
                low,
                high,
            })?;
        Ok(())
    }
}

impl Value for Duration {
    /// Shortest and longest.
    type Within = (Duration, Duration);

    fn kind((low, high): Self::Within) -> Kind {
        Kind::Span { low, high }
    }

    fn text(&self) -> String {
        span::text(*self)
    }

    fn set(&mut self, written: &str, (low, high): Self::Within) -> Result<(), Unfit> {
        let wanted = span::parse(written)?;
        if !(low..=high).contains(&wanted) {
            let written = written.to_owned();
            return Err(Unfit::SpanOutOfRange { written, low, high });
        }
        *self = wanted;
        Ok(())
    }
}

impl Value for Hours {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Text(TextForm::Hours)
    }

    fn text(&self) -> String {
        self.to_string()
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = Hours::parse(written)?;
        Ok(())
    }
}

impl Value for Days {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Text(TextForm::Days)
    }

    fn text(&self) -> String {
        self.to_string()
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = Days::parse(written)?;
        Ok(())
    }
}

impl Value for Time {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Text(TextForm::Time)
    }

    fn text(&self) -> String {
        hours::time_text(*self)
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = hours::time(written)?;
        Ok(())
    }
}

impl Value for String {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Text(TextForm::Line)
    }

    fn text(&self) -> String {
        self.clone()
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        one_line(written)?.clone_into(self);
        Ok(())
    }
}

/// A text that fits on one line.
fn one_line(written: &str) -> Result<&str, Unfit> {
    let line = written.trim();
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    if line.chars().any(breaks) {
        return Err(Unfit::NotOneLine);
    }
    match line.chars().count() {
        ..=LONGEST_TEXT => Ok(line),
        length => Err(Unfit::TooManyCharacters(length)),
    }
}

impl<W: Word> Value for W {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::Word(W::WORDS)
    }

    fn text(&self) -> String {
        self.word().to_owned()
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = known(written)?;
        Ok(())
    }
}

fn known<W: Word>(written: &str) -> Result<W, Unfit> {
    W::from_word(written).ok_or_else(|| Unfit::NotWord {
        written: written.to_owned(),
        known: W::WORDS.to_vec(),
    })
}

/// An empty set means all words, so the last one can't be removed.
impl<W: Word + Ord> Value for BTreeSet<W> {
    type Within = ();

    fn kind((): ()) -> Kind {
        Kind::List(ListOf::Words(W::WORDS))
    }

    fn text(&self) -> String {
        let words: Vec<&str> = self.iter().map(|entry| entry.word()).collect();
        words.join(", ")
    }

    fn set(&mut self, written: &str, (): ()) -> Result<(), Unfit> {
        *self = listed(written).map(known).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn change_list(&mut self, items: &[String], change: ListChange) -> Result<(), Unfit> {
        let all: BTreeSet<W> = W::ALL.iter().copied().collect();
        let named = items.iter().flat_map(|item| listed(item)).map(known);
        let named: BTreeSet<W> = named.collect::<Result<_, _>>()?;
        let now = if self.is_empty() { &all } else { &*self };
        let wanted: BTreeSet<W> = match change {
            ListChange::Add => now.union(&named).copied().collect(),
            ListChange::Remove => now.difference(&named).copied().collect(),
        };
        if wanted.is_empty() {
            return Err(Unfit::LastOne);
        }
        *self = if wanted == all {
            BTreeSet::new()
        } else {
            wanted
        };
        Ok(())
    }
}

/// Longest entry of a list, in characters.
const LONGEST_ENTRY: usize = 100;

impl Value for BTreeSet<String> {
    /// What the entries are.
    type Within = ListOf;

    fn kind(of: ListOf) -> Kind {
        Kind::List(of)
    }

    fn text(&self) -> String {
        let entries: Vec<&str> = self.iter().map(String::as_str).collect();
        entries.join(", ")
    }

    fn set(&mut self, written: &str, _: ListOf) -> Result<(), Unfit> {
        *self = listed(written).map(str::to_owned).collect();
        Ok(())
    }

    fn change_list(&mut self, items: &[String], change: ListChange) -> Result<(), Unfit> {
        let mut wanted = self.clone();
        for item in items.iter().map(|item| item.trim()) {
            match change {
                ListChange::Add if item.is_empty() => return Err(Unfit::BlankEntry),
                ListChange::Add if item.contains(',') || item.contains(char::is_control) => {
                    return Err(Unfit::NotOneEntry(item.to_owned()));
                }
                ListChange::Add if item.chars().count() > LONGEST_ENTRY => {
                    return Err(Unfit::EntryTooLong(LONGEST_ENTRY));
                }
                ListChange::Add => wanted.insert(item.to_owned()),
                ListChange::Remove => wanted.remove(item),
            };
        }
        *self = wanted;
        Ok(())
    }
}

/// The entries of a list written `one, two`.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}
