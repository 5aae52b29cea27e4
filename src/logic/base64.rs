//! Bytes as text in the alphabet of RFC 4648, for pictures inside an exported file.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in a line of text, a multiple of three.
const LINE: usize = 75;

/// The bytes as lines of text.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 3 * 4 + bytes.len() / LINE + 8);
    for line in bytes.chunks(LINE) {
        if !out.is_empty() {
            out.push('\n');
        }
        for group in line.chunks(3) {
            let [a, b, c] = [0, 1, 2].map(|i| group.get(i).copied().unwrap_or_default());
            let bits = u32::from_be_bytes([0, a, b, c]);
            for i in 0..4 {
                let place = (bits >> (18 - 6 * i) & 63) as usize;
                out.push(if i > group.len() {
                    '='
                } else {
                    char::from(ALPHABET[place])
                });
            }
        }
    }
    out
}

/// The bytes of a text, blanks and line ends left out; none if it is not such a text.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let mut out = Vec::with_capacity(letters.len() / 4 * 3);
    let groups = letters.len() / 4;
    if !letters.len().is_multiple_of(4) {
        return None;
    }
    for (i, group) in letters.chunks(4).enumerate() {
        let filled = group.iter().rev().take_while(|b| **b == b'=').count();
        if filled > 2 || filled > 0 && i + 1 != groups {
            return None;
        }
        let mut bits = 0;
        for letter in &group[..4 - filled] {
            let place = ALPHABET.iter().position(|other| other == letter)?;
            bits = bits << 6 | place as u32;
        }
        bits <<= 6 * filled;
        out.extend(&bits.to_be_bytes()[1..4 - filled]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_as_they_were() {
        for (bytes, text) in [
            (&b""[..], ""),
            (b"f", "Zg=="),
            (b"fo", "Zm8="),
            (b"foo", "Zm9v"),
            (b"foobar", "Zm9vYmFy"),
            (b"\xff\xfe\xfd", "//79"),
        ] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
        let many: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let text = encode(&many);
        assert!(text.lines().all(|line| line.len() <= 100));
        assert_eq!(decode(&text), Some(many));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["Zg", "Zg=", "Z===", "Zg==Zg==", "Zm-v", "Zm8é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
