//! What is shown, as values to compare: the status, the notice, the tray's menu, and where windows open.

pub mod file_choice;
pub mod notice;
pub mod place;
pub mod readable;
pub mod status;
pub mod surroundings;
pub mod tray_menu;
