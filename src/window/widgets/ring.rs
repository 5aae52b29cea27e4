//! A ring that fills clockwise from the top.

use egui::{Color32, Painter, Pos2, Shape, Stroke, epaint::PathShape, pos2};

/// Draws a ring of which `part` (0 to 1) is `filled`, the rest `rail`.
pub fn ring(
    painter: &Painter,
    centre: Pos2,
    radius: f32,
    width: f32,
    part: f32,
    [rail, filled]: [Color32; 2],
) {
    painter.circle_stroke(centre, radius, Stroke::new(width, rail));
    let part = part.clamp(0.0, 1.0);
    if part <= 0.0 {
        return;
    }
    let stroke = Stroke::new(width, filled);
    if part >= 1.0 {
        painter.circle_stroke(centre, radius, stroke);
        return;
    }
    let steps = ((part * radius).ceil() as usize).clamp(2, 256);
    let points: Vec<Pos2> = (0..=steps)
        .map(|i| on_ring(centre, radius, part * i as f32 / steps as f32))
        .collect();
    for end in [points[0], points[steps]] {
        painter.circle_filled(end, width * 0.5, filled);
    }
    painter.add(Shape::Path(PathShape::line(points, stroke)));
}

/// The place on a ring after `part` of a turn, clockwise from the top.
pub fn on_ring(centre: Pos2, radius: f32, part: f32) -> Pos2 {
    let angle = part * std::f32::consts::TAU;
    pos2(
        centre.x + radius * angle.sin(),
        centre.y - radius * angle.cos(),
    )
}
