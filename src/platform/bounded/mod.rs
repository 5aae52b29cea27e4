//! Runs a part of this program in a process of its own, with an end to its time and its memory.
//!
//! A decoder that panics, overflows its stack or never comes back takes nothing else along then.

use std::io;
use std::path::Path;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As it should: what it wrote.
    Done(Vec<u8>),
    /// With a problem, in its own words.
    Refused(String),
    /// It took too long.
    OutOfTime,
    /// It fell over, or was stopped for the memory that it took.
    Fell,
}

/// Runs `program` with these arguments and that on its standard input.
///
/// # Errors
/// The system starts no process, has no room for what goes in and out, or knows no bounds.
pub fn run(program: &Path, arguments: &[&str], input: &[u8]) -> io::Result<Ended> {
    way::run(program, arguments, input)
}

/// Binds this process: no more memory, output and time than is meant for it. To be called before anything else.
///
/// # Errors
/// The system refuses: nothing should be read then.
pub fn bind() -> io::Result<()> {
    way::bind()
}
