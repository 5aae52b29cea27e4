//! Arms and legs: tapering chains along two bones, with sleeves and trouser legs that end flat.

use std::sync::LazyLock;

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{M3, V3, pchip, smoothstep, v3};
use super::super::palette::Material;
use super::super::parts::Part;
use super::super::shade::{Taper, leaf};
use super::super::sides::Side;
use super::super::skeleton::{HEIGHT, SHANK, UPPER_ARM};
use super::super::sketch::{Group, LINE, Paint};
use super::{Builder, thinned};

/// Along the arm (0 shoulder, 1 elbow, 2 wrist): radius, offset towards the inside of the elbow.
const ARM: [[f64; 3]; 11] = [
    [0.0, 0.0285, 0.0],
    [0.12, 0.0320, 0.0],
    [0.28, 0.0330, 0.001],
    [0.5, 0.0295, 0.003],
    [0.8, 0.0250, 0.001],
    [1.0, 0.0235, -0.002],
    [1.18, 0.0255, 0.0015],
    [1.4, 0.0245, 0.002],
    [1.7, 0.0195, 0.001],
    [1.9, 0.0165, 0.0],
    [2.0, 0.0158, 0.0],
];
/// Along the leg (0 hip, 1 knee, 2 ankle): radius, offset towards the front of the knee.
const LEG: [[f64; 3]; 12] = [
    [0.0, 0.0500, -0.004],
    [0.15, 0.0530, -0.002],
    [0.4, 0.0505, 0.004],
    [0.7, 0.0430, 0.005],
    [0.9, 0.0365, 0.003],
    [1.0, 0.0350, 0.002],
    [1.12, 0.0340, -0.002],
    [1.32, 0.0350, -0.0075],
    [1.5, 0.0320, -0.007],
    [1.7, 0.0255, -0.003],
    [1.88, 0.0205, 0.0],
    [2.0, 0.0195, 0.0],
];
const SLEEVE_END: f64 = 0.52;
const TROUSER_END: f64 = 1.90;

/// A place along a limb with its thickness, independent of the pose.
#[derive(Debug, Clone, Copy)]
struct Station {
    t: f64,
    /// Metres.
    radius: f64,
    /// Metres along the bone's x axis.
    offset: f64,
}

fn stations<const N: usize>(
    table: &[[f64; 3]; N],
    from: f64,
    to: f64,
    step: f64,
    extra: f64,
) -> Vec<Station> {
    let count = (((to - from) / step).round() as usize + 1).max(2);
    (0..count)
        .map(|i| {
            let t = from + (to - from) * i as f64 / (count - 1) as f64;
            Station {
                t,
                radius: pchip(table, t, 1) * HEIGHT + extra,
                offset: pchip(table, t, 2) * HEIGHT,
            }
        })
        .collect()
}

/// All chains along the limbs.
struct Stations {
    upper_arm: Vec<Station>,
    sleeve: Vec<Station>,
    upper_arm_halo: Vec<Station>,
    forearm: Vec<Station>,
    thigh: Vec<Station>,
    ankle: Vec<Station>,
    shank: Vec<Station>,
}

static STATIONS: LazyLock<Stations> = LazyLock::new(|| {
    let mut sleeve = stations(&ARM, 0.0, SLEEVE_END, 0.05, 0.0);
    for station in &mut sleeve {
        station.radius += 0.0040 * smoothstep(0.05, 0.40, station.t);
    }
    Stations {
        upper_arm: stations(&ARM, 0.25, 1.0, 0.07, 0.0),
        sleeve,
        upper_arm_halo: stations(&ARM, 0.1, 1.0, 0.1, 0.003),
        forearm: stations(&ARM, 1.0, 1.90, 0.07, 0.0),
        thigh: stations(&LEG, 0.0, 1.04, 0.08, 0.0),
        ankle: stations(&LEG, 1.8, 2.0, 0.05, 0.0),
        shank: stations(&LEG, 0.96, TROUSER_END, 0.07, 0.0015),
    }
});

