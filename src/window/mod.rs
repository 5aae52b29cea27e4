//! Shows: egui pages and widgets.
