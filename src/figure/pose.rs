//! A pose: what the body intends (targets, directions, angles), before it is solved.
//!
//! Angles are in degrees and positions in metres unless a field says otherwise.

use serde::Deserialize;

use super::math::{V3, v3};
use super::sides::{Mirror, Sides};

/// One intended pose of the whole body.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pose {
    /// Position and rotation of the pelvis.
    #[serde(default)]
    pub pelvis: Pelvis,
    /// Bends of the spine.
    #[serde(default)]
    pub spine: Spine,
    /// Bends of the neck.
    #[serde(default)]
    pub neck: Neck,
    /// Turn of the head and closing of the eyes.
    #[serde(default)]
    pub head: Head,
    /// Shoulder blades.
    #[serde(default)]
    pub scapulae: Sides<Scapula>,
    /// Arms.
    #[serde(default)]
    pub arms: Sides<Arm>,
    /// Legs.
    #[serde(default)]
    pub legs: Sides<Leg>,
}

/// Position and rotation of the pelvis: the root of the body.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pelvis {
    /// Midway between the hip joints.
    pub at: V3,
    /// Turn to the left.
    pub yaw: f64,
    /// 0 standing, 90 prone, -90 supine.
    pub pitch: f64,
    /// Tilt to the right.
    pub roll: f64,
}

/// Bends of the spine away from its rest curve.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Spine {
    /// Forward bend of the lower back.
    pub lum: f64,
    /// Forward bend of the upper back.
    pub thor: f64,
    /// Bend to the right.
    pub side: f64,
    /// Turn to the left.
    pub twist: f64,
}

/// Bends of the neck.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Neck {
    /// Forward bend.
    pub flex: f64,
    /// Bend to the right.
    pub side: f64,
    /// Turn to the left.
    pub twist: f64,
    /// Head back with the face level (chin tuck); negative = head forward.
    pub retract: f64,
}

/// The head on the neck.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Head {
    /// Nod down.
    pub nod: f64,
    /// Tilt to the right.
    pub side: f64,
    /// Turn to the left.
    pub turn: f64,
    /// Eyes: 0 open to 1 closed.
    pub lid: f64,
}

/// A shoulder blade, on top of what follows from the arm automatically.
#[derive(Debug, Clone, Copy, PartialEq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scapula {
    /// Shrug.
    pub elev: f64,
    /// Forward (+) or squeezed back (-).
    pub prot: f64,
}

/// Where an arm goes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Arm {
    /// The wrist reaches for a position.
    Ik(ArmIk),
    /// The arm points in a direction.
    Dir(ArmDir),
}

/// A wrist that reaches for a position.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmIk {
    /// The position: metres, or fractions of body height where `rel` says so.
    pub wrist: V3,
    /// What `wrist` is measured from.
    #[serde(default)]
    pub rel: Rel,
    /// Direction in which the elbow points.
    pub pole: V3,
    /// The hand's path between the previous key and this one, as a direction from the shoulder.
    #[serde(default)]
    pub swing: Option<V3>,
    /// The hand.
    #[serde(default)]
    pub hand: Hand,
}

/// An arm that points in a direction.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmDir {
    /// From the shoulder.
    pub dir: V3,
    /// Fraction of the arm's length.
    #[serde(default = "almost_straight")]
    pub reach: f64,
    /// Direction in which the elbow points.
    pub pole: V3,
    /// The hand.
    #[serde(default)]
    pub hand: Hand,
}

fn almost_straight() -> f64 {
    0.985
}

/// What a wrist is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rel {
    /// The room, metres.
    #[default]
    World,
    /// The head pivot, in the head's frame, in fractions of body height.
    Head,
    /// The pelvis, in its frame, in fractions of body height.
    Pelvis,
    /// The top of the spine, in the chest's frame, in fractions of body height.
    Thor,
    /// The top of the spine, in the room's directions, in fractions of body height.
    C7,
}

/// How a hand is held.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hand {
    /// Where the fingers point; by default along the forearm.
    pub fingers: Option<V3>,
    /// Where the palm faces; by default inwards.
    pub palm: Option<V3>,
    /// Curl of the fingers.
    pub curl: f64,
}

impl Default for Hand {
    fn default() -> Self {
        Hand {
            fingers: None,
            palm: None,
            curl: 7.0,
        }
    }
}

/// Where a leg goes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Leg {
    /// The sole stands on something.
    Plant(LegPlant),
    /// The ankle reaches for a position.
    Ik(LegIk),
    /// The knee and the shank rest on something.
    Kneel(LegKneel),
    /// Joint by joint from the pelvis.
    Fk(LegFk),
}

