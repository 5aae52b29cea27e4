//! Convex polygons as two chains of corners sorted by x, so that hulls and intersections are single walks.
//!
//! Coordinates are those of the display list: x to the right, y down.

/// A point of the picture.
pub(super) type P2 = [f32; 2];

/// A convex polygon: its upper and lower boundary, each from left to right.
///
/// Both chains start at the left end and stop at the right end; where an end is a vertical edge they differ in y there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Convex<'a> {
    /// The boundary with smaller y.
    pub upper: &'a [P2],
    /// The boundary with larger y.
    pub lower: &'a [P2],
}

/// Polygons in one flat buffer.
#[derive(Debug, Clone, Default)]
pub(super) struct Shapes {
    points: Vec<P2>,
    shapes: Vec<Shape>,
}

#[derive(Debug, Clone, Copy)]
struct Shape {
    start: u32,
    split: u32,
    end: u32,
    bounds: Bounds,
}

/// The smallest axis-aligned box around something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub min: P2,
    pub max: P2,
}

impl Bounds {
    /// The box around several boxes.
    pub fn around(all: &[Bounds]) -> Option<Bounds> {
        all.iter().copied().reduce(|a, b| Bounds {
            min: [a.min[0].min(b.min[0]), a.min[1].min(b.min[1])],
            max: [a.max[0].max(b.max[0]), a.max[1].max(b.max[1])],
        })
    }

    /// Whether two boxes have no point in common.
    pub fn apart(&self, other: &Bounds) -> bool {
        self.min[0] > other.max[0]
            || other.min[0] > self.max[0]
            || self.min[1] > other.max[1]
            || other.min[1] > self.max[1]
    }
}

impl<'a> Convex<'a> {
    /// All corners once, in one winding.
    pub fn corners(self) -> impl Iterator<Item = P2> + 'a {
        let skip_first = usize::from(self.upper.first() == self.lower.first());
        let skip_last = usize::from(self.upper.last() == self.lower.last());
        let under = &self.lower[skip_first..(self.lower.len() - skip_last).max(skip_first)];
        self.upper.iter().chain(under.iter().rev()).copied()
    }

    /// The box around it.
    pub fn bounds(self) -> Bounds {
        let smallest = |chain: &[P2]| chain.iter().fold(f32::INFINITY, |y, p| y.min(p[1]));
        let largest = |chain: &[P2]| chain.iter().fold(f32::NEG_INFINITY, |y, p| y.max(p[1]));
        let last = self.upper.len() - 1;
        Bounds {
            min: [self.upper[0][0], smallest(self.upper)],
            max: [self.upper[last][0], largest(self.lower)],
        }
    }
}

impl Shapes {
    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    pub fn get(&self, i: usize) -> Convex<'_> {
        let shape = &self.shapes[i];
        Convex {
            upper: &self.points[shape.start as usize..shape.split as usize],
            lower: &self.points[shape.split as usize..shape.end as usize],
        }
    }

    pub fn bounds(&self, i: usize) -> Bounds {
        self.shapes[i].bounds
    }

    pub fn clear(&mut self) {
        self.points.clear();
        self.shapes.clear();
    }

    /// Adds a polygon given by its chains.
    pub fn push(&mut self, convex: Convex<'_>) {
        let start = self.points.len();
        self.points.extend_from_slice(convex.upper);
        let split = self.points.len();
        self.points.extend_from_slice(convex.lower);
        self.shapes.push(Shape {
            start: start as u32,
            split: split as u32,
            end: self.points.len() as u32,
            bounds: convex.bounds(),
        });
    }
}

/// Scratch space for hulls and intersections, kept so that none of them allocates.
#[derive(Debug, Default)]
pub(super) struct Workbench {
    upper: Vec<P2>,
    lower: Vec<P2>,
    spare_upper: Vec<P2>,
    spare_lower: Vec<P2>,
}

