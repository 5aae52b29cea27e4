//! The head: skull, face and ears, with hair behind and in front.

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{M3, V3, v3};
use super::super::palette::{Material, Rgb};
use super::super::parts::Part;
use super::super::sides::Side;
use super::super::skeleton::HEIGHT;
use super::super::sketch::{Group, LINE, Paint};
use super::hair::Hair;
use super::{Builder, measure};

/// The red of the mouth, mixed into the skin's shade.
const LIPS: Rgb = Rgb::hex(0x963C32);
/// How far each eye looks away from straight ahead, as z over x.
const EYE_TURN: (f64, f64) = (0.9, 0.42);

impl Builder<'_> {
    /// An ellipsoid in the head's frame, in fractions of body height.
    fn in_head(&self, offset: V3, radii: V3) -> Ellipsoid {
        let trunk = &self.skeleton.trunk;
        Ellipsoid::new(
            trunk.head + trunk.head_frame * (offset * HEIGHT),
            radii * HEIGHT,
            trunk.head_frame,
        )
    }

    /// How much a direction of the head faces the viewer.
    fn head_facing(&self, direction: V3) -> f64 {
        let frame = self.skeleton.trunk.head_frame;
        self.pencil.camera.facing(frame * direction)
    }

    pub(super) fn head(&mut self) -> Group {
        let trunk = &self.skeleton.trunk;
        let middle = trunk.head + trunk.head_frame * measure(0.010, 0.035, 0.0);
        let mut group = self.new_group(Part::Head, self.depth(middle) + 0.02);
        let hair_paint = Paint::new(self.look.palette.hair, Material::Hair);
        let from_behind = self.head_facing(v3(-1.0, 0.0, 0.0)) > 0.15;
        let bun = self.in_head(v3(-0.050, 0.094, 0.0), v3(0.0270, 0.0260, 0.0270));
        let has_bun = self.look.character.bun;
        if has_bun && !from_behind {
            group.add(self.pencil.hull(&[(&bun, 28)]), hair_paint);
        }
        let hair = Hair::new(self.in_head(v3(0.0, 0.050, 0.0), v3(0.0640, 0.0570, 0.0530)));
        hair.whole(&mut self.pencil, &mut group, hair_paint);
        self.face(&mut group);
        hair.visible(&mut self.pencil, &mut group, hair_paint);
        self.ears(&mut group);
        if has_bun && from_behind {
            group.add(self.pencil.hull(&[(&bun, 28)]), hair_paint);
        }
        group
    }

    fn face(&mut self, group: &mut Group) {
        let skin = self.skin();
        let cranium = self.in_head(v3(0.004, 0.046, 0.0), v3(0.0585, 0.0530, 0.0475));
        let face = self.in_head(v3(0.026, 0.018, 0.0), v3(0.0400, 0.0400, 0.0415));
        let jaw = self.in_head(v3(0.030, -0.004, 0.0), v3(0.0320, 0.0270, 0.0330));
        let chin = self.in_head(v3(0.047, -0.0165, 0.0), v3(0.0150, 0.0150, 0.0150));
        for pair in [
            [(&cranium, 32), (&face, 28)],
            [(&face, 28), (&jaw, 24)],
            [(&jaw, 24), (&chin, 20)],
            [(&face, 28), (&chin, 20)],
        ] {
            group.add(self.pencil.hull(&pair), skin);
        }
        let forward = self.head_facing(v3(1.0, 0.0, 0.0));
        if forward > -0.5 {
            let brow = self.in_head(v3(0.0585, 0.032, 0.0), v3(0.0055, 0.006, 0.006));
            let tip = self.in_head(v3(0.0680, 0.0140, 0.0), v3(0.0064, 0.0064, 0.0072));
            let base = self.in_head(v3(0.056, 0.006, 0.0), v3(0.006, 0.005, 0.008));
            group.add(self.pencil.hull(&[(&brow, 16), (&tip, 18)]), skin);
            group.add(self.pencil.hull(&[(&tip, 18), (&base, 16)]), skin);
        }
        if self.look.silhouette {
            return;
        }
        if forward > 0.45 {
            let under = self.in_head(v3(0.0700, 0.0105, 0.0), v3(0.0045, 0.0035, 0.0075));
            let shade = Paint::new(self.look.palette.skin_shade, Material::Skin);
            group.add(self.pencil.hull(&[(&under, 16)]), shade);
        }
        for side in Side::BOTH {
            self.eye(side, group);
        }
        if forward > 0.35 {
            let corner = |z| (v3(0.0600, -0.0052, z), v3(0.0010, 0.0013, 0.0013));
            let middle = |z| (v3(0.0620, -0.0075, z), v3(0.0010, 0.0014, 0.0014));
            let chain = [
                corner(-0.0095),
                middle(-0.0035),
                middle(0.0035),
                corner(0.0095),
            ]
            .map(|(offset, radii)| self.in_head(offset, radii));
            let lips = self.look.palette.skin_shade.mix(LIPS, 0.45);
            let paint = Paint::new(lips, Material::Feature);
            self.pencil.chain(&chain, 12, group, paint);
        }
        self.pencil.halo(&[(&jaw, 24), (&chin, 20)], LINE, group);
        self.pencil.halo(&[(&face, 24), (&jaw, 24)], LINE, group);
    }

    fn eye(&mut self, side: Side, group: &mut Group) {
        let sign = side.sign();
        let (ahead, out) = EYE_TURN;
        if self.head_facing(v3(ahead, 0.05, out * sign).unit()) <= 0.08 {
            return;
        }
        let frame = self.skeleton.trunk.head_frame * M3::about_y(-(out * sign).atan2(ahead));
        let paint = Paint::new(self.look.palette.eye, Material::Feature);
        let lid = self.skeleton.lid;
        let mut eye = self.in_head(
            v3(0.0575, 0.0265, 0.0195 * sign),
            v3(0.0015, (0.0050 * (1.0 - lid)).max(0.0012), 0.0038),
        );
        eye.frame = frame;
        if lid < 0.85 {
            group.add(self.pencil.hull(&[(&eye, 16)]), paint);
        } else {
            // Closed: the line of the lashes, curved down.
            let lashes = [
                (-0.0052, 0.0004),
                (-0.0018, -0.0016),
                (0.0018, -0.0016),
                (0.0052, 0.0004),
            ]
            .map(|(z, y)| {
                Ellipsoid::sphere(eye.centre + frame * measure(0.0006, y, z), 0.0011 * HEIGHT)
            });
            self.pencil.chain(&lashes, 10, group, paint);
        }
        let mut brow = self.in_head(
            v3(0.0585, 0.0390, 0.0200 * sign),
            v3(0.0012, 0.0013, 0.0070),
        );
        // Outer ends lower; the other way round looks sad.
        brow.frame = frame * M3::about_x(-0.06 * sign);
        let hair = Paint::new(self.look.palette.hair, Material::Hair);
        group.add(self.pencil.hull(&[(&brow, 14)]), hair);
    }

    fn ears(&mut self, group: &mut Group) {
        let skin = self.skin();
        let shade = Paint::new(self.look.palette.skin_shade, Material::Skin);
        for side in Side::BOTH {
            let sign = side.sign();
            let sideways = self.head_facing(v3(0.0, 0.0, sign));
            let forward = self.head_facing(v3(1.0, 0.0, 0.0));
            if sideways > 0.12 || (sideways > -0.10 && forward > 0.5) {
                let ear = self.in_head(v3(-0.001, 0.018, 0.0475 * sign), v3(0.0115, 0.0165, 0.006));
                let inner =
                    self.in_head(v3(0.0005, 0.019, 0.0520 * sign), v3(0.0060, 0.0095, 0.003));
                group.add(self.pencil.hull(&[(&ear, 20)]), skin);
                if !self.look.silhouette {
                    group.add(self.pencil.hull(&[(&inner, 16)]), shade);
                }
            }
        }
    }
}
