//! Sets the scene: wall, disc and floor, the things in the room, the figure, and what is painted over it.

use super::camera::Camera;
use super::convex::{Convex, P2, Workbench};
use super::display::{DisplayList, Floor, Stage};
use super::palette::Palette;
use super::pose_set::{OtherSide, PoseSet};
use super::{Moment, Scene};

/// Draws one moment, from the back to the front.
pub(super) fn compose(set: &PoseSet, moment: Moment, scene: &Scene) -> DisplayList {
    let palette = Palette::new(scene.theme, scene.character.colours.as_ref());
    let mut camera = Camera::new(&set.camera);
    if scene.mirrored && set.other_side == OtherSide::MirroredView {
        camera = camera.mirrored();
    }
    let _ = moment;
    let mut list = backdrop(set, &camera, &palette);
    list
}

/// The wall, the disc that frames the figure, and the floor.
fn backdrop(set: &PoseSet, camera: &Camera, palette: &Palette) -> DisplayList {
    let horizon = set.floor.then(|| camera.horizon(set.horizon_depth));
    let mut list = DisplayList::new(Stage {
        wall: palette.stage.opaque(),
        floor: horizon.map(|horizon| Floor {
            horizon,
            colour: palette.floor.opaque(),
            line: palette.line.opaque(),
            line_height: 0.006,
        }),
    });
    let mut points: Vec<P2> = (0..64)
        .map(|i| {
            let angle = i as f32 * std::f32::consts::TAU / 64.0;
            [0.5 + 0.40 * angle.cos(), 0.47 + 0.40 * angle.sin()]
        })
        .collect();
    let (mut bench, mut cutter) = (Workbench::default(), Workbench::default());
    if let Some(disc) = bench.hull_of_points(&mut points) {
        let ground = horizon.unwrap_or(2.0);
        let above = Convex {
            upper: &[[-1.0, -1.0], [2.0, -1.0]],
            lower: &[[-1.0, ground], [2.0, ground]],
        };
        if let Some(visible) = cutter.intersect(disc, above) {
            list.push(visible.corners(), palette.disc.opaque());
        }
    }
    list
}
