//! Bytes as lines of text in Base64, for pictures inside an exported file.

use data_encoding::BASE64;

/// Bytes per line of text: a multiple of three, so that only the last line is padded.
const LINE: usize = 75;

/// Encodes bytes as lines of text.
pub fn encode(bytes: &[u8]) -> String {
    let lines: Vec<String> = bytes.chunks(LINE).map(|line| BASE64.encode(line)).collect();
    lines.join("\n")
}

/// The bytes of a text, ignoring blanks and line ends; none if it isn't Base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(&letters).ok()
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
        for text in ["Zg", "Zg=", "Z===", "Zm-v", "Zm8é"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
