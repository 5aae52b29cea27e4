//! Fonts for characters that the embedded ones lack.

use unbend::platform::fonts::with_character;

use crate::needs::needs;

#[test]
fn what_fontconfig_finds_is_a_font() {
    needs!("fontconfig", "fonts-dejavu-core");
    // The fonts of the test desktop have Greek.
    let (bytes, index) = with_character('Ω').expect("fontconfig and a font");
    assert!(
        bytes.starts_with(&[0, 1, 0, 0])
            || bytes.starts_with(b"OTTO")
            || bytes.starts_with(b"ttcf"),
        "{:?}",
        &bytes[..4]
    );
    assert!(index < 64);
}