/// Two bones and the frames along them.
#[derive(Debug, Clone, Copy)]
struct Limb {
    joints: [V3; 3],
    frames: [M3; 2],
}

impl Limb {
    fn at(&self, station: &Station) -> (V3, M3) {
        let t = station.t;
        let ([root, middle, end], [upper, lower]) = (self.joints, self.frames);
        let (place, mut frame) = if t <= 1.0 {
            (root.lerp(middle, t), upper)
        } else {
            (middle.lerp(end, t - 1.0), lower)
        };
        if 0.85 < t && t < 1.15 {
            // Two frames that face opposite ways have no middle to turn through.
            let alike = upper.x.dot(lower.x) + upper.y.dot(lower.y) + upper.z.dot(lower.z);
            if alike > -0.9 {
                frame = M3::between(upper, lower, (t - 0.85) / 0.3);
            }
        }
        (place + frame.x * station.offset, frame)
    }

    fn ellipsoid(&self, station: &Station) -> Ellipsoid {
        let (centre, frame) = self.at(station);
        let r = station.radius;
        Ellipsoid::new(centre, v3(r, r, r), frame)
    }

    fn chain(&self, stations: &[Station]) -> Vec<Ellipsoid> {
        stations.iter().map(|s| self.ellipsoid(s)).collect()
    }

    /// A chain that ends in a disc, the edge of a cuff. `bone` is the length of the bone it ends on.
    fn cuffed_chain(&self, stations: &[Station], end: f64, bone: f64) -> Vec<Ellipsoid> {
        stations
            .iter()
            .map(|s| {
                let mut ellipsoid = self.ellipsoid(s);
                let to_edge = (end - s.t).abs() * bone;
                ellipsoid.radii.y = s.radius.min(to_edge + 0.004);
                ellipsoid
            })
            .collect()
    }
}

