//! Reads GTK's own theme files, used where no settings daemon runs.

use std::path::Path;

use crate::logic::shown::status::Appearance;
use crate::platform::plain_file;

/// The folders of the files, most trusted first.
pub(super) const FOLDERS: [&str; 2] = ["gtk-4.0", "gtk-3.0"];

/// The file's name in each of them.
pub(super) const FILE: &str = "settings.ini";

/// Far larger than such a file ever is.
const LARGEST: u64 = 1 << 20;

/// What the files below that folder say; none if there are none.
pub(super) fn read(config: &Path) -> Option<Appearance> {
    FOLDERS.iter().find_map(|folder| {
        let path = config.join(folder).join(FILE);
        let text = plain_file::read_text(&path, LARGEST).ok()?;
        Some(appearance(&text))
    })
}

fn appearance(text: &str) -> Appearance {
    let mut look = Appearance::default();
    let on = |value: &str| matches!(value, "1" | "true");
    for line in text.lines() {
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        let value = value.trim();
        match key.trim() {
            "gtk-application-prefer-dark-theme" if on(value) => look.dark = Some(true),
            "gtk-theme-name" => {
                look.dark = Some(look.dark == Some(true) || is_dark(value));
                look.high_contrast = value.to_lowercase().contains("highcontrast");
            }
            "gtk-enable-animations" => look.reduced_motion = !on(value),
            _ => {}
        }
    }
    look
}

/// Whether a theme of that name is dark. GNOME calls its dark high-contrast theme "inverse".
pub(super) fn is_dark(theme: &str) -> bool {
    let theme = theme.to_lowercase();
    theme.contains("dark") || theme.contains("inverse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theme_and_preference_both_count() {
        let dark = |text: &str| appearance(text).dark;
        assert_eq!(dark("[Settings]\ngtk-theme-name = Arc-Dark\n"), Some(true));
        assert_eq!(dark("[Settings]\ngtk-theme-name=Adwaita\n"), Some(false));
        let prefers = "gtk-application-prefer-dark-theme=1";
        let theme = "gtk-theme-name=Adwaita";
        assert_eq!(dark(&format!("{prefers}\n{theme}")), Some(true));
        assert_eq!(dark(&format!("{theme}\n{prefers}")), Some(true));
        assert_eq!(dark("[Settings]\n"), None);
        assert!(appearance("gtk-enable-animations=false").reduced_motion);
        assert!(appearance("gtk-theme-name=HighContrast").high_contrast);
    }
}
