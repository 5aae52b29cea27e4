//! Paints a display list with soft edges, as pixels or as triangles, and keeps it while the pose stands still.

use std::sync::Arc;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Color32, Painter, Pos2, Rect, Shape, TextureHandle, Vec2, pos2, vec2};

use crate::figure::{DisplayList, Moment, PoseSet, Rgba, Scene, Stage, Theme};
use crate::logic::plan::Plan;
use crate::logic::player::{FigureTimes, KeyTime, PoseMoment, PoseView};
use crate::window::gallery::Gallery;
use crate::window::theme;
use crate::window::widgets::raster::Canvas;

/// A figure on the screen: remembers how it was drawn last, so that a still pose costs nothing.
#[derive(Default)]
pub struct FigureView {
    kept: Option<Kept>,
    texture: Option<TextureHandle>,
}

struct Kept {
    key: Key,
    stage: Stage,
    drawn: Drawn,
}

/// How the polygons get on the screen.
enum Drawn {
    /// As pixels, in this part of the screen.
    Pixels(Rect),
    /// As triangles: where there are more pixels than a processor should fill, there is a graphics card.
    Triangles(Arc<Mesh>),
}

/// Up to this many pixels (a full-screen figure at 1920×1080) are filled by the processor.
const MOST_PIXELS: f32 = 2_200_000.0;

/// Everything that the picture depends on.
#[derive(Clone, PartialEq)]
struct Key {
    /// Which pose set, by where it lies: all of them stay there as long as the window.
    set: *const PoseSet,
    moment: Moment,
    scene: Scene,
    square: Rect,
    bleed: Rect,
    pixels_per_point: f32,
}

/// The ground that a figure is painted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Something else: the wall has to be painted.
    Other,
    /// The colour of the wall already.
    Wall,
}

impl FigureView {
    /// Whether it has never drawn anything.
    pub fn is_new(&self) -> bool {
        self.kept.is_none()
    }

    /// Paints the stage over all of `bleed` and the figure in the square `square`, clipped to `bleed`.
    #[expect(
        clippy::too_many_arguments,
        reason = "a painter is told where, what and on what"
    )]
    pub fn paint(
        &mut self,
        painter: &Painter,
        bleed: Rect,
        square: Rect,
        ground: Ground,
        set: &PoseSet,
        moment: Moment,
        scene: &Scene,
    ) {
        let key = Key {
            set: std::ptr::from_ref(set),
            moment,
            scene: scene.clone(),
            square,
            bleed,
            pixels_per_point: painter.pixels_per_point(),
        };
        if self.kept.as_ref().is_none_or(|kept| kept.key != key) {
            let list = crate::figure::draw(set, moment, scene);
            let drawn = self.draw(painter.ctx(), &list, &key);
            self.kept = Some(Kept {
                key,
                stage: list.stage,
                drawn,
            });
        }
        let Some(kept) = &self.kept else { return };
        let painter = painter.with_clip_rect(bleed.intersect(painter.clip_rect()));
        let covered = matches!(kept.drawn, Drawn::Pixels(rect) if rect.contains_rect(bleed));
        if !covered {
            paint_stage(&painter, bleed, square, ground, &kept.stage);
        }
        match (&kept.drawn, &self.texture) {
            (Drawn::Triangles(mesh), _) => {
                painter.add(Shape::Mesh(Arc::clone(mesh)));
            }
            (Drawn::Pixels(rect), Some(texture)) => {
                let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
                painter.image(texture.id(), *rect, whole, theme::AS_IT_IS);
            }
            (Drawn::Pixels(_), None) => {}
        }
    }

    /// Lays the empty stage of what was painted last over it, as opaque as `opacity` says, 0 to 1.
    pub fn cover(&self, painter: &Painter, opacity: f32) {
        let Some(kept) = &self.kept else { return };
        let Key { bleed, square, .. } = kept.key;
        let scale = painter.pixels_per_point();
        let rows = floor_rows(bleed, square, &kept.stage, scale);
        let floor_top = rows.first().map_or(bleed.bottom(), |(from, ..)| *from);
        let wall = (bleed.top(), floor_top, kept.stage.wall);
        let mut curtain = Mesh::default();
        for (from, to, colour) in std::iter::once(wall).chain(rows) {
            let rect = Rect::from_x_y_ranges(bleed.x_range(), from..=to);
            let colour = theme::rgba(colour).gamma_multiply(opacity);
            curtain.add_colored_rect(rect, colour);
        }
        painter
            .with_clip_rect(bleed.intersect(painter.clip_rect()))
            .add(Shape::mesh(curtain));
    }

    fn draw(&mut self, ctx: &egui::Context, list: &DisplayList, key: &Key) -> Drawn {
        let scale = key.pixels_per_point;
        let region = region(list, key);
        let (width, height) = (
            (region.width() * scale).round(),
            (region.height() * scale).round(),
        );
        if width * height > MOST_PIXELS {
            return Drawn::Triangles(Arc::new(mesh(list, key.square, scale)));
        }
        let mut canvas = Canvas::new(
            width as usize,
            height as usize,
            theme::rgba(list.stage.wall),
        );
        let pixels = |[x, y]: [f32; 2]| {
            [
                (key.square.left() + x * key.square.width() - region.left()) * scale,
                (key.square.top() + y * key.square.height() - region.top()) * scale,
            ]
        };
        if let Some(floor) = list.stage.floor {
            let [_, horizon] = pixels([0.0, floor.horizon]);
            let [_, below] = pixels([0.0, floor.horizon + floor.line_height]);
            canvas.fill_rows(horizon, height, theme::rgba(floor.colour));
            canvas.fill_rows(horizon, below, theme::rgba(floor.line));
        }
        for polygon in list.polygons() {
            canvas.fill(polygon.points.iter().copied().map(pixels), polygon.colour);
        }
        let image = canvas.into_image();
        let options = egui::TextureOptions::NEAREST;
        match &mut self.texture {
            Some(texture) => texture.set(image, options),
            None => self.texture = Some(ctx.load_texture("figure", image, options)),
        }
        Drawn::Pixels(region)
    }
}

