//! The parallel projection: from the room to the square of a display list.

use super::convex::P2;
use super::math::{M3, V3};
use super::pose_set::View;

/// A view, ready to project.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Camera {
    /// From room to view: x to the right of the picture, y up, z towards the viewer.
    pub turn: M3,
    /// Squares per metre.
    pub scale: f64,
    centre: V3,
    cy: f64,
}

impl Camera {
    pub fn new(view: &View) -> Camera {
        Camera {
            turn: M3::about_x(view.pitch.to_radians()) * M3::about_y(-view.yaw.to_radians()),
            scale: 1.0 / view.span,
            centre: view.centre,
            cy: view.cy,
        }
    }

    /// The same view in a mirror at the side of the picture.
    pub fn mirrored(self) -> Camera {
        let flip = |v: V3| V3 { x: -v.x, ..v };
        Camera {
            turn: M3 {
                x: flip(self.turn.x),
                y: flip(self.turn.y),
                z: flip(self.turn.z),
            },
            ..self
        }
    }

    fn view(&self, p: V3) -> V3 {
        self.turn * (p - self.centre)
    }

    /// Where a point of the room is in the square.
    pub fn project(&self, p: V3) -> P2 {
        let v = self.view(p);
        [
            (0.5 + v.x * self.scale) as f32,
            (self.cy - v.y * self.scale) as f32,
        ]
    }

    /// How near a point is: larger is nearer to the viewer, metres.
    pub fn depth(&self, p: V3) -> f64 {
        self.view(p).z
    }

    /// How much a direction faces the viewer: 1 straight at, -1 straight away.
    pub fn facing(&self, direction: V3) -> f64 {
        self.turn.row(2).dot(direction)
    }

    /// -1 if the picture is mirrored, 1 otherwise: the sense of a turn on the picture.
    pub fn handedness(&self) -> f32 {
        if self.turn.x.cross(self.turn.y).dot(self.turn.z) < 0.0 {
            -1.0
        } else {
            1.0
        }
    }

    /// Where the wall meets the floor, `depth` metres behind the middle of the view.
    pub fn horizon(&self, depth: f64) -> f32 {
        let under = self.view(V3 {
            y: 0.0,
            ..self.centre
        });
        // Looking down lifts what is further back by the sine of the pitch.
        (self.cy - (under.y + depth * self.turn.y.z) * self.scale) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::super::math::v3;
    use super::*;

    fn camera(yaw: f64) -> Camera {
        Camera::new(&View {
            yaw,
            pitch: 10.0,
            centre: v3(0.0, 1.0, 0.0),
            span: 2.0,
            cy: 0.5,
        })
    }

    #[test]
    fn from_the_side_forward_is_to_the_right_and_the_right_side_is_near() {
        let side = camera(0.0);
        assert!(side.project(v3(0.5, 1.0, 0.0))[0] > 0.7);
        assert!(side.depth(v3(0.0, 1.0, 0.5)) > 0.4);
        assert!(camera(90.0).facing(v3(1.0, 0.0, 0.0)) > 0.9);
    }

    #[test]
    fn a_mirrored_view_swaps_left_and_right_and_nothing_else() {
        let (plain, mirrored) = (camera(25.0), camera(25.0).mirrored());
        let p = v3(0.3, 0.7, -0.2);
        let ([x, y], [mx, my]) = (plain.project(p), mirrored.project(p));
        assert!((x + mx - 1.0).abs() < 1e-6 && y == my);
        assert_eq!(plain.depth(p), mirrored.depth(p));
        assert_eq!(mirrored.mirrored(), plain);
        assert_eq!((plain.handedness(), mirrored.handedness()), (1.0, -1.0));
    }

    #[test]
    fn the_horizon_lies_higher_the_further_back_the_wall_stands() {
        assert!(camera(0.0).horizon(2.0) < camera(0.0).horizon(0.5));
    }
}
