//! What a window needs from the program and the desktop around it.

use jiff::Zoned;

use crate::logic::catalog::Catalog;
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::logic::time::now::Mono;
use crate::window::fonts::Finder;
use crate::window::gallery::Gallery;
use crate::window::link::Wake;

/// The program and the desktop around a window; the daemon is reached through the [`Link`](crate::window::link::Link).
/// No call may block; failures are explained in words.
pub trait Host {
    /// The monotonic clock; read once per turn.
    fn now(&self) -> Mono;

    /// The wall clock.
    fn wall(&self) -> Zoned;

    /// Plays a cue, at a volume in percent.
    fn chime(&mut self, cue: Cue, volume: u32);

    /// Reads a sentence out, replacing earlier ones.
    fn say(&mut self, sentence: Sentence);

    /// Stops reading out.
    fn hush(&mut self);

    /// Starts the daemon.
    ///
    /// # Errors
    /// It can't be started.
    fn start_daemon(&self) -> Result<(), String>;

    /// Reloads the catalog, and what it is shown with.
    fn reload(&self) -> (Catalog, Gallery);

    /// The user's exercises and routines with these ids, and what they need, as the text of one file.
    ///
    /// # Errors
    /// One of them can't be read.
    fn share(&self, ids: &[String]) -> Result<String, String>;

    /// Checks whether such a file can be imported.
    ///
    /// # Errors
    /// What is wrong with it.
    fn inspect(&self, path: &str) -> Result<(), String>;

    /// Saves a text as a new file of roughly that name where the user will find it; returns where that is.
    ///
    /// # Errors
    /// It can't be written.
    fn export(&self, name: &str, text: &str) -> Result<String, String>;

    /// Writes a text to a path that the user has chosen.
    ///
    /// # Errors
    /// It can't be written.
    fn save(&self, path: &str, text: &str) -> Result<(), String>;

    /// Opens the desktop's file dialogue; `wake` is called, on any thread, when there is an answer.
    fn pick_file(&mut self, wanted: Wanted, wake: Wake);

    /// The file dialogue's answer, once there is one.
    fn picked_file(&mut self) -> Option<Chosen>;

    /// Finds a font for characters that the embedded ones lack.
    fn font(&self) -> Finder;

    /// Tells the desktop that this X11 window doesn't take the keyboard when it appears; called before it is visible.
    fn stay_back(&self, window: u32);
}
