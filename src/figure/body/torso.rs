//! Pelvis, shirt and neck.

use std::sync::LazyLock;

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{M3, V3, flex, frame_from, pchip, v3};
use super::super::palette::Material;
use super::super::parts::Part;
use super::super::shade::{Taper, leaf};
use super::super::sides::Side;
use super::super::skeleton::{HEIGHT, SPINE, Trunk};
use super::super::sketch::{Group, LINE, Paint};
use super::{Builder, measure, thinned};

/// Along the spine (0 = s0 to 4 = C7, negative = below, along the pelvis): forward offset, half depth, half width.
const SECTIONS: [[f64; 4]; 9] = [
    [-0.62, -0.002, 0.0650, 0.0965],
    [0.0, 0.005, 0.0600, 0.0870],
    [0.8, 0.007, 0.0540, 0.0745],
    [1.3, 0.008, 0.0545, 0.0735],
    [2.0, 0.012, 0.0610, 0.0805],
    [2.7, 0.014, 0.0680, 0.0890],
    [3.2, 0.011, 0.0650, 0.0880],
    [3.6, 0.006, 0.0520, 0.0780],
    [3.95, 0.002, 0.0370, 0.0560],
];
const SECTION_COUNT: usize = 36;

#[derive(Debug, Clone, Copy)]
struct Section {
    u: f64,
    offset: f64,
    depth: f64,
    width: f64,
    /// Half height, metres.
    height: f64,
}

static SHIRT: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let (hem, collar) = (SECTIONS[0][0], SECTIONS[8][0]);
    (0..SECTION_COUNT)
        .map(|i| {
            let u = hem + (collar - hem) * i as f64 / (SECTION_COUNT - 1) as f64;
            Section {
                u,
                offset: pchip(&SECTIONS, u, 1),
                depth: pchip(&SECTIONS, u, 2),
                width: pchip(&SECTIONS, u, 3),
                // The lowest section is nearly a disc: a flat hem.
                height: ((u - hem) * 0.06 + 0.003).clamp(0.003, 0.030) * HEIGHT,
            }
        })
        .collect()
});

/// The smooth line through the spine, with a frame at every point.
struct SpineLine {
    points: [V3; 5],
    frames: [M3; 5],
    pelvis_frame: M3,
}

impl SpineLine {
    fn new(trunk: &Trunk) -> SpineLine {
        let bones = &trunk.spine_frames;
        SpineLine {
            points: trunk.spine,
            frames: [
                M3::between(trunk.pelvis_frame, bones[0], 0.35),
                M3::between(bones[0], bones[1], 0.5),
                M3::between(bones[1], bones[2], 0.5),
                M3::between(bones[2], bones[3], 0.5),
                trunk.thorax,
            ],
            pelvis_frame: trunk.pelvis_frame,
        }
    }

    fn at(&self, u: f64) -> (V3, M3) {
        let p = &self.points;
        if u < 0.0 {
            let below = self.pelvis_frame.y * (u * SPINE[0] * HEIGHT);
            return (p[0] + below, self.pelvis_frame);
        }
        let i = (u.floor() as usize).min(3);
        let t = u - i as f64;
        let before = if i > 0 { p[i - 1] } else { p[0] * 2.0 - p[1] };
        let after = if i < 3 { p[i + 2] } else { p[4] * 2.0 - p[3] };
        let (p1, p2) = (p[i], p[i + 1]);
        // Catmull-Rom, and its slope.
        let linear = p2 - before;
        let square = before * 2.0 - p1 * 5.0 + p2 * 4.0 - after;
        let cubic = p1 * 3.0 - before - p2 * 3.0 + after;
        let place = (p1 * 2.0 + linear * t + square * (t * t) + cubic * (t * t * t)) * 0.5;
        let slope = (linear + square * (2.0 * t) + cubic * (3.0 * t * t)) * 0.5;
        let blended = M3::between(self.frames[i], self.frames[i + 1], t);
        (place, frame_from(slope, blended.x))
    }

    /// An ellipsoid beside the line, with all measures in fractions of body height.
    fn ellipsoid(&self, u: f64, offset: V3, radii: V3) -> Ellipsoid {
        let (centre, frame) = self.at(u);
        Ellipsoid::new(centre + frame * (offset * HEIGHT), radii * HEIGHT, frame)
    }
}

