//! Touches the desktop: one folder per ability, one file per way to do it.
