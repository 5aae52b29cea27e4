//! What comes into the scheduler.

use std::time::Duration;

use super::command::Command;
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::presence::DesktopHold;
use crate::logic::presence::apps::Apps;
use crate::logic::time::now::Mono;

/// Everything that can happen, from the desktop or the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Time passed.
    Tick,
    /// Input is flowing from here on.
    Active,
    /// There has been no input since `since`, which may be in the past.
    Idle {
        /// The last input.
        since: Mono,
    },
    /// The screen was locked.
    Lock,
    /// The screen was unlocked.
    Unlock,
    /// The machine is about to sleep.
    Sleep,
    /// The machine woke; `since` = when it fell asleep, if that wasn't announced.
    Woke {
        /// The start of a sleep that wasn't announced.
        since: Option<Mono>,
    },
    /// The applications using the microphone.
    Call(Apps),
    /// Something starts or stops inhibiting idle, as films do.
    Film(bool),
    /// A hold the desktop reports, and the applications behind it; nobody = it has ended.
    Hold(DesktopHold, Apps),
    /// The player reports how far the break is, and whether it goes on.
    BreakGoesOn {
        /// Time guided so far, excluding pauses and waiting.
        guided: Duration,
        /// It is guiding and reports again within this time; zero = it is paused, waits, or has finished.
        promise: Duration,
        /// What was played so far, if the player says so.
        played: Option<SoFar>,
    },
    /// The guided break ended.
    BreakEnded(Ending),
    /// The guided break ended, and the user wants to be asked again after the snooze time.
    BreakPutOff(Ending),
    /// The user did something.
    Do(Command),
}

impl Input {
    /// How a guided break ended, if that is what this input says.
    pub fn ending(&self) -> Option<&Ending> {
        match self {
            Input::BreakEnded(ending) | Input::BreakPutOff(ending) => Some(ending),
            Input::Tick
            | Input::Active
            | Input::Idle { .. }
            | Input::Lock
            | Input::Unlock
            | Input::Sleep
            | Input::Woke { .. }
            | Input::Call(_)
            | Input::Film(_)
            | Input::Hold(..)
            | Input::BreakGoesOn { .. }
            | Input::Do(_) => None,
        }
    }
}

/// How the guided break ended, according to the player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it was done.
    Finished,
    /// The player reports what was played, exercise by exercise.
    Played {
        /// Total time guided, excluding pauses and waiting.
        guided: Duration,
        /// Whether everything the break is about was played to its end.
        whole: bool,
        /// Each exercise that was begun, in order.
        exercises: Vec<Exercised>,
    },
    /// The user left it after that much guided time.
    Left {
        /// Time guided, excluding pauses and waiting.
        guided: Duration,
    },
    /// Its window died.
    Lost,
}
