//! What comes into the scheduler.

use std::time::Duration;

use super::command::Command;
use crate::logic::practice::{Exercised, SoFar};
use crate::logic::presence::apps::Apps;
use crate::logic::time::now::Mono;

/// Everything that can happen, from the desktop or from the person.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Time passed.
    Tick,
    /// Input flows from here on.
    Active,
    /// There has been no input since `since`, which may lie in the past.
    Idle {
        /// The last input.
        since: Mono,
    },
    /// The screen was locked.
    Lock,
    /// The screen was unlocked.
    Unlock,
    /// The machine goes to sleep.
    Sleep,
    /// The machine woke; `since` = when it fell asleep, if nobody had said so before.
    Woke {
        /// The beginning of a sleep that was not announced.
        since: Option<Mono>,
    },
    /// The applications that use the microphone.
    Call(Apps),
    /// Something inhibits idle, as films do, or no longer does.
    Film(bool),
    /// The desktop's do not disturb.
    Dnd(bool),
    /// The application whose window is full screen.
    Presentation(Apps),
    /// The player says how far the break is, and whether it goes on.
    BreakGoesOn {
        /// Time guided so far, without pauses and waiting.
        guided: Duration,
        /// It guides, and is heard of again within this time; zero = it is paused, waits, or is through.
        promise: Duration,
        /// What was played so far, of a player that says so.
        played: Option<SoFar>,
    },
    /// The guided break ended.
    BreakEnded(Ending),
    /// The guided break ended like this, and the person wants to be asked again after the snooze time.
    BreakPutOff(Ending),
    /// The person did something.
    Do(Command),
}

impl Input {
    /// How a guided break ended, if this is what came in.
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
            | Input::Dnd(_)
            | Input::Presentation(_)
            | Input::BreakGoesOn { .. }
            | Input::Do(_) => None,
        }
    }
}

/// How the guided break ended, as the player tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All of it was done.
    Finished,
    /// The player says what was played, exercise by exercise.
    Played {
        /// Time guided in all, without pauses and waiting.
        guided: Duration,
        /// Whether all that the break is about was played to its end.
        whole: bool,
        /// Each exercise that was begun, in order.
        exercises: Vec<Exercised>,
    },
    /// The person left it after so much guided time.
    Left {
        /// Time guided, without pauses and waiting.
        guided: Duration,
    },
    /// Its window died.
    Lost,
}
