//! Starts: one file per verb.
