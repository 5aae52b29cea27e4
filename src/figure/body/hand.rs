//! Hands: a palm, four fingers and a thumb.

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{M3, V3, v3};
use super::super::sides::Side;
use super::super::skeleton::{HEIGHT, SolvedArm};
use super::super::sketch::{Group, LINE, Paint};
use super::{Builder, measure};

/// Position across the palm, length, splay in degrees, radius; from the index to the little finger.
const FINGERS: [[f64; 4]; 4] = [
    [0.0185, 0.0430, 5.0, 0.0070],
    [0.0062, 0.0480, 1.5, 0.0073],
    [-0.0062, 0.0450, -2.5, 0.0070],
    [-0.0180, 0.0360, -7.0, 0.0062],
];

/// Base, joint and tip of a finger.
fn finger(arm: &SolvedArm, which: usize) -> [V3; 3] {
    let M3 {
        x: forward,
        y: palm,
        z: thumb,
    } = arm.hand;
    let [across, length, splay, _] = FINGERS[which];
    let curl = arm.curl.to_radians() * (1.0 + 0.12 * which as f64);
    let splay = splay.to_radians();
    let bone = |bend: f64| {
        let along = forward * bend.cos() + palm * bend.sin();
        (along * splay.cos() + thumb * splay.sin()).unit() * (length * 0.5 * HEIGHT)
    };
    let forward_of_wrist = if which == 3 { 0.048 } else { 0.052 };
    let base = arm.wrist + arm.hand * measure(forward_of_wrist, 0.0, across);
    let joint = base + bone(curl);
    [base, joint, joint + bone(curl * 2.3)]
}

/// The tip of the middle finger.
pub(in super::super) fn fingertip(arm: &SolvedArm) -> V3 {
    finger(arm, 1)[2]
}

impl Builder<'_> {
    pub(super) fn hand(&mut self, side: Side, group: &mut Group, skin: Paint) {
        let arm = &self.skeleton.arms[side];
        let at = |offset: V3, radii: V3| {
            Ellipsoid::new(
                arm.wrist + arm.hand * (offset * HEIGHT),
                radii * HEIGHT,
                arm.hand,
            )
        };
        let palm = [
            Ellipsoid::sphere(arm.elbow.lerp(arm.wrist, 0.90), 0.0158 * HEIGHT),
            at(V3::default(), v3(0.013, 0.0138, 0.0160)),
            at(v3(0.026, 0.001, 0.0), v3(0.020, 0.0120, 0.0225)),
            at(v3(0.048, 0.0, -0.0005), v3(0.010, 0.0095, 0.0245)),
        ];
        self.pencil.chain(&palm, 20, group, skin);
        let mut knuckles_and_tips = Vec::with_capacity(8);
        for (which, [across, _, _, radius]) in FINGERS.into_iter().enumerate() {
            let [base, joint, tip] = finger(arm, which);
            let in_palm = arm.wrist + arm.hand * measure(0.030, 0.0, across * 0.8);
            let ball = |centre: V3, k: f64| Ellipsoid::sphere(centre, radius * k * HEIGHT);
            let chain = [
                Ellipsoid::new(
                    in_palm.lerp(base, 0.3),
                    measure(0.006, 0.009, 0.0095),
                    arm.hand,
                ),
                ball(base, 1.06),
                ball(joint, 1.0),
                ball(tip, 0.84),
            ];
            self.pencil.chain(&chain, 14, group, skin);
            knuckles_and_tips.extend([chain[1], chain[3]]);
        }
        let thumb = [
            at(v3(0.010, 0.003, 0.012), v3(0.014, 0.011, 0.012)),
            Ellipsoid::sphere(
                arm.wrist + arm.hand * measure(0.030, 0.006, 0.0290),
                0.0088 * HEIGHT,
            ),
            Ellipsoid::sphere(
                arm.wrist + arm.hand * measure(0.050, 0.008, 0.0370),
                0.0066 * HEIGHT,
            ),
        ];
        self.pencil.chain(&thumb, 16, group, skin);
        if !self.look.silhouette {
            let lined = |e: Ellipsoid| (e, LINE);
            self.pencil.halo_chain(&palm.map(lined), 16, group);
            self.pencil.halo_chain(&thumb.map(lined), 14, group);
            let fan: Vec<(&Ellipsoid, usize)> = knuckles_and_tips.iter().map(|e| (e, 12)).collect();
            self.pencil.halo(&fan, LINE, group);
        }
    }
}