/// The part of the screen that the polygons cover, in whole pixels.
fn region(list: &DisplayList, key: &Key) -> Rect {
    let mut covered = Rect::NOTHING;
    for polygon in list.polygons() {
        for &[x, y] in polygon.points {
            covered.extend_with(pos2(x, y));
        }
    }
    let on_screen = |at: Pos2| key.square.min + at.to_vec2() * key.square.size();
    let wanted = Rect::from_min_max(on_screen(covered.min), on_screen(covered.max))
        .expand(1.0)
        .intersect(key.bleed);
    if !wanted.is_positive() {
        return Rect::from_min_size(key.bleed.min, Vec2::ZERO);
    }
    let scale = key.pixels_per_point;
    let whole = |at: Pos2, round: fn(f32) -> f32| {
        pos2(round(at.x * scale) / scale, round(at.y * scale) / scale)
    };
    Rect::from_min_max(whole(wanted.min, f32::floor), whole(wanted.max, f32::ceil))
}

/// The figure's words for what the player says.
pub fn picture(pose: &PoseView, set: &PoseSet, ghost: bool, theme: Theme) -> (Moment, Scene) {
    let last = set.keys.len().saturating_sub(1);
    let moment = match pose.moment {
        PoseMoment::Key(key) => Moment::Key(key.min(last)),
        PoseMoment::Between { from, to, u } => Moment::Between {
            from: from.min(last),
            to: to.min(last),
            u,
        },
        PoseMoment::Cycle { phase } => Moment::Cycle { phase },
    };
    let scene = Scene {
        ghost,
        glow: pose.overlay,
        arrows: pose.arrows,
        breath: pose.breath.unwrap_or(0.0),
        mirrored: pose.mirrored,
        ..Scene::new(theme)
    };
    (moment, scene)
}

/// How fast each figure of a plan moves, for its player.
pub fn times(plan: &Plan, gallery: &Gallery) -> FigureTimes {
    // Pictures have two keys that nobody sees: repetitions go to and fro between them, and the breath with them.
    let unseen = KeyTime {
        seconds: 1.0,
        hidden: false,
    };
    let times = plan.exercises.iter().map(|exercise| {
        let times = gallery.set(&exercise.figure).map(key_times);
        let times = times.unwrap_or_else(|| vec![unseen; 2]);
        (exercise.figure.clone(), times)
    });
    times.collect()
}

fn key_times(set: &PoseSet) -> Vec<KeyTime> {
    let time = |key: &crate::figure::Key| KeyTime {
        seconds: key.seconds as f32,
        hidden: key.hidden,
    };
    set.keys.iter().map(time).collect()
}

/// Wall and floor over all of `bleed`, in line with what stands in `square`. Edges lie on whole pixels, as those of
/// the picture do.
fn paint_stage(painter: &Painter, bleed: Rect, square: Rect, ground: Ground, stage: &Stage) {
    match ground {
        Ground::Other => {
            painter.rect_filled(bleed, 0.0, theme::rgba(stage.wall));
        }
        Ground::Wall => {}
    }
    let mut band = Mesh::default();
    for (from, to, colour) in floor_rows(bleed, square, stage, painter.pixels_per_point()) {
        let rect = Rect::from_x_y_ranges(bleed.x_range(), from..=to);
        band.add_colored_rect(rect, theme::rgba(colour));
    }
    painter.add(Shape::mesh(band));
}

/// The floor from its top: each strip's upper and lower edge, on whole pixels, and its colour.
fn floor_rows(bleed: Rect, square: Rect, stage: &Stage, scale: f32) -> Vec<(f32, f32, Rgba)> {
    let Some(floor) = stage.floor else {
        return Vec::new();
    };
    let height = |part: f32| {
        let y = square.top() + part * square.height();
        ((y * scale).round() / scale).clamp(bleed.top(), bleed.bottom())
    };
    let (horizon, line_end) = (
        height(floor.horizon),
        height(floor.horizon + floor.line_height),
    );
    vec![
        (horizon, line_end, floor.line),
        (line_end, bleed.bottom(), floor.colour),
    ]
}

/// All polygons as one mesh: the body of each as a fan, and around it an edge one pixel wide that fades out.
fn mesh(list: &DisplayList, square: Rect, pixels_per_point: f32) -> Mesh {
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

/// The corners in points on the screen, without those too close to their neighbours to be seen.
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
    // Corners that lie this close to the line between those left do not change the picture.
    let flat = half_pixel * 0.12;
    let mut kept = 1;
    let mut first_left_out = 1;
    for i in 1..points.len() {
        let (last, next) = (points[kept - 1], points[(i + 1) % points.len()]);
        let along = next - last;
        let limit = flat * along.length();
        let off = |p: &Pos2| ((*p - last).x * along.y - (*p - last).y * along.x).abs();
        // What has been moved to the front is behind `kept`, so these are the corners left out since, and this one.
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
        // A sharp corner would throw its edge far out: at most twice as far as a straight one.
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
