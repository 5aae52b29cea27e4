//! Where the user is, and their posture.

use serde::{Deserialize, Serialize};

/// Where the user is, as far as the desktop can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Presence {
    Present,
    Away,
    Locked,
    Asleep,
}

impl Presence {
    /// The word used in scripts, status lines and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Presence::Present => "present",
            Presence::Away => "away",
            Presence::Locked => "locked",
            Presence::Asleep => "asleep",
        }
    }
}

/// The posture the user reports: a desk can be raised and lowered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Posture {
    #[default]
    Sitting,
    Standing,
}

impl Posture {
    /// The word used in settings and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Posture::Sitting => "sitting",
            Posture::Standing => "standing",
        }
    }
}
