//! Things in the room, as pose files write them.

use serde::Deserialize;

use super::math::V3;
use super::palette::PropColour;

/// A thing in the room. Lengths are in metres.
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
    /// An ellipsoid aligned with the room's axes.
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
