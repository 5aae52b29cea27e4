//! A file that the person picks in the desktop's own dialogue: what is asked, and what came of it.

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A file that is there, to be read.
    Open,
    /// A place for a new file; the person has agreed if there is one already.
    Save {
        /// The name it has unless the person gives another.
        name: String,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This file, from the root of the file system on.
    File(String),
    /// The dialogue was closed without a choice.
    Nothing,
    /// There is no dialogue here; why, and what to do, in words.
    Missing(String),
}
