//! Gives memory back: pages of the program's own file that only startup needed, and free heap memory.
//!
//! Starting up touches most of the program once: it loads tables, parses the catalog, shakes hands with the desktop. So
//! does a reminder, twice an hour. The kernel would keep charging those pages to the daemon until memory runs short.
//! What is used again is mapped again from the page cache, without reading the disk.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// The parts of the program's file that are mapped read-only.
#[derive(Clone, Debug)]
pub struct OwnPages(way::OwnPages);

impl OwnPages {
    /// Finds them; empty if the system doesn't tell.
    pub fn find() -> OwnPages {
        OwnPages(way::OwnPages::find())
    }

    /// Unmaps them.
    pub fn give_back(&self) {
        self.0.give_back();
    }
}

/// Gives back free heap memory: building a message of icons briefly takes a megabyte, which the C library would keep.
pub fn trim_heap() {
    way::trim_heap();
}
