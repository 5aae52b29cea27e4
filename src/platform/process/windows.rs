//! Console process groups, and pipes read by a thread: the loop can't wait for one.

use std::io::{self, Read as _, Write as _};
use std::os::windows::process::CommandExt;
use std::path::PathBuf;
use std::process::{ChildStderr, Command};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::platform::process::keep;

/// Notified when a process we listen to has ended.
pub(in crate::platform) static CHILD_ENDED: Notify = Notify::const_new();

/// The flags `CREATE_NEW_PROCESS_GROUP` and `DETACHED_PROCESS`.
const OF_ITS_OWN: u32 = 0x0000_0200 | 0x0000_0008;

/// A process closes its pipes shortly before it counts as ended.
const CLOSING: Duration = Duration::from_millis(20);

pub(super) fn without_note(found: PathBuf) -> PathBuf {
    found
}

/// A running program keeps its file.
pub(super) fn running_program() -> Option<PathBuf> {
    None
}

pub(super) fn outlive_terminal(command: &mut Command) {
    command.creation_flags(OF_ITS_OWN);
}

pub(super) fn become_another(_command: &mut Command) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

#[derive(Debug, Default)]
pub(super) struct Said {
    last: Arc<Mutex<Vec<u8>>>,
}

impl Said {
    pub(super) fn listen(pipe: Option<ChildStderr>) -> Rc<Said> {
        let said = Rc::new(Said::default());
        let last = Arc::clone(&said.last);
        let listening = std::thread::Builder::new()
            .name("words".to_owned())
            .spawn(move || hear(pipe, &last));
        if let Err(problem) = listening {
            tracing::warn!("a window cannot be heard: {problem}");
        }
        said
    }

    pub(super) fn so_far(&self) -> String {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&last).into_owned()
    }
}

/// Listens to a process until it ends.
#[expect(
    clippy::disallowed_methods,
    reason = "a thread of its own, which has nothing else to do"
)]
fn hear(pipe: Option<ChildStderr>, last: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 512];
    if let Some(mut pipe) = pipe {
        while let Ok(length @ 1..) = pipe.read(&mut buffer) {
            let _ = io::stderr().write_all(&buffer[..length]);
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            keep(&mut last, &buffer[..length]);
        }
    }
    std::thread::sleep(CLOSING);
    CHILD_ENDED.notify_one();
}