impl Workbench {
    /// The convex hull of convex polygons; `None` if there are none.
    pub fn hull<'s, 'a>(
        &'s mut self,
        mut parts: impl Iterator<Item = Convex<'a>>,
    ) -> Option<Convex<'s>> {
        let first = parts.next()?;
        self.upper.clear();
        self.lower.clear();
        self.upper.extend_from_slice(first.upper);
        self.lower.extend_from_slice(first.lower);
        for part in parts {
            merge_hull(&self.upper, part.upper, &mut self.spare_upper, Bulge::Up);
            merge_hull(&self.lower, part.lower, &mut self.spare_lower, Bulge::Down);
            std::mem::swap(&mut self.upper, &mut self.spare_upper);
            std::mem::swap(&mut self.lower, &mut self.spare_lower);
        }
        Some(Convex {
            upper: &self.upper,
            lower: &self.lower,
        })
    }

    /// The convex hull of loose points.
    pub fn hull_of_points<'s>(&'s mut self, points: &mut [P2]) -> Option<Convex<'s>> {
        if points.len() < 3 {
            return None;
        }
        points.sort_unstable_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        merge_hull(points, &[], &mut self.upper, Bulge::Up);
        merge_hull(points, &[], &mut self.lower, Bulge::Down);
        Some(Convex {
            upper: &self.upper,
            lower: &self.lower,
        })
    }

    /// The intersection of two convex polygons, if it has any width.
    pub fn intersect<'s>(&'s mut self, a: Convex<'_>, b: Convex<'_>) -> Option<Convex<'s>> {
        let left = a.upper[0][0].max(b.upper[0][0]);
        let right = a.upper[a.upper.len() - 1][0].min(b.upper[b.upper.len() - 1][0]);
        if right - left <= NARROW {
            return None;
        }
        envelope(
            a.upper,
            b.upper,
            left,
            right,
            &mut self.spare_upper,
            Extreme::Max,
        );
        envelope(
            a.lower,
            b.lower,
            left,
            right,
            &mut self.spare_lower,
            Extreme::Min,
        );
        let (left, right) = overlap(&self.spare_upper, &self.spare_lower)?;
        if right - left <= NARROW {
            return None;
        }
        cut(&self.spare_upper, left, right, &mut self.upper);
        cut(&self.spare_lower, left, right, &mut self.lower);
        // Where both meet at a point on steep edges, rounding may have carried one past the other.
        let (first, last) = (0, usize::MAX);
        for end in [first, last] {
            let (u, l) = (end.min(self.upper.len() - 1), end.min(self.lower.len() - 1));
            if self.upper[u][1] > self.lower[l][1] {
                let middle = (self.upper[u][1] + self.lower[l][1]) / 2.0;
                self.upper[u][1] = middle;
                self.lower[l][1] = middle;
            }
        }
        Some(Convex {
            upper: &self.upper,
            lower: &self.lower,
        })
    }
}

/// Narrower pieces can't be seen: a fiftieth of a pixel on a square of 500.
const NARROW: f32 = 4e-5;

#[derive(Clone, Copy, PartialEq)]
enum Bulge {
    Up,
    Down,
}

#[derive(Clone, Copy, PartialEq)]
enum Extreme {
    Max,
    Min,
}

/// Merges two chains sorted by x and drops every corner that isn't on the hull.
fn merge_hull(a: &[P2], b: &[P2], out: &mut Vec<P2>, bulge: Bulge) {
    out.clear();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let from_a = match (a.get(i), b.get(j)) {
            (Some(p), Some(q)) => p[0] <= q[0],
            (Some(_), None) => true,
            (None, _) => false,
        };
        let p = if from_a {
            i += 1;
            a[i - 1]
        } else {
            j += 1;
            b[j - 1]
        };
        add_to_hull(out, p, bulge);
    }
}

fn add_to_hull(out: &mut Vec<P2>, p: P2, bulge: Bulge) {
    // At equal x only the outermost corner counts.
    if let Some(last) = out.last()
        && last[0] == p[0]
    {
        let inside = match bulge {
            Bulge::Up => last[1] <= p[1],
            Bulge::Down => last[1] >= p[1],
        };
        if inside {
            return;
        }
        out.pop();
    }
    while let [.., o, a] = out[..] {
        let turn = (a[0] - o[0]) * (p[1] - o[1]) - (a[1] - o[1]) * (p[0] - o[0]);
        let straight_or_dented = match bulge {
            Bulge::Up => turn <= 0.0,
            Bulge::Down => turn >= 0.0,
        };
        if !straight_or_dented {
            break;
        }
        out.pop();
    }
    out.push(p);
}

