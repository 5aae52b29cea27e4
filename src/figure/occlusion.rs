//! Paints the parts in order, with a dark line on the body wherever one part overlaps another.
//!
//! The line is tonal: a part's halo darkens what is already painted, so it appears only on the body and never against
//! the background.

use super::convex::{Bounds, Workbench};
use super::display::{DisplayList, Rgba};
use super::glow::Spot;
use super::palette::Palette;
use super::sketch::Group;

/// How much darker the covered part gets.
const AMOUNT: f32 = 0.30;

/// Paints sorted parts, each glow right after its part.
pub(super) fn paint(
    groups: &[Group],
    spots: &[Spot<'_>],
    palette: &Palette,
    list: &mut DisplayList,
) {
    let mut bench = Workbench::default();
    for (i, group) in groups.iter().enumerate() {
        let halo: Vec<Bounds> = (0..group.halo.len())
            .map(|h| group.halo.bounds(h))
            .collect();
        if let Some(around) = Bounds::around(&halo) {
            for below in &groups[..i] {
                darken(below, group, &halo, &around, palette, &mut bench, list);
            }
        }
        for (shape, paint) in group.paints.iter().enumerate() {
            list.push(group.shapes.get(shape).corners(), paint.colour.opaque());
        }
        for spot in spots {
            spot.paint(group, palette, &mut bench, list);
        }
    }
}

fn darken(
    below: &Group,
    above: &Group,
    halo: &[Bounds],
    around: &Bounds,
    palette: &Palette,
    bench: &mut Workbench,
    list: &mut DisplayList,
) {
    let same_limb = above.same_limb == Some(below.part);
    for (shape, paint) in below.paints.iter().enumerate() {
        let bounds = below.shapes.bounds(shape);
        if bounds.apart(around) {
            continue;
        }
        let colour = if same_limb {
            paint.colour
        } else {
            palette.darker(paint.colour, paint.material, AMOUNT)
        };
        for (h, halo_bounds) in halo.iter().enumerate() {
            if bounds.apart(halo_bounds) {
                continue;
            }
            let both = bench.intersect(above.halo.get(h), below.shapes.get(shape));
            if let Some(both) = both {
                list.push(both.corners(), colour.opaque());
            }
        }
    }
}

/// Paints sorted parts in one colour: the ghost of a pose.
pub(super) fn paint_flat(groups: &[Group], colour: Rgba, list: &mut DisplayList) {
    for group in groups {
        for shape in 0..group.shapes.len() {
            list.push(group.shapes.get(shape).corners(), colour);
        }
    }
}
