//! The daemon as a process, without a desktop: killed, on full and read-only disks, and queried from the command line.
#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test of processes reads the clock, the environment and waits"
)]

mod answers;
mod broken;
mod disk;
mod edits;
mod home;
mod instance;
mod kills;
mod no_files;
mod pictures;
mod shared;
mod taken;