/// Height of a chain at `x`, on the segment that ends at corner `i`.
#[inline]
fn height(chain: &[P2], i: usize, x: f32) -> f32 {
    let (p, q) = (chain[i - 1], chain[i]);
    // Usually asked at a corner, which needs no division.
    if x >= q[0] {
        return q[1];
    }
    let t = ((x - p[0]) / (q[0] - p[0])).max(0.0);
    p[1] + (q[1] - p[1]) * t
}

/// The first segment that reaches beyond `x`.
fn stretch_at(chain: &[P2], x: f32) -> usize {
    let last = chain.len() - 1;
    (1..last).find(|&i| chain[i][0] > x).unwrap_or(last)
}

/// The larger (or smaller) of two chains from `left` to `right`.
fn envelope(a: &[P2], b: &[P2], left: f32, right: f32, out: &mut Vec<P2>, extreme: Extreme) {
    out.clear();
    let wins = |ya: f32, yb: f32| match extreme {
        Extreme::Max => ya >= yb,
        Extreme::Min => ya <= yb,
    };
    let (mut i, mut j) = (stretch_at(a, left), stretch_at(b, left));
    let (mut x, mut ya, mut yb) = (left, height(a, i, left), height(b, j, left));
    out.push([x, if wins(ya, yb) { ya } else { yb }]);
    while x < right {
        let (end_a, end_b) = (a[i][0], b[j][0]);
        let next = end_a.min(end_b).min(right);
        let (next_a, next_b) = (height(a, i, next), height(b, j, next));
        let (before, after) = (ya - yb, next_a - next_b);
        if before * after < 0.0 {
            let t = before / (before - after);
            let cross = x + (next - x) * t;
            if cross > x && cross < next {
                out.push([cross, ya + (next_a - ya) * t]);
            }
        }
        let a_wins = wins(next_a, next_b);
        // A corner of the chain that lies behind the other changes nothing.
        let corner_shows = if a_wins { end_a <= next } else { end_b <= next };
        if corner_shows || next >= right {
            out.push([next, if a_wins { next_a } else { next_b }]);
        }
        (x, ya, yb) = (next, next_a, next_b);
        if end_a <= next && i + 1 < a.len() {
            i += 1;
        }
        if end_b <= next && j + 1 < b.len() {
            j += 1;
        }
    }
}

/// Where the upper chain really lies above the lower one. Both span the same x.
fn overlap(upper: &[P2], lower: &[P2]) -> Option<(f32, f32)> {
    let (mut i, mut j) = (1, 1);
    let mut x = upper[0][0];
    let right = upper[upper.len() - 1][0];
    let mut room = lower[0][1] - upper[0][1];
    let mut start = (room >= 0.0).then_some(x);
    let mut end = start;
    while x < right {
        let next = upper[i][0].min(lower[j][0]).min(right);
        let next_room = height(lower, j, next) - height(upper, i, next);
        if next_room >= 0.0 {
            if start.is_none() {
                let t = room / (room - next_room);
                start = Some(x + (next - x) * t);
            }
            end = Some(next);
        } else if room >= 0.0 {
            let t = room / (room - next_room);
            end = Some(x + (next - x) * t);
            break;
        }
        (x, room) = (next, next_room);
        if upper[i][0] <= next && i + 1 < upper.len() {
            i += 1;
        }
        if lower[j][0] <= next && j + 1 < lower.len() {
            j += 1;
        }
    }
    Some((start?, end?))
}

