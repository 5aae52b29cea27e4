//! Time between the keys: easing, stepping feet, swinging arms, endless cycles, breath.

use super::math::{M3, V3, hermite, lerp, smoothstep};
use super::mix::Mix;
use super::pose::{Arm, ArmIk, Hand, Leg, LegIk, LegPlant, Pose, Rel};
use super::pose_set::{PoseSet, Step};
use super::sides::{Side, Sides};
use super::skeleton::{HEIGHT, SHANK, Skeleton, THIGH, planted_ankle, trunk};
use std::f64::consts::PI;

use super::{Character, Moment};

/// Seconds of one calm breath.
pub const BREATH_SECONDS: f32 = 4.0;
/// How much deeper a breath makes the chest.
const BREATH_DEPTH: f64 = 0.012;
/// Seconds from one peak of a glow to the next.
const PULSE_SECONDS: f32 = 2.0;

/// Depth of the chest at a phase of the breath, 1 at rest.
pub(super) fn chest_depth(phase: f32) -> f64 {
    1.0 + BREATH_DEPTH * (f64::from(phase) * 2.0 * PI).sin()
}

/// Strength of a glow so many seconds into a hold, 0.5 to 1.
pub fn glow_pulse(seconds: f32) -> f32 {
    0.75 + 0.25 * (seconds / PULSE_SECONDS * std::f32::consts::TAU).sin()
}

/// From rest to rest: 0 to 1 with no speed or acceleration at either end.
pub fn ease(t: f32) -> f32 {
    smootherstep(f64::from(t)) as f32
}

fn smootherstep(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    t * t * t * (t * (6.0 * t - 15.0) + 10.0)
}

/// A moment of the whole movement, 0 to 1: each way from key to key takes the same share; a cycle goes round once.
pub fn moment_at(set: &PoseSet, fraction: f32) -> Moment {
    let ways = set.keys.len() - 1;
    if set.cycle.is_some() {
        return Moment::Cycle { phase: fraction };
    }
    if ways == 0 {
        return Moment::Between {
            from: 0,
            to: 0,
            u: 0.0,
        };
    }
    let along = fraction.clamp(0.0, 1.0) * ways as f32;
    let from = (along as usize).min(ways - 1);
    Moment::Between {
        from,
        to: from + 1,
        u: along - from as f32,
    }
}

/// The pose on the way between two keys; the way back is the way there reversed.
pub(super) fn travel(set: &PoseSet, from: usize, to: usize, u: f64, character: &Character) -> Pose {
    if to < from {
        return travel(set, to, from, 1.0 - u, character);
    }
    let (a, b) = (&set.keys[from], &set.keys[to]);
    way(
        &a.pose,
        &b.pose,
        u.clamp(0.0, 1.0),
        b.step.as_ref(),
        character,
    )
}

/// The pose at a phase of an endless cycle: a periodic monotone cubic through all keys.
pub(super) fn cycle(set: &PoseSet, phase: f64) -> Pose {
    let count = set.keys.len();
    let x = phase.rem_euclid(1.0) * count as f64;
    let i = (x as usize).min(count - 1);
    let t = x - i as f64;
    let key = |offset: usize| &set.keys[(i + offset) % count].pose;
    let around = [key(count - 1), key(0), key(1), key(2)];
    Pose::mix(around, &|y: [f64; 4]| {
        let d = [y[1] - y[0], y[2] - y[1], y[3] - y[2]];
        let slope = |a: f64, b: f64| {
            if a * b <= 0.0 {
                0.0
            } else {
                2.0 * a * b / (a + b)
            }
        };
        hermite(y[1], slope(d[0], d[1]), y[2], slope(d[1], d[2]), t)
    })
}

fn way(a: &Pose, b: &Pose, u: f64, step: Option<&Step>, character: &Character) -> Pose {
    let t = smootherstep(u);
    let (from, to) = comparable(a, b, character);
    let mut pose = Pose::mix([&from, &to], &|[a, b]| lerp(a, b, t));
    let feet = Sides::from_fn(|side| stepping_foot(&from.legs[side], &to.legs[side]));
    let both = feet.right.is_some() && feet.left.is_some();
    for side in Side::BOTH {
        if let Some((a, b)) = feet[side] {
            let usual = match (both, side) {
                (false, _) => (0.0, 1.0),
                (true, Side::Left) => (0.0, 0.60),
                (true, Side::Right) => (0.40, 1.0),
            };
            let window = step.map_or(usual, |step| step.window(side));
            let q = smoothstep(window.0, window.1, u);
            let foot = lifted(a, b, q);
            let hip = trunk(&pose).hip(side, character);
            pose.legs[side] = Leg::Plant(kept_in_reach(foot, hip, (PI * q).sin()));
        }
    }
    swing_arms(&mut pose, a, b, t, character);
    pose
}

