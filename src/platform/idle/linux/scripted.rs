//! Idle readings from the lines of a file or named pipe, for tests and demos.

use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use rustix::fs::inotify;
use rustix::io::Errno;
use tokio::io::unix::AsyncFd;
use tokio::sync::mpsc;

use crate::logic::settings::IdleSource;
use crate::logic::time::span;
use crate::platform::clock::{Alarm, Clock};
use crate::platform::idle::way::silence::Silence;
use crate::platform::idle::way::{Opening, Reporter, Running, Server, Watch, Way};
use crate::platform::linux::ready;
use crate::platform::{Buses, Missing};

/// A longer line doesn't belong to a script; what is kept of it must not grow for ever.
const LONGEST_LINE: usize = 1024;

/// See the module.
pub(super) struct Scripted;

impl Way for Scripted {
    fn setting(&self) -> Option<IdleSource> {
        None
    }

    fn name(&self) -> &'static str {
        "script"
    }

    fn server(&self, _: Option<&Path>, _: &Buses) -> Server {
        Server::Here
    }

    fn open(
        &self,
        at: Option<PathBuf>,
        _: &Buses,
        orders: mpsc::UnboundedReceiver<Watch>,
        reporter: Reporter,
    ) -> Opening {
        Box::pin(async move { open(&at.unwrap_or_default(), orders, reporter) })
    }
}

fn open(
    path: &Path,
    orders: mpsc::UnboundedReceiver<Watch>,
    reporter: Reporter,
) -> Result<Running, Missing> {
    let text = Text::open(path).map_err(|error| {
        Missing::new(
            format!("no script at {}: {error}", path.display()),
            "make it as a text file or a named pipe",
        )
    })?;
    let script = Script {
        silence: Silence::new(reporter),
        rest: Vec::new(),
    };
    Ok(Box::pin(script.run(text, orders)))
}

/// Where the script is read from.
enum Text {
    /// Open for reading and writing, so that a writer closing it doesn't end it.
    Pipe(AsyncFd<OwnedFd>),
    /// Read further whenever the file is written to.
    File {
        file: std::fs::File,
        changes: AsyncFd<OwnedFd>,
    },
}

impl Text {
    fn open(path: &Path) -> io::Result<Text> {
        use rustix::fs::{Mode, OFlags, open};

        if std::fs::metadata(path)?.file_type().is_fifo() {
            let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let pipe = open(path, flags, Mode::empty())?;
            return Ok(Text::Pipe(ready::readable(pipe)?));
        }
        let file = std::fs::File::open(path)?;
        let flags = inotify::CreateFlags::CLOEXEC | inotify::CreateFlags::NONBLOCK;
        let changes = inotify::init(flags)?;
        inotify::add_watch(&changes, path, inotify::WatchFlags::MODIFY)?;
        Ok(Text::File {
            file,
            changes: ready::readable(changes)?,
        })
    }

    /// What is there already, without waiting.
    fn read_first(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Text::Pipe(_) => Ok(()),
            Text::File { file, .. } => file.read_to_end(text).map(drop),
        }
    }

    /// Waits for more. Dropping the future loses nothing.
    async fn read_more(&mut self, text: &mut Vec<u8>) -> io::Result<()> {
        let mut buffer = [0; 4096];
        match self {
            Text::Pipe(pipe) => {
                let length = ready::read(pipe, &mut buffer).await?;
                text.extend_from_slice(&buffer[..length]);
            }
            Text::File { file, changes } => {
                ready::read(changes, &mut buffer).await?;
                // All changes so far are read below in one go.
                while !matches!(
                    rustix::io::read(changes.get_ref().as_fd(), &mut buffer),
                    Err(Errno::AGAIN) | Ok(0)
                ) {}
                file.read_to_end(text)?;
            }
        }
        Ok(())
    }
}

struct Script {
    silence: Silence,
    /// The start of a line whose end hasn't been read yet.
    rest: Vec<u8>,
}

impl Script {
    async fn run(
        mut self,
        mut text: Text,
        mut orders: mpsc::UnboundedReceiver<Watch>,
    ) -> Option<Missing> {
        let mut alarm = Alarm::new();
        let mut end = text.read_first(&mut self.rest);
        while end.is_ok() {
            self.take_lines();
            self.silence.settle();
            let deadline = self.silence.deadline();
            tokio::select! {
                order = orders.recv() => match order {
                    Some(watch) => self.silence.watch(watch.idle_after),
                    None => return None,
                },
                () = alarm.wait_until(deadline) => {}
                read = text.read_more(&mut self.rest) => end = read,
            }
        }
        let error = end.err()?;
        Some(Missing::new(
            format!("the script cannot be read on ({error})"),
            "start Unbend again",
        ))
    }

    fn take_lines(&mut self) {
        while let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            self.take(String::from_utf8_lossy(&line).trim());
        }
        if self.rest.len() > LONGEST_LINE {
            tracing::warn!("script: line too long, left out");
            self.rest.clear();
        }
    }

    fn take(&mut self, line: &str) {
        match line.split_once(' ').unwrap_or((line, "0s")) {
            ("" | "#", _) => {}
            ("active", _) => self.silence.broken(),
            ("idle", ago) => match span::parse(ago) {
                Ok(ago) => {
                    // Between two lines there may have been no turn in which to report the input before this one.
                    self.silence.broken();
                    self.silence.since(Clock::mono() - ago);
                }
                Err(error) => tracing::warn!("script: {error}"),
            },
            _ => tracing::warn!("script: `{line}` is neither `active` nor `idle`"),
        }
    }
}
