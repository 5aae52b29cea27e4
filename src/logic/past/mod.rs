//! What was: the rows of the history, the tape that writes them, and what is told from them.

pub mod history;
pub mod stats;
pub mod tape;
pub mod why;
