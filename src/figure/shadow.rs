//! Soft contact shadows on the floor and on a wall: nested hulls, darker where the body is close.

use super::body::fingertip;
use super::camera::Camera;
use super::convex::P2;
use super::display::DisplayList;
use super::ellipsoid::Ellipsoid;
use super::math::{M3, V3, v3};
use super::palette::Palette;
use super::sides::Side;
use super::skeleton::{HEIGHT, Skeleton};
use super::sketch::Pencil;

const LEVELS: usize = 7;
/// Nothing higher above the surface than this casts a shadow, in metres.
const REACH: f64 = 0.30;
const CORNERS: usize = 20;

/// A piece of the body that casts one shadow, made of balls.
type Caster = Vec<(V3, f64)>;

/// One ball of a caster, with its clearance.
#[derive(Debug, Clone, Copy)]
struct Ball {
    centre: V3,
    radius: f64,
    clearance: f64,
}

/// How much larger the hull of a level is drawn, from the outermost to the innermost.
fn spread(level: usize) -> f64 {
    1.45 - 0.13 * level as f64
}

/// The strength of one level, which falls with the clearance.
fn fade(strength: f64, clearance: f64) -> f32 {
    (strength * (1.0 - clearance / REACH).powf(1.5) / 4.2) as f32
}

/// Paints the shadow on the plane at height `floor`.
pub(super) fn on_floor(
    skeleton: &Skeleton,
    floor: f64,
    camera: &Camera,
    palette: &Palette,
    list: &mut DisplayList,
) {
    let mut pencil = Pencil::new(camera);
    for (caster, strength) in floor_casters(skeleton) {
        let balls = close_balls(&caster, |centre, radius| {
            let clearance = centre.y - radius - floor;
            (clearance < REACH && clearance > -0.1).then_some(clearance)
        });
        let Some(nearest) = nearest(&balls) else {
            continue;
        };
        // Raising the shadow slightly hides small gaps under the body.
        let lift = if nearest < 0.08 { 0.85 * nearest } else { 0.0 };
        let colour = palette.shadow.alpha(fade(strength, nearest));
        for level in 0..LEVELS {
            let k = spread(level);
            let circles: Vec<Ellipsoid> = balls
                .iter()
                .filter(|ball| ball.clearance <= nearest + 0.18)
                .map(|ball| {
                    let r = ball.radius * k + 0.075 * ball.clearance * k;
                    let centre = v3(ball.centre.x + 0.01, floor + lift + 0.001, ball.centre.z);
                    Ellipsoid::new(centre, v3(r, 0.0, r), M3::IDENTITY)
                })
                .collect();
            let outlines: Vec<_> = circles.iter().map(|circle| (circle, CORNERS)).collect();
            if let Some(hull) = pencil.hull(&outlines) {
                list.push(hull.corners(), colour);
            }
        }
    }
}

/// Paints the shadow on the wall at `wall` along x.
pub(super) fn on_wall(
    skeleton: &Skeleton,
    wall: f64,
    camera: &Camera,
    palette: &Palette,
    list: &mut DisplayList,
) {
    let mut pencil = Pencil::new(camera);
    for caster in wall_casters(skeleton) {
        let balls = close_balls(&caster, |centre, radius| {
            let clearance = (centre.x - wall).abs() - radius;
            (clearance < REACH).then_some(clearance)
        });
        let Some(nearest) = nearest(&balls).filter(|&nearest| nearest <= 0.08) else {
            continue;
        };
        let colour = palette.shadow.alpha(fade(0.13, nearest));
        for level in 0..LEVELS {
            let k = spread(level);
            let points = balls
                .iter()
                .filter(|ball| ball.clearance <= nearest + 0.12)
                .flat_map(|ball| {
                    let r = ball.radius * k + 0.075 * ball.clearance * k;
                    let y = ball.centre.y - 0.02 - 0.25 * ball.clearance;
                    (0..CORNERS).map(move |i| -> P2 {
                        let angle = i as f64 * std::f64::consts::TAU / CORNERS as f64;
                        let (sin, cos) = angle.sin_cos();
                        camera.project(v3(wall, (y + r * cos).max(0.0), ball.centre.z + r * sin))
                    })
                });
            if let Some(hull) = pencil.hull_of_points(points) {
                list.push(hull.corners(), colour);
            }
        }
    }
}