impl Builder<'_> {
    pub(super) fn pelvis(&mut self) -> Group {
        let trunk = &self.skeleton.trunk;
        let mut group = self.new_group(Part::Pelvis, self.depth(trunk.pelvis) - 0.004);
        let paint = Paint::new(self.look.palette.trousers, Material::Trousers);
        let at = |offset: V3, radii: V3| {
            Ellipsoid::new(
                trunk.pelvis + trunk.pelvis_frame * (offset * HEIGHT),
                radii * HEIGHT,
                trunk.pelvis_frame,
            )
        };
        let chain = [
            at(v3(0.0, -0.030, 0.0), v3(0.046, 0.030, 0.060)),
            at(v3(-0.002, 0.0, 0.0), v3(0.060, 0.040, 0.0905)),
            at(v3(0.002, 0.025, 0.0), v3(0.058, 0.030, 0.0840)),
            at(v3(0.003, 0.045, 0.0), v3(0.053, 0.020, 0.074)),
        ];
        self.pencil.chain(&chain, 28, &mut group, paint);
        for side in Side::BOTH {
            let z = 0.040 * side.sign();
            let glute = at(v3(-0.026, -0.012, z), v3(0.047, 0.050, 0.046));
            let upper = at(v3(-0.018, 0.030, z), v3(0.040, 0.035, 0.040));
            let hull = self.pencil.hull(&[(&glute, 24), (&upper, 24)]);
            group.add(hull, paint);
            let fold = at(v3(-0.020, -0.012, z), v3(0.044, 0.046, 0.046));
            let leg = &self.skeleton.legs[side];
            let thigh = Ellipsoid::sphere(leg.hip.lerp(leg.knee, 0.22), 0.050 * HEIGHT);
            let hull = self.pencil.hull(&[(&fold, 24), (&thigh, 24)]);
            group.add(hull, paint);
        }
        group
    }

    pub(super) fn torso(&mut self) -> Group {
        let trunk = &self.skeleton.trunk;
        let middle = (self.depth(trunk.spine[1]) + self.depth(trunk.spine[3])) / 2.0;
        let mut group = self.new_group(Part::Torso, middle + 0.10);
        let paint = Paint::new(self.look.palette.shirt, Material::Shirt);
        let line = SpineLine::new(trunk);
        let breath = self.look.breath;
        let shoulders = self.look.character.shoulder_scale;
        let sections: Vec<Ellipsoid> = SHIRT
            .iter()
            .map(|s| {
                let (centre, frame) = line.at(s.u);
                let width = s.width * if s.u > 2.2 { shoulders } else { 1.0 };
                Ellipsoid::new(
                    centre + frame.x * (s.offset * HEIGHT * breath),
                    v3(s.depth * HEIGHT * breath, s.height, width * HEIGHT),
                    frame,
                )
            })
            .collect();
        let coarse = thinned(&sections, 3);
        self.pencil.chain(&coarse, 32, &mut group, paint);
        if self.look.character.bust {
            for side in Side::BOTH {
                let z = side.sign();
                let bust = line.ellipsoid(
                    2.55,
                    v3(0.050 * breath, -0.004, 0.036 * z),
                    v3(0.036, 0.036, 0.037),
                );
                let above = line.ellipsoid(
                    3.3,
                    v3(0.030 * breath, 0.0, 0.040 * z),
                    v3(0.030, 0.030, 0.035),
                );
                let below = line.ellipsoid(
                    1.9,
                    v3(0.040 * breath, 0.0, 0.034 * z),
                    v3(0.030, 0.030, 0.034),
                );
                group.add(self.pencil.hull(&[(&bust, 24), (&above, 20)]), paint);
                group.add(self.pencil.hull(&[(&bust, 24), (&below, 20)]), paint);
            }
        }
        for side in Side::BOTH {
            let z = side.sign();
            let arm = &self.skeleton.arms[side];
            let neck_side =
                line.ellipsoid(3.75, v3(0.0, 0.012, 0.030 * z), v3(0.034, 0.026, 0.026));
            let shoulder = Ellipsoid::sphere(
                arm.shoulder + trunk.thorax * measure(0.0, 0.004, -0.006 * z),
                0.0315 * HEIGHT,
            );
            let yoke = self.pencil.hull(&[(&neck_side, 22), (&shoulder, 22)]);
            group.add(yoke, paint);
            let chest = line.ellipsoid(
                3.0,
                v3(0.010 * breath, 0.0, 0.040 * z),
                v3(0.052, 0.035, 0.040),
            );
            let armpit = Ellipsoid::sphere(arm.shoulder.lerp(arm.elbow, 0.10), 0.031 * HEIGHT);
            let web = self.pencil.hull(&[(&chest, 24), (&armpit, 20)]);
            group.add(web, paint);
        }
        if !self.look.silhouette {
            let taper = Taper {
                grow_in: 0.25,
                fade_out: 0.6,
            };
            let shade = paint.mixed(self.look.palette.occlusion, 0.10);
            let inner = &sections[1..SECTION_COUNT - 8];
            leaf(&self.pencil, inner, 0.34, taper, &mut group, shade);
            let every_third: Vec<(Ellipsoid, f64)> = sections[4..SECTION_COUNT - 3]
                .iter()
                .step_by(3)
                .map(|&section| (section, LINE))
                .collect();
            self.pencil.halo_chain(&every_third, 18, &mut group);
        }
        group
    }

    /// The neck, and how much the collar faces the viewer.
    pub(super) fn neck(&mut self) -> (Group, f64) {
        let trunk = &self.skeleton.trunk;
        // Tilted forward: a crew neck from the front, a slanted collar from the side.
        let collar_frame = trunk.thorax * flex(38.0);
        let collar = Ellipsoid::new(
            trunk.c7() + trunk.thorax * measure(0.010, -0.012, 0.0),
            measure(0.036, 0.003, 0.039),
            collar_frame,
        );
        let [lower, upper] = trunk.neck_frames;
        let chain = [
            collar,
            Ellipsoid::new(
                trunk.c7().lerp(trunk.neck, 0.6) + lower.x * (0.008 * HEIGHT),
                measure(0.0315, 0.020, 0.031),
                lower,
            ),
            Ellipsoid::new(
                trunk.head + upper.x * (0.002 * HEIGHT),
                measure(0.030, 0.020, 0.0295),
                upper,
            ),
            Ellipsoid::new(
                trunk.head + trunk.head_frame * measure(0.008, 0.012, 0.0),
                measure(0.030, 0.020, 0.029),
                trunk.head_frame,
            ),
        ];
        let mut group = self.new_group(Part::Neck, 0.0);
        let paint = self.skin().mixed(self.look.palette.skin_shade, 0.35);
        self.pencil.chain(&chain, 24, &mut group, paint);
        (group, self.pencil.camera.facing(collar_frame.y))
    }
}
