//! Reads a flag from GNOME's settings file, a hash table in GVDB format.
//!
//! The service that writes it doesn't read it for others, so each program reads the file itself.

/// Size of a table entry, in bytes.
const ENTRY: usize = 24;

/// The longest chain of key parts, each with its own entry.
const DEEPEST: usize = 64;

/// The value of the flag with that key; `None` if it was never set, or the file has another format.
pub(super) fn flag(file: &[u8], key: &str) -> Option<bool> {
    // Eight bytes of signature, two words, and the table's position. The other byte order has another signature.
    let magic = file.get(..8)?;
    if magic != b"GVariant" {
        return None;
    }
    let table = slice(file, word(file, 16)?, word(file, 20)?)?;
    let blooms = word(table, 0)? & ((1 << 27) - 1);
    let buckets = word(table, 4)?;
    let start = 8 + 4 * (usize::try_from(blooms).ok()? + usize::try_from(buckets).ok()?);
    let entries = table.get(start..)?;
    let count = entries.len() / ENTRY;
    let entry = |index: usize| entries.get(index * ENTRY..(index + 1) * ENTRY);
    // One user's table is small; hashing would only save microseconds.
    for index in 0..count {
        let found = entry(index)?;
        if found[14] == b'v' && name(file, &entry, index)? == key.as_bytes() {
            let value = slice(file, word(found, 16)?, word(found, 20)?)?;
            // A boolean in a variant: its byte, a zero, its type.
            return match value {
                [flag, 0, b'b'] => Some(*flag != 0),
                _ => None,
            };
        }
    }
    None
}

/// The full key of an entry, which holds its last part and a reference to its parent.
fn name<'a>(
    file: &[u8],
    entry: &impl Fn(usize) -> Option<&'a [u8]>,
    index: usize,
) -> Option<Vec<u8>> {
    let mut parts: Vec<&[u8]> = Vec::new();
    let mut next = Some(index);
    while let Some(index) = next {
        let found = entry(index)?;
        let start = usize::try_from(word(found, 8)?).ok()?;
        let length = usize::from(u16::from_le_bytes([found[12], found[13]]));
        parts.push(file.get(start..start + length)?);
        let parent = word(found, 4)?;
        next = (parent != u32::MAX).then_some(usize::try_from(parent).ok()?);
        if parts.len() > DEEPEST {
            return None;
        }
    }
    parts.reverse();
    Some(parts.concat())
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn slice(bytes: &[u8], from: u32, to: u32) -> Option<&[u8]> {
    bytes.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_no_setting() {
        for file in [&b""[..], b"GVariant", b"tnairaVG", &[0xff; 64]] {
            assert_eq!(flag(file, "/a"), None);
        }
        // Truncated anywhere, or with any byte damaged, it must not fail.
        let whole = b"GVariant\0\0\0\0\0\0\0\0\x18\0\0\0\x40\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\x01\x02\x03\x04\xff\xff\xff\xff\x10\0\0\0\x01\0v\0\x18\0\0\0\x1b\0\0\0____".to_vec();
        for length in 0..whole.len() {
            let _ = flag(&whole[..length], "/a");
        }
        for place in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[place] ^= 0xff;
            assert_eq!(flag(&damaged, "/no/such/key"), None);
        }
    }
}
