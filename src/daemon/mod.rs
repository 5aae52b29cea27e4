//! Runs: one event loop, event to logic to effects to desktop.
