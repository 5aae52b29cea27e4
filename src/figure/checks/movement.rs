//! Movement is smooth: no joint jumps, no elbow flips, and no part pops in front of another.

use super::super::body;
use super::super::camera::Camera;
use super::super::convex::{P2, Shapes, Workbench};
use super::super::math::V3;
use super::super::order;
use super::super::palette::{Palette, Theme};
use super::super::parts::Part;
use super::super::pose_set::PoseSet;
use super::super::sides::Side;
use super::super::skeleton::Skeleton;
use super::super::sketch::{Group, Look};
use super::{Character, Sample, When, all_sets, report};

/// Moments sampled on each way.
const STEPS: usize = 60;
/// The furthest a joint may move in one step, in metres, and the most that step may change.
const USUAL: (f64, f64) = (0.060, 0.012);

/// Ways on which a joint moves faster, and why.
fn limits(sample: &Sample) -> (f64, f64) {
    match (sample.id, sample.moment) {
        // The straight arm swings from the floor to the ceiling.
        ("thread", When::After(1, _)) => (0.070, USUAL.1),
        // The hand dives under the chest, close to its own shoulder, and the elbow turns over.
        ("thread", When::After(3, _)) => (0.080, 0.025),
        (_, When::Key(_) | When::After(..) | When::Phase(_)) => USUAL,
    }
}

fn joints(skeleton: &Skeleton) -> Vec<V3> {
    let trunk = &skeleton.trunk;
    let mut places = vec![trunk.pelvis, trunk.head, trunk.c7()];
    for side in Side::BOTH {
        let (arm, leg) = (&skeleton.arms[side], &skeleton.legs[side]);
        places.extend([
            arm.shoulder,
            arm.elbow,
            arm.wrist,
            leg.hip,
            leg.knee,
            leg.ankle,
        ]);
        // The ends of hands and feet show when their frames flip.
        places.extend([
            arm.wrist + arm.hand.x * 0.17,
            arm.wrist + arm.hand.y * 0.05,
            leg.ankle + leg.foot.x * 0.19,
        ]);
    }
    places
}

fn way(id: &'static str, set: &'static PoseSet, key: usize) -> Vec<Sample> {
    (0..=STEPS)
        .map(|i| Sample::new(id, set, When::After(key, i as f64 / STEPS as f64)))
        .collect()
}

fn ways(set: &PoseSet) -> usize {
    if set.cycle.is_some() {
        0
    } else {
        set.keys.len() - 1
    }
}

#[test]
fn joints_move_without_jumps() {
    let mut findings = Vec::new();
    for (id, set) in all_sets() {
        let cycle = set.cycle.is_some().then(|| {
            (0..=2 * STEPS)
                .map(|i| Sample::new(id, set, When::Phase(i as f64 / (2 * STEPS) as f64)))
                .collect()
        });
        let all = (1..=ways(set)).map(|key| way(id, set, key)).chain(cycle);
        for samples in all {
            let places: Vec<Vec<V3>> = samples.iter().map(|s| joints(&s.skeleton)).collect();
            for (three, sample) in places.windows(3).zip(&samples[2..]) {
                let (longest_step, longest_change) = limits(sample);
                for (joint, &here) in three[2].iter().enumerate() {
                    let (before, step) =
                        (three[1][joint] - three[0][joint], here - three[1][joint]);
                    let (step_length, change) = (step.length(), (step - before).length());
                    if step_length > longest_step {
                        findings.push(format!("{sample}: joint {joint} jumps {step_length:.3} m"));
                    }
                    if change > longest_change {
                        findings.push(format!("{sample}: joint {joint} jerks {change:.3} m"));
                    }
                }
            }
        }
    }
    report(&findings);
}

/// Every way ends in its key poses, so that a player may stop and turn back anywhere.
#[test]
fn ways_start_and_end_in_their_keys() {
    for (id, set) in all_sets() {
        for key in 1..=ways(set) {
            for (u, at) in [(0.0, key), (1.0, key + 1)] {
                let moving = Sample::new(id, set, When::After(key, u));
                let still = Sample::new(id, set, When::Key(at));
                for (a, b) in joints(&moving.skeleton)
                    .into_iter()
                    .zip(joints(&still.skeleton))
                {
                    assert!((a - b).length() < 1e-6, "{moving} is not {still}");
                }
            }
        }
    }
}

fn ordered(sample: &Sample, camera: &Camera, palette: &Palette) -> Vec<Group> {
    let look = Look {
        palette,
        character: &Character::FIRST,
        shoes: sample.set.shoes,
        breath: 1.0,
        silhouette: true,
    };
    let body = body::build(&sample.skeleton, camera, &look);
    order::paint_order(body, &sample.set.depth_bias, sample.set.neck)
}

/// Area that two parts share on the picture, in pixels of a square of 480.
fn shared_area(a: &Group, b: &Group) -> f32 {
    let mut bench = Workbench::default();
    let mut hulls = Shapes::default();
    for group in [a, b] {
        let shapes = (0..group.shapes.len()).map(|i| group.shapes.get(i));
        if let Some(hull) = bench.hull(shapes) {
            hulls.push(hull);
        }
    }
    let Some(both) = bench.intersect(hulls.get(0), hulls.get(1)) else {
        return 0.0;
    };
    let corners: Vec<P2> = both.corners().collect();
    let n = corners.len();
    let doubled: f32 = (0..n)
        .map(|i| corners[i][0] * corners[(i + 1) % n][1] - corners[(i + 1) % n][0] * corners[i][1])
        .sum();
    doubled.abs() / 2.0 * 480.0 * 480.0
}

/// Exercises in which parts really change depth order, and which parts.
const REAL_CHANGES: [(&str, &[Part]); 2] = [
    // The arm passes under the chest and the head.
    (
        "thread",
        &[
            Part::UpperArmL,
            Part::ForearmL,
            Part::UpperArmR,
            Part::ForearmR,
            Part::Head,
        ],
    ),
    // The elbows open from in front of the chest to beside it.
    ("thoracic", &[Part::UpperArmL, Part::ForearmL]),
];

fn may_change(id: &str, a: &Group, b: &Group) -> bool {
    let same_limb = a.same_limb == Some(b.part);
    let real = REAL_CHANGES
        .iter()
        .any(|(set, parts)| *set == id && (parts.contains(&a.part) || parts.contains(&b.part)));
    same_limb || real
}

#[test]
fn parts_keep_their_order_while_they_overlap() {
    let palette = Palette::new(Theme::Light, None);
    let mut findings = Vec::new();
    for (id, set) in all_sets() {
        let camera = Camera::new(&set.camera);
        let moments: Vec<When> = if set.cycle.is_some() {
            (0..=48).map(|i| When::Phase(f64::from(i) / 48.0)).collect()
        } else {
            (1..=ways(set))
                .flat_map(|key| (0..13).map(move |i| When::After(key, f64::from(i) / 13.0)))
                .collect()
        };
        let mut before: Vec<Part> = Vec::new();
        for moment in moments {
            let sample = Sample::new(id, set, moment);
            let groups = ordered(&sample, &camera, &palette);
            let was = |part: Part| before.iter().position(|p| *p == part);
            for (i, a) in groups.iter().enumerate() {
                for b in &groups[i + 1..] {
                    let flipped = was(a.part) > was(b.part);
                    if flipped && !may_change(id, a, b) && shared_area(a, b) > 150.0 {
                        findings.push(format!("{sample}: {:?} and {:?}", a.part, b.part));
                    }
                }
            }
            before = groups.iter().map(|g| g.part).collect();
        }
    }
    report(&findings);
}
