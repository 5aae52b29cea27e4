//! Every colour of the picture, for light and dark, by material.

use serde::{Deserialize, Serialize};

use super::display::Rgba;

/// Which of the two palettes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Dark figure on a light stage.
    #[default]
    Light,
    /// Light figure on a dark stage.
    Dark,
}

/// A colour without alpha, sRGB, 0 to 255 per channel; fractions keep mixes exact until they are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rgb(pub [f32; 3]);

impl Rgb {
    /// From `0xRRGGBB`.
    pub const fn hex(hex: u32) -> Rgb {
        Rgb([
            ((hex >> 16) & 255) as f32,
            ((hex >> 8) & 255) as f32,
            (hex & 255) as f32,
        ])
    }

    /// Plain sRGB mix: this colour at 0, `other` at 1.
    pub fn mix(self, other: Rgb, t: f32) -> Rgb {
        let mut out = self.0;
        for (a, b) in out.iter_mut().zip(other.0) {
            *a += (b - *a) * t;
        }
        Rgb(out)
    }

    /// Ready to draw, with an alpha of 0 to 1.
    pub fn alpha(self, alpha: f32) -> Rgba {
        let [r, g, b] = self.0.map(|c| c.round() as u8);
        [r, g, b, (alpha * 255.0).round() as u8]
    }

    /// Ready to draw, opaque.
    pub fn opaque(self) -> Rgba {
        self.alpha(1.0)
    }
}

/// What a piece of the figure is made of; shade and outline treat skin differently from everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Material {
    /// Arms, face, feet.
    Skin,
    /// Hair and eyebrows.
    Hair,
    /// The shirt and its sleeves.
    Shirt,
    /// The trousers.
    Trousers,
    /// The upper of a shoe.
    Shoe,
    /// The sole of a shoe.
    Sole,
    /// Eyes and mouth.
    Feature,
}

/// A named colour of a prop, as pose files write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PropColour {
    /// Side of a wooden thing.
    Wood,
    /// Top of a wooden thing.
    WoodTop,
    /// Shaded side of a wooden thing.
    WoodDark,
    /// Near metal.
    Metal,
    /// Far or shaded metal.
    MetalDark,
    /// A wall.
    Wall,
    /// A baseboard, or a shaded wall.
    WallDark,
    /// Side of a mat or block.
    Mat,
    /// Top of a mat or block.
    MatTop,
    /// Upholstery.
    Soft,
    /// Top of upholstery.
    SoftTop,
    /// Shaded upholstery.
    SoftDark,
    /// Linen: pillows and towels.
    Sole,
}

/// All colours of one theme and one character.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Behind everything outside the stage; also the outline of arrows.
    pub background: Rgb,
    /// The wall of the stage.
    pub stage: Rgb,
    /// The disc behind the figure.
    pub disc: Rgb,
    /// The floor.
    pub floor: Rgb,
    /// The line where floor and wall meet.
    pub line: Rgb,
    /// Skin.
    pub skin: Rgb,
    /// Skin in shade.
    pub skin_shade: Rgb,
    /// What skin darkens towards behind another part.
    pub skin_occlusion: Rgb,
    /// Hair.
    pub hair: Rgb,
    /// Eyes.
    pub eye: Rgb,
    /// Shirt.
    pub shirt: Rgb,
    /// Trousers.
    pub trousers: Rgb,
    /// Shoe upper.
    pub shoe: Rgb,
    /// Shoe sole.
    pub sole: Rgb,
    /// What everything but skin darkens towards.
    pub occlusion: Rgb,
    /// Arrows.
    pub arrow: Rgb,
    /// Where the body works.
    pub glow: Rgb,
    /// The previous pose, behind the figure.
    pub ghost: Rgb,
    /// Contact shadow.
    pub shadow: Rgb,
    props: [Rgb; 12],
}

/// A figure's colours where they differ from the theme's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colours {
    /// Shirt.
    pub shirt: Rgb,
    /// Trousers.
    pub trousers: Rgb,
    /// Skin, skin in shade, and skin behind another part.
    pub skin: [Rgb; 3],
    /// Hair.
    pub hair: Rgb,
    /// Shoe upper.
    pub shoe: Rgb,
}

impl Palette {
    /// The palette of a theme, with a character's colours if it has any.
    pub fn new(theme: Theme, own: Option<&Colours>) -> Palette {
        let mut palette = match theme {
            Theme::Light => LIGHT.clone(),
            Theme::Dark => DARK.clone(),
        };
        if let Some(own) = own {
            palette.shirt = own.shirt;
            palette.trousers = own.trousers;
            [palette.skin, palette.skin_shade, palette.skin_occlusion] = own.skin;
            palette.hair = own.hair;
            palette.shoe = own.shoe;
        }
        palette
    }

    /// The colour of a prop.
    pub fn prop(&self, colour: PropColour) -> Rgb {
        match colour {
            PropColour::Sole => self.sole,
            PropColour::Wood => self.props[0],
            PropColour::WoodTop => self.props[1],
            PropColour::WoodDark => self.props[2],
            PropColour::Metal => self.props[3],
            PropColour::MetalDark => self.props[4],
            PropColour::Wall => self.props[5],
            PropColour::WallDark => self.props[6],
            PropColour::Mat => self.props[7],
            PropColour::MatTop => self.props[8],
            PropColour::Soft => self.props[9],
            PropColour::SoftTop => self.props[10],
            PropColour::SoftDark => self.props[11],
        }
    }

