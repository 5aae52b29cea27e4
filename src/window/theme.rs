//! Colours, type and spacing: the only file of the window that names a colour.
//!
//! Everything follows the figure's palette, so that the figure and its surroundings belong together.

use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, TextStyle, ThemePreference, Visuals,
};

use crate::figure::{Palette, PropColour, Rgb, Theme};
use crate::logic::past::why::Mark;
use crate::logic::settings::ThemeChoice;
use crate::window::fonts;

/// The tint that leaves a picture unchanged.
pub const AS_IT_IS: Color32 = Color32::WHITE;

/// The colours of one theme, by purpose.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens {
    /// The figure's palette that goes with them.
    pub figure: Theme,
    /// Behind pages.
    pub background: Color32,
    /// Cards and fields.
    pub surface: Color32,
    /// Insets in a card, and controls at rest.
    pub inset: Color32,
    /// A hovered control.
    pub hover: Color32,
    /// Wall of a stage before a figure has drawn one.
    pub stage: Color32,
    /// Hairlines, rails and rings at rest.
    pub line: Color32,
    /// The track of the player's rings and bars, visible on the stage's wall and on walls in it.
    pub rail: Color32,
    /// Main text.
    pub text: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// What can be pressed; what is done.
    pub accent: Color32,
    /// The same when hovered.
    pub accent_hover: Color32,
    /// Text and icons on the accent.
    pub on_accent: Color32,
    /// A tint of the accent behind accent text.
    pub accent_wash: Color32,
    /// Accent text on a background, readable at small sizes.
    pub accent_text: Color32,
    /// What wants attention.
    pub attention: Color32,
    /// Text that wants attention.
    pub attention_text: Color32,
    /// A tint of the attention colour.
    pub attention_wash: Color32,
    /// The left side of the body.
    pub left: Color32,
    /// The right side of the body.
    pub right: Color32,
    /// Text and icons on a side's colour.
    pub on_side: Color32,
    /// The ring around the focused control.
    pub focus: Color32,
    /// Dims everything behind a sheet.
    pub scrim: Color32,
}

/// A palette colour for egui.
fn colour(rgb: Rgb) -> Color32 {
    let [r, g, b, _] = rgb.opaque();
    Color32::from_rgb(r, g, b)
}

/// A polygon's colour for egui.
pub fn rgba([r, g, b, a]: [u8; 4]) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, a)
}

/// The fully transparent colour that feathered edges fade to.
pub const CLEAR: Color32 = Color32::TRANSPARENT;

impl Tokens {
    /// The colours of a theme, or those of its high-contrast version.
    pub fn new(dark: bool, contrast: Contrast) -> Tokens {
        let tokens = if dark {
            Tokens::dark()
        } else {
            Tokens::light()
        };
        match contrast {
            Contrast::Usual => tokens,
            Contrast::High => tokens.contrasting(dark),
        }
    }

    /// The same with maximum contrast of text and visible edges.
    fn contrasting(self, dark: bool) -> Tokens {
        let (ink, paper) = if dark {
            (Color32::WHITE, Color32::BLACK)
        } else {
            (Color32::BLACK, Color32::WHITE)
        };
        let stronger = |colour: Color32, part: f32| colour.lerp_to_gamma(ink, part);
        Tokens {
            background: paper,
            surface: paper,
            text: ink,
            muted: stronger(self.muted, 0.7),
            line: stronger(self.line, 0.5),
            rail: stronger(self.rail, 0.35),
            inset: stronger(paper, 0.08),
            hover: stronger(paper, 0.18),
            accent: stronger(self.accent, 0.25),
            accent_hover: stronger(self.accent, 0.5),
            accent_text: stronger(self.accent_text, 0.4),
            attention_text: stronger(self.attention_text, 0.4),
            focus: ink,
            ..self
        }
    }

