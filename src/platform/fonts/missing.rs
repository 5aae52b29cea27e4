//! No way to the fonts of this system yet.

pub(super) fn with_character(_character: char) -> Option<(Vec<u8>, u32)> {
    None
}
