//! One setting as the rest of the program sees it: its path, what it means, what its values look like.

use std::time::Duration;

/// What happens to entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// They are on it afterwards, whether they were or not.
    Add,
    /// They are not.
    Remove,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Path in the settings file, segments joined by `.`.
    pub path: String,
    /// What the settings page calls it.
    pub label: &'static str,
    /// What it means, one sentence, for somebody who writes the file.
    pub doc: &'static str,
    /// The same for somebody who sees the settings page.
    pub said: &'static str,
    /// Where on the page it is.
    pub section: Section,
    /// What its values look like.
    pub kind: Kind,
}

/// Where on the settings page a setting is. The page has the sections in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// With its reminder.
    Reminders,
    /// Colours, movement, size.
    Look,
    /// Chimes and speech.
    Sounds,
    /// What the person's body and surroundings allow.
    Body,
    /// When reminders wait.
    Quiet,
    /// What counts as sitting and as being away.
    Presence,
    /// How a reminder comes and goes.
    Asking,
    /// What Unbend watches.
    Sources,
    /// Nowhere: kept with the settings, but no setting to a person.
    Nowhere,
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
        /// What is counted.
        unit: Unit,
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
    /// Text with a form of its own.
    Text(TextForm),
    /// Entries with commas between them, changed one by one ([`Settings::change_list`](super::Settings::change_list)).
    List(ListOf),
}

/// What a whole number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// How many times.
    Times,
    /// Percent.
    Percent,
}

/// The form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// Hours on days of the week; may be empty.
    Hours,
    /// Days of the week.
    Days,
    /// A time of day.
    Time,
    /// What a reminder offers.
    Offer,
    /// Any text of one line; may be empty.
    Line,
}

/// What the entries of a list are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// Some of these words; none stands for all of them.
    Words(&'static [&'static str]),
    /// Ids of exercises and routines.
    Exercises,
    /// Names of applications.
    Apps,
}

impl Kind {
    /// Whether the value stands in quotes in the settings file.
    pub fn quoted(self) -> bool {
        match self {
            Kind::Flag | Kind::Count { .. } => false,
            Kind::Span { .. } | Kind::Word(_) | Kind::Text(_) | Kind::List(_) => true,
        }
    }
}
