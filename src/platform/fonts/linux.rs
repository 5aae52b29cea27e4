//! Fonts, from fontconfig.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::platform::plain_file;

/// Larger files aren't worth their memory for a few characters, in bytes. The largest CJK collections have 20 MB.
const LARGEST: u64 = 64 * 1024 * 1024;

/// fontconfig's program, present on every desktop with fonts.
const MATCH: &str = "fc-match";

pub(super) fn with_character(character: char) -> Option<(Vec<u8>, u32)> {
    let wanted = format!("sans:charset={:x}", u32::from(character));
    let told = Command::new(MATCH)
        .args(["--format=%{file}\n%{index}\n%{charset}\n", &wanted])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (file, index) = chosen(&told, character)?;
    Some((plain_file::read(Path::new(file), LARGEST).ok()?, index))
}

/// The font found, if it has the character: the best match may lack it.
fn chosen(told: &str, character: char) -> Option<(&str, u32)> {
    let mut lines = told.lines();
    let file = lines.next().filter(|file| !file.is_empty())?;
    // The upper half names an instance of a variable font.
    let index = lines.next()?.parse::<u32>().ok()? & 0xffff;
    let has = |range: &str| {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let bound = |text| u32::from_str_radix(text, 16).ok();
        bound(first)
            .zip(bound(last))
            .is_some_and(|(first, last)| (first..=last).contains(&u32::from(character)))
    };
    lines
        .next()?
        .split_whitespace()
        .any(has)
        .then_some((file, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_without_the_character_is_none() {
        let told = "/fonts/a.ttc\n65538\n20-7e a0 3041-3096\n";
        assert_eq!(chosen(told, 'お'), Some(("/fonts/a.ttc", 2)));
        assert_eq!(chosen(told, '\u{a0}'), Some(("/fonts/a.ttc", 2)));
        for character in ['漢', '\u{a1}', 'ж'] {
            assert_eq!(chosen(told, character), None);
        }
        for told in ["", "\n0\n20-7e\n", "/a.ttf\nx\n20-7e\n", "/a.ttf\n0\n"] {
            assert_eq!(chosen(told, 'a'), None, "{told:?}");
        }
    }
}
