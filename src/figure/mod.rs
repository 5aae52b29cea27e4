//! Poses a skeleton and turns it into filled polygons (a display list). Pure.
//!
//! Start with [`draw`]: a [`PoseSet`] (one exercise, from a file), a [`Moment`] of it and a [`Scene`] (how to show it)
//! give a [`DisplayList`]. [`motion`] knows the time between the keys, [`svg`] writes a list as a picture.

mod arrow;
mod body;
mod camera;
mod convex;
mod display;
mod ellipsoid;
mod glow;
mod math;
mod mix;
mod occlusion;
mod order;
mod palette;
mod parse;
mod parts;
mod pose;
mod pose_set;
mod prop;
mod props;
mod shade;
mod shadow;
mod sides;
mod skeleton;
mod sketch;
mod stage;
mod words;

#[cfg(test)]
mod checks;

pub mod motion;
pub mod pose_sets;
pub mod raster;
pub mod svg;

pub use display::{DisplayList, Floor, Polygon, Rgba, Stage};
pub use math::V3;
pub use palette::{Colours, Material, Palette, PropColour, Rgb, Theme};
pub use parse::Problem;
pub use pose::Pose;
pub use pose_set::{Cycle, Key, PoseSet};
pub use sides::{Mirror, Side, Sides};

/// Which moment of an exercise to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    /// A key pose, by its index in [`PoseSet::keys`], with its glow, its arrows, and the previous visible key behind
    /// it.
    Key(usize),
    /// On the way from one key to another, in either direction; the way back is the way there reversed.
    Between {
        /// Index of the key being left.
        from: usize,
        /// Index of the key being reached.
        to: usize,
        /// Fraction of the travel time, 0 to 1; easing is applied inside.
        u: f32,
    },
    /// A moment of an endless cycle ([`PoseSet::cycle`]).
    Cycle {
        /// Cycles completed, 0 to 1 and beyond; whole numbers are the first key.
        phase: f32,
    },
}

/// How to show a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Light or dark.
    pub theme: Theme,
    /// Who moves.
    pub character: Character,
    /// Whether a key shows the previous one behind it as a ghost.
    pub ghost: bool,
    /// Strength of the glow, 0 to 1.
    pub glow: f32,
    /// How far the arrows have grown, 0 (none) to 1.
    pub arrows: f32,
    /// Phase of the breath, in breaths: 0.25 is fully in, 0.75 fully out, whole numbers are neutral.
    pub breath: f32,
    /// Draws the other side of the body: the mirror image of everything, the view included, with the light where it
    /// was.
    ///
    /// The figure then faces the other way. That shows every exercise as well as the original does; a mirrored body in
    /// an unchanged view would hide the working side, with its glow, behind the trunk or a bed.
    pub mirrored: bool,
    /// Whether the figure is there; otherwise only the things in the room are drawn.
    pub body: bool,
}

impl Default for Scene {
    fn default() -> Self {
        Scene {
            theme: Theme::Light,
            character: Character::default(),
            ghost: true,
            glow: 1.0,
            arrows: 1.0,
            breath: 0.0,
            mirrored: false,
            body: true,
        }
    }
}

impl Scene {
    /// A scene with everything on, in the given theme.
    pub fn new(theme: Theme) -> Scene {
        Scene {
            theme,
            ..Scene::default()
        }
    }
}

/// The build and colours of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Character {
    /// Width of the shoulders, 1 as in the poses.
    pub shoulder_scale: f64,
    /// Distance between the hip joints, 1 as in the poses.
    pub hip_scale: f64,
    /// A bust under the shirt.
    pub bust: bool,
    /// Hair in a bun, or short.
    pub bun: bool,
    /// Colours that replace the theme's.
    pub colours: Option<Colours>,
}

impl Default for Character {
    fn default() -> Self {
        Character::FIRST
    }
}

impl Character {
    /// The character the poses were made with: bun, green shirt.
    pub const FIRST: Character = Character {
        shoulder_scale: 1.0,
        hip_scale: 1.0,
        bust: true,
        bun: true,
        colours: None,
    };

    /// Broader shoulders, short hair, yellow shirt.
    pub const SECOND: Character = Character {
        shoulder_scale: 1.12,
        hip_scale: 0.96,
        bust: false,
        bun: false,
        colours: Some(palette::SECOND),
    };
}

/// Draws a moment of an exercise.
///
/// An index past the last key draws the last key.
pub fn draw(set: &PoseSet, moment: Moment, scene: &Scene) -> DisplayList {
    stage::compose(set, moment, scene)
}
