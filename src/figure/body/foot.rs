//! Feet: bare with five toes, or in shoes.

use super::super::ellipsoid::Ellipsoid;
use super::super::math::{M3, V3, flex, v3};
use super::super::palette::Material;
use super::super::sides::Side;
use super::super::skeleton::{HEIGHT, SolvedLeg};
use super::super::sketch::{Group, LINE, Paint};
use super::Builder;

/// Where the toes bend, from the ankle.
const BALL: V3 = v3(0.066, -0.043, 0.0);
/// Tip forward, tip outward, radii; from the big toe to the little one.
const TOES: [[f64; 5]; 5] = [
    [0.1050, -0.0140, 0.0125, 0.0085, 0.0086],
    [0.1040, -0.0022, 0.0090, 0.0066, 0.0053],
    [0.1000, 0.0065, 0.0085, 0.0062, 0.0050],
    [0.0945, 0.0140, 0.0080, 0.0058, 0.0048],
    [0.0880, 0.0205, 0.0075, 0.0054, 0.0046],
];

/// Ellipsoids of one foot; whatever lies in front of the ball bends with the toes.
struct Foot<'a> {
    leg: &'a SolvedLeg,
    toes: M3,
    sign: f64,
}

impl Foot<'_> {
    /// All measures are fractions of body height; `outside` points away from the other foot.
    fn at(&self, forward: f64, up: f64, outside: f64, radii: V3) -> Ellipsoid {
        let place = v3(forward, up, outside * self.sign);
        let (foot, ankle) = (self.leg.foot, self.leg.ankle);
        if forward > 0.08 {
            let ball = ankle + foot * (BALL * HEIGHT);
            let centre = ball + self.toes * ((place - BALL) * HEIGHT);
            return Ellipsoid::new(centre, radii * HEIGHT, self.toes);
        }
        Ellipsoid::new(ankle + foot * (place * HEIGHT), radii * HEIGHT, foot)
    }
}

impl Builder<'_> {
    pub(super) fn foot(&mut self, side: Side, group: &mut Group, skin: Paint) {
        let leg = &self.skeleton.legs[side];
        let foot = Foot {
            leg,
            toes: leg.foot * flex(-leg.toe),
            sign: side.sign(),
        };
        if self.look.shoes {
            self.shoe(side, &foot, group);
        } else {
            self.bare_foot(&foot, group, skin);
        }
    }

    fn shoe(&mut self, side: Side, foot: &Foot<'_>, group: &mut Group) {
        let palette = self.look.palette;
        let leather = self.leg_paint(Paint::new(palette.shoe, Material::Shoe), side);
        let rubber = self.leg_paint(Paint::new(palette.sole, Material::Sole), side);
        let heel = foot.at(-0.024, -0.024, 0.0, v3(0.0200, 0.0190, 0.0195));
        let collar = foot.at(-0.004, -0.006, 0.0, v3(0.0235, 0.006, 0.0225));
        let instep = foot.at(0.030, -0.020, 0.0, v3(0.022, 0.018, 0.0215));
        let ball = foot.at(0.066, -0.0275, -0.002, v3(0.020, 0.0145, 0.0265));
        let toe = foot.at(0.096, -0.0305, -0.003, v3(0.018, 0.0115, 0.0220));
        let sole = [
            foot.at(-0.024, -0.0385, 0.0, v3(0.0215, 0.0045, 0.0200)),
            foot.at(0.066, -0.0385, -0.002, v3(0.022, 0.0045, 0.0265)),
            foot.at(0.097, -0.0385, -0.003, v3(0.0200, 0.0045, 0.0225)),
        ];
        // From above, the upper hides the sole; otherwise the sole's edge shows below it.
        let from_above = self.pencil.camera.facing(foot.leg.foot.y) > 0.35;
        if from_above {
            self.pencil.chain(&sole, 22, group, rubber);
        }
        let hull = self
            .pencil
            .hull(&[(&heel, 22), (&collar, 22), (&instep, 22)]);
        group.add(hull, leather);
        let hull = self.pencil.hull(&[(&instep, 22), (&heel, 22), (&ball, 22)]);
        group.add(hull, leather);
        let hull = self.pencil.hull(&[(&ball, 22), (&toe, 22)]);
        group.add(hull, leather);
        if !from_above {
            self.pencil.chain(&sole, 22, group, rubber);
        }
        if !self.look.silhouette {
            self.pencil.halo_chain(&sole.map(|e| (e, LINE)), 16, group);
            let upper = [(&heel, 16), (&collar, 16), (&instep, 16)];
            self.pencil.halo(&upper, LINE, group);
        }
    }

    fn bare_foot(&mut self, foot: &Foot<'_>, group: &mut Group, skin: Paint) {
        let heel = foot.at(-0.026, -0.0255, 0.0, v3(0.0175, 0.0175, 0.0175));
        let ankle = foot.at(0.0, 0.0, 0.0, v3(0.0195, 0.0195, 0.0185));
        let instep = foot.at(0.032, -0.020, 0.001, v3(0.020, 0.0185, 0.0190));
        let ball = foot.at(0.066, -0.0300, -0.001, v3(0.019, 0.0130, 0.0245));
        let hull = self
            .pencil
            .hull(&[(&heel, 22), (&ankle, 22), (&instep, 22)]);
        group.add(hull, skin);
        let hull = self.pencil.hull(&[(&instep, 22), (&heel, 22), (&ball, 22)]);
        group.add(hull, skin);
        for [x, z, rx, ry, rz] in TOES {
            let base = foot.at(0.074, -0.0325, z * 0.86, v3(0.012, 0.0105, rz * 1.15));
            let tip = foot.at(x, ry - 0.043, z, v3(rx, ry, rz));
            let hull = self.pencil.hull(&[(&base, 16), (&tip, 16)]);
            group.add(hull, skin);
        }
        if self.look.silhouette {
            return;
        }
        if self.pencil.camera.facing(foot.leg.foot.y) > 0.10 {
            let line = skin.mixed(self.look.palette.skin_occlusion, 0.45);
            for pair in TOES.windows(2) {
                let ([x0, z0, _, _, r0], [x1, z1, _, _, r1]) = (pair[0], pair[1]);
                let (gap, tip) = ((z0 + r0 + z1 - r1) / 2.0, x0.min(x1));
                let back = foot.at(tip - 0.012, -0.0300, gap, v3(0.0010, 0.0010, 0.0010));
                let front = foot.at(tip + 0.004, -0.0335, gap, v3(0.0013, 0.0013, 0.0013));
                let hull = self.pencil.hull(&[(&back, 8), (&front, 8)]);
                group.add(hull, line);
            }
        }
        let toes = foot.at(0.096, -0.0345, -0.003, v3(0.016, 0.0085, 0.0205));
        let back = [(&heel, 16), (&instep, 16), (&ball, 16)];
        self.pencil.halo(&back, LINE, group);
        self.pencil.halo(&[(&ball, 16), (&toes, 16)], LINE, group);
    }
}
