//! Hair: caps cut from one ellipsoid around the skull.

use std::f64::consts::TAU;

use super::super::convex::P2;
use super::super::ellipsoid::Ellipsoid;
use super::super::math::{V3, frame_from, v3};
use super::super::skeleton::HEIGHT;
use super::super::sketch::{Group, Paint, Pencil};

/// A cap: the part of the unit sphere beyond a plane, given by the plane's normal and its distance.
#[derive(Debug, Clone, Copy)]
struct Cap {
    normal: V3,
    distance: f64,
}

/// Crown, back, the slope between them, and the temples.
const CAPS: [Cap; 5] = [
    Cap {
        normal: v3(-0.42, 0.90, 0.0),
        distance: 0.27,
    },
    Cap {
        normal: v3(-0.97, -0.10, 0.0),
        distance: 0.20,
    },
    Cap {
        normal: v3(-0.80, 0.45, 0.0),
        distance: 0.10,
    },
    Cap {
        normal: v3(-0.30, 0.62, 0.72),
        distance: 0.60,
    },
    Cap {
        normal: v3(-0.30, 0.62, -0.72),
        distance: 0.60,
    },
];
/// Corners of a full rim or silhouette.
const RING: usize = 36;
/// Corners along each edge of a crescent.
const CRESCENT: usize = 16;
/// Height above the head's pivot, in fractions of body height; a crescent below it is behind the jaw.
const EAR_LOBE: f64 = 0.010;

/// The hair of a head.
#[derive(Debug)]
pub(super) struct Hair {
    ellipsoid: Ellipsoid,
}

impl Hair {
    pub fn new(ellipsoid: Ellipsoid) -> Hair {
        Hair { ellipsoid }
    }

    /// Fills every cap, near and far side: the hair behind the face.
    pub fn whole(&self, pencil: &mut Pencil<'_>, group: &mut Group, paint: Paint) {
        let viewer = self.viewer(pencil);
        for cap in CAPS {
            self.outline(pencil, cap, viewer, false, group, paint);
        }
    }

    /// Fills the visible part of every cap: the hair in front of the face.
    pub fn visible(&self, pencil: &mut Pencil<'_>, group: &mut Group, paint: Paint) {
        let viewer = self.viewer(pencil);
        for cap in CAPS {
            if cap.normal.unit().dot(viewer) >= 0.0 {
                self.outline(pencil, cap, viewer, true, group, paint);
            } else {
                self.crescent(pencil, cap, viewer, group, paint);
            }
        }
    }

    /// The viewer's direction in unit-sphere space: a surface point `p` faces the viewer where `p · w` is positive.
    fn viewer(&self, pencil: &Pencil<'_>) -> V3 {
        let Ellipsoid { frame, radii, .. } = self.ellipsoid;
        let towards = frame.local(pencil.camera.turn.row(2));
        v3(
            towards.x / radii.x,
            towards.y / radii.y,
            towards.z / radii.z,
        )
        .unit()
    }

    fn project(&self, pencil: &Pencil<'_>, p: V3) -> P2 {
        let Ellipsoid {
            centre,
            radii,
            frame,
        } = self.ellipsoid;
        pencil.camera.project(centre + frame * p.scaled(radii))
    }

    fn outline(
        &self,
        pencil: &mut Pencil<'_>,
        cap: Cap,
        viewer: V3,
        near_only: bool,
        group: &mut Group,
        paint: Paint,
    ) {
        let normal = cap.normal.unit();
        let rim_frame = frame_from(normal, v3(0.31, 0.2, 1.0));
        let rim_radius = (1.0 - cap.distance * cap.distance).sqrt();
        let silhouette_frame = frame_from(viewer, v3(0.31, 1.0, 0.2));
        let mut points = Vec::with_capacity(2 * RING);
        for i in 0..RING {
            let (sin, cos) = (i as f64 * TAU / RING as f64).sin_cos();
            let rim = normal * cap.distance + (rim_frame.x * cos + rim_frame.z * sin) * rim_radius;
            if !near_only || rim.dot(viewer) >= -1e-6 {
                points.push(self.project(pencil, rim));
            }
            let silhouette = silhouette_frame.x * cos + silhouette_frame.z * sin;
            if silhouette.dot(normal) >= cap.distance {
                points.push(self.project(pencil, silhouette));
            }
        }
        group.add(pencil.hull_of_points(points.into_iter()), paint);
    }

    /// The near part of a cap that faces away. It lies between an arc of the silhouette and one of the rim, and isn't
    /// convex.
    fn crescent(
        &self,
        pencil: &mut Pencil<'_>,
        cap: Cap,
        viewer: V3,
        group: &mut Group,
        paint: Paint,
    ) {
        let (normal, d) = (cap.normal.unit(), cap.distance);
        let c = normal.dot(viewer);
        let s = (1.0 - c * c).max(0.0).sqrt();
        if d >= s {
            return;
        }
        let along = (normal - viewer * c).unit();
        let across = viewer.cross(along);
        let silhouette_angle = (d / s).min(1.0).acos();
        let near = (viewer - normal * c).unit();
        let rim_radius = (1.0 - d * d).sqrt();
        let rim_angle = (-c * d / (rim_radius * s)).clamp(-1.0, 1.0).acos();
        let edges: Vec<(V3, V3)> = (0..CRESCENT)
            .map(|i| {
                let q = -1.0 + 2.0 * i as f64 / (CRESCENT - 1) as f64;
                let (sin, cos) = (q * silhouette_angle).sin_cos();
                let outer = along * cos + across * sin;
                let (sin, cos) = (q * rim_angle).sin_cos();
                let inner = normal * d + (near * cos + across * sin) * rim_radius;
                (outer, inner)
            })
            .collect();
        // Pieces overlap by one step so that no seam shows.
        for piece in edges.windows(3) {
            let (outer, inner) = piece[1];
            let height = self.ellipsoid.radii.y / HEIGHT * 0.5 * (outer.y + inner.y) + 0.050;
            if height <= EAR_LOBE && c <= -0.45 {
                continue;
            }
            let mut points = [[0.0; 2]; 6];
            for (i, &(outer, inner)) in piece.iter().enumerate() {
                points[2 * i] = self.project(pencil, outer);
                points[2 * i + 1] = self.project(pencil, inner);
            }
            group.add(pencil.hull_of_points(points.into_iter()), paint);
        }
    }
}
