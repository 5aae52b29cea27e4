//! The states of the scheduler: what it is doing, and how each reminder stands.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::logic::catalog::reason::{self, Reason};
use crate::logic::presence::Hold;
use crate::logic::schedule::ledger::Ledger;
use crate::logic::time::now::Mono;

/// What the scheduler is doing about the reminder that may be shown next.
///
/// ```text
/// Quiet ──due──▶ Lull ──lull or lull_wait──▶ shown (Quiet again, the reminder is Asked)
///   │              ▲
///   │            settle over
///   ├─due, held─▶ Held ──last hold ends──▶ Settling
///   ├─due, nobody there─▶ Absent ──back──▶ Lull
///   └─start─▶ Break ──end──▶ Quiet
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nothing wants to be shown.
    Quiet,
    /// A reminder is due, but nobody is there.
    Absent {
        /// What it waited for before, if it did.
        after: Option<Hold>,
        /// How long it may still wait for a lull once somebody is.
        #[serde(default)]
        left: Duration,
    },
    /// A reminder is due and waits for holds to end.
    Held {
        /// The holds it was said to wait for, and that have not ended.
        told: Vec<Hold>,
    },
    /// The last hold has ended; the person is let to arrive.
    Settling {
        /// When that is over.
        until: Mono,
        /// The last hold.
        after: Option<Hold>,
    },
    /// A reminder waits for a pause in input.
    Lull {
        /// Index of the reminder.
        reminder: usize,
        /// When it is shown even without one.
        until: Mono,
        /// What it waited for before, if it did.
        after: Option<Hold>,
    },
    /// A guided break runs.
    Break {
        /// Exercise or routine id.
        what: String,
        /// Who asked for it.
        by: By,
        /// Why it was chosen; none if the person chose.
        #[serde(default, deserialize_with = "reason::or_words")]
        reason: Option<Reason>,
        /// When it began.
        since: Mono,
        /// Time guided before the running course.
        #[serde(default)]
        guided: Duration,
        /// Whether its player goes on.
        #[serde(default)]
        course: Course,
        /// One that had been left is gone on with: whether everything before was done to its end.
        #[serde(default)]
        resumed: Option<bool>,
    },
}

/// Whether the player of a break goes on, as far as anybody knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    /// It guides, and has promised to be heard of again by then.
    Guiding {
        /// When it said so.
        since: Mono,
        /// The end of its promise.
        until: Mono,
    },
    /// It is paused, waits for the person, or has not kept its promise.
    Waiting {
        /// Since when.
        since: Mono,
        /// Time present since then: sitting, if the person turns out to work on.
        worked: Ledger,
        /// When the person was seen again after a time without a sign.
        back: Mono,
    },
}

impl Course {
    /// A player that is not heard of from `now` on.
    pub(super) fn waiting(now: Mono) -> Course {
        Course::Waiting {
            since: now,
            worked: Ledger::new(now),
            back: now,
        }
    }
}

impl Default for Course {
    /// For breaks of before a player made promises.
    fn default() -> Self {
        Course::waiting(Mono::default())
    }
}

/// Who asked for a break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// A reminder, by id.
    Reminder(String),
    /// The person, by hand.
    Hand,
}

impl By {
    /// The word used in scripts: a reminder's id or `hand`.
    pub fn word(&self) -> &str {
        match self {
            By::Reminder(id) => id,
            By::Hand => "hand",
        }
    }
}

/// How one reminder stands. Marks are readings of a meter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Counts towards its trigger.
    Counting,
    /// Wants to be shown.
    Due,
    /// Was shown and not answered: wants to be shown again after some further sitting.
    Asked {
        /// Meter of its trigger when it was shown.
        mark: Duration,
    },
    /// Put off: wants to be shown again after a time of presence.
    Snoozed {
        /// Meter of presence when it was put off.
        mark: Duration,
        /// For how long.
        length: Duration,
    },
}

/// One reminder's own count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// Reminder id.
    pub id: String,
    /// Meter of its trigger when it was last satisfied or skipped.
    pub mark: Duration,
    /// How it stands.
    pub stage: Stage,
    /// How often in a row it was shown.
    pub showings: u32,
    /// How often in a row it was snoozed.
    pub snoozes: u32,
    /// For a time of day: the date for which it was last due.
    pub fired: Option<jiff::civil::Date>,
    /// It was not due then: that time had passed when the program started.
    #[serde(default)]
    pub passed: bool,
    /// When it became due last.
    #[serde(default)]
    pub due_since: Option<Mono>,
    /// Since when it has been asked for without an answer; none if nothing is asked or it was answered.
    #[serde(default)]
    pub asked_since: Option<Mono>,
    /// The person wants to be asked, whether or not its own amount is reached.
    #[serde(default)]
    pub wanted: bool,
}

impl Track {
    /// A reminder that starts counting at `mark`.
    pub fn new(id: &str, mark: Duration) -> Self {
        Track {
            id: id.to_owned(),
            mark,
            stage: Stage::Counting,
            showings: 0,
            snoozes: 0,
            fired: None,
            passed: false,
            due_since: None,
            asked_since: None,
            wanted: false,
        }
    }

    /// Satisfied or skipped: its count starts over at `mark`.
    pub fn start_over(&mut self, mark: Duration) {
        self.mark = mark;
        self.stage = Stage::Counting;
        self.showings = 0;
        self.snoozes = 0;
        self.asked_since = None;
        self.wanted = false;
    }

    /// Whether it is due and unanswered, in whatever way.
    pub fn pending(&self) -> bool {
        self.stage != Stage::Counting
    }
}
