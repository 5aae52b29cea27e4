//! The short-lived processes of a reminder beside its notification: its sound, and the window that stands in for it.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Both of them. The window goes with this.
#[derive(Debug)]
pub struct Helpers {
    program: PathBuf,
    chime: Option<Child>,
    reminder: Option<Child>,
}

impl Helpers {
    /// None runs yet; `program` is what they are started with.
    pub fn new(program: PathBuf) -> Self {
        Helpers {
            program,
            chime: None,
            reminder: None,
        }
    }

    /// Has a reminder heard, at a volume in percent. One that still sounds is enough.
    pub fn chime(&mut self, volume: u32) {
        if !runs(&mut self.chime) {
            self.chime = self.spawn(&["chime", &volume.to_string()]);
        }
    }

    /// Opens the small window that asks, unless it is open: an open one follows the status by itself.
    pub fn open_reminder(&mut self) {
        if !runs(&mut self.reminder) {
            self.reminder = self.spawn(&["window", "reminder", "--no-focus"]);
        }
    }

    /// Closes it, whatever it is doing: it keeps nothing that could be lost.
    pub fn close_reminder(&mut self) {
        if let Some(mut open) = self.reminder.take() {
            // One that has just closed by itself is no error.
            let _ = open.kill();
            let _ = open.wait();
        }
    }

    /// Whether it is open; collects whatever has ended.
    pub fn has_reminder(&mut self) -> bool {
        runs(&mut self.chime);
        runs(&mut self.reminder)
    }

    fn spawn(&self, arguments: &[&str]) -> Option<Child> {
        Command::new(&self.program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .inspect_err(|problem| tracing::error!("cannot start {arguments:?}: {problem}"))
            .ok()
    }
}

impl Drop for Helpers {
    fn drop(&mut self) {
        self.close_reminder();
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
