//! Short-lived processes that accompany a reminder: its sound, and the window that replaces its notification.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Both of them. The window closes when this is dropped.
#[derive(Debug)]
pub struct Helpers {
    program: PathBuf,
    chime: Option<Child>,
    reminder: Option<Child>,
}

impl Helpers {
    /// None is running yet; `program` starts them.
    pub fn new(program: PathBuf) -> Self {
        Helpers {
            program,
            chime: None,
            reminder: None,
        }
    }

    /// Plays a reminder's sound, at a volume in percent. One that is still playing is enough.
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

    /// Closes it, whatever it is doing: it has nothing to lose.
    pub fn close_reminder(&mut self) {
        if let Some(mut open) = self.reminder.take() {
            // It is no error if it has just closed by itself.
            let _ = open.kill();
            let _ = open.wait();
        }
    }

    /// Whether it is open; reaps whatever has ended.
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
