//! The connections to the desktop that all sources share: the message buses, where it has some.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
pub(super) mod way;

pub use way::Buses;

/// What happened to the bus of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusChange {
    /// It went away.
    Lost,
    /// It is there again, or at last.
    Back,
}
