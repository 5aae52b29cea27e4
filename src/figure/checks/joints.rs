//! No joint bends further than a body can.

use super::super::math::{V3, angle_between, v3};
use super::super::sides::Side;
use super::{Sample, When, report, samples};

/// Limits in degrees; both ends get one degree of tolerance.
const ELBOW: (f64, f64) = (0.0, 150.0);
const KNEE: (f64, f64) = (0.0, 150.0);
const HIP_FLEXION: (f64, f64) = (-25.0, 126.0);
const HIP_ABDUCTION: (f64, f64) = (-30.0, 50.0);
const SHOULDER_EXTENSION: (f64, f64) = (-180.0, 60.0);
const ANKLE: (f64, f64) = (-76.0, 30.0);
const WRIST: (f64, f64) = (0.0, 90.0);

/// Exceptions to a limit, and why.
const ALLOWED: [(&str, usize, &str, &str); 2] = [
    (
        "elevatedplank",
        3,
        "ankle",
        "the standing foot takes the whole step back: up to 35 degrees for a moment",
    ),
    (
        "thread",
        3,
        "elbow",
        "the hand passes close to its own shoulder: up to 152 degrees for a moment",
    ),
];

/// Bend of a joint between two bones.
fn bend(a: V3, joint: V3, b: V3) -> f64 {
    180.0 - angle_between(a - joint, b - joint)
}

fn limb_angles(sample: &Sample, side: Side) -> [(&'static str, f64, (f64, f64)); 7] {
    let trunk = &sample.skeleton.trunk;
    let (arm, leg) = (&sample.skeleton.arms[side], &sample.skeleton.legs[side]);
    let thigh = trunk.pelvis_frame.local((leg.knee - leg.hip).unit());
    let upper = trunk.thorax.local((arm.elbow - arm.shoulder).unit());
    let elevation = angle_between(upper, v3(0.0, -1.0, 0.0));
    // An arm held out to the side or up has no extension.
    let extension = if elevation < 60.0 {
        (-upper.x).atan2(-upper.y).to_degrees()
    } else {
        0.0
    };
    [
        ("elbow", bend(arm.shoulder, arm.elbow, arm.wrist), ELBOW),
        ("knee", bend(leg.hip, leg.knee, leg.ankle), KNEE),
        (
            "hip flexion",
            thigh.x.atan2(-thigh.y).to_degrees(),
            HIP_FLEXION,
        ),
        (
            "hip abduction",
            (thigh.z * side.sign()).asin().to_degrees(),
            HIP_ABDUCTION,
        ),
        ("shoulder extension", extension, SHOULDER_EXTENSION),
        (
            "ankle",
            90.0 - angle_between(leg.foot.x, leg.knee - leg.ankle),
            ANKLE,
        ),
        (
            "wrist",
            angle_between(arm.hand.x, arm.wrist - arm.elbow),
            WRIST,
        ),
    ]
}

fn trunk_angles(sample: &Sample) -> [(&'static str, f64, (f64, f64)); 10] {
    let pose = &sample.pose;
    [
        ("spine.lum", pose.spine.lum, (-32.0, 50.0)),
        ("spine.thor", pose.spine.thor, (-40.0, 46.0)),
        ("spine.side", pose.spine.side, (-30.0, 30.0)),
        ("spine.twist", pose.spine.twist, (-55.0, 55.0)),
        ("neck.flex", pose.neck.flex, (-40.0, 40.0)),
        ("neck.retract", pose.neck.retract, (-16.0, 16.0)),
        ("head.nod", pose.head.nod, (-25.0, 25.0)),
        ("head.turn", pose.head.turn, (-60.0, 60.0)),
        ("right scapula", pose.scapulae.right.prot, (-26.0, 36.0)),
        ("left scapula", pose.scapulae.left.prot, (-26.0, 36.0)),
    ]
}

fn is_allowed(sample: &Sample, joint: &str) -> bool {
    let between = match sample.moment {
        When::After(key, _) => key,
        When::Key(_) | When::Phase(_) => return false,
    };
    ALLOWED
        .iter()
        .any(|(id, key, what, _)| *id == sample.id && *key == between && *what == joint)
}

#[test]
fn joints_stay_within_their_limits() {
    let mut findings = Vec::new();
    for sample in samples(4) {
        let limbs = Side::BOTH.map(|side| limb_angles(&sample, side));
        let trunk = trunk_angles(&sample);
        for (joint, angle, (low, high)) in limbs.iter().flatten().chain(&trunk) {
            let inside = (low - 1.0..=high + 1.0).contains(angle);
            if !inside && !is_allowed(&sample, joint) {
                findings.push(format!("{sample}: {joint} at {angle:.1} degrees"));
            }
        }
    }
    report(&findings);
}