impl Builder<'_> {
    fn arm(&self, side: Side) -> Limb {
        let arm = &self.skeleton.arms[side];
        Limb {
            joints: [arm.shoulder, arm.elbow, arm.wrist],
            frames: arm.bones,
        }
    }

    fn leg(&self, side: Side) -> Limb {
        let leg = &self.skeleton.legs[side];
        Limb {
            joints: [leg.hip, leg.knee, leg.ankle],
            frames: leg.bones,
        }
    }

    pub(super) fn upper_arm(&mut self, side: Side) -> Group {
        let limb = self.arm(side);
        let [shoulder, elbow, _] = limb.joints.map(|p| self.depth(p));
        let mut group = self.new_group(Part::upper_arm(side), 0.5 * shoulder + 0.5 * elbow + 0.03);
        group.same_limb = Some(Part::forearm(side));
        let skin = self.arm_paint(self.skin(), side);
        let shirt = Paint::new(self.look.palette.shirt, Material::Shirt);
        let sleeve = self.arm_paint(shirt, side);
        self.pencil.chain(
            &thinned(&limb.chain(&STATIONS.upper_arm), 2),
            20,
            &mut group,
            skin,
        );
        let cuffed = limb.cuffed_chain(&STATIONS.sleeve, SLEEVE_END, UPPER_ARM * HEIGHT);
        self.pencil
            .chain(&thinned(&cuffed, 2), 20, &mut group, sleeve);
        if !self.look.silhouette {
            // The halo fades towards the shoulder, where arm and trunk merge.
            let halo: Vec<(Ellipsoid, f64)> = STATIONS
                .upper_arm_halo
                .iter()
                .map(|s| {
                    let inset = if s.t < 0.3 { 0.004 } else { 0.0 };
                    let grow = LINE * smoothstep(0.15, 0.60, s.t) - inset;
                    (limb.ellipsoid(s), grow)
                })
                .collect();
            self.pencil.halo_chain(&halo, 16, &mut group);
        }
        group
    }

    pub(super) fn forearm(&mut self, side: Side) -> Group {
        let limb = self.arm(side);
        let [_, elbow, wrist] = limb.joints.map(|p| self.depth(p));
        let mut group = self.new_group(Part::forearm(side), 0.45 * elbow + 0.55 * wrist + 0.035);
        group.same_limb = Some(Part::upper_arm(side));
        let skin = self.arm_paint(self.skin(), side);
        self.pencil.chain(
            &thinned(&limb.chain(&STATIONS.forearm), 2),
            20,
            &mut group,
            skin,
        );
        if !self.look.silhouette {
            let halo: Vec<(Ellipsoid, f64)> = STATIONS
                .forearm
                .iter()
                .step_by(2)
                .chain(STATIONS.forearm.last())
                .map(|s| (limb.ellipsoid(s), LINE * smoothstep(1.1, 1.5, s.t)))
                .collect();
            self.pencil.halo_chain(&halo, 16, &mut group);
        }
        self.hand(side, &mut group, skin);
        group
    }

    pub(super) fn thigh(&mut self, side: Side) -> Group {
        let limb = self.leg(side);
        let [hip, knee, _] = limb.joints.map(|p| self.depth(p));
        let mut group = self.new_group(Part::thigh(side), 0.75 * hip + 0.25 * knee - 0.02);
        group.same_limb = Some(Part::shank(side));
        let paint = self.trouser_leg(side);
        let chain = limb.chain(&STATIONS.thigh);
        self.pencil
            .chain(&thinned(&chain, 2), 22, &mut group, paint);
        if !self.look.silhouette {
            let taper = Taper {
                grow_in: 0.7,
                fade_out: 0.001,
            };
            let shade = paint.mixed(self.look.palette.occlusion, 0.16);
            leaf(&self.pencil, &chain[1..], 0.40, taper, &mut group, shade);
            let halo: Vec<(Ellipsoid, f64)> = STATIONS
                .thigh
                .iter()
                .zip(&chain)
                .step_by(2)
                .map(|(s, ellipsoid)| {
                    let inset = if s.t < 0.25 { 0.004 } else { 0.0 };
                    (*ellipsoid, LINE * smoothstep(0.30, 0.75, s.t) - inset)
                })
                .collect();
            self.pencil.halo_chain(&halo, 16, &mut group);
        }
        group
    }

    pub(super) fn shank(&mut self, side: Side) -> Group {
        let limb = self.leg(side);
        let [_, knee, ankle] = limb.joints.map(|p| self.depth(p));
        let mut group = self.new_group(Part::shank(side), 0.45 * knee + 0.55 * ankle - 0.02);
        group.same_limb = Some(Part::thigh(side));
        let skin = self.leg_paint(self.skin(), side);
        self.pencil
            .chain(&limb.chain(&STATIONS.ankle), 20, &mut group, skin);
        self.foot(side, &mut group, skin);
        let paint = self.trouser_leg(side);
        let chain = limb.cuffed_chain(&STATIONS.shank, TROUSER_END, SHANK * HEIGHT);
        self.pencil
            .chain(&thinned(&chain, 2), 22, &mut group, paint);
        if !self.look.silhouette {
            let taper = Taper {
                grow_in: 0.001,
                fade_out: 0.25,
            };
            let shade = paint.mixed(self.look.palette.occlusion, 0.16);
            leaf(&self.pencil, &chain, 0.40, taper, &mut group, shade);
            let mut halo: Vec<(Ellipsoid, f64)> = STATIONS
                .shank
                .iter()
                .zip(&chain)
                .step_by(2)
                .map(|(s, ellipsoid)| (*ellipsoid, LINE * smoothstep(1.1, 1.4, s.t)))
                .collect();
            halo.extend(chain.last().map(|cuff| (*cuff, LINE)));
            self.pencil.halo_chain(&halo, 16, &mut group);
        }
        group
    }

    fn trouser_leg(&self, side: Side) -> Paint {
        let trousers = Paint::new(self.look.palette.trousers, Material::Trousers);
        self.leg_paint(trousers, side)
    }
}
