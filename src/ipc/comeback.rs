//! Waits for a daemon that went away. Nothing is asked in between: the folder of the socket tells when it is made anew.

use std::io;
use std::path::Path;
use std::time::Duration;

use crate::ipc::client::Client;

/// A daemon that has made its socket listens soon after.
const LISTENS: Duration = Duration::from_secs(2);

/// Returns when a daemon listens at that path. Blocks for as long as that takes.
///
/// # Errors
/// The system does not tell, or tells no more.
#[cfg(target_os = "linux")]
pub fn wait_for(path: &Path) -> io::Result<()> {
    use std::mem::MaybeUninit;

    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, WatchFlags};

    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let changes = inotify::init(CreateFlags::CLOEXEC)?;
    let what = WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::DELETE_SELF;
    inotify::add_watch(&changes, folder, what)?;
    let mut buffer = [MaybeUninit::uninit(); 1024];
    let mut events = inotify::Reader::new(&changes, &mut buffer);
    // It may be there again already.
    let mut made = true;
    loop {
        if made && Client::connect_within(path, LISTENS).is_ok() {
            return Ok(());
        }
        let event = match events.next() {
            Ok(event) => event,
            Err(rustix::io::Errno::INTR) => continue,
            Err(problem) => return Err(problem.into()),
        };
        if event.events().contains(ReadFlags::IGNORED) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let of = event.file_name().map(std::ffi::CStr::to_bytes);
        made = of == Some(name.as_encoded_bytes());
    }
}

/// Elsewhere nobody tells: the person has to.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn wait_for(_path: &Path) -> io::Result<()> {
    let _ = (Client::connect, LISTENS);
    Err(io::ErrorKind::Unsupported.into())
}
