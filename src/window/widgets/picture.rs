//! A person's own picture as it was drawn: scaled with its aspect, on a light card where it would be lost.

use egui::{ColorImage, CornerRadius, Rect, Ui, Vec2, pos2};
use image::{ImageFormat, ImageReader, Limits};

use crate::figure::Theme;
use crate::window::drawing;
use crate::window::gallery::Gallery;
use crate::window::theme::{self, Tokens};
use crate::window::widgets::text;

/// Most pixels on a side, and most bytes that reading one may take: what was drawn has no more.
const MOST: (u32, u64) = (drawing::MOST_SIDE, 64 * 1024 * 1024);
/// An SVG is drawn anew when its room grows by this many pixels, not by each.
const GRAIN: f32 = 64.0;

/// Reads a PNG that was drawn from a person's own picture.
///
/// # Errors
/// In words: what is wrong with it.
pub fn decode(png: &[u8]) -> Result<ColorImage, String> {
    let mut reader = ImageReader::with_format(std::io::Cursor::new(png), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST.0);
    limits.max_image_height = Some(MOST.0);
    limits.max_alloc = Some(MOST.1);
    reader.limits(limits);
    let image = reader.decode().map_err(|problem| problem.to_string())?;
    let image = image.into_rgba8();
    let size = [image.width() as usize, image.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
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
