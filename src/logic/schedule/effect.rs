//! What comes out of the scheduler.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::phase::By;
use crate::logic::presence::Hold;

/// What the program has to do or tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Show a reminder; it replaces one that is shown.
    Remind {
        /// Reminder id.
        reminder: String,
        /// Showings in a row, 1 first.
        showings: u32,
        /// What it had to wait for, if it did.
        waited_for: Option<Hold>,
        /// The full-screen window that it comes in spite of, once and quietly.
        despite: Option<Despite>,
    },
    /// Show a nudge.
    Nudge {
        /// Reminder id.
        reminder: String,
    },
    /// Take the shown reminder off the screen: it no longer holds.
    Withdraw {
        /// Reminder id.
        reminder: String,
    },
    /// Open the break.
    Break {
        /// Exercise or routine id.
        what: String,
        /// Who asked for it.
        by: By,
    },
    /// The break is over.
    BreakEnd(Outcome),
    /// A natural break was credited.
    NaturalBreak {
        /// Time since the last sign of presence.
        away: Duration,
    },
    /// A due reminder starts to wait for this hold.
    Hold(Hold),
    /// That hold ended.
    Release(Hold),
}

/// A full-screen window that has kept a reminder quiet for long enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Despite {
    /// Its application, where that is known.
    pub app: Option<String>,
}

/// What a break counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Outcome {
    Done,
    Abandoned,
    Lost,
}
