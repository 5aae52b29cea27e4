//! The embedded typeface and icons, and system fonts for other scripts.

use std::sync::Arc;

use egui::epaint::text::{FallbackRequest, FontInsert, FontPriority, InsertFontFamily};
use egui::{FontData, FontDefinitions, FontFamily};

/// The name of the bold face.
pub const BOLD: &str = "semibold";

/// Finds the contents of a font file that has a character, and the font's index in it.
pub type Finder = Arc<dyn Fn(char) -> Option<(Vec<u8>, u32)> + Send + Sync>;

/// The fonts in the program itself.
pub fn embedded() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add(
        "regular",
        include_bytes!("../../assets/fonts/NunitoSans-Regular.ttf"),
    );
    add(
        BOLD,
        include_bytes!("../../assets/fonts/NunitoSans-SemiBold.ttf"),
    );
    add(
        "icons",
        include_bytes!("../../assets/fonts/Phosphor-Subset.ttf"),
    );
    let with_icons = |name: &str| vec![name.to_owned(), "icons".to_owned()];
    for (family, first) in families() {
        fonts.families.insert(family, with_icons(first));
    }
    fonts
}

/// Looks up characters that no embedded font has in the system's fonts, once each.
pub fn fall_back(ctx: &egui::Context, find: Finder) {
    let provider = move |request: &FallbackRequest<'_>| {
        let character = request.cluster.chars().next()?;
        let (bytes, index) = find(character)?;
        let mut data = FontData::from_owned(bytes);
        data.index = index;
        let families = families().map(|(family, _)| InsertFontFamily {
            family,
            priority: FontPriority::Lowest,
        });
        Some(FontInsert {
            name: format!("for {character}"),
            data,
            families: families.into(),
        })
    };
    ctx.add_font_provider(Arc::new(provider));
}

/// The interface's font families, and the face that each begins with.
fn families() -> [(FontFamily, &'static str); 3] {
    [
        (FontFamily::Proportional, "regular"),
        (FontFamily::Monospace, "regular"),
        (FontFamily::Name(BOLD.into()), BOLD),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::logic::settings::ThemeChoice;
    use crate::window::theme;

    #[test]
    fn only_what_is_not_embedded_is_looked_for_and_only_once() {
        let ctx = egui::Context::default();
        theme::apply(&ctx, ThemeChoice::Light);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        let find = move |character| {
            notes.lock().expect("one thread").push(character);
            None
        };
        fall_back(&ctx, Arc::new(find));
        for _ in 0..3 {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                ui.label("Größe: 漢漢");
            });
            output.textures_delta.clear();
        }
        assert_eq!(*asked.lock().expect("one thread"), ['漢']);
    }
}