/// A foot that stands on something.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegPlant {
    /// Position of the ankle over the floor: x and z.
    pub at: (f64, f64),
    /// Height of what the foot stands on.
    #[serde(default)]
    pub y: f64,
    /// Turn of the foot to the left.
    #[serde(default)]
    pub yaw: f64,
    /// How far the heel is raised.
    #[serde(default)]
    pub pitch: f64,
    /// Bend of the toes; by default they stay flat however far the heel is raised.
    #[serde(default)]
    pub toe: Option<f64>,
    /// Direction in which the knee points.
    pub pole: V3,
}

/// An ankle that reaches for a position.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegIk {
    /// The position.
    pub ankle: V3,
    /// Where the toes point.
    pub foot_f: V3,
    /// From the sole to the ankle.
    pub foot_u: V3,
    /// Direction in which the knee points.
    pub pole: V3,
}

/// A knee and a shank that rest on something.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegKneel {
    /// Position of the knee: x and z.
    pub knee: (f64, f64),
    /// Height of the knee joint.
    pub ky: f64,
    /// Position of the ankle: x and z.
    pub ankle: (f64, f64),
    /// Height of the ankle joint.
    pub ay: f64,
    /// How far the foot is pointed.
    pub pf: f64,
}

/// A leg, joint by joint from the pelvis.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegFk {
    /// Flexion, abduction and rotation of the hip.
    pub hip: (f64, f64, f64),
    /// Bend of the knee.
    pub knee: f64,
    /// How far the foot is pointed.
    pub pf: f64,
}

impl Default for Pelvis {
    fn default() -> Self {
        Pelvis {
            at: v3(0.0, 0.9062, 0.0),
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
        }
    }
}

impl Default for Sides<Arm> {
    fn default() -> Self {
        Sides::symmetric(Arm::Dir(ArmDir {
            dir: v3(0.05, -1.0, 0.12),
            reach: almost_straight(),
            pole: v3(-1.0, 0.0, 0.3),
            hand: Hand::default(),
        }))
    }
}

impl Default for Sides<Leg> {
    fn default() -> Self {
        Sides::symmetric(Leg::Plant(LegPlant {
            at: (0.0, 0.095),
            y: 0.0,
            yaw: -6.0,
            pitch: 0.0,
            toe: None,
            pole: v3(1.0, 0.0, 0.1),
        }))
    }
}

impl Mirror for V3 {
    fn mirrored(&self) -> Self {
        v3(self.x, self.y, -self.z)
    }
}

impl Mirror for Option<V3> {
    fn mirrored(&self) -> Self {
        self.map(|v| v.mirrored())
    }
}

impl Mirror for Scapula {
    fn mirrored(&self) -> Self {
        *self
    }
}

impl Mirror for Hand {
    fn mirrored(&self) -> Self {
        Hand {
            fingers: self.fingers.mirrored(),
            palm: self.palm.mirrored(),
            curl: self.curl,
        }
    }
}

impl Mirror for Arm {
    fn mirrored(&self) -> Self {
        match self {
            Arm::Ik(arm) => Arm::Ik(ArmIk {
                wrist: arm.wrist.mirrored(),
                rel: arm.rel,
                pole: arm.pole.mirrored(),
                swing: arm.swing.mirrored(),
                hand: arm.hand.mirrored(),
            }),
            Arm::Dir(arm) => Arm::Dir(ArmDir {
                dir: arm.dir.mirrored(),
                reach: arm.reach,
                pole: arm.pole.mirrored(),
                hand: arm.hand.mirrored(),
            }),
        }
    }
}

impl Mirror for Leg {
    fn mirrored(&self) -> Self {
        let across = |(x, z): (f64, f64)| (x, -z);
        match self {
            Leg::Plant(leg) => Leg::Plant(LegPlant {
                at: across(leg.at),
                yaw: -leg.yaw,
                pole: leg.pole.mirrored(),
                ..*leg
            }),
            Leg::Ik(leg) => Leg::Ik(LegIk {
                ankle: leg.ankle.mirrored(),
                foot_f: leg.foot_f.mirrored(),
                foot_u: leg.foot_u.mirrored(),
                pole: leg.pole.mirrored(),
            }),
            Leg::Kneel(leg) => Leg::Kneel(LegKneel {
                knee: across(leg.knee),
                ankle: across(leg.ankle),
                ..*leg
            }),
            // Abduction and rotation are measured away from the middle already.
            Leg::Fk(leg) => Leg::Fk(leg.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pose_sets;
    use super::*;

    #[test]
    fn a_limb_mirrored_twice_is_the_same_limb() {
        for set in pose_sets::ids().filter_map(pose_sets::get) {
            for key in &set.keys {
                for arm in [&key.pose.arms.right, &key.pose.arms.left] {
                    assert_eq!(arm.mirrored().mirrored(), *arm);
                }
                for leg in [&key.pose.legs.right, &key.pose.legs.left] {
                    assert_eq!(leg.mirrored().mirrored(), *leg);
                }
            }
        }
    }
}
