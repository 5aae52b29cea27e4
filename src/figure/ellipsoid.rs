//! Ellipsoids, which the body is modelled from, and their outlines in the picture.

use std::sync::LazyLock;

use super::camera::Camera;
use super::convex::{Convex, P2};
use super::math::{M3, V3, v3};

/// A centre, three radii (metres) and the frame they are measured in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ellipsoid {
    pub centre: V3,
    pub radii: V3,
    pub frame: M3,
}

impl Ellipsoid {
    pub fn new(centre: V3, radii: V3, frame: M3) -> Ellipsoid {
        Ellipsoid {
            centre,
            radii,
            frame,
        }
    }

    pub fn sphere(centre: V3, radius: f64) -> Ellipsoid {
        Ellipsoid::new(centre, v3(radius, radius, radius), M3::IDENTITY)
    }

    /// How far it extends from its centre in a direction (a unit vector).
    #[cfg(test)]
    pub fn reach(&self, direction: V3) -> f64 {
        self.frame.local(direction).scaled(self.radii).length()
    }

    /// Its outline as a polygon of `corners` corners (an even number from 8 to 64), grown by `grow` metres all round.
    pub fn outline(&self, camera: &Camera, corners: usize, grow: f64, out: &mut Outline) {
        // Projecting the three half axes gives the 2x2 matrix of the ellipse; its Cholesky factor maps the unit circle
        // onto it and keeps the corners sorted by x.
        let axes = [
            camera.turn * (self.frame.x * self.radii.x),
            camera.turn * (self.frame.y * self.radii.y),
            camera.turn * (self.frame.z * self.radii.z),
        ];
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for axis in axes {
            xx += axis.x * axis.x;
            xy += axis.x * axis.y;
            yy += axis.y * axis.y;
        }
        let a = xx.max(1e-12).sqrt();
        let b = xy / a;
        let c = (yy - b * b).max(1e-12).sqrt();
        let scale = camera.scale;
        let (a, b, c) = ((a * scale) as f32, (b * scale) as f32, (c * scale) as f32);
        let centre = camera.project(self.centre);
        let grow = (grow * scale) as f32;
        let half = &CIRCLE[corners / 2];
        out.upper.clear();
        out.lower.clear();
        if grow == 0.0 {
            for &[cos, sin] in half {
                let (x, level, bulge) = (centre[0] + a * cos, centre[1] - b * cos, c * sin);
                out.upper.push([x, level - bulge]);
                out.lower.push([x, level + bulge]);
            }
            return;
        }
        // Growing moves every corner along the ellipse's normal.
        let (xx, xy, yy) = (a * a, a * b, b * b + c * c);
        let grown = |cos: f32, sin: f32| {
            let (x, y) = (a * cos, b * cos + c * sin);
            let (nx, ny) = (yy * x - xy * y, xx * y - xy * x);
            let k = grow / nx.hypot(ny);
            [centre[0] + x + k * nx, centre[1] - y - k * ny]
        };
        for &[cos, sin] in half {
            out.upper.push(grown(cos, sin));
            out.lower.push(grown(cos, -sin));
        }
    }
}

/// An outline, reused from one ellipsoid to the next.
#[derive(Debug, Default)]
pub(super) struct Outline {
    upper: Vec<P2>,
    lower: Vec<P2>,
}

impl Outline {
    pub fn convex(&self) -> Convex<'_> {
        Convex {
            upper: &self.upper,
            lower: &self.lower,
        }
    }
}

/// Cosine and sine along the upper half of the unit circle, from left to right, by half the number of corners.
static CIRCLE: LazyLock<Vec<Vec<P2>>> = LazyLock::new(|| {
    (0..=32)
        .map(|half| {
            (0..=half)
                .map(|i| {
                    let angle =
                        std::f64::consts::PI * (1.0 - f64::from(i) / f64::from(half.max(1)));
                    [angle.cos() as f32, angle.sin() as f32]
                })
                .collect()
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::super::pose_set::View;
    use super::*;

    fn camera() -> Camera {
        Camera::new(&View {
            yaw: 30.0,
            pitch: 10.0,
            centre: V3::default(),
            span: 2.0,
            cy: 0.5,
        })
    }

    #[test]
    fn a_sphere_is_a_circle_from_anywhere() {
        let mut outline = Outline::default();
        Ellipsoid::sphere(V3::default(), 0.2).outline(&camera(), 24, 0.0, &mut outline);
        for [x, y] in outline.convex().corners() {
            assert!(((x - 0.5).hypot(y - 0.5) - 0.1).abs() < 1e-5);
        }
    }

    #[test]
    fn growing_a_sphere_adds_to_its_radius() {
        let mut outline = Outline::default();
        Ellipsoid::sphere(V3::default(), 0.2).outline(&camera(), 24, 0.02, &mut outline);
        for [x, y] in outline.convex().corners() {
            assert!(((x - 0.5).hypot(y - 0.5) - 0.11).abs() < 1e-5);
        }
    }

    #[test]
    fn reach_is_the_radius_along_an_axis() {
        let e = Ellipsoid::new(V3::default(), v3(0.1, 0.2, 0.3), M3::about_y(0.5));
        assert!((e.reach(v3(0.0, 1.0, 0.0)) - 0.2).abs() < 1e-12);
        assert!((e.reach(e.frame.z) - 0.3).abs() < 1e-12);
    }
}
