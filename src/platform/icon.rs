//! Paints the icon: a figure that shows what is going on, in a ring that fills with sitting time.
//!
//! Every shape is a signed distance; a pixel's coverage follows from the distance of its centre, which gives smooth
//! edges at 22 pixels without a library. Lengths are in half icons: the icon spans -1 to 1, y downwards.

use crate::logic::shown::tray_menu::{Mood, TrayIcon};

/// Paints `icon` as `size` × `size` pixels: red, green, blue, unmultiplied alpha, row by row.
pub fn rgba(icon: TrayIcon, size: u32) -> Vec<u8> {
    let layers = layers(icon);
    let half = size as f32 / 2.0;
    let mut pixels = Vec::with_capacity(size as usize * size as usize * 4);
    for row in 0..size {
        for column in 0..size {
            let at = Point(
                (column as f32 + 0.5 - half) / half,
                (row as f32 + 0.5 - half) / half,
            );
            pixels.extend(blend(&layers, at, half));
        }
    }
    pixels
}

/// A point, or an offset between two.
#[derive(Clone, Copy)]
struct Point(f32, f32);

impl Point {
    fn to(self, other: Point) -> Point {
        Point(other.0 - self.0, other.1 - self.1)
    }

    fn length(self) -> f32 {
        self.0.hypot(self.1)
    }

    fn dot(self, other: Point) -> f32 {
        self.0 * other.0 + self.1 * other.1
    }
}

/// What can be painted.
#[derive(Clone, Copy)]
enum Shape {
    Disc {
        centre: Point,
        radius: f32,
    },
    /// A line with round ends.
    Limb {
        from: Point,
        to: Point,
        radius: f32,
    },
    /// Part of the ring, clockwise from the top; 1 is all of it.
    Ring {
        turn: f32,
    },
    Moon,
}

/// Radius of the ring's centre line, and half its width.
const RING: (f32, f32) = (0.86, 0.10);

impl Shape {
    /// How far `at` is outside the shape; negative inside.
    fn distance(self, at: Point) -> f32 {
        match self {
            Shape::Disc { centre, radius } => centre.to(at).length() - radius,
            Shape::Limb { from, to, radius } => {
                let along = from.to(to);
                let way = from.to(at);
                let share = (way.dot(along) / along.dot(along)).clamp(0.0, 1.0);
                Point(along.0 * share, along.1 * share).to(way).length() - radius
            }
            Shape::Ring { turn } => {
                let band = (at.length() - RING.0).abs() - RING.1;
                if turn >= 1.0 {
                    return band;
                }
                let angle = at.0.atan2(-at.1).rem_euclid(std::f32::consts::TAU);
                let end = turn * std::f32::consts::TAU;
                let middle = end / 2.0;
                let beyond = ((angle - middle).abs() - middle) * RING.0;
                band.max(beyond)
            }
            Shape::Moon => {
                let full = Point(-0.04, 0.0).to(at).length() - 0.50;
                let shadow = Point(0.20, -0.16).to(at).length() - 0.44;
                full.max(-shadow)
            }
        }
    }
}

/// A colour, red green blue, 0 to 255.
type Ink = [u8; 3];

const PAPER: Ink = [0xF7, 0xF5, 0xF1];
const NIGHT: Ink = [0x23, 0x30, 0x3E];
const TRACK: Ink = [0x4C, 0x5D, 0x6E];
const TEAL: Ink = [0x45, 0xC9, 0xBB];
const GREY: Ink = [0x93, 0xA3, 0xB1];
const CORAL: Ink = [0xE2, 0x54, 0x30];
const CORAL_LIGHT: Ink = [0xFF, 0x9A, 0x73];

type Layer = (Shape, Ink);

/// The shapes from bottom to top.
fn layers(icon: TrayIcon) -> Vec<Layer> {
    let whole = Shape::Disc {
        centre: Point(0.0, 0.0),
        radius: RING.0 + RING.1,
    };
    let (ground, track, ring) = match icon.mood {
        Mood::Sitting | Mood::Standing | Mood::Break => (NIGHT, TRACK, TEAL),
        Mood::Quiet | Mood::Away => (NIGHT, TRACK, GREY),
        Mood::Due => (CORAL, CORAL_LIGHT, CORAL_LIGHT),
    };
    let mut layers = vec![(whole, ground), (Shape::Ring { turn: 1.0 }, track)];
    if icon.fill > 0 {
        let turn = f32::from(icon.fill.min(8)) / 8.0;
        layers.push((Shape::Ring { turn }, ring));
    }
    match icon.mood {
        Mood::Sitting => {
            layers.extend(chair(0.0, GREY));
            layers.extend(seated(PAPER));
        }
        Mood::Away => layers.extend(chair(0.14, PAPER)),
        Mood::Standing => layers.extend(standing(PAPER)),
        Mood::Due | Mood::Break => layers.extend(stretching(PAPER)),
        Mood::Quiet => layers.push((Shape::Moon, PAPER)),
    }
    layers
}

fn limb(from: (f32, f32), to: (f32, f32), radius: f32, ink: Ink) -> Layer {
    let (from, to) = (Point(from.0, from.1), Point(to.0, to.1));
    (Shape::Limb { from, to, radius }, ink)
}

fn head(x: f32, y: f32, ink: Ink) -> Layer {
    let centre = Point(x, y);
    (
        Shape::Disc {
            centre,
            radius: 0.155,
        },
        ink,
    )
}

