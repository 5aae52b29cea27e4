//! Finds a font of the system for a character that the embedded ones do not have.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "missing.rs")]
mod way;

/// A font with that character: the content of its file, and its index in there. None where no font has it, or where
/// nothing tells.
pub fn with_character(character: char) -> Option<(Vec<u8>, u32)> {
    way::with_character(character)
}
