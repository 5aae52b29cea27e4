//! Reads the X settings that GTK desktops publish: theme name and animations.
//!
//! The format is that of the XSETTINGS specification 0.5: a byte order, a serial, a count, then settings of type
//! integer, text or colour, each padded to four bytes.

use crate::logic::shown::status::Appearance;
use crate::platform::appearance::way::gtk_settings;

/// What the settings say; unknown and broken ones are skipped.
pub(super) fn appearance(bytes: &[u8]) -> Appearance {
    let mut look = Appearance::default();
    let mut settings = Settings::new(bytes);
    while let Some((name, value)) = settings.next_setting() {
        match (name.as_slice(), value) {
            (b"Net/ThemeName", Setting::Text(theme)) => {
                let theme = String::from_utf8_lossy(&theme);
                look.dark = Some(gtk_settings::is_dark(&theme));
                look.high_contrast = theme.to_lowercase().contains("highcontrast");
            }
            (b"Gtk/EnableAnimations", Setting::Number(on)) => look.reduced_motion = on == 0,
            (_, Setting::Number(_) | Setting::Text(_) | Setting::Colour) => {}
        }
    }
    look
}

enum Setting {
    Number(u32),
    Text(Vec<u8>),
    Colour,
}

struct Settings<'a> {
    rest: &'a [u8],
    big_endian: bool,
    left: u32,
}

impl<'a> Settings<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut settings = Settings {
            big_endian: bytes.first() == Some(&1),
            rest: bytes.get(8..).unwrap_or(&[]),
            left: 0,
        };
        settings.left = settings.long().unwrap_or(0);
        settings
    }

    fn next_setting(&mut self) -> Option<(Vec<u8>, Setting)> {
        self.left = self.left.checked_sub(1)?;
        let kind = self.take(2)?[0];
        let length = self.short()?;
        let name = self.padded(usize::from(length))?.to_vec();
        self.long()?;
        let value = match kind {
            0 => Setting::Number(self.long()?),
            1 => {
                let length = self.long()?;
                Setting::Text(self.padded(usize::try_from(length).ok()?)?.to_vec())
            }
            2 => {
                self.take(8)?;
                Setting::Colour
            }
            _ => return None,
        };
        Some((name, value))
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads that many bytes, and the padding to a multiple of four.
    fn padded(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.take(count)?;
        self.take(count.wrapping_neg() % 4)?;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        let bytes = self.take(2)?.try_into().ok()?;
        Some(match self.big_endian {
            true => u16::from_be_bytes(bytes),
            false => u16::from_le_bytes(bytes),
        })
    }

    fn long(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(match self.big_endian {
            true => u32::from_be_bytes(bytes),
            false => u32::from_le_bytes(bytes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, value: &str) -> Vec<u8> {
        let mut bytes = vec![1, 0];
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(name.bytes());
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(7_u32.to_le_bytes());
        bytes.extend((value.len() as u32).to_le_bytes());
        bytes.extend(value.bytes());
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn number(name: &str, value: u32) -> Vec<u8> {
        let mut bytes = vec![0, 0];
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(name.bytes());
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(7_u32.to_le_bytes());
        bytes.extend(value.to_le_bytes());
        bytes
    }

    fn all(settings: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0; 8];
        bytes.extend((settings.len() as u32).to_le_bytes());
        bytes.extend(settings.concat());
        bytes
    }

    #[test]
    fn a_dark_theme_without_animations() {
        let bytes = all(&[
            number("Net/DoubleClickTime", 400),
            text("Net/ThemeName", "Arc-Dark"),
            number("Gtk/EnableAnimations", 0),
        ]);
        assert_eq!(
            appearance(&bytes),
            Appearance {
                dark: Some(true),
                high_contrast: false,
                reduced_motion: true
            }
        );
        let light = all(&[text("Net/ThemeName", "Adwaita")]);
        assert_eq!(appearance(&light).dark, Some(false));
    }

    #[test]
    fn broken_settings_say_what_they_say_up_to_there() {
        let bytes = all(&[
            text("Net/ThemeName", "Arc-Dark"),
            number("Gtk/EnableAnimations", 0),
        ]);
        for length in 0..bytes.len() {
            let cut = appearance(&bytes[..length]);
            assert!(!cut.reduced_motion || length == bytes.len());
        }
        assert_eq!(appearance(&[]), Appearance::default());
    }
}