/// A foot planted at both ends, far enough apart to be lifted on the way.
fn stepping_foot<'a>(a: &'a Leg, b: &'a Leg) -> Option<(&'a LegPlant, &'a LegPlant)> {
    let (Leg::Plant(a), Leg::Plant(b)) = (a, b) else {
        return None;
    };
    let distance = (a.at.0 - b.at.0).hypot(a.at.1 - b.at.1);
    (distance > 0.04).then_some((a, b))
}

fn lifted(a: &LegPlant, b: &LegPlant, q: f64) -> LegPlant {
    let mut leg = LegPlant::mix([a, b], &|[a, b]| lerp(a, b, q));
    leg.y += 0.05 * (PI * q).sin();
    leg.pitch += 14.0 * (PI * (q * 1.3).min(1.0)).sin();
    leg
}

/// An airborne foot kept softly within reach of its leg, so that the knee doesn't snap straight.
fn kept_in_reach(mut leg: LegPlant, hip: V3, in_the_air: f64) -> LegPlant {
    let longest = (THIGH + SHANK) * HEIGHT;
    let soft = 0.97 * longest;
    let reach = planted_ankle(&leg).0 - hip;
    let length = reach.length();
    if length > soft {
        let room = 0.995 * longest - soft;
        let eased = soft + room * (1.0 - (-(length - soft) / room).exp());
        let back = reach * ((eased - length) / length * in_the_air);
        leg.at = (leg.at.0 + back.x, leg.at.1 + back.z);
        leg.y += back.y;
    }
    leg
}

/// Arms that must go around the body, or that change between reaching and pointing, move by direction from the
/// shoulder: otherwise the elbow would fold through itself.
fn swing_arms(pose: &mut Pose, a: &Pose, b: &Pose, t: f64, character: &Character) {
    for side in Side::BOTH {
        let via = match (&a.arms[side], &b.arms[side]) {
            (
                _,
                Arm::Ik(ArmIk {
                    swing: Some(via), ..
                }),
            ) => Some(via.unit()),
            (Arm::Ik(from), Arm::Ik(to)) if from.rel == to.rel => continue,
            (Arm::Dir(_), Arm::Dir(_)) => continue,
            (Arm::Ik(_) | Arm::Dir(_), Arm::Ik(_) | Arm::Dir(_)) => None,
        };
        let reach = |pose: &Pose| {
            let skeleton = Skeleton::solve(pose, character);
            let arm = &skeleton.arms[side];
            let reach = arm.wrist - skeleton.trunk.base_shoulder(side, character);
            (reach.unit(), reach.length(), arm.hand)
        };
        let ((from, near, hand_a), (to, far, hand_b)) = (reach(a), reach(b));
        let s = 1.0 - t;
        let direction = match via {
            Some(via) => from * (s * s) + via * (2.0 * t * s) + to * (t * t),
            None => from.lerp(to, t),
        };
        let shoulder = trunk(pose).base_shoulder(side, character);
        let (pole, curl) = (
            pole(&a.arms[side]).lerp(pole(&b.arms[side]), t),
            lerp(hand(&a.arms[side]).curl, hand(&b.arms[side]).curl, t),
        );
        let explicit = hand_between(hand_a, hand_b, t);
        pose.arms[side] = Arm::Ik(ArmIk {
            wrist: shoulder + direction.unit() * lerp(near, far, t),
            rel: Rel::World,
            pole,
            swing: None,
            hand: Hand { curl, ..explicit },
        });
    }
}

fn hand_between(a: M3, b: M3, t: f64) -> Hand {
    Hand {
        fingers: Some(a.x.lerp(b.x, t)),
        palm: Some(a.y.lerp(b.y, t)),
        curl: 0.0,
    }
}

fn pole(arm: &Arm) -> V3 {
    match arm {
        Arm::Ik(arm) => arm.pole,
        Arm::Dir(arm) => arm.pole,
    }
}

fn hand(arm: &Arm) -> &Hand {
    match arm {
        Arm::Ik(arm) => &arm.hand,
        Arm::Dir(arm) => &arm.hand,
    }
}

/// The two poses with the same limbs described the same way, so that their numbers can be mixed.
fn comparable(a: &Pose, b: &Pose, character: &Character) -> (Pose, Pose) {
    let (mut from, mut to) = (a.clone(), b.clone());
    for side in Side::BOTH {
        let (hand_a, hand_b) = (hand(&a.arms[side]), hand(&b.arms[side]));
        if hand_a.fingers.is_some() != hand_b.fingers.is_some()
            || hand_a.palm.is_some() != hand_b.palm.is_some()
        {
            make_hand_explicit(&mut from, side, character);
            make_hand_explicit(&mut to, side, character);
        }
        match (&mut from.legs[side], &mut to.legs[side]) {
            (Leg::Plant(a), Leg::Plant(b)) => {
                if a.toe.is_some() != b.toe.is_some() {
                    a.toe = Some(a.toe.unwrap_or(a.pitch));
                    b.toe = Some(b.toe.unwrap_or(b.pitch));
                }
            }
            (Leg::Ik(_), Leg::Ik(_))
            | (Leg::Kneel(_), Leg::Kneel(_))
            | (Leg::Fk(_), Leg::Fk(_)) => {}
            (Leg::Plant(_) | Leg::Ik(_) | Leg::Kneel(_) | Leg::Fk(_), _) => {
                from.legs[side] = explicit_leg(a, side, character);
                to.legs[side] = explicit_leg(b, side, character);
            }
        }
    }
    (from, to)
}

