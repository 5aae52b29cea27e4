//! Builds the polygons of one body part: hulls of ellipsoids, their colours, and the halo around the part.

use super::Character;
use super::camera::Camera;
use super::convex::{Convex, P2, Shapes, Workbench};
use super::ellipsoid::{Ellipsoid, Outline};
use super::palette::{Material, Palette, Rgb};
use super::parts::Part;

/// How the body should look, shared by all its parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub palette: &'a Palette,
    pub character: &'a Character,
    pub shoes: bool,
    /// Depth of the chest, 1 at rest.
    pub breath: f64,
    /// Outline only: no face, no shade, no lines.
    pub silhouette: bool,
}

/// A colour and its material.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub colour: Rgb,
    pub material: Material,
}

impl Paint {
    pub fn new(colour: Rgb, material: Material) -> Paint {
        Paint { colour, material }
    }

    pub fn mixed(self, other: Rgb, t: f32) -> Paint {
        Paint {
            colour: self.colour.mix(other, t),
            ..self
        }
    }
}

/// A body part: its polygons in paint order and its depth in the picture.
#[derive(Debug)]
pub(super) struct Group {
    pub part: Part,
    /// Larger is painted later.
    pub depth: f64,
    pub shapes: Shapes,
    pub paints: Vec<Paint>,
    /// The part slightly enlarged: it darkens what the part overlaps.
    pub halo: Shapes,
    /// The other half of the same limb, which the halo spares.
    pub same_limb: Option<Part>,
}

impl Group {
    pub fn new(part: Part, depth: f64) -> Group {
        Group {
            part,
            depth,
            shapes: Shapes::default(),
            paints: Vec::new(),
            halo: Shapes::default(),
            same_limb: None,
        }
    }

    pub fn add(&mut self, convex: Option<Convex<'_>>, paint: Paint) {
        if let Some(convex) = convex {
            self.shapes.push(convex);
            self.paints.push(paint);
        }
    }
}

/// Projects ellipsoids and forms hulls, reusing its scratch space.
#[derive(Debug)]
pub(super) struct Pencil<'a> {
    pub camera: &'a Camera,
    outlines: Shapes,
    outline: Outline,
    bench: Workbench,
    loose: Vec<P2>,
    /// Every ellipsoid at its drawn size, for the checks.
    #[cfg(test)]
    pub traced: Vec<Ellipsoid>,
}

impl<'a> Pencil<'a> {
    pub fn new(camera: &'a Camera) -> Pencil<'a> {
        Pencil {
            camera,
            outlines: Shapes::default(),
            outline: Outline::default(),
            bench: Workbench::default(),
            loose: Vec::new(),
            #[cfg(test)]
            traced: Vec::new(),
        }
    }

    fn trace(&mut self, ellipsoid: &Ellipsoid, corners: usize, grow: f64) {
        #[cfg(test)]
        if grow == 0.0 {
            self.traced.push(*ellipsoid);
        }
        ellipsoid.outline(self.camera, corners, grow, &mut self.outline);
        self.outlines.push(self.outline.convex());
    }

    /// The hull of ellipsoids, each with its number of corners.
    pub fn hull(&mut self, of: &[(&Ellipsoid, usize)]) -> Option<Convex<'_>> {
        self.outlines.clear();
        for (ellipsoid, corners) in of {
            self.trace(ellipsoid, *corners, 0.0);
        }
        let outlines = &self.outlines;
        self.bench
            .hull((0..outlines.len()).map(|i| outlines.get(i)))
    }

    /// The hull of ellipsoids, grown by `grow` metres.
    pub fn grown_hull(&mut self, of: &[(&Ellipsoid, usize)], grow: f64) -> Option<Convex<'_>> {
        self.outlines.clear();
        for (ellipsoid, corners) in of {
            self.trace(ellipsoid, *corners, grow);
        }
        let outlines = &self.outlines;
        self.bench
            .hull((0..outlines.len()).map(|i| outlines.get(i)))
    }

    /// The hull of points of the picture.
    pub fn hull_of_points(&mut self, points: impl Iterator<Item = P2>) -> Option<Convex<'_>> {
        self.loose.clear();
        self.loose.extend(points);
        self.bench.hull_of_points(&mut self.loose)
    }

    /// Fills the hulls of neighbours in a chain; each shares a whole ellipse with the next, so no seam shows.
    pub fn chain(&mut self, chain: &[Ellipsoid], corners: usize, group: &mut Group, paint: Paint) {
        self.outlines.clear();
        for ellipsoid in chain {
            self.trace(ellipsoid, corners, 0.0);
        }
        let outlines = &self.outlines;
        for i in 1..outlines.len() {
            let pair = [outlines.get(i - 1), outlines.get(i)];
            group.add(self.bench.hull(pair.into_iter()), paint);
        }
    }

    /// The halo of a chain; each ellipsoid grows by its own number of metres.
    pub fn halo_chain(&mut self, chain: &[(Ellipsoid, f64)], corners: usize, group: &mut Group) {
        self.outlines.clear();
        for (ellipsoid, grow) in chain {
            self.trace(ellipsoid, corners, *grow);
        }
        let outlines = &self.outlines;
        for i in 1..outlines.len() {
            let pair = [outlines.get(i - 1), outlines.get(i)];
            if let Some(hull) = self.bench.hull(pair.into_iter()) {
                group.halo.push(hull);
            }
        }
    }

    /// Adds the grown hull of ellipsoids to the halo.
    pub fn halo(&mut self, of: &[(&Ellipsoid, usize)], grow: f64, group: &mut Group) {
        if let Some(hull) = self.grown_hull(of, grow) {
            group.halo.push(hull);
        }
    }
}

/// Width of the dark line where one part overlaps another, in metres.
pub(super) const LINE: f64 = 0.0042 * super::skeleton::HEIGHT;
