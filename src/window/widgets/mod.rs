//! The building blocks of pages. A widget draws and reports; it decides nothing.

pub mod app_icon;

pub mod button;

pub mod card;

pub mod chip;
pub mod choice;

pub mod countdown;

pub mod figure;

pub mod glyph;

pub mod icon;

pub mod picture;

pub mod progress;

pub mod ring;

pub mod segmented;

pub mod sheet;

pub mod side_badge;

pub mod stepper;

pub mod switch;

pub mod text;

pub mod thing;

pub mod thumbnail;

pub mod tile;

pub mod triangles;

pub mod week;
