//! Paints a display list with soft edges, as pixels or as triangles, and keeps it while the pose stands still.

use std::sync::Arc;

use egui::epaint::Mesh;
use egui::{Color32, Painter, Pos2, Rect, Shape, TextureHandle, Vec2, pos2};

use crate::figure::raster::Canvas;
use crate::figure::{DisplayList, Moment, PoseSet, Rgba, Scene, Stage, Theme};
use crate::logic::catalog::plan::Plan;
use crate::logic::practice::player::{FigureTimes, KeyTime, PoseMoment, PoseView};
use crate::window::gallery::Gallery;
use crate::window::theme;
use crate::window::widgets::triangles;

/// A figure on the screen: remembers how it was last drawn, so that a still pose costs nothing.
#[derive(Default)]
pub struct FigureView {
    kept: Option<Kept>,
    texture: Option<TextureHandle>,
}

struct Kept {
    key: Key,
    frame: Frame,
    stage: Stage,
    drawn: Drawn,
}

/// Where a figure is on the screen, in whole pixels.
#[derive(Clone, Copy, PartialEq)]
struct Frame {
    /// The area the stage fills.
    bleed: Rect,
    /// The square the figure stands in.
    square: Rect,
}

/// How the polygons get on the screen.
enum Drawn {
    /// As pixels, in this part of the screen relative to the stage's upper left corner: they move with it.
    Pixels(Rect),
    /// As triangles: where there are more pixels than a processor should fill, there is a graphics card.
    Triangles(Arc<Mesh>),
}

/// Up to this many pixels (a full-screen figure at 1920×1080) are filled by the processor.
const MOST_PIXELS: f32 = 2_200_000.0;

/// Everything the picture depends on, wherever it is on the screen.
#[derive(Clone)]
struct Key {
    set: Arc<PoseSet>,
    moment: Moment,
    scene: Scene,
    /// Position and size of the square in the stage, and the stage's size, in invisibly small fractions of a point.
    lengths: [i32; 6],
    pixels_per_point: f32,
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        let Key {
            set,
            moment,
            scene,
            lengths,
            pixels_per_point,
        } = self;
        // A pose set never changes: the same one draws the same.
        Arc::ptr_eq(set, &other.set)
            && *moment == other.moment
            && *scene == other.scene
            && *lengths == other.lengths
            && *pixels_per_point == other.pixels_per_point
    }
}

/// What a figure is painted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Anything else: the wall must be painted.
    Other,
    /// Already the colour of the wall.
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
        set: &Arc<PoseSet>,
        moment: Moment,
        scene: &Scene,
    ) {
        let frame = Frame::on_pixels(bleed, square, painter.pixels_per_point());
        let key = Key {
            set: Arc::clone(set),
            moment,
            scene: scene.clone(),
            lengths: frame.lengths(),
            pixels_per_point: painter.pixels_per_point(),
        };
        match &mut self.kept {
            Some(kept) if kept.key == key && kept.goes_to(frame) => kept.frame = frame,
            _ => {
                let list = crate::figure::draw(set, moment, scene);
                let drawn = self.draw(painter.ctx(), &list, frame, key.pixels_per_point);
                self.kept = Some(Kept {
                    key,
                    frame,
                    stage: list.stage,
                    drawn,
                });
            }
        }
        let Some(kept) = &self.kept else { return };
        let Frame { bleed, square } = frame;
        let painter = painter.with_clip_rect(bleed.intersect(painter.clip_rect()));
        let corner = bleed.min.to_vec2();
        let covers = |rect: Rect| rect.translate(corner).contains_rect(bleed);
        let covered = matches!(kept.drawn, Drawn::Pixels(rect) if covers(rect));
        if !covered {
            paint_stage(&painter, bleed, square, ground, &kept.stage);
        }
        match (&kept.drawn, &self.texture) {
            (Drawn::Triangles(mesh), _) => {
                painter.add(Shape::Mesh(Arc::clone(mesh)));
            }
            (Drawn::Pixels(rect), Some(texture)) => {
                let whole = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
                painter.image(texture.id(), rect.translate(corner), whole, theme::AS_IT_IS);
            }
            (Drawn::Pixels(_), None) => {}
        }
    }

    /// Fades out the line between wall and floor over `fade` points starting at `from`: beyond that there are words,
    /// and no line should cross them.
    pub fn end_the_floor_line(&self, painter: &Painter, from: f32, fade: f32) {
        let Some(kept) = &self.kept else { return };
        let Frame { bleed, square } = kept.frame;
        let rows = floor_rows(bleed, square, &kept.stage, painter.pixels_per_point());
        let [(top, bottom, _), (.., floor)] = rows[..] else {
            return;
        };
        let floor = theme::rgba(floor);
        let mut over = Mesh::default();
        for (x, colour) in [
            (from, Color32::TRANSPARENT),
            (from + fade, floor),
            (bleed.right(), floor),
        ] {
            over.colored_vertex(pos2(x, top), colour);
            over.colored_vertex(pos2(x, bottom), colour);
        }
        for left in [0, 2] {
            over.add_triangle(left, left + 1, left + 2);
            over.add_triangle(left + 1, left + 2, left + 3);
        }
        painter
            .with_clip_rect(bleed.intersect(painter.clip_rect()))
            .add(Shape::mesh(over));
    }

    /// Covers it with the empty stage of what was last painted, with an `opacity` of 0 to 1.
    pub fn cover(&self, painter: &Painter, opacity: f32) {
        let Some(kept) = &self.kept else { return };
        let Frame { bleed, square } = kept.frame;
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

    fn draw(&mut self, ctx: &egui::Context, list: &DisplayList, frame: Frame, scale: f32) -> Drawn {
        let Frame { bleed, square } = frame;
        let region = region(list, frame, scale);
        let (width, height) = (
            (region.width() * scale).round(),
            (region.height() * scale).round(),
        );
        if width * height > MOST_PIXELS {
            return Drawn::Triangles(Arc::new(triangles::mesh(list, square, scale)));
        }
        let mut canvas = Canvas::new(width as usize, height as usize, list.stage.wall);
        let pixels = |[x, y]: [f32; 2]| {
            [
                (square.left() + x * square.width() - region.left()) * scale,
                (square.top() + y * square.height() - region.top()) * scale,
            ]
        };
        if let Some(floor) = list.stage.floor {
            let [_, horizon] = pixels([0.0, floor.horizon]);
            let [_, below] = pixels([0.0, floor.horizon + floor.line_height]);
            canvas.fill_rows(horizon, height, floor.colour);
            canvas.fill_rows(horizon, below, floor.line);
        }
        for polygon in list.polygons() {
            canvas.fill(polygon.points.iter().copied().map(pixels), polygon.colour);
        }
        let size = [width as usize, height as usize];
        // The same bytes: a frame is not copied.
        let pixels = bytemuck::cast_vec::<u32, Color32>(canvas.into_pixels());
        let image = egui::ColorImage::new(size, pixels);
        let options = egui::TextureOptions::NEAREST;
        match &mut self.texture {
            Some(texture) => texture.set(image, options),
            None => self.texture = Some(ctx.load_texture("figure", image, options)),
        }
        Drawn::Pixels(region.translate(-bleed.min.to_vec2()))
    }
}

