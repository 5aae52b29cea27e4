//! The warm spot where the body works: nested ellipses clipped to the parts they are on.

use super::camera::Camera;
use super::convex::{P2, Shapes, Workbench};
use super::display::DisplayList;
use super::palette::Palette;
use super::parts::Part;
use super::pose_set::Glow;
use super::skeleton::{HEIGHT, Skeleton};
use super::sketch::Group;

const LEVELS: usize = 18;
const CORNERS: usize = 28;
const STRONGEST: f32 = 0.85;

/// One glow, placed on the picture.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    on: &'a [Part],
    /// From the outermost ellipse to the innermost.
    ellipses: Shapes,
    strength: f32,
}

impl<'a> Spot<'a> {
    /// Places a glow on a solved body.
    pub fn new(glow: &'a Glow, strength: f32, skeleton: &Skeleton, camera: &Camera) -> Spot<'a> {
        let joint = skeleton.joint(glow.at);
        let anchor = match glow.towards {
            Some((other, t)) => joint.lerp(skeleton.joint(other), t) + glow.off * HEIGHT,
            None => joint + skeleton.joint_frame(glow.at) * (glow.off * HEIGHT),
        };
        let centre = camera.project(anchor);
        let on_screen = |radius: f64| (radius * HEIGHT * camera.scale) as f32;
        let (rx, ry) = (on_screen(glow.radii.0), on_screen(glow.radii.1));
        let (sin, cos) = (camera.handedness() * glow.rot.to_radians() as f32).sin_cos();
        let mut bench = Workbench::default();
        let mut ellipses = Shapes::default();
        for level in 0..LEVELS {
            let size = 1.0 - level as f32 / LEVELS as f32;
            let mut corners: Vec<P2> = (0..CORNERS)
                .map(|i| {
                    let angle = i as f32 * std::f32::consts::TAU / CORNERS as f32;
                    let (x, y) = (rx * size * angle.cos(), ry * size * angle.sin());
                    [centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos]
                })
                .collect();
            if let Some(ellipse) = bench.hull_of_points(&mut corners) {
                ellipses.push(ellipse);
            }
        }
        Spot {
            on: &glow.on,
            ellipses,
            strength,
        }
    }

    /// Paints the part of the spot that falls on this body part, if it belongs there.
    pub fn paint(
        &self,
        group: &Group,
        palette: &Palette,
        bench: &mut Workbench,
        list: &mut DisplayList,
    ) {
        if !self.on.contains(&group.part) {
            return;
        }
        for level in 0..self.ellipses.len() {
            let inward = level as f32 / LEVELS as f32;
            let smooth = inward * inward * (3.0 - 2.0 * inward);
            let amount = (STRONGEST * smooth + 0.02) * self.strength;
            let bounds = self.ellipses.bounds(level);
            for (shape, paint) in group.paints.iter().enumerate() {
                if bounds.apart(&group.shapes.bounds(shape)) {
                    continue;
                }
                let both = bench.intersect(self.ellipses.get(level), group.shapes.get(shape));
                if let Some(both) = both {
                    let colour = paint.colour.mix(palette.glow, amount);
                    list.push(both.corners(), colour.opaque());
                }
            }
        }
    }
}
