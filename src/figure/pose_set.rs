//! A pose set: camera, things in the room, and the key poses of one exercise.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::math::V3;
use super::parts::{Joint, Part};
use super::pose::Pose;
use super::prop::Prop;
use super::sides::Side;

/// Everything needed to draw one exercise at any moment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseSet {
    /// What the movement is called.
    pub title: String,
    /// The viewpoint.
    pub camera: View,
    /// Shoes, or bare feet.
    #[serde(default = "yes")]
    pub shoes: bool,
    /// Metres added to a part's depth, to settle which of two is in front. The same for all keys, so nothing pops.
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
    /// Height of the surface that receives the contact shadow, in metres.
    #[serde(default)]
    pub shadow_y: f64,
    /// Where a wall stands that receives a contact shadow, in metres along x.
    #[serde(default)]
    pub wall_shadow_x: Option<f64>,
    /// Set when the keys are one endless cycle, such as walking.
    #[serde(default)]
    pub cycle: Option<Cycle>,
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
    /// Positive looks down. Degrees.
    pub pitch: f64,
    /// The point in the middle of the picture, in metres.
    pub centre: V3,
    /// How much of the room the square shows, in metres.
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
    /// By which way the collar faces.
    #[default]
    Auto,
    /// Always after the shirt.
    Front,
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
    /// When each planted foot moves on the way to this key, as fractions of the way.
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

/// The time windows (0 to 1) in which the feet move.
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
    /// Rotation on screen, in degrees clockwise.
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

impl PoseSet {
    /// The keys with their own picture and hold.
    pub fn visible_keys(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.keys.len()).filter(|&i| !self.keys[i].hidden)
    }

    /// The visible key before `key`, if any.
    pub fn previous_visible(&self, key: usize) -> Option<usize> {
        (0..key.min(self.keys.len())).rfind(|&i| !self.keys[i].hidden)
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
