//! What was: the rows of the history, the tape that writes them, and what is derived from them.

pub mod history;
pub mod stats;
pub mod tape;
pub mod why;
