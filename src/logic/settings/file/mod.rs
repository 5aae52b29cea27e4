//! The text of `settings.ron`: read leniently, written with comments, changed one value at a time.

mod amiss;
mod edit;
mod outline;
mod read;
mod write;

pub use amiss::{Amiss, Found, InTheWay};
pub use edit::{EditProblem, add_reminder, change_list, edit, remove_reminder};
pub use read::{Reading, Warning, read};
pub use write::write_default;

#[cfg(test)]
mod tests;
