//! Something to read out.

use std::time::Duration;

/// Words for the speech service, with what it needs to say them well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The words.
    pub words: String,
    /// How loud, in percent, as chimes are.
    pub volume: u32,
    /// How long to wait with it, so that the chime before it is heard out. What comes meanwhile takes its place.
    pub after: Duration,
}