    /// Darkens a colour of `material` by `amount` (0 to 1 of the way for cloth, nearly twice that for skin).
    pub(super) fn darker(&self, colour: Rgb, material: Material, amount: f32) -> Rgb {
        match material {
            Material::Skin => colour.mix(self.skin_occlusion, (amount * 1.9).min(1.0)),
            Material::Hair
            | Material::Shirt
            | Material::Trousers
            | Material::Shoe
            | Material::Sole
            | Material::Feature => colour.mix(self.occlusion, amount),
        }
    }
}

const LIGHT: Palette = Palette {
    background: Rgb::hex(0xF7F5F1),
    stage: Rgb::hex(0xEEF2F1),
    disc: Rgb::hex(0xE2EAE9),
    floor: Rgb::hex(0xDDE4E2),
    line: Rgb::hex(0xCDD6D4),
    skin: Rgb::hex(0xE7B08C),
    skin_shade: Rgb::hex(0xD4946F),
    skin_occlusion: Rgb::hex(0xB9714E),
    hair: Rgb::hex(0x4B322B),
    eye: Rgb::hex(0x3A2A28),
    shirt: Rgb::hex(0x2F9E94),
    trousers: Rgb::hex(0x34446B),
    shoe: Rgb::hex(0xE8775B),
    sole: Rgb::hex(0xFFFFFF),
    occlusion: Rgb::hex(0x22304A),
    arrow: Rgb::hex(0xF06A4B),
    glow: Rgb::hex(0xFF7A4D),
    ghost: Rgb::hex(0xAFC3C4),
    shadow: Rgb::hex(0x5E6F7A),
    props: [
        Rgb::hex(0xD9B48A),
        Rgb::hex(0xE6C7A2),
        Rgb::hex(0xBD966C),
        Rgb::hex(0x8F9BA8),
        Rgb::hex(0x74808E),
        Rgb::hex(0xDDE4E6),
        Rgb::hex(0xC8D2D5),
        Rgb::hex(0xE9A58E),
        Rgb::hex(0xF0B8A3),
        Rgb::hex(0xB9C6DE),
        Rgb::hex(0xCBD6EA),
        Rgb::hex(0x9BADCB),
    ],
};

const DARK: Palette = Palette {
    background: Rgb::hex(0x0F141B),
    stage: Rgb::hex(0x18202B),
    disc: Rgb::hex(0x202B38),
    floor: Rgb::hex(0x222D3A),
    line: Rgb::hex(0x2E3B4A),
    skin: Rgb::hex(0xE3AA85),
    skin_shade: Rgb::hex(0xC98A66),
    skin_occlusion: Rgb::hex(0xA8674A),
    hair: Rgb::hex(0x7A5140),
    eye: Rgb::hex(0x2A1E1C),
    shirt: Rgb::hex(0x37B5A8),
    trousers: Rgb::hex(0x6478B8),
    shoe: Rgb::hex(0xF0866A),
    sole: Rgb::hex(0xF2F4F6),
    occlusion: Rgb::hex(0x0B1020),
    arrow: Rgb::hex(0xFF8363),
    glow: Rgb::hex(0xFF7A4D),
    ghost: Rgb::hex(0x34485A),
    shadow: Rgb::hex(0x04070B),
    props: [
        Rgb::hex(0x8A6B4C),
        Rgb::hex(0xA58260),
        Rgb::hex(0x6B5138),
        Rgb::hex(0x5D6B7B),
        Rgb::hex(0x4A5665),
        Rgb::hex(0x2A3644),
        Rgb::hex(0x202B37),
        Rgb::hex(0x7B4A40),
        Rgb::hex(0x93594C),
        Rgb::hex(0x46557A),
        Rgb::hex(0x586892),
        Rgb::hex(0x37456A),
    ],
};

/// The colours of the second character.
pub(super) const SECOND: Colours = Colours {
    shirt: Rgb::hex(0xE0A33A),
    trousers: Rgb::hex(0x4A5560),
    skin: [Rgb::hex(0x9C6B4A), Rgb::hex(0x845638), Rgb::hex(0x6E4229)],
    hair: Rgb::hex(0x241C1A),
    shoe: Rgb::hex(0x3E8E86),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_changes_only_its_own_colours() {
        let plain = Palette::new(Theme::Dark, None);
        let own = Palette::new(Theme::Dark, Some(&SECOND));
        assert_eq!(own.shirt, SECOND.shirt);
        assert_eq!(own.stage, plain.stage);
        assert_eq!(own.prop(PropColour::Wood), plain.prop(PropColour::Wood));
    }

    #[test]
    fn skin_darkens_towards_its_own_dark() {
        let palette = Palette::new(Theme::Light, None);
        let skin = palette.darker(palette.skin, Material::Skin, 0.3);
        let cloth = palette.darker(palette.skin, Material::Shirt, 0.3);
        assert_eq!(skin, palette.skin.mix(palette.skin_occlusion, 0.57));
        assert!(skin.0[0] > skin.0[2] && cloth != skin);
    }
}