fn close_balls(caster: &Caster, clearance: impl Fn(V3, f64) -> Option<f64>) -> Vec<Ball> {
    caster
        .iter()
        .filter_map(|&(centre, radius)| {
            Some(Ball {
                centre,
                radius,
                clearance: clearance(centre, radius)?.max(0.0),
            })
        })
        .collect()
}

fn nearest(balls: &[Ball]) -> Option<f64> {
    balls.iter().map(|ball| ball.clearance).reduce(f64::min)
}

fn middle_of_head(skeleton: &Skeleton) -> V3 {
    let trunk = &skeleton.trunk;
    trunk.head + trunk.head_frame * v3(0.0, 0.04 * HEIGHT, 0.0)
}

/// Casters on the floor, with their strength.
fn floor_casters(skeleton: &Skeleton) -> Vec<(Caster, f64)> {
    let mut casters = Vec::with_capacity(14);
    for side in Side::BOTH {
        let (arm, leg) = (&skeleton.arms[side], &skeleton.legs[side]);
        let on_foot = |x: f64, y: f64| leg.ankle + leg.foot * (v3(x, y, 0.0) * HEIGHT);
        for caster in [
            vec![(on_foot(-0.026, -0.02), 0.03), (on_foot(0.09, -0.03), 0.03)],
            vec![(leg.knee, 0.06), (leg.ankle, 0.035)],
            vec![(arm.wrist, 0.03), (fingertip(arm), 0.02)],
            vec![(arm.elbow, 0.04), (arm.wrist, 0.03)],
            vec![(leg.hip, 0.09), (leg.knee, 0.06)],
            vec![(arm.shoulder, 0.07), (arm.elbow, 0.05)],
        ] {
            casters.push((caster, 0.16));
        }
    }
    let [_, s1, s2, s3, _] = skeleton.trunk.spine;
    casters.push((
        vec![
            (skeleton.trunk.pelvis, 0.11),
            (s1, 0.10),
            (s2, 0.10),
            (s3, 0.11),
        ],
        0.13,
    ));
    casters.push((vec![(middle_of_head(skeleton), 0.09)], 0.16));
    casters
}

fn wall_casters(skeleton: &Skeleton) -> Vec<Caster> {
    let mut casters = Vec::with_capacity(12);
    for side in Side::BOTH {
        let (arm, leg) = (&skeleton.arms[side], &skeleton.legs[side]);
        let on_foot = |x: f64, y: f64| leg.ankle + leg.foot * (v3(x, y, 0.0) * HEIGHT);
        let buttock = leg.hip + skeleton.trunk.pelvis_frame * v3(-0.026 * HEIGHT, 0.0, 0.0);
        casters.extend([
            vec![
                (arm.wrist, 0.03),
                (arm.wrist.lerp(fingertip(arm), 0.8), 0.02),
            ],
            vec![(arm.elbow, 0.035), (arm.wrist, 0.03)],
            vec![(arm.shoulder, 0.05), (arm.elbow, 0.04)],
            vec![(on_foot(-0.026, -0.02), 0.03), (on_foot(0.05, -0.03), 0.03)],
            vec![(buttock, 0.08)],
        ]);
    }
    let [_, s1, s2, s3, _] = skeleton.trunk.spine;
    casters.push(vec![
        (skeleton.trunk.pelvis, 0.10),
        (s1, 0.08),
        (s2, 0.09),
        (s3, 0.10),
    ]);
    casters.push(vec![(middle_of_head(skeleton), 0.09)]);
    casters
}
