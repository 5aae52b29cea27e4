//! The volumes of the body, part by part: chains and hulls of ellipsoids around the solved bones.

mod foot;
mod hair;
mod hand;
mod head;
mod limbs;
mod torso;

pub(super) use hand::fingertip;

use super::camera::Camera;
use super::ellipsoid::Ellipsoid;
use super::math::{V3, smoothstep, v3};
use super::palette::Material;
use super::parts::Part;
use super::sides::Side;
use super::skeleton::{HEIGHT, Skeleton};
use super::sketch::{Group, Look, Paint, Pencil};

/// The parts of a body, in no particular depth order, and which way the collar faces.
#[derive(Debug)]
pub(super) struct Body {
    pub groups: Vec<Group>,
    pub neck: Group,
    /// How much the collar faces the viewer, -1 to 1.
    pub collar_facing: f64,
}

/// Builds all parts.
pub(super) fn build(skeleton: &Skeleton, camera: &Camera, look: &Look<'_>) -> Body {
    let mut builder = Builder {
        skeleton,
        look,
        pencil: Pencil::new(camera),
    };
    let mut groups = vec![builder.pelvis(), builder.torso()];
    let (neck, collar_facing) = builder.neck();
    groups.push(builder.head());
    for side in Side::BOTH {
        groups.push(builder.upper_arm(side));
        groups.push(builder.forearm(side));
    }
    for side in Side::BOTH {
        groups.push(builder.thigh(side));
        groups.push(builder.shank(side));
    }
    Body {
        groups,
        neck,
        collar_facing,
    }
}

/// The ellipsoids of every part as built for one view: what the checks measure.
#[cfg(test)]
pub(super) fn volumes(
    skeleton: &Skeleton,
    camera: &Camera,
    look: &Look<'_>,
) -> std::collections::BTreeMap<Part, Vec<Ellipsoid>> {
    let mut builder = Builder {
        skeleton,
        look,
        pencil: Pencil::new(camera),
    };
    let mut volumes = std::collections::BTreeMap::new();
    let mut build = |make: &dyn Fn(&mut Builder<'_>) -> Group| {
        let part = make(&mut builder).part;
        volumes.insert(part, std::mem::take(&mut builder.pencil.traced));
    };
    build(&|b| b.pelvis());
    build(&|b| b.torso());
    build(&|b| b.neck().0);
    build(&|b| b.head());
    for side in Side::BOTH {
        build(&|b| b.upper_arm(side));
        build(&|b| b.forearm(side));
        build(&|b| b.thigh(side));
        build(&|b| b.shank(side));
    }
    volumes
}

struct Builder<'a> {
    skeleton: &'a Skeleton,
    look: &'a Look<'a>,
    pencil: Pencil<'a>,
}

impl Builder<'_> {
    fn depth(&self, p: V3) -> f64 {
        self.pencil.camera.depth(p)
    }

    fn skin(&self) -> Paint {
        Paint::new(self.look.palette.skin, Material::Skin)
    }

    /// The colour of something on a limb, paler where the limb is behind the trunk.
    fn tinted(&self, paint: Paint, trunk: V3, root: V3) -> Paint {
        let k = smoothstep(0.03, 0.16, self.depth(trunk) - self.depth(root)) as f32;
        match paint.material {
            Material::Skin => paint.mixed(self.look.palette.skin_shade, 0.62 * k),
            Material::Hair
            | Material::Shirt
            | Material::Trousers
            | Material::Shoe
            | Material::Sole
            | Material::Feature => paint.mixed(self.look.palette.occlusion, 0.36 * k),
        }
    }

    fn arm_paint(&self, colour: Paint, side: Side) -> Paint {
        let shoulder = self.skeleton.arms[side].shoulder;
        self.tinted(colour, self.skeleton.trunk.c7(), shoulder)
    }

    fn leg_paint(&self, colour: Paint, side: Side) -> Paint {
        let hip = self.skeleton.legs[side].hip;
        self.tinted(colour, self.skeleton.trunk.pelvis, hip)
    }

    fn new_group(&self, part: Part, depth: f64) -> Group {
        Group::new(part, depth)
    }
}

/// Radii or offsets in metres, from fractions of body height.
fn measure(x: f64, y: f64, z: f64) -> V3 {
    v3(x, y, z) * HEIGHT
}

/// Every `step`-th ellipsoid of a chain, and the last.
///
/// A chain's ellipsoids overlap several times over. Filling needs fewer, and each one costs a polygon in every line
/// and glow on it.
fn thinned(chain: &[Ellipsoid], step: usize) -> Vec<Ellipsoid> {
    let last = chain.len().saturating_sub(1);
    chain
        .iter()
        .enumerate()
        .filter(|(i, _)| i % step == 0 || *i == last)
        .map(|(_, ellipsoid)| *ellipsoid)
        .collect()
}
