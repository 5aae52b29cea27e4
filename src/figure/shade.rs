//! The shaded side of trunk and legs: a darker leaf inside each, away from the light.

use super::convex::{Convex, P2, Shapes, Workbench};
use super::ellipsoid::{Ellipsoid, Outline};
use super::math::smoothstep;
use super::sketch::{Group, Paint, Pencil};

/// Direction away from the light, which comes from the upper left of the picture.
const AWAY: P2 = [0.716_995, 0.697_078];

/// Where along the chain (0 to 1) the leaf widens and tapers off.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taper {
    pub grow_in: f64,
    pub fade_out: f64,
}

/// Fills a chain's leaf: every outline shrunk by `strength` towards its own boundary away from the light.
///
/// A shrunken outline always lies inside the original, so nothing needs clipping.
pub(super) fn leaf(
    pencil: &Pencil<'_>,
    chain: &[Ellipsoid],
    strength: f64,
    taper: Taper,
    group: &mut Group,
    paint: Paint,
) {
    let camera = pencil.camera;
    let centres: Vec<P2> = chain.iter().map(|e| camera.project(e.centre)).collect();
    let last = chain.len() - 1;
    let (mut outline, mut shrunk) = (Outline::default(), Shapes::default());
    let mut chains: [Vec<P2>; 2] = [Vec::new(), Vec::new()];
    for (i, ellipsoid) in chain.iter().enumerate() {
        let (before, after) = (centres[i.saturating_sub(2)], centres[last.min(i + 2)]);
        let (tx, ty) = (after[0] - before[0], after[1] - before[1]);
        let length = tx.hypot(ty);
        let (direction, turned) = if length < 1.0 / 480.0 {
            (AWAY, 0.6)
        } else {
            let normal = [-ty / length, tx / length];
            let dot = normal[0] * AWAY[0] + normal[1] * AWAY[1];
            let sign = if dot >= 0.0 { 1.0 } else { -1.0 };
            (
                [normal[0] * sign, normal[1] * sign],
                smoothstep(0.10, 0.75, f64::from(dot.abs())),
            )
        };
        let at = i as f64 / last.max(1) as f64;
        let grown =
            smoothstep(0.0, taper.grow_in, at) * (1.0 - smoothstep(1.0 - taper.fade_out, 1.0, at));
        let k = (strength * (turned * grown).max(0.02)) as f32;
        ellipsoid.outline(camera, 22, 0.0, &mut outline);
        let convex = outline.convex();
        let away = |p: &P2| p[0] * direction[0] + p[1] * direction[1];
        let edge = convex
            .corners()
            .max_by(|a, b| away(a).total_cmp(&away(b)))
            .unwrap_or(centres[i]);
        for (out, from) in chains.iter_mut().zip([convex.upper, convex.lower]) {
            out.clear();
            out.extend(from.iter().map(|p| {
                [
                    edge[0] + (p[0] - edge[0]) * k,
                    edge[1] + (p[1] - edge[1]) * k,
                ]
            }));
        }
        shrunk.push(Convex {
            upper: &chains[0],
            lower: &chains[1],
        });
    }
    let mut bench = Workbench::default();
    for i in 1..shrunk.len() {
        let pair = [shrunk.get(i - 1), shrunk.get(i)];
        group.add(bench.hull(pair.into_iter()), paint);
    }
}
