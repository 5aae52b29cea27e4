//! Process groups, `exec`, and pipes that the loop reads.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{ChildStderr, Command};
use std::rc::Rc;

use tokio::net::unix::pipe;

use crate::platform::process::keep;

/// Linux's note on the path of a program that was replaced while running, for example by an update.
pub(super) fn without_note(found: PathBuf) -> PathBuf {
    let replaced = found
        .to_str()
        .and_then(|name| name.strip_suffix(" (deleted)"))
        .map(PathBuf::from);
    replaced.unwrap_or(found)
}

pub(super) fn running_program() -> Option<PathBuf> {
    Some(PathBuf::from("/proc/self/exe")).filter(|running| running.exists())
}

/// A closing terminal kills the process group started in it.
pub(super) fn outlive_terminal(command: &mut Command) {
    command.process_group(0);
}

pub(super) fn become_another(command: &mut Command) -> io::Error {
    command.exec()
}

#[derive(Debug)]
pub(super) struct Said {
    pipe: Option<pipe::Receiver>,
    last: RefCell<Vec<u8>>,
}

impl Said {
    pub(super) fn listen(pipe: Option<ChildStderr>) -> Rc<Said> {
        let pipe = pipe.and_then(|pipe| {
            pipe::Receiver::from_owned_fd(OwnedFd::from(pipe))
                .inspect_err(|problem| tracing::warn!("a window cannot be heard: {problem}"))
                .ok()
        });
        let said = Rc::new(Said {
            pipe,
            last: RefCell::default(),
        });
        let heard = Rc::clone(&said);
        tokio::task::spawn_local(async move {
            while let Some(pipe) = &heard.pipe
                && pipe.readable().await.is_ok()
                && heard.hear()
            {}
        });
        said
    }

    /// Takes what is there; returns whether there may be more later.
    fn hear(&self) -> bool {
        let Some(pipe) = &self.pipe else { return false };
        let mut buffer = [0; 512];
        loop {
            match pipe.try_read(&mut buffer) {
                Ok(0) => return false,
                Ok(length) => {
                    let _ = io::stderr().write_all(&buffer[..length]);
                    keep(&mut self.last.borrow_mut(), &buffer[..length]);
                }
                Err(problem) if problem.kind() == ErrorKind::WouldBlock => return true,
                Err(_) => return false,
            }
        }
    }

    pub(super) fn so_far(&self) -> String {
        self.hear();
        String::from_utf8_lossy(&self.last.borrow()).into_owned()
    }
}
