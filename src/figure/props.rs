//! Things in the room: furniture, walls, mats.

use super::camera::Camera;
use super::display::DisplayList;
use super::ellipsoid::Ellipsoid;
use super::math::{M3, V3, v3};
use super::palette::Palette;
use super::prop::Prop;
use super::sketch::Pencil;

/// Paints one thing.
pub(super) fn paint(prop: &Prop, camera: &Camera, palette: &Palette, list: &mut DisplayList) {
    let mut pencil = Pencil::new(camera);
    match prop {
        Prop::Box {
            x,
            y,
            z,
            edge,
            colours: (top, sides, ends),
        } => {
            let thickness = (x.1 - x.0).min(y.1 - y.0).min(z.1 - z.0);
            let r = edge.min(thickness / 2.0 - 0.0005);
            let corner = |i: usize| {
                let end = |bit: usize, (from, to): (f64, f64)| {
                    if i & bit == 0 { from + r } else { to - r }
                };
                Ellipsoid::sphere(v3(end(1, *x), end(2, *y), end(4, *z)), r)
            };
            let mut face = |wanted: &dyn Fn(usize) -> bool, colour| {
                let corners: Vec<Ellipsoid> = (0..8).filter(|&i| wanted(i)).map(corner).collect();
                let outlines: Vec<_> = corners.iter().map(|e| (e, 14)).collect();
                if let Some(hull) = pencil.hull(&outlines) {
                    list.push(hull.corners(), palette.prop(colour).opaque());
                }
            };
            let viewer = camera.turn.row(2);
            face(&|_| true, *sides);
            if viewer.x.abs() > 0.08 {
                face(&|i| (i & 1 != 0) == (viewer.x > 0.0), *ends);
            }
            if viewer.z.abs() > 0.08 {
                face(&|i| (i & 4 != 0) == (viewer.z > 0.0), *sides);
            }
            if viewer.y > 0.01 {
                face(&|i| i & 2 != 0, *top);
            }
        }
        Prop::Rod {
            from,
            to,
            radius,
            colour,
        } => {
            let ends = [from, to].map(|end| Ellipsoid::sphere(*end, *radius));
            if let Some(hull) = pencil.hull(&[(&ends[0], 18), (&ends[1], 18)]) {
                list.push(hull.corners(), palette.prop(*colour).opaque());
            }
        }
        Prop::Cylinder {
            centre,
            radius,
            half_length,
            colours: (end, ring, side),
        } => {
            let disc = |z: f64, k: f64| {
                Ellipsoid::new(
                    *centre + v3(0.0, 0.0, z),
                    v3(radius * k, radius * k, 0.002),
                    M3::IDENTITY,
                )
            };
            let near = half_length
                * if camera.turn.row(2).z > 0.0 {
                    1.0
                } else {
                    -1.0
                };
            let (right, left) = (disc(*half_length, 1.0), disc(-half_length, 1.0));
            if let Some(hull) = pencil.hull(&[(&right, 36), (&left, 36)]) {
                list.push(hull.corners(), palette.prop(*side).opaque());
            }
            for (k, colour) in [(1.0, end), (0.62, ring), (0.30, side)] {
                if let Some(hull) = pencil.hull(&[(&disc(near, k), 36)]) {
                    list.push(hull.corners(), palette.prop(*colour).opaque());
                }
            }
        }
        Prop::Quad { corners, colour } => {
            let points = corners.iter().map(|p| camera.project(*p));
            if let Some(hull) = pencil.hull_of_points(points) {
                list.push(hull.corners(), palette.prop(*colour).opaque());
            }
        }
        Prop::Ellipsoid {
            centre,
            radii,
            colour,
        } => {
            let ellipsoid = Ellipsoid::new(*centre, *radii, M3::IDENTITY);
            if let Some(hull) = pencil.hull(&[(&ellipsoid, 32)]) {
                list.push(hull.corners(), palette.prop(*colour).opaque());
            }
        }
        Prop::Hull { of, colour } => {
            let ellipsoids: Vec<Ellipsoid> = of
                .iter()
                .map(|(centre, radii): &(V3, V3)| Ellipsoid::new(*centre, *radii, M3::IDENTITY))
                .collect();
            let outlines: Vec<_> = ellipsoids.iter().map(|e| (e, 20)).collect();
            if let Some(hull) = pencil.hull(&outlines) {
                list.push(hull.corners(), palette.prop(*colour).opaque());
            }
        }
    }
}
