//! A pose: what the body intends (places to reach, directions, angles), before it is solved.
//!
//! Angles are degrees, places metres, unless a field says otherwise.

use serde::Deserialize;

use super::math::{V3, v3};
use super::sides::{Mirror, Sides};

/// One intention of the whole body.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pose {
    /// Where the pelvis is and how it is turned.
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

/// Place and turn of the pelvis: the root of the body.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pelvis {
    /// Middle between the hip joints.
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

/// A shoulder blade, added to what follows from the arm by itself.
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
    /// The wrist goes to a place.
    Ik {
        /// The place: metres, or fractions of body height where `rel` says so.
        wrist: V3,
        /// What `wrist` is measured from.
        #[serde(default)]
        rel: Rel,
        /// Direction the elbow points to.
        pole: V3,
        /// Way of the hand between the previous key and this one, as a direction from the shoulder.
        #[serde(default)]
        swing: Option<V3>,
        /// The hand.
        #[serde(default)]
        hand: Hand,
    },
    /// The arm points in a direction.
    Dir {
        /// From the shoulder.
        dir: V3,
        /// Fraction of the arm's length.
        #[serde(default = "almost_straight")]
        reach: f64,
        /// Direction the elbow points to.
        pole: V3,
        /// The hand.
        #[serde(default)]
        hand: Hand,
    },
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
    /// The head pivot, in the head's frame, fractions of body height.
    Head,
    /// The pelvis, in its frame, fractions of body height.
    Pelvis,
    /// The top of the spine, in the chest's frame, fractions of body height.
    Thor,
    /// The top of the spine, in the room's directions, fractions of body height.
    C7,
}

/// How a hand is held.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hand {
    /// Where the fingers point; without it, along the forearm.
    pub fingers: Option<V3>,
    /// Where the palm looks; without it, inwards.
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
    Plant {
        /// Place of the ankle over the floor: x and z.
        at: (f64, f64),
        /// Height of what the foot stands on.
        #[serde(default)]
        y: f64,
        /// Turn of the foot to the left.
        #[serde(default)]
        yaw: f64,
        /// Raise of the heel.
        #[serde(default)]
        pitch: f64,
        /// Bend of the toes; without it they stay flat, as far as the heel is raised.
        #[serde(default)]
        toe: Option<f64>,
        /// Direction the knee points to.
        pole: V3,
    },
    /// The ankle goes to a place.
    Ik {
        /// The place.
        ankle: V3,
        /// Where the toes point.
        foot_f: V3,
        /// From the sole to the ankle.
        foot_u: V3,
        /// Direction the knee points to.
        pole: V3,
    },
    /// The knee and the shank rest on something.
    Kneel {
        /// Place of the knee: x and z.
        knee: (f64, f64),
        /// Height of the knee joint.
        ky: f64,
        /// Place of the ankle: x and z.
        ankle: (f64, f64),
        /// Height of the ankle joint.
        ay: f64,
        /// Stretch of the foot.
        pf: f64,
    },
    /// Joint by joint from the pelvis.
    Fk {
        /// Flexion, abduction and rotation of the hip.
        hip: (f64, f64, f64),
        /// Bend of the knee.
        knee: f64,
        /// Stretch of the foot.
        pf: f64,
    },
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
        Sides::symmetric(Arm::Dir {
            dir: v3(0.05, -1.0, 0.12),
            reach: almost_straight(),
            pole: v3(-1.0, 0.0, 0.3),
            hand: Hand::default(),
        })
    }
}

impl Default for Sides<Leg> {
    fn default() -> Self {
        Sides::symmetric(Leg::Plant {
            at: (0.0, 0.095),
            y: 0.0,
            yaw: -6.0,
            pitch: 0.0,
            toe: None,
            pole: v3(1.0, 0.0, 0.1),
        })
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
            Arm::Ik {
                wrist,
                rel,
                pole,
                swing,
                hand,
            } => Arm::Ik {
                wrist: wrist.mirrored(),
                rel: *rel,
                pole: pole.mirrored(),
                swing: swing.mirrored(),
                hand: hand.mirrored(),
            },
            Arm::Dir {
                dir,
                reach,
                pole,
                hand,
            } => Arm::Dir {
                dir: dir.mirrored(),
                reach: *reach,
                pole: pole.mirrored(),
                hand: hand.mirrored(),
            },
        }
    }
}

impl Mirror for Leg {
    fn mirrored(&self) -> Self {
        match *self {
            Leg::Plant {
                at,
                y,
                yaw,
                pitch,
                toe,
                pole,
            } => Leg::Plant {
                at: (at.0, -at.1),
                y,
                yaw: -yaw,
                pitch,
                toe,
                pole: pole.mirrored(),
            },
            Leg::Ik {
                ankle,
                foot_f,
                foot_u,
                pole,
            } => Leg::Ik {
                ankle: ankle.mirrored(),
                foot_f: foot_f.mirrored(),
                foot_u: foot_u.mirrored(),
                pole: pole.mirrored(),
            },
            Leg::Kneel {
                knee,
                ky,
                ankle,
                ay,
                pf,
            } => Leg::Kneel {
                knee: (knee.0, -knee.1),
                ky,
                ankle: (ankle.0, -ankle.1),
                ay,
                pf,
            },
            // Abduction and rotation are already measured away from the middle.
            Leg::Fk { hip, knee, pf } => Leg::Fk { hip, knee, pf },
        }
    }
}

impl Mirror for Pose {
    fn mirrored(&self) -> Self {
        Pose {
            pelvis: Pelvis {
                at: self.pelvis.at.mirrored(),
                yaw: -self.pelvis.yaw,
                pitch: self.pelvis.pitch,
                roll: -self.pelvis.roll,
            },
            spine: Spine {
                side: -self.spine.side,
                twist: -self.spine.twist,
                ..self.spine
            },
            neck: Neck {
                side: -self.neck.side,
                twist: -self.neck.twist,
                ..self.neck
            },
            head: Head {
                side: -self.head.side,
                turn: -self.head.turn,
                ..self.head
            },
            scapulae: self.scapulae.mirrored(),
            arms: self.arms.mirrored(),
            legs: self.legs.mirrored(),
        }
    }
}
