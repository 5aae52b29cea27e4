//! The file format of a pose set: camera, things in the room, and the key poses of one exercise.

use std::collections::BTreeMap;
use std::fmt;

use ron::extensions::Extensions;
use serde::Deserialize;

use super::math::V3;
use super::palette::PropColour;
use super::pose::Pose;
use super::sides::{Mirror, Side};

/// Everything needed to draw one exercise at any moment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseSet {
    /// What the movement is called.
    pub title: String,
    /// From where it is seen.
    pub camera: View,
    /// Shoes, or bare feet.
    #[serde(default = "yes")]
    pub shoes: bool,
    /// Metres added to the depth of a part, to settle which of two is in front. The same for all keys, so nothing pops.
    #[serde(default)]
    pub depth_bias: BTreeMap<Part, f64>,
    /// Whether the neck is painted before or after the shirt.
    #[serde(default)]
    pub neck: NeckOrder,
    /// Whether the view shows a floor (a bust view does not).
    #[serde(default = "yes")]
    pub floor: bool,
    /// How far behind the middle of the view the wall stands, metres.
    #[serde(default = "usual_horizon")]
    pub horizon_depth: f64,
    /// Height of what receives the contact shadow, metres.
    #[serde(default)]
    pub shadow_y: f64,
    /// Place of a wall that receives a contact shadow, metres along x.
    #[serde(default)]
    pub wall_shadow_x: Option<f64>,
    /// Set when the keys are one endless cycle, such as walking.
    #[serde(default)]
    pub cycle: Option<Cycle>,
    /// How the other side of the body is shown.
    #[serde(default)]
    pub other_side: OtherSide,
    /// Things painted behind the figure, in order.
    #[serde(default)]
    pub props: Vec<Prop>,
    /// The key poses, in order.
    pub keys: Vec<Key>,
}

fn yes() -> bool {
    true
}

fn usual_horizon() -> f64 {
    0.95
}

/// A parallel view of the room.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// 0 from the side, figure facing right; 90 from the front; -90 from behind. Degrees.
    pub yaw: f64,
    /// Above 0 looks down. Degrees.
    pub pitch: f64,
    /// The place in the middle of the picture, metres.
    pub centre: V3,
    /// How much the square shows, metres.
    pub span: f64,
    /// Height of `centre` in the square, 0 top to 1 bottom.
    #[serde(default = "half")]
    pub cy: f64,
}

fn half() -> f64 {
    0.5
}

/// How long one endless cycle takes.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycle {
    /// Seconds.
    pub period: f64,
}

/// When the neck is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeckOrder {
    /// As the collar faces.
    #[default]
    Auto,
    /// Always after the shirt.
    Front,
}

/// How a pose set is shown for the other side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherSide {
    /// The body is mirrored, the view stays: the figure faces the same way and uses its other side.
    #[default]
    SameView,
    /// The whole picture is mirrored, because the movement would be hidden behind the body or a thing.
    MirroredView,
}

/// A part of the body that is painted as one.
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

impl Mirror for Part {
    fn mirrored(&self) -> Self {
        match self {
            Part::Pelvis | Part::Torso | Part::Neck | Part::Head => *self,
            Part::UpperArmR => Part::UpperArmL,
            Part::UpperArmL => Part::UpperArmR,
            Part::ForearmR => Part::ForearmL,
            Part::ForearmL => Part::ForearmR,
            Part::ThighR => Part::ThighL,
            Part::ThighL => Part::ThighR,
            Part::ShankR => Part::ShankL,
            Part::ShankL => Part::ShankR,
        }
    }
}

/// A place of the skeleton, to which a glow belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joint {
    /// Middle between the hips.
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

impl Mirror for Joint {
    fn mirrored(&self) -> Self {
        match self {
            Joint::Pelvis
            | Joint::S0
            | Joint::S1
            | Joint::S2
            | Joint::S3
            | Joint::C7
            | Joint::N1
            | Joint::Head => *self,
            Joint::ShoulderR => Joint::ShoulderL,
            Joint::ShoulderL => Joint::ShoulderR,
            Joint::ElbowR => Joint::ElbowL,
            Joint::ElbowL => Joint::ElbowR,
            Joint::WristR => Joint::WristL,
            Joint::WristL => Joint::WristR,
            Joint::HipR => Joint::HipL,
            Joint::HipL => Joint::HipR,
            Joint::KneeR => Joint::KneeL,
            Joint::KneeL => Joint::KneeR,
            Joint::AnkleR => Joint::AnkleL,
            Joint::AnkleL => Joint::AnkleR,
        }
    }
}