impl Kept {
    /// Whether what is drawn can be shown there unchanged.
    fn goes_to(&self, frame: Frame) -> bool {
        match self.drawn {
            Drawn::Pixels(_) => true,
            Drawn::Triangles(_) => self.frame == frame,
        }
    }
}

impl Frame {
    /// The same, moved by less than a pixel so that the stage starts on a whole one: scrolling by fractions of a pixel
    /// then needs no redrawing.
    fn on_pixels(bleed: Rect, square: Rect, scale: f32) -> Frame {
        let whole = |at: f32| (at * scale).round() / scale;
        let off = pos2(whole(bleed.left()), whole(bleed.top())) - bleed.min;
        Frame {
            bleed: bleed.translate(off),
            square: square.translate(off),
        }
    }

    /// Everything but its position, and independent of it: in fractions of a point, not to the last bit.
    fn lengths(self) -> [i32; 6] {
        let Frame { bleed, square } = self;
        let inside = square.min - bleed.min;
        let (size, whole) = (square.size(), bleed.size());
        [inside.x, inside.y, size.x, size.y, whole.x, whole.y]
            .map(|length| (length * 64.0).round() as i32)
    }
}

/// The part of the screen that the polygons cover, in whole pixels.
fn region(list: &DisplayList, frame: Frame, scale: f32) -> Rect {
    let Frame { bleed, square } = frame;
    let mut covered = Rect::NOTHING;
    for polygon in list.polygons() {
        for &[x, y] in polygon.points {
            covered.extend_with(pos2(x, y));
        }
    }
    let on_screen = |at: Pos2| square.min + at.to_vec2() * square.size();
    let wanted = Rect::from_min_max(on_screen(covered.min), on_screen(covered.max))
        .expand(1.0)
        .intersect(bleed);
    if !wanted.is_positive() {
        return Rect::from_min_size(bleed.min, Vec2::ZERO);
    }
    let whole = |at: Pos2, round: fn(f32) -> f32| {
        pos2(round(at.x * scale) / scale, round(at.y * scale) / scale)
    };
    Rect::from_min_max(whole(wanted.min, f32::floor), whole(wanted.max, f32::ceil))
}

/// Translates the player's pose into the figure's terms.
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
    // Pictures get two invisible keys: repetitions, and the breath with them, go back and forth between them.
    let unseen = KeyTime {
        seconds: 1.0,
        hidden: false,
    };
    let times = plan.exercises.iter().map(|exercise| {
        let times = gallery.set(&exercise.figure).map(|set| key_times(set));
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

/// Wall and floor over all of `bleed`, in line with what stands in `square`. Edges lie on whole pixels, like the
/// picture's.
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
