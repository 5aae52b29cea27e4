//! Everything a page can ask for. Pages ask; the app acts.

use std::time::Duration;

use crate::ipc::message::Request;
use crate::logic::practice::Exercised;
use crate::logic::practice::player::{Cue, Report};
use crate::window::pages::Page;

/// A change to a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Give it this value.
    Set {
        /// Its path.
        path: String,
        /// The value, as written in the file.
        value: String,
    },
    /// Put these on the list. The list is never sent whole: somebody else may have changed it.
    Add {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
    /// Take these off the list.
    Remove {
        /// The list's path.
        path: String,
        /// The entries.
        items: Vec<String>,
    },
}

impl Change {
    /// Gives a setting a value.
    pub fn set(path: impl Into<String>, value: impl Into<String>) -> Self {
        Change::Set {
            path: path.into(),
            value: value.into(),
        }
    }

    /// The setting that changes.
    pub fn path(&self) -> &str {
        match self {
            Change::Set { path, .. } | Change::Add { path, .. } | Change::Remove { path, .. } => {
                path
            }
        }
    }

    /// The request for the daemon.
    pub fn request(self) -> Request {
        match self {
            Change::Set { path, value } => Request::SettingsSet { path, value },
            Change::Add { path, items } => Request::SettingsAdd { path, items },
            Change::Remove { path, items } => Request::SettingsRemove { path, items },
        }
    }
}

/// What a click or a key means.
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
    /// The player reports how far it is.
    BreakProgress(Report),
    /// The break in the player is over.
    BreakEnd(BreakEnd),
    /// Play a cue, if sound is on.
    Sound(Cue),
    /// Read this out, if speech is on, instead of whatever is being read.
    Say(String),
    /// Stop reading out for now.
    Hush,
    /// Switch chimes on or off; also for later breaks.
    SoundOn(bool),
    /// Save a table where the user will find it.
    Export {
        /// Name of the file.
        name: String,
        /// Its contents.
        table: String,
    },
    /// Save the user's exercises and routines with these ids as a file where the user will find it.
    Give(Vec<String>),
    /// Save them where the user chooses in the desktop's file dialogue.
    GiveTo(Vec<String>),
    /// Let the user choose a file to import.
    Choose,
    /// Import a file of exercises and routines.
    TakeIn {
        /// Its absolute path.
        path: String,
        /// Whether to replace what already exists.
        replace: bool,
    },
    /// Enter or leave full screen.
    ToggleFullScreen,
    /// Close the window.
    Leave,
    /// Start the daemon, and connect to it.
    Start,
}

/// A break that is over, as its player reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEnd {
    /// Whether everything it is about was played to its end.
    pub whole: bool,
    /// Guided time, excluding pauses and waiting.
    pub guided: Duration,
    /// What was played of each exercise that was begun, in plan order.
    pub exercises: Vec<Exercised>,
    /// Whether to ask again after the snooze time.
    pub put_off: bool,
}
