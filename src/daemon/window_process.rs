//! Starts window processes, collects their last words, and notices when they are gone.
//!
//! There is at most one window with pages per display, and one player: closing them frees the memory of the graphics
//! stack. A new player opens beside the running one, which goes only when the new one is up.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::logic::shown::place::WindowKind;
use crate::logic::shown::surroundings::Surroundings;
use crate::platform::process::Said;
use crate::platform::surroundings;

/// The state of a requested window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It is up.
    Open,
    /// Its process has been started.
    UnderWay,
    /// It couldn't be started; why, in words.
    Failed(String),
}

/// A window whose process ended before it was up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeverOpened {
    /// Which window.
    pub window: WindowKind,
    /// The last output of its process.
    pub words: String,
}

/// This daemon's window processes.
#[derive(Debug)]
pub struct Windows {
    program: PathBuf,
    own: Surroundings,
    pages: Vec<Window>,
    player: Option<Window>,
    /// The requested player that isn't up yet.
    coming: Option<Window>,
    /// Pages requested while a window with them was about to close.
    wishes: Vec<Wish>,
}

#[derive(Debug)]
struct Wish {
    page: String,
    activation_token: Option<String>,
    at: Option<Surroundings>,
}

/// A window's process.
#[derive(Debug)]
struct Window {
    child: Child,
    /// Its display.
    screen: Option<String>,
    said: Said,
    /// The window has reported that it is up.
    open: bool,
    /// It has reported that it is closing; its process takes a moment longer.
    closing: bool,
}

impl Windows {
    /// None yet; `program` opens one, on the display of `own` by default.
    pub fn new(program: PathBuf, own: Surroundings) -> Self {
        Windows {
            program,
            own,
            pages: Vec::new(),
            player: None,
            coming: None,
            wishes: Vec::new(),
        }
    }

    /// Opens the window with the pages on that page, unless it is open on that display: an open one follows the status
    /// by itself.
    pub fn open_page(
        &mut self,
        page: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening {
        let screen = self.screen(at);
        self.pages.retain_mut(Window::runs);
        let known = self.pages.iter().find(|window| window.screen == screen);
        if let Some(window) = known {
            if window.closing {
                self.wishes.push(Wish {
                    page: page.to_owned(),
                    activation_token: activation_token.map(str::to_owned),
                    at: at.cloned(),
                });
                return Opening::UnderWay;
            }
            return match window.open {
                true => Opening::Open,
                false => Opening::UnderWay,
            };
        }
        match self.spawn(&[page], activation_token, at) {
            Ok(window) => {
                self.pages.push(window);
                Opening::UnderWay
            }
            Err(words) => Opening::Failed(words),
        }
    }

    /// The window with the pages on that display is up.
    pub fn pages_open(&mut self, screen: Option<&str>) {
        let screen = self.named(screen);
        for window in self.pages.iter_mut().filter(|one| one.screen == screen) {
            window.open = true;
        }
    }

    /// The window with the pages on that display is about to close: a new request gets a new one.
    pub fn pages_close(&mut self, screen: Option<&str>) {
        let screen = self.named(screen);
        for window in self.pages.iter_mut().filter(|one| one.screen == screen) {
            window.closing = true;
        }
    }

    /// Starts a player for that exercise or routine.
    pub fn open_player(
        &mut self,
        what: &str,
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Opening {
        if let Some(other) = self.coming.take() {
            other.end();
        }
        match self.spawn(&["player", what], activation_token, at) {
            Ok(window) => {
                self.coming = Some(window);
                Opening::UnderWay
            }
            Err(words) => Opening::Failed(words),
        }
    }

    /// The requested player is up: the previous one makes room.
    pub fn player_open(&mut self) {
        let Some(mut new) = self.coming.take() else {
            return;
        };
        new.open = true;
        if let Some(old) = self.player.replace(new) {
            old.end();
        }
    }

    /// Ends the player, even if it is stopped or frozen. Its break is over.
    pub fn close_player(&mut self) {
        if let Some(old) = self.player.take() {
            old.end();
        }
    }

    /// Whether a player is running; reaps whatever has ended.
    pub fn has_player(&mut self) -> bool {
        self.pages
            .retain_mut(|window| !window.closing || window.runs());
        for wish in std::mem::take(&mut self.wishes) {
            self.open_page(
                &wish.page,
                wish.activation_token.as_deref(),
                wish.at.as_ref(),
            );
        }
        runs(&mut self.player)
    }

    /// The windows that ended before they were up, with their last words.
    pub fn never_opened(&mut self) -> Vec<NeverOpened> {
        let mut found = Vec::new();
        if let Some(words) = self.coming.as_mut().and_then(Window::failed) {
            self.coming = None;
            let window = WindowKind::Player;
            found.push(NeverOpened { window, words });
        }
        self.pages.retain_mut(|page| match page.failed() {
            Some(words) => {
                let window = WindowKind::Pages;
                found.push(NeverOpened { window, words });
                false
            }
            None => page.runs(),
        });
        found
    }

    fn screen(&self, at: Option<&Surroundings>) -> Option<String> {
        at.unwrap_or(&self.own).screen().map(str::to_owned)
    }

    /// The display with that name; by default the daemon's own.
    fn named(&self, screen: Option<&str>) -> Option<String> {
        screen.map_or_else(|| self.screen(None), |screen| Some(screen.to_owned()))
    }

    fn spawn(
        &self,
        arguments: &[&str],
        activation_token: Option<&str>,
        at: Option<&Surroundings>,
    ) -> Result<Window, String> {
        let mut command = Command::new(&self.program);
        command
            .arg("window")
            .arg("--by-daemon")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        surroundings::put_into(&mut command, at.unwrap_or(&self.own));
        if let Some(token) = activation_token {
            surroundings::hand_focus(&mut command, token);
        }
        let mut child = command.spawn().map_err(|problem| {
            let words = format!("the window's program cannot be started: {problem}");
            tracing::error!("{words}");
            words
        })?;
        let said = Said::listen(child.stderr.take());
        Ok(Window {
            child,
            screen: self.screen(at),
            said,
            open: false,
            closing: false,
        })
    }
}

impl Window {
    fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Its last words, if it has ended without ever being up.
    fn failed(&mut self) -> Option<String> {
        (!self.open && !self.closing && !self.runs()).then(|| last_words(&self.said.so_far()))
    }

    /// Its break is over; it is no error if the window has just closed by itself.
    fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn runs(window: &mut Option<Window>) -> bool {
    let running = window.as_mut().is_some_and(Window::runs);
    if !running {
        *window = None;
    }
    running
}

/// Its explanation for ending: what follows the program's name, else the last line.
fn last_words(said: &str) -> String {
    let said = said.trim();
    let from = said
        .rfind("\nunbend: ")
        .map(|at| &said[at + "\nunbend: ".len()..])
        .or_else(|| said.strip_prefix("unbend: "))
        .or_else(|| said.lines().next_back());
    match from.map(str::trim) {
        None | Some("") => "its window closed at once, without a word".to_owned(),
        Some(words) => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_words_are_those_of_the_program_itself() {
        for (said, last) in [
            ("", "its window closed at once, without a word"),
            ("unbend: no\n  do it", "no\n  do it"),
            ("libEGL warning: x\nunbend: no\n  do it\n", "no\n  do it"),
            ("unbend: first\nSegfault\n", "first\nSegfault"),
            ("a driver\ndies\n", "dies"),
        ] {
            assert_eq!(last_words(said), last, "{said:?}");
        }
    }
}
