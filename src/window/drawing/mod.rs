//! Draws a user's picture: whatever the file is, the result is a PNG of a sensible size, or an explanation.
//!
//! This runs in its own process (`unbend draw-picture`): a decoder that panics, aborts or never ends takes nothing down
//! with it.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, ImageHrefResolver, Node, Options, Rect, Tree};

use crate::logic::catalog::PictureKind;

pub mod limits;

/// Most pixels on a side of the result: what every graphics card can show.
pub const MOST_SIDE: u32 = 2048;
/// Most pixels on a side of a PNG; larger ones were refused when the file was read.
const WIDEST: u32 = 4096;
/// Most memory that decoding may take, in bytes.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// Furthest that anything may extend beyond the picture's edges, in pixels.
const FARTHEST: f32 = 1_000_000.0;

/// Draws a picture; an SVG as large as fits in `room`, in pixels across and down.
///
/// # Errors
/// In words: what is wrong with the picture.
pub fn draw(kind: PictureKind, bytes: &[u8], room: [u32; 2]) -> Result<Vec<u8>, String> {
    let image = match kind {
        PictureKind::Png => png(bytes)?,
        PictureKind::Svg => svg(bytes, room)?,
    };
    let mut out = Cursor::new(Vec::new());
    let written = image.write_to(&mut out, ImageFormat::Png);
    written.map_err(|problem| problem.to_string())?;
    Ok(out.into_inner())
}

fn png(bytes: &[u8]) -> Result<DynamicImage, String> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(|problem| problem.to_string())?;
    let large = image.width().max(image.height()) > MOST_SIDE;
    let image = match large {
        true => image.thumbnail(MOST_SIDE, MOST_SIDE),
        false => image,
    };
    Ok(DynamicImage::ImageRgba8(image.into_rgba8()))
}

fn svg(bytes: &[u8], [across, down]: [u32; 2]) -> Result<DynamicImage, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    limits::check(text)?;
    let options = Options {
        // An SVG shows only what is inside it; it opens no other file.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(&without_filters(text), &options).map_err(|why| why.to_string())?;
    let size = tree.size();
    let scale = (across as f32 / size.width()).min(down as f32 / size.height());
    let pixels = |length: f32| (length * scale).round().clamp(1.0, MOST_SIDE as f32) as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let fit = [width as f32 / size.width(), height as f32 / size.height()];
    within_reach(tree.root(), fit)?;
    let mut map = Pixmap::new(width, height).ok_or_else(|| "it has no size".to_owned())?;
    let [x, y] = fit;
    resvg::render(&tree, Transform::from_scale(x, y), &mut map.as_mut());
    let plain = map.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    RgbaImage::from_raw(width, height, plain.collect())
        .map(DynamicImage::ImageRgba8)
        .ok_or_else(|| "it has no size".to_owned())
}

/// The same without blurs, shadows and other filters: each costs as much as the whole picture. An element, attribute or
/// property with an unknown name is ignored, and its content drawn.
fn without_filters(text: &str) -> String {
    text.replace("filter", "ignored")
}

/// Whether everything that would be drawn is near the picture: the rasteriser uses whole numbers.
fn within_reach(group: &Group, fit: [f32; 2]) -> Result<(), String> {
    let near = |bounds: Rect| {
        let x = [bounds.left(), bounds.right()].map(|at| at * fit[0]);
        let y = [bounds.top(), bounds.bottom()].map(|at| at * fit[1]);
        x.iter().chain(&y).all(|at| at.abs() <= FARTHEST)
    };
    for node in group.children() {
        if !near(node.abs_bounding_box()) || !near(node.abs_stroke_bounding_box()) {
            return Err("something in it reaches far beyond its edges".to_owned());
        }
        if let Node::Group(inner) = node {
            within_reach(inner, fit)?;
        }
        let mut inner = Ok(());
        node.subroots(|group| {
            if inner.is_ok() {
                inner = within_reach(group, fit);
            }
        });
        inner?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = include_bytes!("../../../docs/own-catalog/pictures/wrist-3.png");
    const SVG: &[u8] = include_bytes!("../../../docs/own-catalog/pictures/wrist-2.svg");

    fn drawn(kind: PictureKind, bytes: &[u8], room: [u32; 2]) -> RgbaImage {
        let png = draw(kind, bytes, room).unwrap();
        image::load_from_memory(&png).unwrap().into_rgba8()
    }

    #[test]
    fn pictures_are_drawn_with_their_aspect() {
        assert_eq!(
            drawn(PictureKind::Png, PNG, [16, 16]).dimensions(),
            (640, 480)
        );
        for (room, size) in [
            ([640, 640], (640, 480)),
            ([64, 12], (16, 12)),
            ([1, 1], (1, 1)),
        ] {
            assert_eq!(drawn(PictureKind::Svg, SVG, room).dimensions(), size);
        }
        let drawn = drawn(PictureKind::Svg, SVG, [64, 64]);
        assert!(drawn.pixels().any(|pixel| pixel.0[3] == 255));
        assert!(drawn.pixels().any(|pixel| pixel.0[3] == 0));
    }

    #[test]
    fn what_is_no_picture_says_so() {
        for (kind, bytes) in [
            (PictureKind::Png, SVG),
            (PictureKind::Svg, PNG),
            (PictureKind::Png, &PNG[..PNG.len() / 2]),
            (PictureKind::Svg, &SVG[..SVG.len() / 2]),
            (
                PictureKind::Svg,
                b"<svg xmlns='http://www.w3.org/2000/svg' width='0'/>",
            ),
            (PictureKind::Png, b""),
        ] {
            assert!(!draw(kind, bytes, [64, 64]).unwrap_err().is_empty());
        }
    }

    #[test]
    fn an_svg_opens_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("other.svg");
        std::fs::write(&other, SVG).unwrap();
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>\
             <image x:href='{}' width='9' height='9'/></svg>",
            other.display()
        );
        let drawn = drawn(PictureKind::Svg, svg.as_bytes(), [64, 64]);
        assert!(drawn.pixels().all(|pixel| pixel.0[3] == 0));
    }

    #[test]
    fn filters_are_left_out_and_what_they_stand_at_is_drawn() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>\
            <filter id='far'><feGaussianBlur stdDeviation='900'/></filter>\
            <rect width='9' height='9' filter='url(#far)' style='filter:url(#far)'/></svg>";
        let drawn = drawn(PictureKind::Svg, svg.as_bytes(), [9, 9]);
        assert!(drawn.pixels().all(|pixel| pixel.0 == [0, 0, 0, 255]));
    }

    #[test]
    fn what_grows_beyond_reach_by_its_transforms_is_refused() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>\
            <g transform='scale(90000)'><g transform='scale(90000)'><circle r='9' fill='red'/></g></g></svg>";
        let refused = draw(PictureKind::Svg, svg.as_bytes(), [64, 64]).unwrap_err();
        assert!(refused.contains("beyond its edges"), "{refused}");
    }
}
