//! The words and numbers of a RON text with their positions, skipping strings and comments.

/// Iterates over the words.
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

/// The words of `text`, each with its byte offset. A number is a word too, including its sign.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Line and column (in characters), both from 1, of a byte of the text.
pub(super) fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (
        before.matches('\n').count() + 1,
        before[start..].chars().count() + 1,
    )
}

impl Words<'_> {
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn skip_to(&mut self, end: &str) {
        let rest = &self.text.as_bytes()[self.at.min(self.text.len())..];
        let found = rest
            .windows(end.len())
            .position(|part| part == end.as_bytes());
        self.at = found.map_or(self.text.len(), |found| self.at + found + end.len());
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                return;
            }
        }
    }

    fn skip_comment(&mut self) {
        let mut deep = 0_usize;
        while self.at < self.text.len() {
            match (self.byte(0), self.byte(1)) {
                (Some(b'/'), Some(b'*')) => {
                    deep += 1;
                    self.at += 2;
                }
                (Some(b'*'), Some(b'/')) => {
                    deep -= 1;
                    self.at += 2;
                    if deep == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// Skips `#"…"#` with any number of `#`, which follows the word `r` or `br`.
    fn skip_raw_string(&mut self) {
        let hashes = (0..).take_while(|&i| self.byte(i) == Some(b'#')).count();
        if self.byte(hashes) == Some(b'"') {
            self.at += hashes + 1;
            self.skip_to(&format!("\"{}", "#".repeat(hashes)));
        }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<(usize, &'a str)> {
        loop {
            match (self.byte(0)?, self.byte(1)) {
                (b'/', Some(b'/')) => self.skip_to("\n"),
                (b'/', Some(b'*')) => self.skip_comment(),
                (b'"', _) => self.skip_string(),
                (b'\'', Some(b'\\')) => self.at += 3,
                (b'\'', Some(b'"')) => self.at += 2,
                (b'\'', _) => self.at += 1,
                (byte, _) if in_word(byte) => {
                    let start = self.at;
                    while self.byte(0).is_some_and(in_word) {
                        self.at += 1;
                    }
                    let word = &self.text[start..self.at];
                    if matches!(word, "r" | "br") {
                        self.skip_raw_string();
                    }
                    return Some((start, word));
                }
                _ => self.at += 1,
            }
        }
    }
}

/// Anything that isn't ASCII counts as a letter, so that a word ends between characters.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii() || matches!(byte, b'_' | b'.' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_outside_strings_and_comments() {
        let text = r##"(a: "x \" y", /* b /* c */ d */ e: -1.5e3, // f
            g: r#"h " i"#, 'j': ["k"], l: '"', ü: 2)"##;
        let found: Vec<&str> = words(text).map(|(_, word)| word).collect();
        assert_eq!(found[..4], ["a", "e", "-1.5e3", "g"]);
        assert!(found.contains(&"ü") && !found.contains(&"h") && !found.contains(&"k"));
        for (at, word) in words(text) {
            assert!(text[at..].starts_with(word));
        }
    }

    #[test]
    fn no_text_is_too_broken() {
        for text in [
            "\"", "/*", "r#\"", "'", "'\\", "\"\\", "/* /*", "r###", "ä'ö",
        ] {
            assert!(words(text).count() <= 3, "{text}");
            for at in 0..8 {
                let (line, column) = line_column(text, at);
                assert!(line >= 1 && column >= 1);
            }
        }
    }
}
