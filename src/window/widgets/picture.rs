//! A person's own picture: read from PNG or SVG, scaled with its aspect, on a light card where it would be lost.

use egui::{ColorImage, CornerRadius, Rect, Ui, Vec2, pos2};
use image::{ImageFormat, ImageReader, Limits};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::figure::Theme;
use crate::logic::catalog::PictureKind;
use crate::window::gallery::Gallery;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::text;

/// Most pixels of a PNG on a side; a wider one was refused when the file was looked at.
const MOST_SIDE: u32 = 4096;
/// Most memory that reading one may take, in bytes.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// An SVG is drawn anew when its room grows by this many pixels, not by each.
const GRAIN: f32 = 64.0;

/// Reads a picture; an SVG is drawn as large as fits in `room`, pixels across and down.
///
/// # Errors
/// In words: what is wrong with the picture.
pub fn decode(path: &str, bytes: &[u8], room: [u32; 2]) -> Result<ColorImage, String> {
    match PictureKind::of(path) {
        Some(PictureKind::Png) => png(bytes),
        Some(PictureKind::Svg) => svg(bytes, room),
        None => Err("it is neither a PNG nor an SVG".to_owned()),
    }
}

fn png(bytes: &[u8]) -> Result<ColorImage, String> {
    let mut reader = ImageReader::with_format(std::io::Cursor::new(bytes), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let image = reader.decode().map_err(|problem| problem.to_string())?;
    let image = image.into_rgba8();
    let size = [image.width() as usize, image.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
}

fn svg(bytes: &[u8], [across, down]: [u32; 2]) -> Result<ColorImage, String> {
    let options = Options {
        // An SVG shows what is in it; it opens no other file.
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(|problem| problem.to_string())?;
    let size = tree.size();
    let scale = (across as f32 / size.width()).min(down as f32 / size.height());
    let pixels = |length: f32| (length * scale).round().clamp(1.0, MOST_SIDE as f32) as u32;
    let (width, height) = (pixels(size.width()), pixels(size.height()));
    let mut map = Pixmap::new(width, height).ok_or_else(|| "it has no size".to_owned())?;
    let fit = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, fit, &mut map.as_mut());
    let size = [width as usize, height as usize];
    Ok(ColorImage::from_rgba_premultiplied(size, map.data()))
}

/// Paints the picture at that path in the middle of `room`, or says why it cannot be shown.
pub fn paint(ui: &Ui, gallery: &Gallery, room: Rect, path: &str, mirrored: bool) {
    let tokens = Tokens::of(ui);
    let scale = ui.pixels_per_point();
    let pixels = |length: f32| ((length * scale / GRAIN).ceil() * GRAIN) as u32;
    let asked = [pixels(room.width()), pixels(room.height())];
    let texture = match gallery.picture(ui.ctx(), path, asked) {
        Ok(texture) => texture,
        Err(why) => {
            let words = format!("No picture: {why}");
            let size = (room.width() * 0.06).clamp(11.0, 16.0);
            let galley = text::fit(
                ui,
                &words,
                theme::plain,
                [size, 9.0],
                tokens.muted,
                room.size(),
                egui::Align::Center,
            );
            ui.painter()
                .galley(room.center() - galley.size() * 0.5, galley, tokens.muted);
            return;
        }
    };
    let size = texture.size_vec2();
    let inset = (room.width() * 0.04).min(16.0);
    let inner = room.size() - Vec2::splat(2.0 * inset);
    let fit = (inner.x / size.x).min(inner.y / size.y).max(0.0);
    let place = Rect::from_center_size(room.center(), size * fit);
    // Dark lines on nothing would be lost on a dark stage; the card is the same in both themes.
    if tokens.figure == Theme::Dark {
        let corner = CornerRadius::same((inset * 0.8) as u8);
        ui.painter().rect_filled(
            place.expand(inset),
            corner,
            Tokens::new(false, theme::Contrast::Usual).stage,
        );
    }
    let (left, right) = if mirrored { (1.0, 0.0) } else { (0.0, 1.0) };
    let part = Rect::from_min_max(pos2(left, 0.0), pos2(right, 1.0));
    ui.painter()
        .image(texture.id(), place, part, theme::AS_IT_IS);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = include_bytes!("../../../docs/own-catalog/pictures/wrist-3.png");
    const SVG: &[u8] = include_bytes!("../../../docs/own-catalog/pictures/wrist-2.svg");

    #[test]
    fn pictures_are_read_with_their_aspect() {
        assert_eq!(decode("a.png", PNG, [16, 16]).unwrap().size, [640, 480]);
        for (room, size) in [
            ([640, 640], [640, 480]),
            ([64, 12], [16, 12]),
            ([1, 1], [1, 1]),
            ([100_000, 100_000], [4096, 4096]),
        ] {
            assert_eq!(decode("a.svg", SVG, room).unwrap().size, size);
        }
        let drawn = decode("a.svg", SVG, [64, 64]).unwrap();
        assert!(drawn.pixels.iter().any(|pixel| pixel.a() == 255));
        assert!(drawn.pixels.iter().any(|pixel| pixel.a() == 0));
    }

    #[test]
    fn what_is_no_picture_says_so() {
        for (path, bytes) in [
            ("a.png", SVG),
            ("a.svg", PNG),
            ("a.png", &PNG[..PNG.len() / 2]),
            ("a.svg", &SVG[..SVG.len() / 2]),
            (
                "a.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg' width='0'/>",
            ),
            ("a.png", b""),
            ("a.txt", PNG),
        ] {
            assert!(!decode(path, bytes, [64, 64]).unwrap_err().is_empty());
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
        let drawn = decode("a.svg", svg.as_bytes(), [64, 64]).unwrap();
        assert!(drawn.pixels.iter().all(|pixel| pixel.a() == 0));
    }
}
