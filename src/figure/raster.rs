//! Fills convex polygons with pixels, soft-edged. Without a graphics card this is several times cheaper than the same
//! polygons as triangles.

use super::Rgba;

/// Samples per pixel vertically; horizontally, coverage is exact.
const SUB: usize = 4;

/// Every polygon is enlarged by this many pixels (one sample up and down), so that nothing shows through between two
/// that share an edge.
const GROW: f32 = 1.0 / SUB as f32;

/// A picture being painted, row by row from the top left.
pub struct Canvas {
    width: usize,
    height: usize,
    /// Red, green, blue and alpha in memory order, aligned as graphics libraries keep colours.
    pixels: Vec<u32>,
    /// Where the current polygon starts and ends on each sample line.
    lines: Vec<(f32, f32)>,
}

impl Canvas {
    /// A picture filled with one colour.
    pub fn new(width: usize, height: usize, colour: Rgba) -> Canvas {
        Canvas {
            width,
            height,
            pixels: vec![u32::from_ne_bytes(colour); width * height],
            lines: Vec::new(),
        }
    }

    /// The finished picture as bytes (red, green, blue, alpha), with corners rounded at `radius` pixels.
    pub fn into_rounded(self, radius: f32) -> Vec<u8> {
        let (width, height) = (self.width as f32, self.height as f32);
        let middle = |i: usize| i as f32 + 0.5;
        let mut bytes = Vec::with_capacity(self.pixels.len() * 4);
        for (i, pixel) in self.pixels.iter().enumerate() {
            let (x, y) = (middle(i % self.width), middle(i / self.width));
            let out = |at: f32, length: f32| (radius - at).max(at - (length - radius)).max(0.0);
            let inside = radius - out(x, width).hypot(out(y, height)) + 0.5;
            let alpha = (inside.clamp(0.0, 1.0) * 255.0) as u8;
            let [r, g, b, _] = pixel.to_ne_bytes();
            bytes.extend([r, g, b, alpha]);
        }
        bytes
    }

    /// The finished picture, row by row from the top left; each pixel is red, green, blue and alpha in memory order.
    pub fn into_pixels(self) -> Vec<u32> {
        self.pixels
    }

    /// Fills whole rows from `top` to `bottom` (both in pixels, clipped).
    pub fn fill_rows(&mut self, top: f32, bottom: f32, colour: Rgba) {
        let row = |y: f32| (y.round().max(0.0) as usize).min(self.height) * self.width;
        let (from, to) = (row(top), row(bottom));
        if from < to {
            self.pixels[from..to].fill(u32::from_ne_bytes(colour));
        }
    }

    /// Fills a convex polygon; its corners are in pixels.
    pub fn fill(&mut self, corners: impl Iterator<Item = [f32; 2]> + Clone, colour: Rgba) {
        let (mut top, mut bottom) = (f32::INFINITY, f32::NEG_INFINITY);
        for [x, y] in corners.clone() {
            if !(x.is_finite() && y.is_finite()) {
                return;
            }
            top = top.min(y);
            bottom = bottom.max(y);
        }
        let sub = SUB as f32;
        let last_line = (self.height * SUB) as f32;
        let first = (top * sub - 0.5).ceil().clamp(0.0, last_line) as usize;
        let end = (bottom * sub - 0.5).ceil().clamp(0.0, last_line) as usize;
        if first >= end {
            return;
        }
        // Whole pixel rows, so that every row has all its samples.
        let base = first.saturating_sub(1) / SUB * SUB;
        let roof = (end + 1).min(self.height * SUB).div_ceil(SUB) * SUB;
        self.lines.clear();
        self.lines
            .resize(roof - base, (f32::INFINITY, f32::NEG_INFINITY));
        let mut corners = corners;
        let Some(start) = corners.next() else { return };
        let mut from = start;
        for to in corners {
            self.edge(base, from, to);
            from = to;
        }
        self.edge(base, from, start);
        if first > base {
            self.lines[first - base - 1] = self.lines[first - base];
        }
        if end < roof {
            self.lines[end - base] = self.lines[end - base - 1];
        }
        for line in &mut self.lines {
            line.0 -= GROW;
            line.1 += GROW;
        }
        self.rows(base / SUB, colour);
    }

