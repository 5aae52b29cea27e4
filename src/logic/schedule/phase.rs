//! The states of the scheduler: what it is doing, and where each reminder stands.

use std::time::Duration;

use crate::logic::catalog::reason::Reason;
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing wants to be shown.
    Quiet,
    /// A reminder is due, but nobody is there.
    Absent {
        /// What it waited for before, if it did.
        after: Option<Hold>,
        /// How long it may still wait for a lull once somebody is there.
        left: Duration,
    },
    /// A reminder is due and waits for holds to end.
    Held {
        /// The holds it was reported to wait for, and that haven't ended.
        told: Vec<Hold>,
    },
    /// The last hold has ended; the user gets time to arrive.
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
    /// A guided break is running.
    Break {
        /// Exercise or routine id.
        what: String,
        /// Who asked for it.
        by: By,
        /// Why it was chosen; none if the user chose.
        reason: Option<Reason>,
        /// When it began.
        since: Mono,
        /// Time guided before the current course.
        guided: Duration,
        /// Whether its player is guiding.
        course: Course,
        /// For a resumed break: whether everything before was completed.
        resumed: Option<bool>,
    },
}

/// Whether a break's player is guiding, as far as anybody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is guiding, and has promised to report again by then.
    Guiding {
        /// When it said so.
        since: Mono,
        /// The end of its promise.
        until: Mono,
    },
    /// It is paused, waits for the user, or hasn't kept its promise.
    Waiting {
        /// Since when.
        since: Mono,
        /// Time present since then: sitting, if the user turns out to be working on.
        worked: Ledger,
        /// When the user was seen again after a time without a sign.
        back: Mono,
    },
}

impl Course {
    /// A player that hasn't reported since `now`.
    pub(super) fn waiting(now: Mono) -> Course {
        Course::Waiting {
            since: now,
            worked: Ledger::new(now),
            back: now,
        }
    }
}

/// Who asked for a break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// A reminder, by id.
    Reminder(String),
    /// The user, by hand.
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

/// Where one reminder stands. Marks are meter readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Counts towards its trigger.
    Counting,
    /// Wants to be shown.
    Due,
    /// Was shown and not answered: wants to be shown again after some more sitting.
    Asked {
        /// Its trigger's meter when it was shown.
        mark: Duration,
    },
    /// Snoozed: wants to be shown again after some time of presence.
    Snoozed {
        /// The presence meter when it was snoozed.
        mark: Duration,
        /// For how long.
        length: Duration,
    },
}

/// One reminder's own count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Reminder id.
    pub id: String,
    /// Its trigger's meter when it was last satisfied or skipped.
    pub mark: Duration,
    /// Where it stands.
    pub stage: Stage,
    /// How many times in a row it was shown.
    pub showings: u32,
    /// How many times in a row it was snoozed.
    pub snoozes: u32,
    /// For a time of day: the date for which it was last due.
    pub fired: Option<jiff::civil::Date>,
    /// It wasn't actually due then: that time had passed when the program started.
    pub passed: bool,
    /// When it last became due.
    pub due_since: Option<Mono>,
    /// Since when it has been unanswered; none if nothing is asked or it was answered.
    pub asked_since: Option<Mono>,
    /// The user wants to be asked, whether or not its own amount is reached.
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

    /// Whether it is due and unanswered, in any form.
    pub fn pending(&self) -> bool {
        self.stage != Stage::Counting
    }
}
