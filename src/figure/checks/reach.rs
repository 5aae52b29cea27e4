//! Bones keep their lengths, hands and feet arrive, and nothing goes through the floor.

use super::super::math::{V3, v3};
use super::super::pose::{Arm, Leg};
use super::super::sides::Side;
use super::super::skeleton::{
    FOREARM, HEIGHT, SHANK, THIGH, UPPER_ARM, planted_ankle, wrist_target,
};
use super::{Sample, report, samples};

#[test]
fn bones_keep_their_lengths() {
    let mut findings = Vec::new();
    for sample in samples(4) {
        for side in Side::BOTH {
            let (arm, leg) = (&sample.skeleton.arms[side], &sample.skeleton.legs[side]);
            for (name, a, b, length) in [
                ("upper arm", arm.shoulder, arm.elbow, UPPER_ARM),
                ("forearm", arm.elbow, arm.wrist, FOREARM),
                ("thigh", leg.hip, leg.knee, THIGH),
                ("shank", leg.knee, leg.ankle, SHANK),
            ] {
                let off = (a - b).length() - length * HEIGHT;
                if off.abs() > 0.001 {
                    findings.push(format!("{sample}: {name} {side:?} off by {off:.4} m"));
                }
            }
        }
    }
    report(&findings);
}

/// How far a hand and a foot fall short of their targets.
fn shortfalls(sample: &Sample, side: Side) -> [(&'static str, f64); 2] {
    let (arm, leg) = (&sample.skeleton.arms[side], &sample.skeleton.legs[side]);
    let hand = match &sample.pose.arms[side] {
        Arm::Ik(to) => {
            (wrist_target(to.wrist, to.rel, &sample.skeleton.trunk) - arm.wrist).length()
        }
        Arm::Dir(_) => 0.0,
    };
    let foot = match &sample.pose.legs[side] {
        Leg::Plant(to) => (planted_ankle(to).0 - leg.ankle).length(),
        Leg::Ik(to) => (to.ankle - leg.ankle).length(),
        Leg::Kneel(to) => (leg.knee.y - to.ky).abs(),
        Leg::Fk(_) => 0.0,
    };
    [("hand", hand), ("foot or knee", foot)]
}

#[test]
fn hands_and_feet_arrive() {
    let mut findings = Vec::new();
    for sample in samples(4) {
        for side in Side::BOTH {
            for (what, short) in shortfalls(&sample, side) {
                if short > 0.010 {
                    findings.push(format!("{sample}: {what} {side:?} short by {short:.3} m"));
                }
            }
        }
    }
    report(&findings);
}

#[test]
fn nothing_goes_through_the_floor() {
    const DOWN: V3 = v3(0.0, -1.0, 0.0);
    let mut findings = Vec::new();
    for sample in samples(4) {
        for (part, volumes) in sample.volumes() {
            let lowest = volumes
                .iter()
                .map(|e| e.centre.y - e.reach(DOWN))
                .fold(f64::INFINITY, f64::min);
            if lowest < -0.010 {
                findings.push(format!("{sample}: {part:?} at {lowest:.4} m"));
            }
        }
    }
    report(&findings);
}
