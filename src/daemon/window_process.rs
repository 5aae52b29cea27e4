//! Starts window processes and notices when they are gone.
//!
//! There is at most one window of pages and one player: memory of the graphics stack goes back when they close.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The window processes of this daemon.
#[derive(Debug)]
pub struct Windows {
    program: PathBuf,
    pages: Option<Child>,
    player: Option<Child>,
    /// The window of pages has said that it closes; its process takes a moment longer.
    closing: bool,
    /// The page asked for in that moment, with its token.
    wish: Option<(String, Option<String>)>,
}

impl Windows {
    /// None yet; `program` opens one.
    pub fn new(program: PathBuf) -> Self {
        Windows {
            program,
            pages: None,
            player: None,
            closing: false,
            wish: None,
        }
    }

    /// Opens the window of pages on that page, unless it is open: an open one follows the status by itself.
    pub fn open_page(&mut self, page: &str, activation_token: Option<&str>) {
        if !runs(&mut self.pages) {
            self.closing = false;
            self.pages = self.spawn(&[page], activation_token);
        } else if self.closing {
            self.wish = Some((page.to_owned(), activation_token.map(str::to_owned)));
        }
    }

    /// The window of pages is about to go: who asks for it from now on gets a new one.
    pub fn pages_close(&mut self) {
        self.closing = true;
    }

    /// Opens a player for that exercise or routine; one that still runs makes room.
    pub fn open_player(&mut self, what: &str, activation_token: Option<&str>) {
        self.close_player();
        self.player = self.spawn(&["player", what], activation_token);
    }

    /// Ends the player, be it stopped or frozen. Its break is over.
    pub fn close_player(&mut self) {
        if let Some(mut old) = self.player.take() {
            // A window that has just closed by itself is no error.
            let _ = old.kill();
            let _ = old.wait();
        }
    }

    /// Whether a player runs; collects whatever has ended.
    pub fn has_player(&mut self) -> bool {
        if !runs(&mut self.pages)
            && let Some((page, token)) = self.wish.take()
        {
            self.open_page(&page, token.as_deref());
        }
        runs(&mut self.player)
    }

    fn spawn(&self, arguments: &[&str], activation_token: Option<&str>) -> Option<Child> {
        let mut command = Command::new(&self.program);
        command
            .arg("window")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if let Some(token) = activation_token {
            command
                .env("XDG_ACTIVATION_TOKEN", token)
                .env("DESKTOP_STARTUP_ID", token);
        }
        command
            .spawn()
            .inspect_err(|problem| tracing::error!("cannot open a window: {problem}"))
            .ok()
    }
}

fn runs(child: &mut Option<Child>) -> bool {
    let running = child
        .as_mut()
        .is_some_and(|child| matches!(child.try_wait(), Ok(None)));
    if !running {
        *child = None;
    }
    running
}