/// A key pose and what belongs to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// What the person does here.
    pub label: String,
    /// Travel time to reach this key.
    pub seconds: f64,
    /// Only passed through: no hold, no label, no ghost.
    #[serde(default)]
    pub hidden: bool,
    /// Whether the previous visible key shows behind this one.
    #[serde(default = "yes")]
    pub ghost: bool,
    /// When each planted foot travels on the way to this key, as fractions of the way.
    #[serde(default)]
    pub step: Option<Step>,
    /// The pose.
    pub pose: Pose,
    /// Where the body works.
    #[serde(default)]
    pub glow: Vec<Glow>,
    /// Which way it moves.
    #[serde(default)]
    pub arrows: Vec<Arrow>,
}

/// Windows of time (0 to 1) in which the feet travel.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Right foot: from, to.
    pub right: (f64, f64),
    /// Left foot: from, to.
    pub left: (f64, f64),
}

/// A warm ellipse on the body.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glow {
    /// The joint it belongs to.
    pub at: Joint,
    /// Another joint, and how far towards it (0 to 1).
    #[serde(default)]
    pub towards: Option<(Joint, f64)>,
    /// Offset in the joint's frame, fractions of body height.
    #[serde(default)]
    pub off: V3,
    /// Radii on screen, fractions of body height.
    pub radii: (f64, f64),
    /// Turn on screen, degrees clockwise.
    #[serde(default)]
    pub rot: f64,
    /// The parts it shows on.
    pub on: Vec<Part>,
}

/// A curved arrow in the room.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// Start, control point and tip, metres.
    pub points: (V3, V3, V3),
    /// Width of the shaft, metres.
    #[serde(default = "usual_width")]
    pub width: f64,
    /// Length of the head, metres.
    #[serde(default = "usual_head")]
    pub head: f64,
    /// A head at both ends.
    #[serde(default)]
    pub double: bool,
}

fn usual_width() -> f64 {
    0.020
}

fn usual_head() -> f64 {
    0.062
}

/// A thing in the room. Lengths are metres.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Prop {
    /// A block with rounded edges.
    Box {
        /// From and to, forward.
        x: (f64, f64),
        /// From and to, up.
        y: (f64, f64),
        /// From and to, right.
        z: (f64, f64),
        /// Radius of the edges.
        edge: f64,
        /// Colours of the top, of the sides, and of the end faces along x.
        colours: (PropColour, PropColour, PropColour),
    },
    /// A straight rod.
    Rod {
        /// One end.
        from: V3,
        /// The other end.
        to: V3,
        /// Radius.
        radius: f64,
        /// Colour.
        colour: PropColour,
    },
    /// A roller lying along z, with a ring and a hole in its end.
    Cylinder {
        /// Middle.
        centre: V3,
        /// Radius.
        radius: f64,
        /// Half its length.
        half_length: f64,
        /// Colours of the end, of the ring in it, and of the side.
        colours: (PropColour, PropColour, PropColour),
    },
    /// A flat convex surface.
    Quad {
        /// Its corners in order.
        corners: Vec<V3>,
        /// Colour.
        colour: PropColour,
    },
    /// An ellipsoid along the axes of the room.
    Ellipsoid {
        /// Middle.
        centre: V3,
        /// Radii.
        radii: V3,
        /// Colour.
        colour: PropColour,
    },
    /// The convex hull of ellipsoids.
    Hull {
        /// Middle and radii of each.
        of: Vec<(V3, V3)>,
        /// Colour.
        colour: PropColour,
    },
}

/// Why a pose set cannot be used, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line in the text, from 1.
    pub line: usize,
    /// Which field, and what to write instead.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for Problem {}

impl PoseSet {
    /// Reads a pose set from its text.
    ///
    /// # Errors
    /// The first field that is missing, unknown or out of range, with its line.
    pub fn parse(text: &str) -> Result<PoseSet, Problem> {
        let options = ron::Options::default().with_default_extension(
            Extensions::IMPLICIT_SOME | Extensions::UNWRAP_VARIANT_NEWTYPES,
        );
        let set: PoseSet = options.from_str(text).map_err(|error| Problem {
            line: error.span.start.line,
            what: error.code.to_string(),
        })?;
        set.check(text)?;
        Ok(set)
    }