fn make_hand_explicit(pose: &mut Pose, side: Side, character: &Character) {
    let solved = Skeleton::solve(pose, character).arms[side].hand;
    let hand = match &mut pose.arms[side] {
        Arm::Ik(arm) => &mut arm.hand,
        Arm::Dir(arm) => &mut arm.hand,
    };
    hand.fingers = Some(solved.x);
    hand.palm = Some(solved.y);
}

fn explicit_leg(pose: &Pose, side: Side, character: &Character) -> Leg {
    let leg = &Skeleton::solve(pose, character).legs[side];
    Leg::Ik(LegIk {
        ankle: leg.ankle,
        foot_f: leg.foot.x,
        foot_u: leg.foot.y,
        pole: leg.bones[0].x + leg.bones[1].x,
    })
}

#[cfg(test)]
mod tests {
    use super::super::pose_sets;
    use super::super::skeleton::{FOREARM, UPPER_ARM};
    use super::*;

    #[test]
    fn easing_starts_and_stops_softly() {
        assert_eq!((ease(0.0), ease(0.5), ease(1.0)), (0.0, 0.5, 1.0));
        assert!(ease(0.1) < 0.01 && ease(0.9) > 0.99);
    }

    #[test]
    fn a_stepping_foot_leaves_the_floor_and_lands() {
        let set = pose_sets::get("decompress").expect("built in");
        let lift = |u: f64| match &travel(set, 0, 1, u, &Character::FIRST).legs.left {
            Leg::Plant(leg) => leg.y,
            Leg::Ik(_) | Leg::Kneel(_) | Leg::Fk(_) => f64::NAN,
        };
        assert_eq!((lift(0.0), lift(1.0)), (0.0, lift(1.0)));
        assert!(lift(0.3) > 0.04 && lift(0.7) < 1e-9);
    }

    #[test]
    fn hands_on_the_desk_stay_there_while_the_feet_move() {
        let set = pose_sets::get("decompress").expect("built in");
        let wrist = |u: f64| {
            let pose = travel(set, 0, 1, u, &Character::FIRST);
            Skeleton::solve(&pose, &Character::FIRST).arms.right.wrist
        };
        for i in 0..=20 {
            let u = f64::from(i) / 20.0;
            assert!((wrist(u) - wrist(0.0)).length() < 1e-6, "at {u}");
        }
    }

    #[test]
    fn a_cycle_passes_its_keys_and_closes() {
        let set = pose_sets::get("walk").expect("built in");
        for (i, key) in set.keys.iter().enumerate() {
            let pose = cycle(set, i as f64 / set.keys.len() as f64);
            assert!((pose.pelvis.at - key.pose.pelvis.at).length() < 1e-9);
        }
        let (start, end) = (cycle(set, 0.0), cycle(set, 1.0 - 1e-9));
        assert!((start.pelvis.at - end.pelvis.at).length() < 1e-6);
    }

    #[test]
    fn an_arm_may_go_from_pointing_to_reaching() {
        let set = pose_sets::get("decompress").expect("built in");
        let mut pointing = set.keys[0].pose.clone();
        pointing.arms = Sides::default();
        let mut last = Skeleton::solve(&pointing, &Character::FIRST)
            .arms
            .right
            .wrist;
        for i in 1..=60 {
            let u = f64::from(i) / 60.0;
            let pose = way(&pointing, &set.keys[0].pose, u, None, &Character::FIRST);
            let wrist = Skeleton::solve(&pose, &Character::FIRST).arms.right.wrist;
            assert!((wrist - last).length() < 0.03, "jump at {u}");
            last = wrist;
        }
    }

    #[test]
    fn reach_of_a_swinging_arm_never_exceeds_the_arm() {
        let set = pose_sets::get("thread").expect("built in");
        for i in 0..=30 {
            let pose = travel(set, 0, 1, f64::from(i) / 30.0, &Character::FIRST);
            let arm = &Skeleton::solve(&pose, &Character::FIRST).arms.left;
            let reach = (arm.wrist - arm.shoulder).length();
            assert!(reach <= (UPPER_ARM + FOREARM) * HEIGHT);
        }
    }
}
