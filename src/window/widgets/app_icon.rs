//! The application's icon: the head of the figure, with its chin tucked.

use crate::figure::raster::Canvas;
use crate::figure::{DisplayList, Moment, Scene, Theme};

/// Width and height of the window's icon, in pixels.
const SIDE: usize = 64;

/// Radius of its corners, as a fraction of its width.
const CORNER: f32 = 0.24;

/// Where the icon starts in the exercise's picture, and its zoom: a face is recognisable at 16 pixels.
const FROM: [f32; 2] = [0.22, 0.16];
const NEARER: f32 = 1.72;

/// The window's icon.
pub fn window_icon() -> egui::IconData {
    egui::IconData {
        rgba: rgba(SIDE),
        width: SIDE as u32,
        height: SIDE as u32,
    }
}

/// The icon as pixels: red, green, blue and alpha.
fn rgba(side: usize) -> Vec<u8> {
    let list = drawn();
    // Small ones are painted larger and scaled down, so that thin things survive.
    let fine = if side < 64 { 4 } else { 2 };
    let large = side * fine;
    let mut canvas = Canvas::new(large, large, list.stage.wall);
    let pixels = |corner: [f32; 2]| placed(corner).map(|at| at * large as f32);
    for polygon in list.polygons() {
        canvas.fill(polygon.points.iter().copied().map(pixels), polygon.colour);
    }
    let bytes = canvas.into_rounded(large as f32 * CORNER);
    let mut small = Vec::with_capacity(side * side * 4);
    for y in 0..side {
        for x in 0..side {
            let mut sums = [0_u32; 4];
            for (dy, dx) in (0..fine * fine).map(|i| (i / fine, i % fine)) {
                let at = ((y * fine + dy) * large + x * fine + dx) * 4;
                let alpha = u32::from(bytes[at + 3]);
                for channel in 0..3 {
                    sums[channel] += u32::from(bytes[at + channel]) * alpha;
                }
                sums[3] += alpha;
            }
            let [r, g, b, alpha] = sums;
            let colour = |sum: u32| (sum / alpha.max(1)) as u8;
            let all = (fine * fine) as u32;
            small.extend([colour(r), colour(g), colour(b), (alpha / all) as u8]);
        }
    }
    small
}

/// The figure of the icon.
fn drawn() -> DisplayList {
    let set = crate::figure::pose_sets::get("chin").expect("it is compiled in");
    let scene = Scene {
        ghost: false,
        arrows: 0.0,
        glow: 0.0,
        ..Scene::new(Theme::Light)
    };
    crate::figure::draw(set, Moment::Key(set.keys.len() - 1), &scene)
}

/// A corner of the exercise's picture in icon coordinates, 0 to 1.
fn placed([x, y]: [f32; 2]) -> [f32; 2] {
    [(x - FROM[0]) * NEARER, (y - FROM[1]) * NEARER]
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    const NAME: &str = "io.github.unbend.Unbend";
    const SIZES: [usize; 8] = [16, 24, 32, 48, 64, 128, 256, 512];

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icons")
    }

    fn png(side: usize) -> PathBuf {
        folder().join(format!("{side}x{side}/{NAME}.png"))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "who takes new pictures says so by the environment"
    )]
    fn blessing() -> bool {
        std::env::var("UNBEND_BLESS").is_ok_and(|value| value == "1")
    }

    /// The icon as a drawing.
    fn svg() -> String {
        const SIDE: f32 = 256.0;
        let hex = |[r, g, b, _]: crate::figure::Rgba| format!("#{r:02x}{g:02x}{b:02x}");
        let list = drawn();
        let corner = SIDE * CORNER;
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\">\n\
             <clipPath id=\"c\"><rect width=\"{SIDE}\" height=\"{SIDE}\" rx=\"{corner}\"/></clipPath>\n\
             <g clip-path=\"url(#c)\">\n<rect width=\"{SIDE}\" height=\"{SIDE}\" fill=\"{}\"/>\n",
            hex(list.stage.wall)
        );
        for polygon in list.polygons() {
            let corners: Vec<[f32; 2]> = polygon.points.iter().map(|at| placed(*at)).collect();
            let outside = |axis: usize| {
                corners.iter().all(|at| at[axis] < 0.0) || corners.iter().all(|at| at[axis] > 1.0)
            };
            if outside(0) || outside(1) {
                continue;
            }
            text.push_str("<path d=\"M");
            let mut last = String::new();
            for [x, y] in corners {
                let at = format!("{:.1} {:.1}", x * SIDE, y * SIDE);
                if at != last {
                    let _ = write!(text, "{at} ");
                }
                last = at;
            }
            let fill = hex(polygon.colour);
            let alpha = f32::from(polygon.colour[3]) / 255.0;
            let _ = match alpha < 1.0 {
                true => writeln!(text, "z\" fill=\"{fill}\" fill-opacity=\"{alpha:.2}\"/>"),
                // A hairline of its own colour closes the gaps between neighbours.
                false => writeln!(
                    text,
                    "z\" fill=\"{fill}\" stroke=\"{fill}\" stroke-width=\".3\"/>"
                ),
            };
        }
        text.push_str("</g>\n</svg>\n");
        text
    }

    #[test]
    fn the_icons_are_the_figure() {
        let drawing = folder().join(format!("scalable/{NAME}.svg"));
        if blessing() {
            fs::create_dir_all(drawing.parent().unwrap()).unwrap();
            fs::write(&drawing, svg()).unwrap();
            for side in SIZES {
                fs::create_dir_all(png(side).parent().unwrap()).unwrap();
                let side32 = side as u32;
                let picture = image::RgbaImage::from_raw(side32, side32, rgba(side)).unwrap();
                picture.save(png(side)).unwrap();
            }
        }
        let kept = fs::read_to_string(&drawing).unwrap();
        let same = kept == svg();
        assert!(same, "{} is another drawing", drawing.display());
        for side in SIZES {
            let kept = image::open(png(side)).unwrap().to_rgba8();
            let now = rgba(side);
            assert_eq!(kept.as_raw().len(), now.len());
            let off = kept.as_raw().iter().zip(&now).map(|(a, b)| a.abs_diff(*b));
            assert!(
                off.max() <= Some(3),
                "{} is another picture",
                png(side).display()
            );
        }
    }

    #[test]
    fn the_drawing_and_the_pixels_show_the_same() {
        let tree = resvg::usvg::Tree::from_str(&svg(), &resvg::usvg::Options::default()).unwrap();
        let mut drawn = resvg::tiny_skia::Pixmap::new(128, 128).unwrap();
        let half = resvg::tiny_skia::Transform::from_scale(0.5, 0.5);
        resvg::render(&tree, half, &mut drawn.as_mut());
        let off = drawn
            .data()
            .iter()
            .zip(rgba(128))
            .map(|(a, b)| u64::from(a.abs_diff(b)));
        let mean = off.sum::<u64>() as f64 / drawn.data().len() as f64;
        assert!(mean < 3.0, "{mean}");
    }
}
