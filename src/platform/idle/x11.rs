//! Idle time from the X server.
