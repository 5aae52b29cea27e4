//! Hands, feet and backs touch what they rest on.

use std::collections::BTreeMap;

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{V3, v3};
use super::super::parts::Part;
use super::{Sample, report, samples};

const DOWN: V3 = v3(0.0, -1.0, 0.0);
const BACK: V3 = v3(-1.0, 0.0, 0.0);
const AHEAD: V3 = v3(1.0, 0.0, 0.0);

/// A part that rests on a surface: exercise, keys from 1, part, direction towards the surface, its position in metres
/// along that direction, and the allowed gaps in centimetres (negative = pressed in).
type Contact = (&'static str, &'static [usize], Part, V3, f64, (f64, f64));

const FIRM: (f64, f64) = (-1.0, 1.0);
/// The fingers rest, so the palm floats a little.
const PALM: (f64, f64) = (-1.0, 1.2);
const MATTRESS: (f64, f64) = (-2.0, 1.0);

const CONTACTS: &[Contact] = &[
    (
        "decompress",
        &[1, 2, 3, 4],
        Part::ForearmR,
        DOWN,
        0.745,
        PALM,
    ),
    ("decompress", &[1, 2, 3, 4], Part::ShankR, DOWN, 0.0, FIRM),
    ("decompress", &[1, 2, 3, 4], Part::ShankL, DOWN, 0.0, FIRM),
    ("doorway", &[1, 2], Part::ShankR, DOWN, 0.0, FIRM),
    ("doorway", &[1, 2], Part::ShankL, DOWN, 0.0, FIRM),
    ("angels", &[1, 2], Part::Torso, BACK, -0.135, FIRM),
    ("catcow", &[1, 2, 3], Part::ForearmR, DOWN, 0.010, PALM),
    ("catcow", &[1, 2, 3], Part::ShankR, DOWN, 0.010, FIRM),
    ("thread", &[1, 2], Part::ForearmR, DOWN, 0.010, PALM),
    ("ragdoll", &[1, 2, 3], Part::ShankR, DOWN, 0.0, FIRM),
    ("legsup", &[1, 2], Part::Pelvis, DOWN, 0.010, FIRM),
    ("legsup", &[1, 2], Part::Torso, DOWN, 0.010, FIRM),
    ("legsup", &[1, 2], Part::Head, DOWN, 0.010, FIRM),
    ("deadbug", &[1, 2, 3], Part::Pelvis, DOWN, 0.010, FIRM),
    ("deadbug", &[1, 2, 3], Part::Torso, DOWN, 0.010, FIRM),
    ("bridge", &[1], Part::Pelvis, DOWN, 0.010, FIRM),
    ("bridge", &[1, 2], Part::Torso, DOWN, 0.010, FIRM),
    ("bridge", &[1, 2], Part::ShankR, DOWN, 0.010, FIRM),
    ("downdog", &[1, 2, 3], Part::ForearmR, DOWN, 0.010, PALM),
    ("downdog", &[1, 2, 3], Part::ShankR, DOWN, 0.010, FIRM),
    ("supportedfold", &[3], Part::ForearmR, DOWN, 0.15, FIRM),
    (
        "supportedfold_chair",
        &[3],
        Part::ForearmR,
        DOWN,
        0.438,
        FIRM,
    ),
    // The fingers curl around the edge.
    (
        "leanback",
        &[1, 2, 3],
        Part::ForearmR,
        DOWN,
        0.92,
        (-2.5, 1.0),
    ),
    ("walldecompress", &[1, 3], Part::ForearmR, AHEAD, 0.62, FIRM),
    ("hipflexor", &[1, 3], Part::Pelvis, DOWN, 0.54, MATTRESS),
    ("hipflexor", &[1, 3], Part::Torso, DOWN, 0.54, MATTRESS),
    ("hipflexor", &[1, 3], Part::ShankL, DOWN, 0.54, MATTRESS),
    ("thoracic", &[1, 2], Part::Pelvis, DOWN, 0.438, FIRM),
    ("bracing", &[1, 2], Part::Pelvis, DOWN, 0.010, FIRM),
    ("bracing", &[1, 2], Part::Torso, DOWN, 0.010, FIRM),
    ("bracing", &[1, 2], Part::Head, DOWN, 0.010, FIRM),
    ("bracing", &[1, 2], Part::ShankR, DOWN, 0.010, FIRM),
    ("trunklift", &[1, 2], Part::ThighR, DOWN, 0.010, FIRM),
    ("trunklift", &[1, 2], Part::ShankR, DOWN, 0.010, FIRM),
    ("wallstand", &[1, 2], Part::Pelvis, BACK, -0.135, FIRM),
    ("wallstand", &[2], Part::Torso, BACK, -0.135, FIRM),
    ("wallstand", &[2], Part::Head, BACK, -0.135, FIRM),
    ("lyingflat", &[1, 2], Part::Pelvis, DOWN, 0.010, FIRM),
    ("lyingflat", &[1, 2], Part::Torso, DOWN, 0.010, FIRM),
    ("lyingflat", &[1, 2], Part::ShankR, DOWN, 0.010, FIRM),
    ("crunch", &[1, 2], Part::Pelvis, DOWN, 0.010, FIRM),
    ("crunch", &[1, 2], Part::Torso, DOWN, 0.010, FIRM),
    ("crunch", &[1], Part::Head, DOWN, 0.010, FIRM),
    (
        "elevatedplank",
        &[1, 4],
        Part::UpperArmR,
        DOWN,
        0.50,
        MATTRESS,
    ),
    ("wallpushup", &[1, 2], Part::ForearmR, AHEAD, 0.52, FIRM),
    ("counterpushup", &[1, 2], Part::ForearmR, DOWN, 0.92, FIRM),
    ("kneepushup", &[1, 2], Part::ForearmR, DOWN, 0.010, PALM),
    ("kneepushup", &[1, 2], Part::ShankR, DOWN, 0.010, FIRM),
    ("wallsquat", &[1, 2], Part::Pelvis, BACK, -0.135, FIRM),
    ("wallsquat", &[1, 2], Part::Torso, BACK, -0.135, FIRM),
    ("wallsquat", &[1, 2], Part::ShankR, DOWN, 0.0, FIRM),
    ("seatedcatcow", &[1, 2, 3], Part::Pelvis, DOWN, 0.438, FIRM),
    ("squeezestanding", &[1, 2], Part::ShankR, DOWN, 0.0, FIRM),
    ("sittall", &[1, 2], Part::Pelvis, DOWN, 0.438, FIRM),
    ("standup", &[1, 2], Part::Pelvis, DOWN, 0.438, FIRM),
    ("standup", &[1, 2, 4], Part::ShankR, DOWN, 0.0, FIRM),
    ("chestbehind", &[1, 3, 4], Part::ShankR, DOWN, 0.0, FIRM),
];

