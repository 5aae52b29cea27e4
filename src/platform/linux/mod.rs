//! Shared by several of the Linux implementations: buses, display servers, watched folders.

pub(super) mod comeback;
pub(super) mod desktop_entry;
pub(super) mod folder_watch;
pub(super) mod logind;
pub(super) mod places;
pub(super) mod ready;
pub(super) mod reporters;
pub(super) mod wayland;
pub(super) mod x11;

pub(super) use crate::platform::buses::way as bus;
