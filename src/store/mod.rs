//! Remembers: the settings file, and what must survive a restart.