    fn light() -> Tokens {
        let palette = Palette::new(Theme::Light, None);
        let white = Rgb::hex(0xFFFFFF);
        let accent = palette.shirt.mix(palette.occlusion, 0.27);
        let attention = palette.arrow.mix(palette.occlusion, 0.36);
        Tokens {
            figure: Theme::Light,
            background: colour(palette.background),
            surface: colour(white),
            inset: colour(palette.stage),
            hover: colour(palette.disc),
            stage: colour(palette.stage),
            line: colour(palette.line),
            rail: colour(palette.line.mix(palette.shadow, 0.22)),
            text: colour(palette.occlusion),
            muted: colour(palette.shadow.mix(palette.occlusion, 0.18)),
            accent: colour(accent),
            accent_hover: colour(palette.shirt.mix(palette.occlusion, 0.36)),
            on_accent: colour(white),
            accent_wash: colour(palette.stage.mix(palette.shirt, 0.16)),
            accent_text: colour(palette.shirt.mix(palette.occlusion, 0.46)),
            attention: colour(palette.arrow),
            attention_text: colour(attention),
            attention_wash: colour(white.mix(palette.arrow, 0.13)),
            left: colour(palette.trousers.mix(white, 0.12)),
            right: colour(attention),
            on_side: colour(white),
            focus: colour(palette.shirt),
            scrim: colour(palette.occlusion).gamma_multiply(0.38),
        }
    }

    fn dark() -> Tokens {
        let palette = Palette::new(Theme::Dark, None);
        let text = palette.sole.mix(palette.prop(PropColour::SoftTop), 0.08);
        Tokens {
            figure: Theme::Dark,
            background: colour(palette.background),
            surface: colour(palette.stage),
            inset: colour(palette.disc),
            hover: colour(palette.line),
            stage: colour(palette.stage),
            line: colour(palette.line),
            rail: colour(palette.line.mix(text, 0.16)),
            text: colour(text),
            muted: colour(text.mix(palette.stage, 0.36)),
            accent: colour(palette.shirt),
            accent_hover: colour(palette.shirt.mix(text, 0.25)),
            on_accent: colour(palette.occlusion),
            accent_wash: colour(palette.stage.mix(palette.shirt, 0.20)),
            accent_text: colour(palette.shirt.mix(text, 0.22)),
            attention: colour(palette.arrow),
            attention_text: colour(palette.arrow.mix(text, 0.20)),
            attention_wash: colour(palette.stage.mix(palette.arrow, 0.17)),
            left: colour(palette.trousers.mix(text, 0.30)),
            right: colour(palette.arrow),
            on_side: colour(palette.occlusion),
            focus: colour(palette.shirt.mix(text, 0.35)),
            scrim: colour(palette.occlusion).gamma_multiply(0.62),
        }
    }

    /// The colour of an entry on a timeline. What counts stands out, the rest recedes.
    pub fn mark(&self, mark: Mark) -> Color32 {
        match mark {
            Mark::Sitting => self.left,
            Mark::Film => self.left.lerp_to_gamma(self.surface, 0.45),
            Mark::Call => self.left.lerp_to_gamma(self.attention, 0.55),
            Mark::Standing | Mark::Natural => self.accent,
            Mark::Break | Mark::Started => self.attention,
            Mark::Away | Mark::Held => self.line,
            Mark::Locked => self.line.lerp_to_gamma(self.muted, 0.4),
            Mark::Asleep => self.line.lerp_to_gamma(self.muted, 0.8),
            Mark::Asked
            | Mark::Snoozed
            | Mark::Skipped
            | Mark::Nudge
            | Mark::Felt
            | Mark::Program => self.muted,
        }
    }

    /// The edge of a card, a tile or a control: visible only where its ground is the page's.
    pub fn edge(&self) -> Stroke {
        match self.surface == self.background {
            true => Stroke::new(1.0, self.line),
            false => Stroke::NONE,
        }
    }

    /// The colours in use in `ui`.
    pub fn of(ui: &egui::Ui) -> Tokens {
        Tokens::new(ui.visuals().dark_mode, Contrast::of(ui.ctx()))
    }
}

