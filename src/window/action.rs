//! Everything a page can ask for. Pages ask; the app acts.

use std::time::Duration;

use crate::ipc::message::Request;
use crate::logic::practice::Exercised;
use crate::logic::practice::player::{Cue, Report};
use crate::window::pages::Page;

/// What is to become of a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// It has this value.
    Set {
        /// Its path.
        path: String,
        /// The value, as it is written.
        value: String,
    },
    /// These are on the list. The list is never sent whole: somebody else may have changed it.
    Add {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// These are not on it.
    Remove {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
}

impl Change {
    /// A setting with a value of its own.
    pub fn set(path: impl Into<String>, value: impl Into<String>) -> Self {
        Change::Set {
            path: path.into(),
            value: value.into(),
        }
    }

    /// The setting that is meant.
    pub fn path(&self) -> &str {
        match self {
            Change::Set { path, .. } | Change::Add { path, .. } | Change::Remove { path, .. } => {
                path
            }
        }
    }

    /// What the daemon is asked.
    pub fn request(self) -> Request {
        match self {
            Change::Set { path, value } => Request::SettingsSet { path, value },
            Change::Add { path, items } => Request::SettingsAdd { path, items },
            Change::Remove { path, items } => Request::SettingsRemove { path, items },
        }
    }
}

/// What a press or a key means.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Show another page.
    Go(Page),
    /// Show the introduction again.
    Welcome,
    /// The introduction is over; show this page.
    WelcomeDone(Page),
    /// Ask the daemon for something.
    Ask(Request),
    /// Change settings.
    Change(Vec<Change>),
    /// The player says how far it is.
    BreakProgress(Report),
    /// The break in the player is over.
    BreakEnd(BreakEnd),
    /// A cue is to be heard, if anything is.
    Sound(Cue),
    /// This is to be read out, if anything is, in place of what is being read out.
    Say(String),
    /// Nothing more is to be read out for now.
    Hush,
    /// Chimes on, or off; for the breaks to come as well.
    SoundOn(bool),
    /// Keep a table where the person finds it.
    Export {
        /// Name of the file.
        name: String,
        /// What goes into it.
        table: String,
    },
    /// Keep exercises and routines of one's own, by their ids, as a file where the person finds it.
    Give(Vec<String>),
    /// Keep them where the person says in the desktop's file dialogue.
    GiveTo(Vec<String>),
    /// Let the person pick a file to take in.
    Choose,
    /// Take in a file of exercises and routines.
    TakeIn {
        /// Where it is, from the root of the file system.
        path: String,
        /// Whether it replaces what is there already.
        replace: bool,
    },
    /// Fill the screen, or stop filling it.
    ToggleFullScreen,
    /// Close the window.
    Leave,
    /// Start the daemon, and connect to it.
    Start,
}

/// A break that is over, as its player saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEnd {
    /// Whether all that it is about was played to its end.
    pub whole: bool,
    /// Guided time, without pauses and waiting.
    pub guided: Duration,
    /// What was played of each exercise that was begun, in the order of the plan.
    pub exercises: Vec<Exercised>,
    /// Whether the person wants to be asked again after the snooze time.
    pub put_off: bool,
}