/// A chair, moved to the right by `x`.
fn chair(x: f32, ink: Ink) -> [Layer; 4] {
    [
        limb((x - 0.42, -0.26), (x - 0.36, 0.30), 0.065, ink),
        limb((x - 0.36, 0.30), (x + 0.12, 0.30), 0.065, ink),
        limb((x - 0.12, 0.30), (x - 0.12, 0.56), 0.065, ink),
        limb((x - 0.30, 0.58), (x + 0.06, 0.58), 0.055, ink),
    ]
}

fn seated(ink: Ink) -> [Layer; 4] {
    [
        head(-0.08, -0.46, ink),
        limb((-0.12, -0.14), (-0.14, 0.10), 0.14, ink),
        limb((-0.12, 0.12), (0.26, 0.12), 0.115, ink),
        limb((0.26, 0.12), (0.30, 0.54), 0.105, ink),
    ]
}

fn standing(ink: Ink) -> [Layer; 6] {
    [
        head(0.0, -0.50, ink),
        limb((0.0, -0.18), (0.0, 0.06), 0.15, ink),
        limb((-0.08, 0.08), (-0.13, 0.58), 0.08, ink),
        limb((0.08, 0.08), (0.13, 0.58), 0.08, ink),
        limb((-0.16, -0.20), (-0.30, 0.12), 0.07, ink),
        limb((0.16, -0.20), (0.30, 0.12), 0.07, ink),
    ]
}

fn stretching(ink: Ink) -> [Layer; 8] {
    [
        head(0.0, -0.38, ink),
        limb((0.0, -0.06), (0.0, 0.12), 0.13, ink),
        limb((-0.06, 0.14), (-0.18, 0.58), 0.09, ink),
        limb((0.06, 0.14), (0.18, 0.58), 0.09, ink),
        limb((-0.08, -0.10), (-0.36, -0.24), 0.075, ink),
        limb((-0.36, -0.24), (-0.36, -0.48), 0.075, ink),
        limb((0.08, -0.10), (0.36, -0.24), 0.075, ink),
        limb((0.36, -0.24), (0.36, -0.48), 0.075, ink),
    ]
}

/// The colour of the pixel around `at` in an icon of radius `half` pixels.
fn blend(layers: &[Layer], at: Point, half: f32) -> [u8; 4] {
    let mut colour = [0.0f32; 3];
    let mut alpha = 0.0f32;
    for (shape, ink) in layers {
        let share = (0.5 - shape.distance(at) * half).clamp(0.0, 1.0);
        for (channel, value) in colour.iter_mut().zip(ink) {
            *channel = *channel * (1.0 - share) + f32::from(*value) * share;
        }
        alpha += share * (1.0 - alpha);
    }
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    let [red, green, blue] = colour.map(|channel| {
        if alpha > 0.0 {
            byte(channel / alpha)
        } else {
            0
        }
    });
    [red, green, blue, byte(alpha * 255.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOODS: [Mood; 6] = [
        Mood::Sitting,
        Mood::Standing,
        Mood::Due,
        Mood::Quiet,
        Mood::Break,
        Mood::Away,
    ];

    fn painted(fill: u8, mood: Mood) -> Vec<u8> {
        rgba(TrayIcon { fill, mood }, 22)
    }

    fn pixel(pixels: &[u8], x: usize, y: usize) -> [u8; 4] {
        let at = (y * 22 + x) * 4;
        pixels[at..at + 4].try_into().unwrap()
    }

    #[test]
    fn each_size_is_whole_with_clear_corners_and_a_solid_middle() {
        for size in [1, 22, 24, 32, 48, 64] {
            for mood in MOODS {
                let pixels = rgba(TrayIcon { fill: 4, mood }, size);
                assert_eq!(pixels.len(), (size * size * 4) as usize);
                if size > 1 {
                    assert_eq!(pixels[3], 0, "{mood:?} at {size}");
                    let middle = ((size / 2 * size + size / 2) * 4 + 3) as usize;
                    assert_eq!(pixels[middle], 255, "{mood:?} at {size}");
                }
            }
        }
    }

    #[test]
    fn every_mood_looks_different() {
        for (index, one) in MOODS.iter().enumerate() {
            for other in &MOODS[index + 1..] {
                assert_ne!(painted(4, *one), painted(4, *other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn the_ring_fills_clockwise_from_the_top() {
        let (right, bottom, left) = ((20, 11), (11, 20), (1, 11));
        let is_filled = |fill: u8, (x, y)| pixel(&painted(fill, Mood::Sitting), x, y)[..3] == TEAL;
        assert!(!is_filled(0, right));
        assert!(is_filled(3, right) && !is_filled(3, bottom));
        assert!(is_filled(5, bottom) && !is_filled(5, left));
        assert!(is_filled(8, right) && is_filled(8, bottom) && is_filled(8, left));
        assert_eq!(painted(8, Mood::Sitting), painted(200, Mood::Sitting));
        let all: std::collections::HashSet<_> =
            (0..=8).map(|fill| painted(fill, Mood::Sitting)).collect();
        assert_eq!(all.len(), 9);
    }

    #[test]
    fn the_edge_is_smooth() {
        let pixels = painted(0, Mood::Sitting);
        let partly = pixels
            .chunks(4)
            .filter(|pixel| (1..255).contains(&pixel[3]))
            .count();
        assert!(partly > 30, "{partly}");
    }
}
