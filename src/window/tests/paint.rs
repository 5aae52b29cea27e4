//! Paints what the window under test shows as pixels, without a graphics card or driver: the same on every machine.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use egui::epaint::{ImageData, Primitive, Vertex};
use egui::{Color32, ColorImage, Rect, TextureFilter, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::{Rgb, RgbImage};

/// A window's textures, kept as egui sends them; clones share the same textures.
#[derive(Clone, Default)]
pub struct Textures {
    kept: Rc<RefCell<HashMap<TextureId, (ColorImage, TextureFilter)>>>,
    /// How many full pictures were sent.
    sent: Rc<Cell<usize>>,
}

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut kept = self.kept.borrow_mut();
        for (id, changes) in &delta.set {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match (change.pos, kept.get_mut(id)) {
                    (Some([x, y]), Some((whole, _))) => lay(whole, image, x, y),
                    _ => {
                        self.sent.set(self.sent.get() + 1);
                        let texture = (image.as_ref().clone(), change.options.magnification);
                        kept.insert(*id, texture);
                    }
                }
            }
        }
        for id in &delta.free {
            kept.remove(id);
        }
        delta.clear();
    }
}

/// Copies a patch into a picture.
fn lay(whole: &mut ColorImage, patch: &ColorImage, x: usize, y: usize) {
    let [width, _] = whole.size;
    for (row, pixels) in patch.pixels.chunks_exact(patch.size[0]).enumerate() {
        let start = (y + row) * width + x;
        whole.pixels[start..start + pixels.len()].copy_from_slice(pixels);
    }
}

impl Textures {
    /// How many full pictures have been sent so far, such as drawn figures.
    pub fn sent(&self) -> usize {
        self.sent.get()
    }

    /// The picture of a finished frame on a ground of that colour, one pixel per point.
    pub fn paint(
        &self,
        ctx: &egui::Context,
        output: &egui::FullOutput,
        ground: Color32,
    ) -> RgbImage {
        let size = ctx.content_rect().size() * ctx.pixels_per_point();
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut picture = ColorImage::filled([width, height], ground);
        let textures = self.kept.borrow();
        let scale = output.pixels_per_point;
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            let Primitive::Mesh(mesh) = &clipped.primitive else {
                continue;
            };
            let Some((texture, filter)) = textures.get(&mesh.texture_id) else {
                continue;
            };
            let clip = (clipped.clip_rect * scale).round();
            for corners in mesh.triangles() {
                let mut corners = corners.map(|i| mesh.vertices[i as usize]);
                for corner in &mut corners {
                    corner.pos = (corner.pos.to_vec2() * scale).to_pos2();
                }
                triangle(&mut picture, clip, corners, texture, *filter);
            }
        }
        let mut image = RgbImage::new(width as u32, height as u32);
        for (to, from) in image.pixels_mut().zip(&picture.pixels) {
            *to = Rgb([from.r(), from.g(), from.b()]);
        }
        image
    }
}

/// Fills a triangle, interpolating colour and texture position between the corners, over what is there.
fn triangle(
    picture: &mut ColorImage,
    clip: Rect,
    mut corners: [Vertex; 3],
    texture: &ColorImage,
    filter: TextureFilter,
) {
    let area = |a: egui::Pos2, b: egui::Pos2, c: egui::Pos2| {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    };
    let mut whole = area(corners[0].pos, corners[1].pos, corners[2].pos);
    if whole < 0.0 {
        corners.swap(1, 2);
        whole = -whole;
    }
    if whole < 1e-6 || !whole.is_finite() {
        return;
    }
    let mut bounds = Rect::NOTHING;
    for corner in &corners {
        bounds.extend_with(corner.pos);
    }
    let [width, height] = picture.size;
    let bounds = bounds.intersect(clip);
    let range = |from: f32, to: f32, end: usize| {
        let from = (from - 0.5).ceil().clamp(0.0, end as f32) as usize;
        from..((to - 0.5).floor() + 1.0).clamp(0.0, end as f32) as usize
    };
    // A pixel on an edge shared by two triangles belongs to the one whose edge goes up or to the left.
    let owns =
        |from: egui::Pos2, to: egui::Pos2| to.y < from.y || (to.y == from.y && to.x > from.x);
    let [a, b, c] = corners;
    let owned = [owns(b.pos, c.pos), owns(c.pos, a.pos), owns(a.pos, b.pos)];
    // Most triangles have a single colour: compute it once.
    let plain = (a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv)
        .then(|| tinted(texel(texture, filter, a.uv.x, a.uv.y), a.color));
    let columns = range(bounds.left(), bounds.right(), width);
    for y in range(bounds.top(), bounds.bottom(), height) {
        for x in columns.clone() {
            let at = egui::pos2(x as f32 + 0.5, y as f32 + 0.5);
            let parts = [
                area(b.pos, c.pos, at),
                area(c.pos, a.pos, at),
                area(a.pos, b.pos, at),
            ];
            if (0..3).any(|i| parts[i] < 0.0 || (parts[i] == 0.0 && !owned[i])) {
                continue;
            }
            let under = &mut picture.pixels[y * width + x];
            let over = plain.unwrap_or_else(|| {
                let [p, q, r] = parts.map(|part| part / whole);
                let u = a.uv.x * p + b.uv.x * q + c.uv.x * r;
                let v = a.uv.y * p + b.uv.y * q + c.uv.y * r;
                let ink = texel(texture, filter, u, v);
                let [a, b, c] = [a, b, c].map(|corner| corner.color.to_array());
                std::array::from_fn(|i| {
                    let tint = f32::from(a[i]) * p + f32::from(b[i]) * q + f32::from(c[i]) * r;
                    ink[i] * tint / 255.0
                })
            });
            *under = laid_over(over, *under);
        }
    }
}

fn tinted(ink: [f32; 4], tint: Color32) -> [f32; 4] {
    let tint = tint.to_array();
    std::array::from_fn(|i| ink[i] * f32::from(tint[i]) / 255.0)
}

/// A premultiplied colour over an opaque one.
fn laid_over(over: [f32; 4], under: Color32) -> Color32 {
    let rest = 1.0 - over[3] / 255.0;
    let done = |over: f32, under: u8| (over + f32::from(under) * rest + 0.5) as u8;
    Color32::from_rgb(
        done(over[0], under.r()),
        done(over[1], under.g()),
        done(over[2], under.b()),
    )
}

/// The colour at a position in the texture, 0 to 255 each.
fn texel(texture: &ColorImage, filter: TextureFilter, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = texture.size;
    let pixel = |x: f32, y: f32| {
        let x = x.clamp(0.0, (width - 1) as f32) as usize;
        let y = y.clamp(0.0, (height - 1) as f32) as usize;
        texture.pixels[y * width + x].to_array().map(f32::from)
    };
    let (x, y) = (u * width as f32, v * height as f32);
    match filter {
        TextureFilter::Nearest => pixel(x.floor(), y.floor()),
        TextureFilter::Linear => {
            let (x, y) = (x - 0.5, y - 0.5);
            let (left, top) = (x.floor(), y.floor());
            let (across, down) = (x - left, y - top);
            let corners = [
                (pixel(left, top), (1.0 - across) * (1.0 - down)),
                (pixel(left + 1.0, top), across * (1.0 - down)),
                (pixel(left, top + 1.0), (1.0 - across) * down),
                (pixel(left + 1.0, top + 1.0), across * down),
            ];
            std::array::from_fn(|i| corners.iter().map(|(colour, part)| colour[i] * part).sum())
        }
    }
}
