//! Writes display lists as SVG: one picture, or a sheet of all keys.

use std::fmt::Write;

use super::display::{DisplayList, Rgba};
use super::palette::{Palette, Rgb};
use super::pose_set::PoseSet;
use super::{Moment, Scene, draw};

/// Size of one picture on a sheet, and of its label, in pixels.
const CELL: f32 = 480.0;
const LABEL: f32 = 34.0;
const COLUMNS: usize = 4;
const LABEL_GREY: Rgb = Rgb::hex(0x808791);

/// One picture, `size` pixels square.
pub fn write(list: &DisplayList, size: f32) -> String {
    let mut out = open(size, size);
    picture(list, size, &mut out);
    out.push_str("</svg>\n");
    out
}

/// All visible keys of a pose set side by side, each with its label.
pub fn sheet(set: &PoseSet, scene: &Scene) -> String {
    let keys: Vec<usize> = set.visible_keys().collect();
    let columns = keys.len().clamp(1, COLUMNS);
    let rows = keys.len().div_ceil(columns);
    let (width, height) = (columns as f32 * CELL, rows as f32 * (CELL + LABEL));
    let palette = Palette::new(scene.theme, None);
    let mut out = open(width, height);
    rectangle(
        0.0,
        0.0,
        width,
        height,
        palette.background.opaque(),
        &mut out,
    );
    let text = palette.background.mix(LABEL_GREY, 0.9).opaque();
    for (place, &key) in keys.iter().enumerate() {
        let x = (place % columns) as f32 * CELL;
        let y = (place / columns) as f32 * (CELL + LABEL);
        let _ = writeln!(
            out,
            r#"<svg x="{x}" y="{y}" width="{CELL}" height="{CELL}">"#
        );
        picture(&draw(set, Moment::Key(key), scene), CELL, &mut out);
        out.push_str("</svg>\n");
        let label = escaped(&format!(
            "{} {}: {}",
            set.title,
            key + 1,
            set.keys[key].label
        ));
        let _ = writeln!(
            out,
            r#"<text x="{}" y="{}" font-family="sans-serif" font-size="{:.1}" fill="{}">{label}</text>"#,
            x + 14.0,
            y + CELL + 20.0,
            label_size(&label),
            hex(text),
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Font size of a label, chosen so that it ends before the next one begins.
fn label_size(label: &str) -> f32 {
    // A letter is about half as wide as it is high, in any typeface a viewer may choose.
    let room = (CELL - 28.0) / (0.56 * label.chars().count().max(1) as f32);
    room.clamp(8.0, 15.0)
}

fn open(width: f32, height: f32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n"
    )
}

/// The stage and all polygons of a list in a square of `size` pixels.
fn picture(list: &DisplayList, size: f32, out: &mut String) {
    rectangle(0.0, 0.0, size, size, list.stage.wall, out);
    floor(list, size, out);
    for polygon in list.polygons() {
        out.push_str("<path d=\"");
        for (i, [x, y]) in polygon.points.iter().enumerate() {
            let command = if i == 0 { 'M' } else { 'L' };
            let _ = write!(out, "{command}{:.2} {:.2}", x * size, y * size);
        }
        out.push_str("Z\" fill=\"");
        out.push_str(&hex(polygon.colour));
        if polygon.colour[3] < 255 {
            let alpha = f32::from(polygon.colour[3]) / 255.0;
            let _ = write!(out, "\" fill-opacity=\"{alpha:.4}");
        }
        out.push_str("\"/>\n");
    }
}

fn floor(list: &DisplayList, size: f32, out: &mut String) {
    if let Some(floor) = list.stage.floor {
        let y = floor.horizon * size;
        rectangle(0.0, y, size, size - y, floor.colour, out);
        rectangle(0.0, y, size, floor.line_height * size, floor.line, out);
    }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32, colour: Rgba, out: &mut String) {
    let _ = writeln!(
        out,
        r#"<rect x="{x}" y="{y:.2}" width="{width}" height="{:.2}" fill="{}"/>"#,
        height.max(0.0),
        hex(colour),
    );
}

fn hex([r, g, b, _]: Rgba) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
