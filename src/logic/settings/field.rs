//! One setting as the rest of the program sees it: its path, its meaning, and what its values look like.

use std::time::Duration;

/// What to do with entries of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// Add them; no effect on those already there.
    Add,
    /// Remove them.
    Remove,
}

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its path in the settings file, segments joined by `.`.
    pub path: String,
    /// Its name on the settings page.
    pub label: &'static str,
    /// What it means, in one sentence, for somebody editing the file.
    pub doc: &'static str,
    /// The same for somebody looking at the settings page.
    pub said: &'static str,
    /// Where it is on the page.
    pub section: Section,
    /// What its values look like.
    pub kind: Kind,
}

/// Where a setting is on the settings page, which has the sections in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// With its reminder.
    Reminders,
    /// Colours, movement, size.
    Look,
    /// Chimes and speech.
    Sounds,
    /// What the user's body and surroundings allow.
    Body,
    /// When reminders wait.
    Quiet,
    /// What counts as sitting and as being away.
    Presence,
    /// How a reminder comes and goes.
    Asking,
    /// What Unbend watches.
    Sources,
    /// Nowhere: stored with the settings, but not a setting to the user.
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
    /// Text with its own syntax.
    Text(TextForm),
    /// Entries separated by commas, changed one by one ([`Settings::change_list`](super::Settings::change_list)).
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

/// The syntax of a text.
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
    /// Some of these words; none means all.
    Words(&'static [&'static str]),
    /// Ids of exercises and routines.
    Exercises,
    /// Names of applications.
    Apps,
}

impl Kind {
    /// Whether the value is quoted in the settings file.
    pub fn quoted(self) -> bool {
        match self {
            Kind::Flag | Kind::Count { .. } => false,
            Kind::Span { .. } | Kind::Word(_) | Kind::Text(_) | Kind::List(_) => true,
        }
    }
}
