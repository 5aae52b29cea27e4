//! How long one frame of the figure takes, from pose to polygons. The budget is 2 ms.

use divan::Bencher;
use unbend::figure::{DisplayList, Moment, PoseSet, Scene, Theme, draw, pose_sets};

fn main() {
    divan::main();
}

fn set(id: &str) -> &'static PoseSet {
    pose_sets::get(id).expect("built in")
}

/// Between keys, where a player draws most frames.
#[divan::bench(args = ["decompress", "doorway", "thread", "walldecompress"])]
fn moving(bencher: Bencher<'_, '_>, id: &str) {
    let (set, scene) = (set(id), Scene::new(Theme::Light));
    let scene = Scene {
        glow: 0.0,
        arrows: 0.0,
        ..scene
    };
    bencher.bench(|| -> DisplayList {
        let u = divan::black_box(0.4);
        draw(set, Moment::Between { from: 0, to: 1, u }, &scene)
    });
}

/// A hold with everything on: ghost, glow, arrows.
#[divan::bench(args = ["decompress", "doorway", "wallstand", "downdog"])]
fn holding(bencher: Bencher<'_, '_>, id: &str) {
    let (set, scene) = (set(id), Scene::new(Theme::Dark));
    let last = set.keys.len() - 1;
    bencher.bench(|| -> DisplayList { draw(set, Moment::Key(divan::black_box(last)), &scene) });
}

/// An endless cycle.
#[divan::bench]
fn walking(bencher: Bencher<'_, '_>) {
    let (set, scene) = (set("walk"), Scene::default());
    bencher.bench(|| -> DisplayList {
        let phase = divan::black_box(0.3);
        draw(set, Moment::Cycle { phase }, &scene)
    });
}
