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
    let part = part.clamp(0.0, 1.0);
    let whole = |colour| {
        let steps = (radius as usize).clamp(32, 256);
        let points = (0..steps)
            .map(|i| on_ring(centre, radius, i as f32 / steps as f32))
            .collect();
        PathShape::closed_line(points, Stroke::new(width, colour))
    };
    painter.add(Shape::Path(whole(rail)));
    if part <= 0.0 {
        return;
    }
    if part >= 1.0 {
        painter.add(Shape::Path(whole(filled)));
        return;
    }
    let steps = ((part * radius).ceil() as usize).clamp(2, 256);
    let points: Vec<Pos2> = (0..=steps)
        .map(|i| on_ring(centre, radius, part * i as f32 / steps as f32))
        .collect();
    for end in [points[0], points[steps]] {
        painter.circle_filled(end, width * 0.5, filled);
    }
    painter.add(Shape::Path(PathShape::line(
        points,
        Stroke::new(width, filled),
    )));
}

/// The point on a ring after `part` of a turn, clockwise from the top.
pub fn on_ring(centre: Pos2, radius: f32, part: f32) -> Pos2 {
    let angle = part * std::f32::consts::TAU;
    pos2(
        centre.x + radius * angle.sin(),
        centre.y - radius * angle.cos(),
    )
}