    /// Marks where an edge crosses the sample lines.
    fn edge(&mut self, first: usize, a: [f32; 2], b: [f32; 2]) {
        let (a, b) = if a[1] <= b[1] { (a, b) } else { (b, a) };
        let sub = SUB as f32;
        let ends = (first + self.lines.len()) as f32;
        let from = (a[1] * sub - 0.5).ceil().clamp(first as f32, ends) as usize;
        let to = (b[1] * sub - 0.5).ceil().clamp(first as f32, ends) as usize;
        if from >= to {
            return;
        }
        let slope = (b[0] - a[0]) / (b[1] - a[1]);
        let step = slope / sub;
        let mut x = a[0] + ((from as f32 + 0.5) / sub - a[1]) * slope;
        for line in &mut self.lines[from - first..to - first] {
            line.0 = line.0.min(x);
            line.1 = line.1.max(x);
            x += step;
        }
    }

    /// Paints the marked lines, pixel row by pixel row.
    fn rows(&mut self, first_row: usize, colour: Rgba) {
        let width = self.width as f32;
        let [r, g, b, alpha] = colour;
        let opaque = u32::from_ne_bytes([r, g, b, 255]);
        let alpha = f32::from(alpha) / 255.0;
        for (i, samples) in self.lines.chunks_exact(SUB).enumerate() {
            let row = (first_row + i) * self.width;
            let row = &mut self.pixels[row..row + self.width];
            let (mut outer_left, mut outer_right) = (f32::INFINITY, f32::NEG_INFINITY);
            let (mut inner_left, mut inner_right) = (f32::NEG_INFINITY, f32::INFINITY);
            for &(left, right) in samples {
                outer_left = outer_left.min(left);
                outer_right = outer_right.max(right);
                inner_left = inner_left.max(left);
                inner_right = inner_right.min(right);
            }
            let begin = outer_left.floor().clamp(0.0, width) as usize;
            let end = outer_right.ceil().clamp(0.0, width) as usize;
            if begin >= end {
                continue;
            }
            // Between these, all samples cover the whole pixel.
            let full_from = (inner_left.ceil().clamp(begin as f32, end as f32)) as usize;
            let full_to = (inner_right.floor().clamp(begin as f32, end as f32)) as usize;
            let (full_from, full_to) = if full_from < full_to {
                (full_from, full_to)
            } else {
                (end, end)
            };
            for (from, to) in [(begin, full_from), (full_to, end)] {
                for (x, pixel) in (from..).zip(&mut row[from..to]) {
                    let left = x as f32;
                    let covered: f32 = samples
                        .iter()
                        .map(|&(l, r)| (r.min(left + 1.0) - l.max(left)).max(0.0))
                        .sum();
                    *pixel = mixed(*pixel, colour, covered * alpha / SUB as f32);
                }
            }
            let full = &mut row[full_from..full_to];
            if alpha >= 1.0 {
                full.fill(opaque);
            } else {
                for pixel in full {
                    *pixel = mixed(*pixel, colour, alpha);
                }
            }
        }
    }
}

