//! Watches the socket's folder through its own inotify instance, which may block.

use std::ffi::{CStr, OsString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};
use rustix::io::Errno;

#[derive(Debug)]
pub(super) struct SocketWatch {
    changes: OwnedFd,
    name: OsString,
}

impl SocketWatch {
    pub(super) fn watch(path: &Path) -> io::Result<SocketWatch> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let changes = inotify::init(CreateFlags::CLOEXEC)?;
        let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::DELETE_SELF;
        inotify::add_watch(&changes, folder, what)?;
        Ok(SocketWatch {
            changes,
            name: name.to_owned(),
        })
    }

    /// Other events read along the way are dropped: the caller looks at the socket itself.
    pub(super) fn wait(&mut self) -> io::Result<()> {
        let mut buffer = [MaybeUninit::uninit(); 1024];
        let mut events = inotify::Reader::new(&self.changes, &mut buffer);
        loop {
            let event = match events.next() {
                Ok(event) => event,
                Err(Errno::INTR) => continue,
                Err(problem) => return Err(problem.into()),
            };
            if event.events().contains(ReadFlags::IGNORED) {
                return Err(io::ErrorKind::NotFound.into());
            }
            if event.file_name().map(CStr::to_bytes) == Some(self.name.as_encoded_bytes()) {
                return Ok(());
            }
        }
    }
}