    /// What the types cannot say: ranges, and numbers that are numbers.
    fn check(&self, text: &str) -> Result<(), Problem> {
        let line_of = |word: &str, nth: usize| {
            text.lines()
                .enumerate()
                .filter(|(_, line)| line.trim_start().starts_with(word))
                .nth(nth)
                .map_or(1, |(i, _)| i + 1)
        };
        let refuse = |word: &str, nth: usize, what: String| {
            Err(Problem {
                line: line_of(word, nth),
                what,
            })
        };
        if let Some(i) = text.lines().position(|line| not_a_number(line)) {
            return Err(Problem {
                line: i + 1,
                what: "`inf` and `NaN` are no lengths or angles: write a number".to_owned(),
            });
        }
        if self.camera.span <= 0.0 {
            return refuse("camera", 0, "camera.span must be above 0 metres".to_owned());
        }
        if self.keys.is_empty() {
            return refuse("keys", 0, "keys must hold at least one pose".to_owned());
        }
        if let Some(cycle) = self.cycle {
            if cycle.period <= 0.0 {
                return refuse(
                    "cycle",
                    0,
                    "cycle.period must be above 0 seconds".to_owned(),
                );
            }
        }
        for (i, key) in self.keys.iter().enumerate() {
            if key.seconds < 0.0 {
                return refuse(
                    "seconds",
                    i,
                    format!("keys[{i}].seconds must not be below 0"),
                );
            }
            if let Some(step) = key.step {
                for (from, to) in [step.right, step.left] {
                    if !(0.0 <= from && from < to && to <= 1.0) {
                        return refuse(
                            "label",
                            i,
                            format!(
                                "keys[{i}].step must go from a smaller to a larger fraction of 0 to 1"
                            ),
                        );
                    }
                }
            }
        }
        Ok(())
    }

    /// The keys with a picture and a hold of their own.
    pub fn visible_keys(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.keys.len()).filter(|&i| !self.keys[i].hidden)
    }

    /// The visible key before `key`, if any.
    pub fn previous_visible(&self, key: usize) -> Option<usize> {
        (0..key.min(self.keys.len())).rfind(|&i| !self.keys[i].hidden)
    }
}

/// Whether a line holds one of the words RON reads as a number without size.
fn not_a_number(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let outside_strings = code.split('"').step_by(2);
    outside_strings
        .flat_map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .any(|word| word == "inf" || word == "NaN")
}

impl Mirror for Step {
    fn mirrored(&self) -> Self {
        Step {
            right: self.left,
            left: self.right,
        }
    }
}

impl Step {
    /// The window of one foot.
    pub fn window(&self, side: Side) -> (f64, f64) {
        match side {
            Side::Right => self.right,
            Side::Left => self.left,
        }
    }
}

impl Mirror for Glow {
    fn mirrored(&self) -> Self {
        Glow {
            at: self.at.mirrored(),
            towards: self.towards.map(|(joint, t)| (joint.mirrored(), t)),
            off: self.off.mirrored(),
            on: self.on.iter().map(Part::mirrored).collect(),
            ..*self
        }
    }
}

impl Mirror for Arrow {
    fn mirrored(&self) -> Self {
        let (a, b, c) = self.points;
        Arrow {
            points: (a.mirrored(), b.mirrored(), c.mirrored()),
            ..*self
        }
    }
}

impl Mirror for Prop {
    fn mirrored(&self) -> Self {
        let mut prop = self.clone();
        match &mut prop {
            Prop::Box { z, .. } => *z = (-z.1, -z.0),
            Prop::Rod { from, to, .. } => {
                *from = from.mirrored();
                *to = to.mirrored();
            }
            Prop::Cylinder { centre, .. } | Prop::Ellipsoid { centre, .. } => {
                *centre = centre.mirrored();
            }
            Prop::Quad { corners, .. } => {
                for corner in corners {
                    *corner = corner.mirrored();
                }
            }
            Prop::Hull { of, .. } => {
                for (centre, _) in of {
                    *centre = centre.mirrored();
                }
            }
        }
        prop
    }
}

impl Mirror for Key {
    fn mirrored(&self) -> Self {
        Key {
            label: self.label.clone(),
            step: self.step.map(|step| step.mirrored()),
            pose: self.pose.mirrored(),
            glow: self.glow.iter().map(Glow::mirrored).collect(),
            arrows: self.arrows.iter().map(Arrow::mirrored).collect(),
            ..*self
        }
    }
}