/// How much text stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contrast {
    /// As designed.
    #[default]
    Usual,
    /// As much as possible.
    High,
}

impl Contrast {
    fn key() -> egui::Id {
        egui::Id::unique("contrast")
    }

    /// The current contrast.
    pub fn of(ctx: &egui::Context) -> Contrast {
        ctx.data(|data| data.get_temp(Contrast::key()))
            .unwrap_or_default()
    }
}

/// The semibold cut.
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(fonts::BOLD.into()))
}

/// The regular cut.
pub fn plain(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Text sizes, in points.
pub mod size {
    /// Notes and captions.
    pub const SMALL: f32 = 13.0;
    /// Main text, labels of controls.
    pub const BODY: f32 = 15.0;
    /// Titles of cards.
    pub const CARD: f32 = 17.0;
    /// Titles of sheets.
    pub const SHEET: f32 = 20.0;
    /// Titles of pages.
    pub const TITLE: f32 = 28.0;
}

/// Distances, in points.
pub mod space {
    /// Between things that belong together.
    pub const TIGHT: f32 = 6.0;
    /// Between lines of a card.
    pub const LINE: f32 = 12.0;
    /// Between cards, and inside them.
    pub const CARD: f32 = 20.0;
    /// Margin of a page.
    pub const PAGE: f32 = 32.0;
    /// Radius of a card's corners.
    pub const CORNER: u8 = 14;
    /// Radius of a control's corners.
    pub const CONTROL_CORNER: u8 = 10;
    /// Height of a control.
    pub const CONTROL: f32 = 38.0;
}

/// Gives egui the fonts, the text styles and the colours of both themes, and chooses between them.
pub fn apply(ctx: &egui::Context, choice: ThemeChoice) {
    ctx.set_fonts(fonts::embedded());
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    restyle_all(ctx, Contrast::Usual);
    choose(ctx, choice, None, Contrast::Usual);
}

/// Changes the look of an open window: the user's choice, else the desktop's `dark`.
pub fn choose(ctx: &egui::Context, choice: ThemeChoice, dark: Option<bool>, contrast: Contrast) {
    if Contrast::of(ctx) != contrast {
        restyle_all(ctx, contrast);
    }
    let wanted = match (choice, dark) {
        (ThemeChoice::Light, _) | (ThemeChoice::System, Some(false)) => ThemePreference::Light,
        (ThemeChoice::Dark, _) | (ThemeChoice::System, Some(true)) => ThemePreference::Dark,
        (ThemeChoice::System, None) => ThemePreference::System,
    };
    if ctx.options(|options| options.theme_preference) != wanted {
        ctx.set_theme(wanted);
    }
}

fn restyle_all(ctx: &egui::Context, contrast: Contrast) {
    ctx.data_mut(|data| data.insert_temp(Contrast::key(), contrast));
    for (theme, dark) in [(egui::Theme::Light, false), (egui::Theme::Dark, true)] {
        ctx.style_mut_of(theme, |style| {
            restyle(style, &Tokens::new(dark, contrast), dark);
        });
    }
}

fn restyle(style: &mut egui::Style, tokens: &Tokens, dark: bool) {
    style.text_styles = [
        (TextStyle::Small, plain(size::SMALL)),
        (TextStyle::Body, plain(size::BODY)),
        (TextStyle::Button, bold(size::BODY)),
        (TextStyle::Heading, bold(size::TITLE)),
        (TextStyle::Monospace, plain(size::BODY)),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(10.0, 8.0);
    style.spacing.button_padding = egui::vec2(14.0, 8.0);
    style.spacing.interact_size.y = space::CONTROL;
    style.spacing.slider_width = 200.0;
    style.spacing.slider_rail_height = 5.0;
    style.spacing.icon_width = 20.0;
    style.spacing.icon_width_inner = 12.0;
    style.spacing.scroll = egui::style::ScrollStyle::floating();
    style.spacing.menu_margin = Margin::same(8);

    let mut visuals = if dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    visuals.panel_fill = tokens.background;
    visuals.window_fill = tokens.surface;
    visuals.window_stroke = Stroke::new(1.0, tokens.line);
    visuals.window_corner_radius = CornerRadius::same(space::CORNER);
    visuals.menu_corner_radius = CornerRadius::same(space::CONTROL_CORNER);
    visuals.extreme_bg_color = tokens.inset;
    visuals.text_edit_bg_color = Some(tokens.inset);
    visuals.faint_bg_color = tokens.inset;
    visuals.hyperlink_color = tokens.accent_text;
    visuals.warn_fg_color = tokens.attention_text;
    visuals.error_fg_color = tokens.attention_text;
    visuals.weak_text_color = Some(tokens.muted);
    visuals.selection.bg_fill = tokens.accent_wash;
    // Also the edge of a focused text field.
    visuals.selection.stroke = Stroke::new(2.0, tokens.accent_text);
    visuals.slider_trailing_fill = true;
    visuals.interact_cursor = Some(egui::CursorIcon::PointingHand);
    let corner = CornerRadius::same(space::CONTROL_CORNER);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, tokens.line);
    widgets.noninteractive.bg_fill = tokens.surface;
    widgets.noninteractive.weak_bg_fill = tokens.surface;
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, tokens.text);
    for (state, fill) in [
        (&mut widgets.inactive, tokens.inset),
        (&mut widgets.hovered, tokens.hover),
        (&mut widgets.active, tokens.hover),
        (&mut widgets.open, tokens.hover),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::NONE;
        state.fg_stroke = Stroke::new(1.5, tokens.text);
        state.corner_radius = corner;
        state.expansion = 0.0;
    }
    // The style "active" also applies to the focused control.
    widgets.active.bg_stroke = Stroke::new(2.0, tokens.focus);
    widgets.inactive.bg_fill = tokens.line;
    style.visuals = visuals;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f32 {
        let linear = |c: u8| {
            let c = f32::from(c) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_everything_it_stands_on() {
        for (dark, level) in [
            (false, Contrast::Usual),
            (true, Contrast::Usual),
            (false, Contrast::High),
            (true, Contrast::High),
        ] {
            let t = Tokens::new(dark, level);
            let palette = Palette::new(t.figure, None);
            for behind in [
                t.background,
                t.surface,
                t.inset,
                t.stage,
                colour(palette.floor),
                colour(palette.disc),
            ] {
                assert!(contrast(t.text, behind) >= 7.0, "text, dark: {dark}");
                assert!(
                    contrast(t.muted, behind) >= 4.5,
                    "muted, dark: {dark} {}",
                    contrast(t.muted, behind)
                );
            }
            for (text, behind, name) in [
                (t.on_accent, t.accent, "accent"),
                (t.on_accent, t.accent_hover, "accent hover"),
                (t.accent_text, t.background, "accent text"),
                (t.accent_text, t.accent_wash, "accent wash"),
                (t.attention_text, t.attention_wash, "attention wash"),
                (t.attention_text, t.background, "attention text"),
                (t.on_side, t.left, "left"),
                (t.on_side, t.right, "right"),
            ] {
                let got = contrast(text, behind);
                assert!(got >= 4.5, "{name}, dark: {dark}: {got}");
            }
        }
    }

    #[test]
    fn digits_have_one_width() {
        let ctx = egui::Context::default();
        ctx.set_fonts(fonts::embedded());
        let mut widths = Vec::new();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            for family in [plain(96.0), bold(96.0)] {
                for digit in '0'..='9' {
                    let galley = ui.painter().layout_no_wrap(
                        digit.to_string(),
                        family.clone(),
                        Color32::BLACK,
                    );
                    widths.push(galley.size().x);
                }
            }
        });
        output.textures_delta.clear();
        assert_eq!(widths.len(), 20);
        assert!(widths.iter().all(|w| (w - widths[0]).abs() < 0.01));
    }
}
