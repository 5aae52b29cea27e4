//! Finds a system font for a character that the embedded fonts lack.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// A font with that character: the contents of its file, and its index in there. None if no font has it, or nothing can
/// tell.
pub fn with_character(character: char) -> Option<(Vec<u8>, u32)> {
    way::with_character(character)
}
