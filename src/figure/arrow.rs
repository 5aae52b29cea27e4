//! Curved arrows that show which way the body moves.

use super::camera::Camera;
use super::convex::{P2, Workbench};
use super::display::{DisplayList, Rgba};
use super::palette::Palette;
use super::pose_set::Arrow;

/// Steps along the curve, discs along the shaft, corners of a disc of the shaft and of the head.
const STEPS: usize = 36;
const DISCS: usize = 26;
const SHAFT_CORNERS: usize = 16;
const HEAD_CORNERS: usize = 14;

/// An arrow on the picture, in square units.
struct Drawn {
    curve: Vec<P2>,
    /// Length of the curve up to each point.
    lengths: Vec<f32>,
    width: f32,
    head: f32,
    double: bool,
    /// The part of the curve that has grown.
    from: f32,
    to: f32,
}

/// Paints an arrow grown by `grown` (0 to 1): from its tail, or from its middle if it has two heads.
pub(super) fn paint(
    arrow: &Arrow,
    grown: f32,
    camera: &Camera,
    palette: &Palette,
    list: &mut DisplayList,
) {
    if grown <= 0.0 {
        return;
    }
    let drawn = Drawn::new(arrow, grown.min(1.0), camera);
    // First everything slightly larger: an outline that separates the arrow from the body.
    drawn.fill(drawn.width * 0.30, palette.background.opaque(), list);
    drawn.fill(0.0, palette.arrow.opaque(), list);
}

impl Drawn {
    fn new(arrow: &Arrow, grown: f32, camera: &Camera) -> Drawn {
        let (a, b, c) = arrow.points;
        let [a, b, c] = [a, b, c].map(|p| camera.project(p));
        let curve: Vec<P2> = (0..STEPS)
            .map(|i| {
                let t = i as f32 / (STEPS - 1) as f32;
                let s = 1.0 - t;
                [0, 1].map(|k| s * s * a[k] + 2.0 * s * t * b[k] + t * t * c[k])
            })
            .collect();
        let mut lengths = vec![0.0];
        for pair in curve.windows(2) {
            let step = (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
            lengths.push(lengths[lengths.len() - 1] + step);
        }
        let whole = lengths[STEPS - 1];
        let half = whole * grown / 2.0;
        let (from, to) = if arrow.double {
            (whole / 2.0 - half, whole / 2.0 + half)
        } else {
            (0.0, whole * grown)
        };
        // Heads grow more slowly than the shaft, so that two never meet.
        let size = f64::from(grown).powf(0.7) * camera.scale;
        Drawn {
            curve,
            lengths,
            width: (arrow.width * size) as f32,
            head: (arrow.head * size) as f32,
            double: arrow.double,
            from,
            to,
        }
    }

    fn at(&self, length: f32) -> P2 {
        let reached = self.lengths.partition_point(|&l| l < length);
        let i = reached.saturating_sub(1).min(STEPS - 2);
        let step = (self.lengths[i + 1] - self.lengths[i]).max(1e-9);
        let t = (length - self.lengths[i]) / step;
        let (p, q) = (self.curve[i], self.curve[i + 1]);
        [0, 1].map(|k| p[k] + (q[k] - p[k]) * t)
    }

    /// Fills the shaft and heads, everything `extra` larger.
    fn fill(&self, extra: f32, colour: Rgba, list: &mut DisplayList) {
        let mut bench = Workbench::default();
        // The shaft stops inside the head.
        let end = self.to - self.head * 0.85;
        let start = if self.double {
            self.from + self.head * 0.85
        } else {
            self.from
        };
        let mut before: Vec<P2> = Vec::new();
        for i in 0..DISCS {
            let s = i as f32 / (DISCS - 1) as f32;
            let width = if self.double {
                self.width
            } else {
                self.width * (0.30 + 0.70 * s.powf(0.8))
            };
            let centre = self.at(start + (end - start) * s);
            let ring: Vec<P2> = disc(centre, width / 2.0 + extra, SHAFT_CORNERS).collect();
            if i > 0 {
                before.extend(&ring);
                if let Some(hull) = bench.hull_of_points(&mut before) {
                    list.push(hull.corners(), colour);
                }
            }
            before = ring;
        }
        self.fill_head(
            self.at(self.to),
            self.at(end),
            extra,
            colour,
            &mut bench,
            list,
        );
        if self.double {
            self.fill_head(
                self.at(self.from),
                self.at(start),
                extra,
                colour,
                &mut bench,
                list,
            );
        }
    }

    /// A triangle with rounded corners.
    fn fill_head(
        &self,
        tip: P2,
        base: P2,
        extra: f32,
        colour: Rgba,
        bench: &mut Workbench,
        list: &mut DisplayList,
    ) {
        let (dx, dy) = (tip[0] - base[0], tip[1] - base[1]);
        let length = dx.hypot(dy).max(1e-9);
        let (dx, dy) = (dx / length, dy / length);
        let radius = self.width * 0.28;
        let half_width = self.head * 0.52 - radius;
        let corners = [
            [tip[0] - dx * radius * 1.6, tip[1] - dy * radius * 1.6],
            [base[0] - dy * half_width, base[1] + dx * half_width],
            [base[0] + dy * half_width, base[1] - dx * half_width],
        ];
        let mut points: Vec<P2> = corners
            .into_iter()
            .flat_map(|corner| disc(corner, radius + extra, HEAD_CORNERS))
            .collect();
        if let Some(hull) = bench.hull_of_points(&mut points) {
            list.push(hull.corners(), colour);
        }
    }
}

fn disc(centre: P2, radius: f32, corners: usize) -> impl Iterator<Item = P2> {
    (0..corners).map(move |i| {
        let (sin, cos) = (i as f32 * std::f32::consts::TAU / corners as f32).sin_cos();
        [centre[0] + radius * cos, centre[1] + radius * sin]
    })
}
