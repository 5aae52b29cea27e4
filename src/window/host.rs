//! What a window needs of the program and the desktop around it.

use jiff::Zoned;

use crate::logic::catalog::Catalog;
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::logic::time::now::Mono;
use crate::window::fonts::Finder;
use crate::window::gallery::Gallery;
use crate::window::link::Wake;

/// The program and the desktop around a window; the daemon is reached over the [`Link`](crate::window::link::Link).
/// No call may wait, and why one failed is told in words.
pub trait Host {
    /// The clock that only goes on; read once a turn.
    fn now(&self) -> Mono;

    /// The time on the wall.
    fn wall(&self) -> Zoned;

    /// Makes a cue heard, at a volume in percent.
    fn chime(&mut self, cue: Cue, volume: u32);

    /// Reads a sentence out in place of those before.
    fn say(&mut self, sentence: Sentence);

    /// Says no more.
    fn hush(&mut self);

    /// Starts the daemon.
    ///
    /// # Errors
    /// It cannot be started.
    fn start_daemon(&self) -> Result<(), String>;

    /// Reads what can be done, and what it is shown with, again.
    fn reload(&self) -> (Catalog, Gallery);

    /// Exercises and routines of one's own by their ids, with what they need, as the text of one file.
    ///
    /// # Errors
    /// One of them cannot be read.
    fn share(&self, ids: &[String]) -> Result<String, String>;

    /// Looks whether such a file can be taken in.
    ///
    /// # Errors
    /// What is wrong with it.
    fn inspect(&self, path: &str) -> Result<(), String>;

    /// Keeps a text as a new file of about that name where the person finds it; gives back where that is.
    ///
    /// # Errors
    /// It cannot be written.
    fn export(&self, name: &str, text: &str) -> Result<String, String>;

    /// Writes a text to a path that the person has picked.
    ///
    /// # Errors
    /// It cannot be written.
    fn save(&self, path: &str, text: &str) -> Result<(), String>;

    /// Opens the desktop's file dialogue; `wake` is called, from whatever thread, when there is an answer.
    fn pick_file(&mut self, wanted: Wanted, wake: Wake);

    /// The answer of the file dialogue, once it is there.
    fn picked_file(&mut self) -> Option<Chosen>;

    /// Finds a font for letters that the embedded ones do not have.
    fn font(&self) -> Finder;

    /// Tells the desktop that this window of an X server takes no keyboard when it comes; called before it is seen.
    fn stay_back(&self, window: u32);
}
