//! Choosing a file in the desktop's own dialogue: the request and the outcome.

/// What is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// An existing file, to be read.
    Open,
    /// A place for a new file; the user has agreed to replace an existing one.
    Save {
        /// The suggested name.
        name: String,
    },
}

/// The outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This file, as an absolute path.
    File(String),
    /// The dialogue was closed without a choice.
    Nothing,
    /// There is no dialogue here; why, and what to do, in words.
    Missing(String),
}