/// The part of a chain between two x positions.
fn cut(chain: &[P2], left: f32, right: f32, out: &mut Vec<P2>) {
    out.clear();
    let first = stretch_at(chain, left);
    out.push([left, height(chain, first, left)]);
    let mut i = first;
    while i < chain.len() - 1 && chain[i][0] < right {
        if chain[i][0] > left {
            out.push(chain[i]);
        }
        i += 1;
    }
    out.push([right, height(chain, i, right)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc(cx: f32, cy: f32, r: f32) -> Shapes {
        let mut points: Vec<P2> = (0..24)
            .map(|i| {
                let angle = i as f32 * std::f32::consts::TAU / 24.0;
                [cx + r * angle.cos(), cy + r * angle.sin()]
            })
            .collect();
        let mut shapes = Shapes::default();
        let mut bench = Workbench::default();
        shapes.push(bench.hull_of_points(&mut points).unwrap());
        shapes
    }

    fn area(convex: Convex<'_>) -> f32 {
        let points: Vec<P2> = convex.corners().collect();
        let n = points.len();
        (0..n)
            .map(|i| {
                let (p, q) = (points[i], points[(i + 1) % n]);
                p[0] * q[1] - q[0] * p[1]
            })
            .sum::<f32>()
            / 2.0
    }

    fn square(x0: f32, y0: f32, x1: f32, y1: f32) -> Shapes {
        let mut shapes = Shapes::default();
        shapes.push(Convex {
            upper: &[[x0, y0], [x1, y0]],
            lower: &[[x0, y1], [x1, y1]],
        });
        shapes
    }

    #[test]
    fn squares_overlap_in_a_square() {
        let (a, b) = (square(0.0, 0.0, 0.4, 0.4), square(0.3, 0.1, 0.9, 0.3));
        let mut bench = Workbench::default();
        let both = bench.intersect(a.get(0), b.get(0)).unwrap();
        assert!((area(both).abs() - 0.02).abs() < 1e-6);
    }

    #[test]
    fn a_polygon_inside_another_comes_back_whole() {
        let (small, large) = (disc(0.5, 0.5, 0.1), disc(0.52, 0.5, 0.4));
        let mut bench = Workbench::default();
        let both = area(bench.intersect(small.get(0), large.get(0)).unwrap());
        assert!((both - area(small.get(0))).abs() < 1e-6);
        let other_way = area(bench.intersect(large.get(0), small.get(0)).unwrap());
        assert!((both - other_way).abs() < 1e-6);
    }

    #[test]
    fn polygons_apart_have_nothing_in_common() {
        let mut bench = Workbench::default();
        for (dx, dy) in [(0.5, 0.0), (0.0, 0.5), (0.16, 0.16)] {
            let (a, b) = (disc(0.3, 0.3, 0.1), disc(0.3 + dx, 0.3 + dy, 0.1));
            assert!(bench.intersect(a.get(0), b.get(0)).is_none(), "{dx} {dy}");
        }
    }

    #[test]
    fn lens_of_two_discs_is_as_large_as_geometry_says() {
        let (a, b) = (disc(0.4, 0.5, 0.2), disc(0.55, 0.6, 0.2));
        let d = 0.15_f32.hypot(0.1);
        let expected = 2.0 * 0.04 * (d / 0.4).acos() - d / 2.0 * (4.0 * 0.04 - d * d).sqrt();
        let mut bench = Workbench::default();
        let lens = area(bench.intersect(a.get(0), b.get(0)).unwrap()).abs();
        assert!(
            (lens - expected).abs() < 0.03 * expected,
            "{lens} {expected}"
        );
    }

    #[test]
    fn hull_of_two_discs_is_a_sausage() {
        let (a, b) = (disc(0.3, 0.5, 0.1), disc(0.7, 0.5, 0.1));
        let mut bench = Workbench::default();
        let hull = bench.hull([a.get(0), b.get(0)].into_iter()).unwrap();
        let expected = area(a.get(0)).abs() + 0.4 * 0.2;
        assert!((area(hull).abs() - expected).abs() < 1e-4);
    }

    #[test]
    fn hulls_and_intersections_are_convex_and_turn_one_way() {
        let mut bench = Workbench::default();
        for i in 0..40 {
            let t = i as f32 * 0.7;
            let (a, b) = (
                disc(0.5 + 0.1 * t.cos(), 0.5, 0.15),
                disc(0.5, 0.5 + 0.12 * t.sin(), 0.1 + 0.002 * t),
            );
            let mut shapes = Shapes::default();
            if let Some(both) = bench.intersect(a.get(0), b.get(0)) {
                shapes.push(both);
            }
            if let Some(hull) = bench.hull([a.get(0), b.get(0)].into_iter()) {
                shapes.push(hull);
            }
            for s in 0..shapes.len() {
                let points: Vec<P2> = shapes.get(s).corners().collect();
                let n = points.len();
                for k in 0..n {
                    let (o, p, q) = (points[k], points[(k + 1) % n], points[(k + 2) % n]);
                    let turn = (p[0] - o[0]) * (q[1] - p[1]) - (p[1] - o[1]) * (q[0] - p[0]);
                    assert!(turn > -1e-6, "corner {k} of shape {s} in round {i}: {turn}");
                }
            }
        }
    }
}
