//! Something to read out.

use std::time::Duration;

/// Words for the speech service, with what it needs to say them well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The words.
    pub words: String,
    /// Volume in percent, as for chimes.
    pub volume: u32,
    /// How long to wait, so that the preceding chime is heard out. A newer sentence replaces a waiting one.
    pub after: Duration,
}
