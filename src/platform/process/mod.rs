//! Processes: this one, and those it starts.

use std::io;
use std::path::PathBuf;
use std::process::{ChildStderr, Command};
use std::rc::Rc;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
pub(super) mod way;

/// How many bytes of a process's output are kept.
const KEPT: usize = 4096;

/// This program's file, for starting it again; also if an update has replaced it meanwhile.
///
/// # Errors
/// The system doesn't tell.
pub fn program() -> io::Result<PathBuf> {
    std::env::current_exe().map(way::without_note)
}

/// This program as it runs, even after an update has removed its file; none if the system keeps no such thing.
pub fn running_program() -> Option<PathBuf> {
    way::running_program()
}

/// Makes the command outlive the terminal in which this process was started.
pub fn outlive_terminal(command: &mut Command) {
    way::outlive_terminal(command);
}

/// Becomes that program, under the same process id. Returns only if that fails, with the reason.
pub fn become_another(command: &mut Command) -> io::Error {
    way::become_another(command)
}

/// What a process writes to its standard error: passed on to ours, with the last part kept.
#[derive(Debug)]
pub struct Said(Rc<way::Said>);

impl Said {
    /// Starts listening. Call it inside the `LocalSet`.
    pub fn listen(pipe: Option<ChildStderr>) -> Said {
        Said(way::Said::listen(pipe))
    }

    /// The last part of what was said so far.
    pub fn so_far(&self) -> String {
        self.0.so_far()
    }
}

/// Appends to what is kept, and drops any excess.
fn keep(kept: &mut Vec<u8>, more: &[u8]) {
    kept.extend_from_slice(more);
    let over = kept.len().saturating_sub(KEPT);
    kept.drain(..over);
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;

    use super::*;
    use crate::platform::run_within;

    #[test]
    fn the_end_of_what_was_said_is_kept() {
        let mut kept = Vec::new();
        keep(&mut kept, &[b'a'; KEPT]);
        keep(&mut kept, b"end");
        assert_eq!(kept.len(), KEPT);
        assert!(kept.starts_with(b"aaa") && kept.ends_with(b"aend"));
    }

    #[test]
    fn a_process_is_heard_and_its_end_as_well() {
        let limit = std::time::Duration::from_secs(20);
        run_within(limit, async {
            let local = tokio::task::LocalSet::new();
            let heard = local.run_until(async {
                let mut signals = crate::platform::signals::Signals::listen().unwrap();
                let mut command = Command::new(program().unwrap());
                // This very test program, which doesn't know the verb.
                command
                    .arg("--no-such-word")
                    .stdout(Stdio::null())
                    .stderr(Stdio::piped());
                let mut child = command.spawn().unwrap();
                let said = Said::listen(child.stderr.take());
                // Other tests' children end as well.
                while child.try_wait().unwrap().is_none() {
                    let ended = signals.next().await;
                    assert_eq!(ended, crate::platform::signals::Signal::ChildEnded);
                }
                said.so_far()
            });
            let heard = heard.await;
            assert!(heard.contains("no-such-word"), "{heard}");
        });
    }
}
