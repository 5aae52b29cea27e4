//! Everything a page can ask for. Pages ask; the app acts.

use std::time::Duration;

use crate::window::pages::Page;

/// What a press or a key means.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Show another page.
    Go(Page),
    /// Ask the daemon for something.
    Ask(Ask),
    /// The break in the player is over.
    BreakEnd {
        /// Whether every step was done.
        finished: bool,
        /// Guided time, without pauses and waiting.
        guided: Duration,
    },
    /// Fill the screen, or stop filling it.
    ToggleFullScreen,
    /// Leave the player, or close the window.
    Leave,
}

/// What the window asks the daemon for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Start a break: that exercise or routine, or the next choice.
    Start(Option<String>),
    /// Put the reminder off.
    Snooze,
    /// Leave the reminder out.
    Skip,
    /// Stay quiet for so long.
    Pause(Duration),
    /// End the pause.
    Resume,
    /// Say that one stands.
    Stand,
    /// Say that one sits.
    Sit,
    /// Change a setting.
    Set {
        /// Its path in the settings file.
        path: String,
        /// The new value, as in the settings file.
        value: String,
    },
}