/// Distance from a part to a surface, in centimetres.
fn gap(
    sample: &Sample,
    volumes: &BTreeMap<Part, Vec<Ellipsoid>>,
    (part, towards, surface): (Part, V3, f64),
) -> f64 {
    // The hand rests, not the forearm behind it.
    let counts = |e: &&Ellipsoid| {
        let arm = &sample.skeleton.arms.right;
        part != Part::ForearmR || (e.centre - arm.wrist).dot(arm.hand.x) > -1e-9
    };
    let farthest = volumes[&part]
        .iter()
        .filter(counts)
        .map(|e| e.centre.dot(towards) + e.reach(towards))
        .fold(f64::NEG_INFINITY, f64::max);
    // A surface at `surface` along the axis lies at ± that far along `towards`.
    let there = surface * (towards.x + towards.y + towards.z);
    100.0 * (there - farthest)
}

#[test]
fn what_should_touch_touches() {
    let mut findings = Vec::new();
    for sample in samples(0).filter(|sample| sample.moment.is_key()) {
        let volumes = sample.volumes();
        for (id, keys, part, towards, surface, (low, high)) in CONTACTS {
            if *id != sample.id || !keys.contains(&sample.moment.key()) {
                continue;
            }
            let gap = gap(&sample, &volumes, (*part, *towards, *surface));
            if !(*low..=*high).contains(&gap) {
                findings.push(format!("{sample}: {part:?} {gap:.1} cm from its surface"));
            }
        }
    }
    report(&findings);
}

#[test]
fn the_table_names_only_what_exists() {
    for (id, keys, ..) in CONTACTS {
        let set = super::pose_sets::get(id).unwrap_or_else(|| panic!("no pose set {id}"));
        assert!(
            keys.iter().all(|key| (1..=set.keys.len()).contains(key)),
            "{id}"
        );
    }
}
