//! The parallel projection: from the room to the square of a display list.

use super::convex::P2;
use super::math::{M3, V3};
use super::pose_set::View;

/// A view, ready to project.
#[derive(Debug, Clone, Copy)]
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

    /// The same view seen in a mirror that hangs at the side of the picture.
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

    /// How much a direction looks at the viewer: 1 straight at, -1 straight away.
    pub fn facing(&self, direction: V3) -> f64 {
        self.turn.row(2).dot(direction)
    }

    /// -1 when the picture is seen in a mirror, 1 otherwise: the sense of a turn on the picture.
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
        // Looking down lifts what lies further back by the sine of the pitch.
        (self.cy - (under.y + depth * self.turn.y.z) * self.scale) as f32
    }
}
