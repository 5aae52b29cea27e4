//! What must hold for every pose of every exercise: bones, reach, joints, floor, balance, contact, smooth motion.

mod balance;
mod contacts;
mod joints;
mod movement;
mod pictures;
mod reach;

use std::collections::BTreeMap;
use std::fmt;

use super::Character;
use super::body;
use super::camera::Camera;
use super::ellipsoid::Ellipsoid;
use super::motion;
use super::palette::{Palette, Theme};
use super::parts::Part;
use super::pose::Pose;
use super::pose_set::PoseSet;
use super::pose_sets;
use super::skeleton::Skeleton;
use super::sketch::Look;

/// A moment of an exercise, as the checks see it.
struct Sample {
    id: &'static str,
    set: &'static PoseSet,
    moment: When,
    pose: Pose,
    skeleton: Skeleton,
}

/// When a sample was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    /// At a key, by its number from 1.
    Key(usize),
    /// On the way from a key, by its number from 1, to the next.
    After(usize, f64),
    /// At a phase of a cycle.
    Phase(f64),
}

impl When {
    /// Number of the key reached or left, from 1; 0 within a cycle.
    fn key(self) -> usize {
        match self {
            When::Key(key) | When::After(key, _) => key,
            When::Phase(_) => 0,
        }
    }

    fn is_key(self) -> bool {
        match self {
            When::Key(_) => true,
            When::After(..) | When::Phase(_) => false,
        }
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            When::Key(key) => write!(f, "{} key {key}", self.id),
            When::After(key, u) => write!(f, "{} {u:.2} after key {key}", self.id),
            When::Phase(phase) => write!(f, "{} phase {phase:.2}", self.id),
        }
    }
}

impl Sample {
    fn new(id: &'static str, set: &'static PoseSet, moment: When) -> Sample {
        let pose = match moment {
            When::Key(key) => set.keys[key - 1].pose.clone(),
            When::After(key, u) => motion::travel(set, key - 1, key, u, &Character::FIRST),
            When::Phase(phase) => motion::cycle(set, phase),
        };
        let skeleton = Skeleton::solve(&pose, &Character::FIRST);
        Sample {
            id,
            set,
            moment,
            pose,
            skeleton,
        }
    }

    /// The ellipsoids of every part.
    fn volumes(&self) -> BTreeMap<Part, Vec<Ellipsoid>> {
        let palette = Palette::new(Theme::Light, None);
        let look = Look {
            palette: &palette,
            character: &Character::FIRST,
            shoes: self.set.shoes,
            breath: 1.0,
            silhouette: false,
        };
        body::volumes(&self.skeleton, &Camera::new(&self.set.camera), &look)
    }
}

fn all_sets() -> impl Iterator<Item = (&'static str, &'static PoseSet)> {
    pose_sets::ids().map(|id| (id, &**pose_sets::get(id).expect("built in")))
}

/// All keys, and `between` moments on each way to the next (32 moments of a cycle).
fn samples(between: usize) -> impl Iterator<Item = Sample> {
    all_sets().flat_map(move |(id, set)| {
        let keys = (1..=set.keys.len()).map(When::Key);
        let ways: Vec<When> = if set.cycle.is_some() {
            (0..32).map(|i| When::Phase(f64::from(i) / 32.0)).collect()
        } else {
            let fraction = move |i: usize| i as f64 / (between + 1) as f64;
            (1..set.keys.len())
                .flat_map(|key| (1..=between).map(move |i| When::After(key, fraction(i))))
                .collect()
        };
        keys.chain(ways)
            .map(move |moment| Sample::new(id, set, moment))
    })
}

/// Fails with every finding, so that one run shows them all.
fn report(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}
