//! Reports when files of certain names are created or written, with one inotify instance for all watchers.
//!
//! A waiting watcher reads events on behalf of everyone, so nothing runs in between.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::rc::{Rc, Weak};

use rustix::fs::inotify::{self, ReadFlags, WatchFlags};
use rustix::io::Errno;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;

use crate::platform::linux::ready;

thread_local! {
    /// Exists while anybody watches.
    static SHARED: RefCell<Weak<Shared>> = const { RefCell::new(Weak::new()) };
    /// Why somebody wanted to watch and couldn't.
    static TROUBLE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Why changes to files go unnoticed here, and what to do about it; none if they don't.
pub fn trouble() -> Option<String> {
    TROUBLE.with_borrow(Clone::clone)
}

/// Whether folders can be watched by now.
pub fn can_watch() -> bool {
    Shared::open().is_ok_and(|shared| {
        let what = WatchFlags::DELETE_SELF | WatchFlags::ONLYDIR | WatchFlags::MASK_ADD;
        inotify::add_watch(shared.changes.get_ref(), "/", what).is_ok()
    })
}

/// Notes that the kernel has run out of a resource that watching needs.
fn ran_out(error: &io::Error, of: &str) {
    let words = format!(
        "changes of files go unnoticed, and services that come back: the system gives no more {of} ({error}). \
         Raise that limit, or close a program that takes many; Unbend tries again by itself"
    );
    tracing::warn!("{words}");
    TROUBLE.set(Some(words));
}

/// The instance, and who waits for it.
#[derive(Debug)]
struct Shared {
    changes: AsyncFd<OwnedFd>,
    slots: RefCell<Vec<Weak<Slot>>>,
    /// Events were read that concern others too.
    read: Notify,
}

/// What one watcher wants to know, and what has happened.
#[derive(Debug)]
struct Slot {
    /// Empty = all names.
    names: Vec<OsString>,
    /// The kernel's numbers of the watched folders.
    folders: RefCell<Vec<i32>>,
    /// Something happened in one of them.
    touched: Cell<bool>,
    /// It happened to one of the names.
    found: Cell<bool>,
}

/// Watches folders for some names. Call everything inside the runtime.
#[derive(Debug)]
pub(in crate::platform) struct FolderWatch {
    shared: Rc<Shared>,
    slot: Rc<Slot>,
    what: WatchFlags,
}

impl FolderWatch {
    /// Watches no folder yet. `what` is reported where it happens to one of the names, or to any if there are none.
    ///
    /// # Errors
    /// The system has no instances left.
    pub(in crate::platform) fn of(
        names: Vec<OsString>,
        what: WatchFlags,
    ) -> io::Result<FolderWatch> {
        let shared = Shared::open().inspect_err(|error| {
            ran_out(error, "inotify instances (fs.inotify.max_user_instances)");
        })?;
        let slot = Rc::new(Slot {
            names,
            folders: RefCell::default(),
            touched: Cell::new(false),
            found: Cell::new(false),
        });
        shared.slots.borrow_mut().push(Rc::downgrade(&slot));
        Ok(FolderWatch { shared, slot, what })
    }

    /// Watches that folder too; returns whether it wasn't watched before.
    ///
    /// # Errors
    /// There is no such folder, or it can't be watched.
    pub(in crate::platform) fn add(&self, folder: &Path) -> io::Result<bool> {
        // Another watcher may watch the same folder for something else.
        let flags = self.what | WatchFlags::ONLYDIR | WatchFlags::MASK_ADD;
        let number = inotify::add_watch(self.shared.changes.get_ref(), folder, flags)
            .map_err(io::Error::from)
            .inspect_err(|error| {
                if error.raw_os_error() == Some(Errno::NOSPC.raw_os_error()) {
                    ran_out(error, "inotify watches (fs.inotify.max_user_watches)");
                }
            })?;
        let mut known = self.slot.folders.borrow_mut();
        let fresh = !known.contains(&number);
        if fresh {
            known.push(number);
        }
        Ok(fresh)
    }

    /// Waits until something happens in the folders, and tells whether it happened to one of the names. Dropping the
    /// future loses nothing.
    ///
    /// # Errors
    /// The kernel reports no more.
    pub(in crate::platform) async fn changed(&self) -> io::Result<bool> {
        loop {
            if self.slot.touched.take() {
                return Ok(self.slot.found.take());
            }
            let others = self.shared.read.notified();
            tokio::select! {
                () = others => {}
                ready = self.shared.changes.readable() => {
                    let mut guard = ready?;
                    self.shared.read()?;
                    guard.clear_ready();
                    self.shared.read.notify_waiters();
                }
            }
        }
    }
}

impl Drop for FolderWatch {
    fn drop(&mut self) {
        let slots = self.shared.slots.borrow();
        let others = || slots.iter().filter_map(Weak::upgrade);
        for number in self.slot.folders.borrow().iter() {
            let another = others().any(|other| {
                !Rc::ptr_eq(&other, &self.slot) && other.folders.borrow().contains(number)
            });
            if !another {
                // The folder may be gone already.
                let _ = inotify::remove_watch(self.shared.changes.get_ref(), *number);
            }
        }
    }
}

impl Shared {
    fn open() -> io::Result<Rc<Shared>> {
        if let Some(shared) = SHARED.with_borrow(Weak::upgrade) {
            return Ok(shared);
        }
        let flags = inotify::CreateFlags::CLOEXEC | inotify::CreateFlags::NONBLOCK;
        let shared = Rc::new(Shared {
            changes: ready::readable(inotify::init(flags)?)?,
            slots: RefCell::default(),
            read: Notify::new(),
        });
        SHARED.set(Rc::downgrade(&shared));
        Ok(shared)
    }

    fn read(&self) -> io::Result<()> {
        let mut buffer = [MaybeUninit::uninit(); 1024];
        let mut events = inotify::Reader::new(self.changes.get_ref(), &mut buffer);
        loop {
            match events.next() {
                Ok(event) => self.note(&event),
                Err(Errno::AGAIN) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn note(&self, event: &inotify::Event<'_>) {
        let name = event.file_name().map(std::ffi::CStr::to_bytes);
        let lost = event.events().contains(ReadFlags::QUEUE_OVERFLOW);
        let forgotten = event.events().contains(ReadFlags::IGNORED);
        self.slots.borrow_mut().retain(|slot| {
            let Some(slot) = slot.upgrade() else {
                return false;
            };
            let mut folders = slot.folders.borrow_mut();
            if lost || folders.contains(&event.wd()) {
                slot.touched.set(true);
                let mut names = slot.names.iter();
                let meant =
                    slot.names.is_empty() || names.any(|meant| name == Some(meant.as_bytes()));
                slot.found.set(slot.found.get() || lost || meant);
            }
            if forgotten {
                folders.retain(|number| *number != event.wd());
            }
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn watch(name: &str, folder: &Path) -> FolderWatch {
        let watch = FolderWatch::of(vec![name.into()], WatchFlags::CREATE).unwrap();
        assert!(watch.add(folder).unwrap());
        watch
    }

    #[test]
    fn two_who_watch_one_folder_are_told_each_of_their_own() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let patience = Duration::from_secs(10);
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let (one, other) = (watch("one", folder.path()), watch("other", folder.path()));
            assert!(Rc::ptr_eq(&one.shared, &other.shared));
            assert!(!one.add(folder.path()).unwrap());
            for (name, told) in [("one", (true, false)), ("other", (false, true))] {
                std::fs::write(folder.path().join(name), "").unwrap();
                let both = async { tokio::join!(one.changed(), other.changed()) };
                let (first, second) = tokio::time::timeout(patience, both).await.unwrap();
                assert_eq!((first.unwrap(), second.unwrap()), told);
            }
            drop(one);
            std::fs::write(folder.path().join("third"), "").unwrap();
            assert!(!other.changed().await.unwrap());
            assert_eq!(other.shared.slots.borrow().len(), 1);
        });
        assert!(SHARED.with_borrow(Weak::upgrade).is_none());
    }
}
