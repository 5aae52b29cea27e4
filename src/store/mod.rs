//! Remembers: the settings file, and what must survive a restart.

pub mod drawn;

pub mod history;

pub mod own_bundle;

pub mod own_catalog;

pub mod own_files;

pub mod private;

pub mod settings_file;

pub mod state_file;