/// Blends `part` of a colour over an opaque pixel.
fn mixed(under: u32, [r, g, b, _]: Rgba, part: f32) -> u32 {
    let [under_r, under_g, under_b, _] = under.to_ne_bytes();
    let part = (part * 256.0) as i32;
    let mix = |from: u8, to: u8| {
        let (from, to) = (i32::from(from), i32::from(to));
        (from + (((to - from) * part) >> 8)) as u8
    };
    u32::from_ne_bytes([mix(under_r, r), mix(under_g, g), mix(under_b, b), 255])
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Rgba = [255, 255, 255, 255];
    const BLACK: Rgba = [0, 0, 0, 255];

    fn red(pixel: u32) -> u8 {
        pixel.to_ne_bytes()[0]
    }

    /// The amount of white, in pixels.
    fn weight(canvas: &Canvas) -> f32 {
        canvas
            .pixels
            .iter()
            .map(|&p| f32::from(red(p)) / 255.0)
            .sum()
    }

    fn circle(x: f32, y: f32, radius: f32, corners: usize) -> Vec<[f32; 2]> {
        (0..corners)
            .map(|i| {
                let angle = i as f32 / corners as f32 * std::f32::consts::TAU;
                [x + radius * angle.cos(), y + radius * angle.sin()]
            })
            .collect()
    }

    #[test]
    fn the_weight_is_the_area() {
        for turned in [false, true] {
            let mut corners = circle(20.3, 19.8, 12.0, 60);
            if turned {
                corners.reverse();
            }
            let mut canvas = Canvas::new(40, 40, BLACK);
            canvas.fill(corners.iter().copied(), WHITE);
            let area = std::f32::consts::PI * (12.0 + GROW) * (12.0 + GROW);
            assert!((weight(&canvas) - area).abs() < 0.015 * area);
        }
    }

    #[test]
    fn half_covered_pixels_are_half_white() {
        let mut canvas = Canvas::new(4, 4, BLACK);
        let g = GROW;
        let towards = |middle: f32, at: f32| at + g * (middle - at).signum();
        let square = [[0.5, 1.0], [2.5, 1.0], [2.5, 3.0], [0.5, 3.0]]
            .map(|[x, y]| [towards(1.5, x), towards(2.0, y)]);
        canvas.fill(square.into_iter(), WHITE);
        let row: Vec<u8> = canvas.pixels[4..8].iter().map(|&p| red(p)).collect();
        assert!((126..=128).contains(&row[0]) && row[1] == 255);
        assert!((126..=128).contains(&row[2]) && row[3] == 0);
        assert_eq!(red(canvas.pixels[0]), 0);
    }

    #[test]
    fn what_reaches_beyond_is_cut_off() {
        let mut canvas = Canvas::new(10, 10, BLACK);
        let huge = [[-50.0, -50.0], [60.0, -50.0], [60.0, 60.0], [-50.0, 60.0]];
        canvas.fill(huge.into_iter(), WHITE);
        assert!((weight(&canvas) - 100.0).abs() < 0.01);
        for away in [[-30.0, 5.0], [30.0, 5.0], [5.0, -30.0], [5.0, 30.0]] {
            let mut canvas = Canvas::new(10, 10, BLACK);
            canvas.fill(circle(away[0], away[1], 9.0, 20).into_iter(), WHITE);
            assert!(weight(&canvas) < 0.01);
        }
        let mut canvas = Canvas::new(10, 10, BLACK);
        canvas.fill(std::iter::empty(), WHITE);
        canvas.fill(
            [[f32::NAN, 1.0], [2.0, f32::NAN], [3.0, 3.0]].into_iter(),
            WHITE,
        );
    }

    #[test]
    fn rounded_corners_are_clear() {
        let bytes = Canvas::new(20, 20, WHITE).into_rounded(6.0);
        let alpha = |x: usize, y: usize| bytes[(y * 20 + x) * 4 + 3];
        assert_eq!(
            [alpha(0, 0), alpha(19, 0), alpha(0, 19), alpha(19, 19)],
            [0; 4]
        );
        assert_eq!(
            [alpha(10, 0), alpha(0, 10), alpha(10, 10), alpha(19, 10)],
            [255; 4]
        );
    }

    #[test]
    fn shadows_let_the_ground_through() {
        let mut canvas = Canvas::new(4, 4, BLACK);
        let square = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]];
        canvas.fill(square.into_iter(), [255, 255, 255, 64]);
        assert!(canvas.pixels.iter().all(|&p| (62..=65).contains(&red(p))));
    }
}
