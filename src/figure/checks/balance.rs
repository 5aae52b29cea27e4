//! Nobody falls over: the centre of mass stays above what supports the body.

use super::super::convex::{P2, Workbench};
use super::super::math::{V3, v3};
use super::super::parts::Part;
use super::super::sides::Side;
use super::super::skeleton::{HEIGHT, Skeleton};
use super::{Sample, When, report, samples};

/// What supports a body besides everything near the floor.
enum Support {
    /// Nothing.
    Floor,
    /// Both hands.
    Hands,
    /// Both hands and elbows.
    Forearms,
    /// The right hand.
    RightHand,
    /// Points of a seat, a wall or a cushion: x, and z on both sides.
    Points(f64, f64),
    /// A seat, until the person gets up.
    SeatUntilUp,
    /// The whole body lies on a bed.
    Bed,
    /// The hands hold an edge: there is no balance to check.
    Grip,
}

fn support(id: &str) -> Support {
    match id {
        "decompress"
        | "doorway"
        | "wallpushup"
        | "counterpushup"
        | "walldecompress"
        | "supportedfold"
        | "supportedfold_chair" => Support::Hands,
        "elevatedplank" => Support::Forearms,
        "doorwaysingle" => Support::RightHand,
        "angels" => Support::Points(-0.13, 0.15),
        "wallstand" | "wallsquat" => Support::Points(-0.135, 0.15),
        "roller" => Support::Points(-0.2, 0.2),
        "trunklift" => Support::Points(0.17, 0.2),
        "squeeze" | "chin" | "thoracic" | "seatedcatcow" | "sittall" => {
            Support::Points(-0.15, 0.15)
        }
        "standup" => Support::SeatUntilUp,
        "hipflexor" => Support::Bed,
        "leanback" => Support::Grip,
        _ => Support::Floor,
    }
}

/// How far out of balance a pose may be, in metres, and why.
fn allowed(sample: &Sample) -> (f64, &'static str) {
    match (sample.id, sample.moment) {
        ("walk", _) => (0.10, "walking is falling forward"),
        ("decompress" | "walldecompress" | "doorway" | "doorwaysingle", When::After(..)) => {
            (0.08, "one foot is in the air")
        }
        (_, When::Key(_) | When::After(..) | When::Phase(_)) => (0.0, ""),
    }
}

/// Where the body's masses are, as fractions of the whole.
fn centre_of_mass(skeleton: &Skeleton) -> V3 {
    let trunk = &skeleton.trunk;
    let [_, s1, s2, s3, c7] = trunk.spine;
    let local = |x, y| v3(x, y, 0.0) * HEIGHT;
    let mut masses = vec![
        (trunk.head + trunk.head_frame * local(0.005, 0.03), 0.081),
        (
            trunk.pelvis + trunk.pelvis_frame * local(-0.005, 0.01),
            0.142,
        ),
        (s1.lerp(s2, 0.5), 0.139),
        (s3.lerp(c7, 0.5) + trunk.thorax * local(0.02, -0.02), 0.216),
    ];
    for side in Side::BOTH {
        let (arm, leg) = (&skeleton.arms[side], &skeleton.legs[side]);
        masses.extend([
            (arm.shoulder.lerp(arm.elbow, 0.436), 0.028),
            (arm.elbow.lerp(arm.wrist, 0.68), 0.022),
            (leg.hip.lerp(leg.knee, 0.433), 0.100),
            (leg.knee.lerp(leg.ankle, 0.433), 0.0465),
            (leg.ankle + leg.foot * local(0.03, -0.025), 0.0145),
        ]);
    }
    let total: f64 = masses.iter().map(|(_, mass)| mass).sum();
    let sum = masses
        .iter()
        .fold(V3::default(), |sum, (place, mass)| sum + *place * *mass);
    sum * (1.0 / total)
}

/// Points of the floor plane that support the body; nothing if there is no balance to check.
fn carrying(sample: &Sample) -> Option<Vec<P2>> {
    let flat = |p: V3| [p.x as f32, p.z as f32];
    let volumes = sample.volumes();
    let lowest = |e: &super::Ellipsoid| e.centre.y - e.reach(v3(0.0, -1.0, 0.0));
    let mut points: Vec<P2> = volumes
        .values()
        .flatten()
        .filter(|e| lowest(e) < 0.025)
        .map(|e| flat(e.centre))
        .collect();
    let (right, left) = (&sample.skeleton.arms.right, &sample.skeleton.arms.left);
    let both = |x: f64, z: f64| [[x as f32, z as f32], [x as f32, -z as f32]];
    match support(sample.id) {
        Support::Floor => {}
        Support::Hands => points.extend([flat(right.wrist), flat(left.wrist)]),
        Support::Forearms => points.extend([
            flat(right.wrist),
            flat(left.wrist),
            flat(right.elbow),
            flat(left.elbow),
        ]),
        Support::RightHand => points.push(flat(right.wrist)),
        Support::Points(x, z) => points.extend(both(x, z)),
        Support::SeatUntilUp => {
            let seated = volumes[&Part::Pelvis].iter().any(|e| lowest(e) < 0.455);
            if seated {
                points.extend(both(-0.15, 0.15));
            }
        }
        Support::Bed => points = vec![[-1.0, -0.5], [0.98, -0.5], [0.98, 0.53], [-1.0, 0.53]],
        Support::Grip => return None,
    }
    Some(points)
}

/// How far inside the hull of `points` a place is, in metres; negative outside.
fn margin(place: P2, points: &mut [P2]) -> f32 {
    let mut bench = Workbench::default();
    let Some(hull) = bench.hull_of_points(points) else {
        return f32::NEG_INFINITY;
    };
    let corners: Vec<P2> = hull.corners().collect();
    let n = corners.len();
    (0..n)
        .map(|i| {
            let (a, b) = (corners[i], corners[(i + 1) % n]);
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            (dx * (place[1] - a[1]) - dy * (place[0] - a[0])) / dx.hypot(dy).max(1e-9)
        })
        .fold(f32::INFINITY, f32::min)
}

#[test]
fn the_centre_of_mass_stays_over_what_carries_it() {
    let mut findings = Vec::new();
    for sample in samples(4) {
        let Some(mut points) = carrying(&sample) else {
            continue;
        };
        let com = centre_of_mass(&sample.skeleton);
        let margin = f64::from(margin([com.x as f32, com.z as f32], &mut points));
        let (allowance, _reason) = allowed(&sample);
        if margin < -allowance {
            findings.push(format!("{sample}: outside by {:.3} m", -margin));
        }
    }
    report(&findings);
}

#[test]
fn standing_puts_the_mass_over_the_feet() {
    let sample = samples(0).find(|s| s.id == "ragdoll").expect("built in");
    let com = centre_of_mass(&sample.skeleton);
    assert!((0.9..1.05).contains(&com.y) && com.x.abs() < 0.06);
}
