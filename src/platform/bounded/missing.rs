//! Limiting a process isn't supported on this system yet. What can't be limited isn't run.

use std::io;
use std::path::Path;

use crate::platform::bounded::Ended;

pub(super) fn run(_program: &Path, _arguments: &[&str], _input: &[u8]) -> io::Result<Ended> {
    Err(unbounded())
}

pub(super) fn bind() -> io::Result<()> {
    Err(unbounded())
}

fn unbounded() -> io::Error {
    io::Error::new(
        io::ErrorKind::Unsupported,
        "Unbend draws no pictures of your own on this system yet; use a figure instead",
    )
}
