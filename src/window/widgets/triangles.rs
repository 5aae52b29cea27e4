//! Turns convex polygons into triangles, soft-edged: for a graphics card, and where there are many pixels.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Pos2, Rect, Vec2, pos2, vec2};

use crate::figure::DisplayList;
use crate::window::theme;

/// All polygons of a figure in `square`, as one mesh: each body as a fan, surrounded by an edge one pixel wide that
/// fades out.
pub fn mesh(list: &DisplayList, square: Rect, pixels_per_point: f32) -> Mesh {
    let mut mesh = Mesh::default();
    let corners = list.point_count();
    mesh.vertices.reserve(corners * 2);
    mesh.indices.reserve(corners * 9);
    let half_pixel = 0.5 / pixels_per_point;
    let mut points = Vec::with_capacity(64);
    let mut outward = Vec::with_capacity(64);
    for polygon in list.polygons() {
        let colour = theme::rgba(polygon.colour);
        thin_out(polygon.points, square, half_pixel, &mut points);
        add_polygon(&mut mesh, &points, &mut outward, half_pixel, colour);
    }
    mesh
}

/// The corners in points on the screen, without those too close to their neighbours to be visible.
fn thin_out(corners: &[[f32; 2]], square: Rect, half_pixel: f32, points: &mut Vec<Pos2>) {
    let on_screen = |[x, y]: [f32; 2]| {
        pos2(
            square.left() + x * square.width(),
            square.top() + y * square.height(),
        )
    };
    points.clear();
    let too_close = half_pixel * half_pixel * 0.36;
    for &corner in corners {
        let point = on_screen(corner);
        if points
            .last()
            .is_none_or(|last| last.distance_sq(point) > too_close)
        {
            points.push(point);
        }
    }
    while points.len() > 3 && points[0].distance_sq(points[points.len() - 1]) <= too_close {
        points.pop();
    }
    // Corners this close to the line between the remaining ones don't change the picture.
    let flat = half_pixel * 0.12;
    let mut kept = 1;
    let mut first_left_out = 1;
    for i in 1..points.len() {
        let (last, next) = (points[kept - 1], points[(i + 1) % points.len()]);
        let along = next - last;
        let limit = flat * along.length();
        let off = |p: &Pos2| ((*p - last).x * along.y - (*p - last).y * along.x).abs();
        // What has been moved to the front is before `kept`, so these are the corners dropped since, and this one.
        if points[first_left_out..=i].iter().any(|p| off(p) > limit) {
            points[kept] = points[i];
            kept += 1;
            first_left_out = i + 1;
        }
    }
    points.truncate(kept);
}

/// One polygon. The edge lies half inside, half outside; a sliver's inner edge stays inside it.
fn add_polygon(
    mesh: &mut Mesh,
    points: &[Pos2],
    outward: &mut Vec<Vec2>,
    half_pixel: f32,
    colour: Color32,
) {
    let n = points.len();
    if n < 3 {
        return;
    }
    let mut doubled_area = 0.0;
    let mut around = 0.0;
    outward.clear();
    for i in 0..n {
        let (a, b) = (points[i], points[(i + 1) % n]);
        doubled_area += a.x * b.y - b.x * a.y;
        let edge = b - a;
        let length = edge.length();
        around += length;
        outward.push(vec2(edge.y, -edge.x) / length.max(f32::EPSILON));
    }
    let turn = if doubled_area < 0.0 { -1.0 } else { 1.0 };
    // Area over circumference is at most the radius of the largest circle inside a convex polygon.
    let inset = half_pixel.min(doubled_area.abs() * 0.5 / around.max(f32::EPSILON));

    let start = mesh.vertices.len() as u32;
    let mut before = outward[n - 1];
    for i in 0..n {
        let after = outward[i];
        let middle = before + after;
        // A sharp corner would throw its edge far out: limit it to twice a straight one's distance.
        let corner = turn * middle / (0.5 * middle.length_sq()).max(0.5);
        let point = points[i];
        for (pos, color) in [
            (point - corner * inset, colour),
            (point + corner * half_pixel, theme::CLEAR),
        ] {
            mesh.vertices.push(Vertex {
                pos,
                uv: WHITE_UV,
                color,
            });
        }
        before = after;
    }
    let n = n as u32;
    for i in 1..n - 1 {
        mesh.add_triangle(start, start + 2 * i, start + 2 * (i + 1));
    }
    for i in 0..n {
        let (a, b) = (start + 2 * i, start + 2 * ((i + 1) % n));
        mesh.add_triangle(a, a + 1, b);
        mesh.add_triangle(b, a + 1, b + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regular(n: usize, radius: f32) -> Vec<Pos2> {
        (0..n)
            .map(|i| {
                let angle = i as f32 / n as f32 * std::f32::consts::TAU;
                pos2(100.0 + radius * angle.cos(), 100.0 + radius * angle.sin())
            })
            .collect()
    }

    fn area(mesh: &Mesh) -> f32 {
        // Area weighted by coverage: each triangle counts with the mean of its corners' alpha.
        mesh.triangles()
            .map(|[a, b, c]| {
                let [a, b, c] = [a, b, c].map(|i| &mesh.vertices[i as usize]);
                let (u, v) = (b.pos - a.pos, c.pos - a.pos);
                let alpha = [a, b, c]
                    .iter()
                    .map(|v| f32::from(v.color.a()))
                    .sum::<f32>()
                    / 765.0;
                (u.x * v.y - u.y * v.x).abs() * 0.5 * alpha
            })
            .sum()
    }

    #[test]
    fn soft_edges_keep_the_size() {
        for turn in [false, true] {
            let mut points = regular(48, 20.0);
            if turn {
                points.reverse();
            }
            let mut mesh = Mesh::default();
            add_polygon(&mut mesh, &points, &mut Vec::new(), 0.5, Color32::WHITE);
            let circle = std::f32::consts::PI * 400.0;
            assert!((area(&mesh) - circle).abs() < 0.01 * circle);
            let bounds = mesh.calc_bounds();
            assert!(bounds.width() < 41.2, "{bounds:?}");
        }
    }

    #[test]
    fn a_sliver_stays_thin() {
        let points = [
            pos2(0.0, 0.0),
            pos2(50.0, 0.0),
            pos2(50.0, 0.1),
            pos2(0.0, 0.1),
        ];
        let mut mesh = Mesh::default();
        add_polygon(&mut mesh, &points, &mut Vec::new(), 0.5, Color32::WHITE);
        let bounds = mesh.calc_bounds();
        assert!(bounds.height() < 1.5, "{bounds:?}");
    }

    #[test]
    fn corners_that_cannot_be_seen_are_left_out() {
        let circle: Vec<[f32; 2]> = (0..400)
            .map(|i| {
                let angle = i as f32 / 400.0 * std::f32::consts::TAU;
                [0.5 + 0.02 * angle.cos(), 0.5 + 0.02 * angle.sin()]
            })
            .collect();
        let square = Rect::from_min_size(Pos2::ZERO, Vec2::splat(500.0));
        let mut points = Vec::new();
        thin_out(&circle, square, 0.5, &mut points);
        assert!(points.len() < 150 && points.len() > 20, "{}", points.len());
        let furthest = points
            .iter()
            .map(|p| (p.distance(pos2(250.0, 250.0)) - 10.0).abs())
            .fold(0.0, f32::max);
        assert!(furthest < 0.01);
    }
}
