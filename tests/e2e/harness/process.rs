//! Processes by number: whether they are alive, what they started, and how to kill them.

use std::fs;
use std::path::PathBuf;

use rustix::process::{Pid, Signal, kill_process};

/// A process of a desktop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process(Pid);

impl Process {
    /// The process with that number.
    ///
    /// # Panics
    /// If no process can have it.
    pub fn of(number: u32) -> Self {
        let number = i32::try_from(number).ok().and_then(Pid::from_raw);
        Self(number.expect("a number of a process"))
    }

    /// Kills it as the system does when memory is short: without a chance to say goodbye.
    #[track_caller]
    pub fn kill(self) {
        kill_process(self.0, Signal::KILL).expect("the process is there");
    }

    /// Stops it where it is: it receives nothing any more, and doesn't notice.
    #[track_caller]
    pub fn freeze(self) {
        kill_process(self.0, Signal::STOP).expect("the process is there");
    }

    /// Whether it has ended: it is gone, or waits to be reaped.
    pub fn has_ended(self) -> bool {
        !matches!(self.state(), Some((state, _)) if state != 'Z')
    }

    /// How it ended, as a shell's exit code, until its parent reaps it.
    pub fn ended(self) -> Option<i32> {
        match self.state()? {
            ('Z', status) => Some(match status & 0x7f {
                0 => status >> 8 & 0xff,
                signal => 128 + signal,
            }),
            _ => None,
        }
    }

    /// Its direct children that are still running.
    pub fn children(self) -> Vec<Process> {
        self.threads()
            .iter()
            .map(|thread| fs::read_to_string(thread.join("children")).unwrap_or_default())
            .collect::<String>()
            .split_whitespace()
            .filter_map(|child| Some(Self::of(child.parse().ok()?)))
            .filter(|child| !child.has_ended())
            .collect()
    }

    /// Its command line, words separated by spaces.
    pub fn command_line(self) -> String {
        fs::read_to_string(self.folder().join("cmdline"))
            .unwrap_or_default()
            .replace('\0', " ")
    }

    /// Its folder in `/proc`.
    pub fn folder(self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.0.as_raw_nonzero()))
    }

    /// The folders of its threads.
    pub fn threads(self) -> Vec<PathBuf> {
        fs::read_dir(self.folder().join("task"))
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect()
    }

    /// Its state letter and its exit status.
    fn state(self) -> Option<(char, i32)> {
        let text = fs::read_to_string(self.folder().join("stat")).ok()?;
        // The name in parentheses may contain anything; the state follows it.
        let (_, rest) = text.rsplit_once(')')?;
        let mut words = rest.split_whitespace();
        let state = words.next()?.chars().next()?;
        Some((state, words.last()?.parse().ok()?))
    }
}
