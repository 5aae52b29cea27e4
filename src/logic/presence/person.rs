//! Where the user is, and their posture.

use crate::logic::text::word::words;

words! {
    as serde
    /// Where the user is, as far as the desktop can tell.
    #[allow(missing_docs)]
    pub enum Presence {
        Present = "present",
        Away = "away",
        Locked = "locked",
        Asleep = "asleep",
    }
}

words! {
    as serde
    /// The posture the user reports: a desk can be raised and lowered.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub enum Posture {
        #[default]
        Sitting = "sitting",
        Standing = "standing",
    }
}
