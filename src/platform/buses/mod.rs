//! The desktop connections that all sources share: the message buses, where there are any.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
pub(super) mod way;

pub use way::Buses;

/// What happened to the session bus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusChange {
    /// It went away.
    Lost,
    /// It is back, or there at last.
    Back,
}
