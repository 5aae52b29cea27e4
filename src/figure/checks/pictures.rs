//! Every picture is made of finite, convex polygons with one winding, and is the same every time.

use super::super::{Character, DisplayList, Moment, Scene, Theme, draw, motion};
use super::{all_sets, report};

fn problems(list: &DisplayList) -> Option<String> {
    for (i, polygon) in list.polygons().enumerate() {
        let points = polygon.points;
        if points.len() < 3 {
            return Some(format!("polygon {i} has {} corners", points.len()));
        }
        if points.iter().flatten().any(|c| !c.is_finite()) {
            return Some(format!("polygon {i} is not finite"));
        }
        let n = points.len();
        for k in 0..n {
            let (o, p, q) = (points[k], points[(k + 1) % n], points[(k + 2) % n]);
            let (ax, ay) = (p[0] - o[0], p[1] - o[1]);
            let (bx, by) = (q[0] - p[0], q[1] - p[1]);
            // A dent below a twentieth of a pixel on a square of 500 is rounding.
            let dent = -(ax * by - ay * bx) / (bx + ax).hypot(by + ay).max(1e-6);
            if dent > 1e-4 {
                return Some(format!(
                    "polygon {i} is dented by {dent} at corner {k} of {n}"
                ));
            }
        }
    }
    None
}

fn scenes() -> [Scene; 3] {
    [
        Scene::new(Theme::Light),
        Scene {
            mirrored: true,
            character: Character::SECOND,
            breath: 0.25,
            ..Scene::new(Theme::Dark)
        },
        Scene {
            ghost: false,
            glow: 0.5,
            arrows: 0.5,
            ..Scene::new(Theme::Light)
        },
    ]
}

#[test]
fn polygons_are_finite_and_convex_and_turn_one_way() {
    let mut findings = Vec::new();
    for (id, set) in all_sets() {
        let keys = (0..set.keys.len()).map(Moment::Key);
        let ways = (0..4).map(|i| motion::moment_at(set, i as f32 * 0.31));
        for (i, moment) in keys.chain(ways).enumerate() {
            let scenes = scenes();
            let scene = &scenes[i % scenes.len()];
            if let Some(problem) = problems(&draw(set, moment, scene)) {
                findings.push(format!("{id} {moment:?}: {problem}"));
            }
        }
    }
    report(&findings);
}

#[test]
fn the_same_moment_is_the_same_picture() {
    for (id, set) in all_sets() {
        let moment = motion::moment_at(set, 0.4);
        for scene in scenes() {
            assert_eq!(draw(set, moment, &scene), draw(set, moment, &scene), "{id}");
        }
    }
}

#[test]
fn there_and_back_is_the_same_way() {
    for (id, set) in all_sets().filter(|(_, set)| set.keys.len() > 1) {
        let scene = Scene {
            glow: 0.0,
            arrows: 0.0,
            ..Scene::default()
        };
        let there = Moment::Between {
            from: 0,
            to: 1,
            u: 0.25,
        };
        let back = Moment::Between {
            from: 1,
            to: 0,
            u: 0.75,
        };
        assert_eq!(draw(set, there, &scene), draw(set, back, &scene), "{id}");
    }
}

#[test]
fn any_key_can_follow_any_other() {
    let mut findings = Vec::new();
    for (id, set) in all_sets() {
        // Neighbours are drawn above, and the way back mirrors the way there.
        for from in 0..set.keys.len() {
            for to in from + 2..set.keys.len() {
                let list = draw(set, Moment::Between { from, to, u: 0.5 }, &Scene::default());
                if let Some(problem) = problems(&list) {
                    findings.push(format!("{id} {from} to {to}: {problem}"));
                }
            }
        }
    }
    report(&findings);
}

#[test]
fn what_is_switched_off_is_not_drawn() {
    let set = super::pose_sets::get("decompress").expect("built in");
    let count = |scene: &Scene| draw(set, Moment::Key(2), scene).polygons().len();
    let all = Scene::default();
    let whole = count(&all);
    for less in [
        Scene {
            ghost: false,
            ..all.clone()
        },
        Scene {
            glow: 0.0,
            ..all.clone()
        },
        Scene {
            arrows: 0.0,
            ..all.clone()
        },
    ] {
        assert!(count(&less) + 20 < whole);
    }
}

#[test]
fn a_key_beyond_the_last_is_the_last() {
    let set = super::pose_sets::get("standup").expect("built in");
    let scene = Scene::default();
    assert_eq!(
        draw(set, Moment::Key(99), &scene),
        draw(set, Moment::Key(set.keys.len() - 1), &scene)
    );
}

#[test]
fn a_breath_moves_the_chest_a_little() {
    let set = super::pose_sets::get("ragdoll").expect("built in");
    let at = |breath: f32| {
        draw(
            set,
            Moment::Key(0),
            &Scene {
                breath,
                ..Scene::default()
            },
        )
    };
    assert_ne!(at(0.25), at(0.0));
    assert_eq!(at(0.0), at(0.0));
}

/// The mirrored drawing reaches as far left as the original did right.
#[test]
fn the_other_side_is_the_mirror_image() {
    for (id, set) in all_sets() {
        let extent = |mirrored: bool| {
            let scene = Scene {
                mirrored,
                ..Scene::default()
            };
            let list = draw(set, Moment::Key(set.keys.len() - 1), &scene);
            let xs = list.polygons().flat_map(|p| p.points).map(|p| p[0]);
            let (min, max) = xs.fold((f32::INFINITY, f32::NEG_INFINITY), |(min, max), x| {
                (min.min(x), max.max(x))
            });
            (min, max)
        };
        let ((min, max), other) = (extent(false), extent(true));
        assert!((min + other.1 - 1.0).abs() < 1e-3, "{id}");
        assert!((max + other.0 - 1.0).abs() < 1e-3, "{id}");
    }
}
