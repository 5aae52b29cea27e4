//! The body by name: parts painted as one, and joints.

use serde::Deserialize;

use super::sides::Side;

/// A body part that is painted as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Hips, in trousers.
    Pelvis,
    /// Trunk, in the shirt.
    Torso,
    /// Neck.
    Neck,
    /// Head with hair.
    Head,
    /// Right upper arm with its sleeve.
    UpperArmR,
    /// Left upper arm with its sleeve.
    UpperArmL,
    /// Right forearm and hand.
    ForearmR,
    /// Left forearm and hand.
    ForearmL,
    /// Right thigh.
    ThighR,
    /// Left thigh.
    ThighL,
    /// Right shank and foot.
    ShankR,
    /// Left shank and foot.
    ShankL,
}

impl Part {
    /// The upper arm of a side.
    pub const fn upper_arm(side: Side) -> Part {
        match side {
            Side::Right => Part::UpperArmR,
            Side::Left => Part::UpperArmL,
        }
    }

    /// The forearm and hand of a side.
    pub const fn forearm(side: Side) -> Part {
        match side {
            Side::Right => Part::ForearmR,
            Side::Left => Part::ForearmL,
        }
    }

    /// The thigh of a side.
    pub const fn thigh(side: Side) -> Part {
        match side {
            Side::Right => Part::ThighR,
            Side::Left => Part::ThighL,
        }
    }

    /// The shank and foot of a side.
    pub const fn shank(side: Side) -> Part {
        match side {
            Side::Right => Part::ShankR,
            Side::Left => Part::ShankL,
        }
    }
}

/// A point of the skeleton that a glow can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joint {
    /// Midway between the hips.
    Pelvis,
    /// Top of the sacrum.
    S0,
    /// Lower back.
    S1,
    /// Middle back.
    S2,
    /// Between the shoulder blades.
    S3,
    /// Top of the spine.
    C7,
    /// Middle of the neck.
    N1,
    /// Head pivot.
    Head,
    /// Right shoulder.
    ShoulderR,
    /// Left shoulder.
    ShoulderL,
    /// Right elbow.
    ElbowR,
    /// Left elbow.
    ElbowL,
    /// Right wrist.
    WristR,
    /// Left wrist.
    WristL,
    /// Right hip.
    HipR,
    /// Left hip.
    HipL,
    /// Right knee.
    KneeR,
    /// Left knee.
    KneeL,
    /// Right ankle.
    AnkleR,
    /// Left ankle.
    AnkleL,
}
