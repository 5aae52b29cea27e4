//! The display list: filled convex polygons in paint order, and the stage behind them.

/// A colour in the form painters want: sRGB, with unmultiplied alpha last.
pub type Rgba = [u8; 4];

/// A drawn moment.
///
/// All coordinates refer to one square, (0, 0) top left to (1, 1) bottom right, whatever its size on screen. The
/// drawing may extend beyond the square, so a wider or taller area shows more of the same stage: fill it with [`Stage`]
/// first, then paint the polygons in order.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayList {
    /// What lies behind the polygons, endless to the sides.
    pub stage: Stage,
    points: Vec<[f32; 2]>,
    polygons: Vec<Span>,
}

/// The endless background of a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Colour of the wall: fill everything with it.
    pub wall: Rgba,
    /// The floor, where the view shows one.
    pub floor: Option<Floor>,
}

/// The floor, from its horizon down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Height of the horizon in the square, 0 top to 1 bottom.
    pub horizon: f32,
    /// Everything below the horizon.
    pub colour: Rgba,
    /// The strip just below the horizon.
    pub line: Rgba,
    /// Height of that strip in squares.
    pub line_height: f32,
}

/// One filled convex polygon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Polygon<'a> {
    /// At least three corners, all turning the same way.
    pub points: &'a [[f32; 2]],
    /// Fill.
    pub colour: Rgba,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    start: u32,
    end: u32,
    colour: Rgba,
}

impl DisplayList {
    /// An empty stage.
    pub fn new(stage: Stage) -> DisplayList {
        DisplayList {
            stage,
            points: Vec::new(),
            polygons: Vec::new(),
        }
    }

    /// The polygons in paint order.
    pub fn polygons(&self) -> impl ExactSizeIterator<Item = Polygon<'_>> {
        self.polygons.iter().map(|span| Polygon {
            points: &self.points[span.start as usize..span.end as usize],
            colour: span.colour,
        })
    }

    /// Corners of all polygons together.
    pub fn point_count(&self) -> usize {
        self.points.len()
    }

    /// Adds a polygon in front of all earlier ones; one too small to see is dropped.
    pub(super) fn push(&mut self, points: impl IntoIterator<Item = [f32; 2]>, colour: Rgba) {
        let start = self.points.len();
        for point in points {
            // A corner that hardly leaves its neighbours' line costs a painter as much as any other.
            if let [.., a, b] = self.points[start..]
                && flat(a, b, point)
            {
                self.points.pop();
            }
            self.points.push(point);
        }
        if area(&self.points[start..]) < SMALLEST {
            self.points.truncate(start);
            return;
        }
        self.polygons.push(Span {
            start: start as u32,
            end: self.points.len() as u32,
            colour,
        });
    }
}

/// In squares: a hundredth of a pixel on a square of 500.
const SMALLEST: f32 = 4e-8;

/// The area of a polygon; positive if it is clockwise on the picture, negative otherwise, 0 for fewer than three
/// corners.
fn area(points: &[[f32; 2]]) -> f32 {
    let Some(&[x, y]) = points.first() else {
        return 0.0;
    };
    let doubled: f32 = points
        .windows(2)
        .map(|pair| {
            let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
            (ax - x) * (by - y) - (bx - x) * (ay - y)
        })
        .sum();
    doubled / 2.0
}

/// Whether `b` is invisibly close to the line from `a` to `c`: a tenth of a pixel on a square of 500.
fn flat(a: [f32; 2], b: [f32; 2], c: [f32; 2]) -> bool {
    let (dx, dy) = (c[0] - a[0], c[1] - a[1]);
    let area = dx * (b[1] - a[1]) - dy * (b[0] - a[0]);
    let along = dx * (b[0] - a[0]) + dy * (b[1] - a[1]);
    let length_squared = dx * dx + dy * dy;
    area.abs() <= 2e-4 * length_squared.sqrt() && along >= 0.0 && along <= length_squared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> DisplayList {
        DisplayList::new(Stage {
            wall: [0; 4],
            floor: None,
        })
    }

    #[test]
    fn polygons_come_back_as_they_were_added() {
        let mut list = empty();
        list.push([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]], [1, 2, 3, 4]);
        list.push([[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5]], [9; 4]);
        let counts: Vec<usize> = list.polygons().map(|p| p.points.len()).collect();
        assert_eq!(counts, [3, 4]);
        assert_eq!(list.polygons().last().map(|p| p.colour), Some([9; 4]));
    }

    #[test]
    fn nothing_too_small_to_see_is_kept() {
        let mut list = empty();
        list.push([[0.1, 0.1], [0.2, 0.1]], [0; 4]);
        list.push([[0.1, 0.1], [0.2, 0.1], [0.3, 0.100_001]], [0; 4]);
        list.push([[0.1, 0.1], [0.1, 0.1], [0.1, 0.1]], [0; 4]);
        assert_eq!((list.polygons().len(), list.point_count()), (0, 0));
    }

    #[test]
    fn corners_on_a_straight_edge_are_dropped() {
        let mut list = empty();
        list.push([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0], [0.5, 1.0]], [0; 4]);
        assert_eq!(list.point_count(), 3);
    }
}
