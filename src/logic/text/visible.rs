//! Makes text from a file or another program fit to be shown: anything that would control a terminal, or reverse a line
//! while it is read, is escaped.

use std::borrow::Cow;

/// Whether a character is invisible and has an effect: control characters, line separators, and those that set the
/// direction of writing (Unicode's `Bidi_Control`).
pub fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{061c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// The text as one line, with every such character written as `\u202e`, including line breaks and tabs.
pub fn line(text: &str) -> Cow<'_, str> {
    written_out(text, |_| false)
}

/// The same for a text of several lines, which are kept.
pub fn lines(text: &str) -> Cow<'_, str> {
    written_out(text, |letter| matches!(letter, '\n' | '\t'))
}

/// One line for readers of Pango markup: special characters aren't read as tags.
pub fn markup(text: &str) -> String {
    line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn written_out(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hides = |letter: char| steers(letter) && !stays(letter);
    if !text.chars().any(hides) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match hides(letter) {
            // All of them have four digits, so JSON stays valid and means the same.
            true => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            false => out.push(letter),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_written_out_and_the_rest_stays() {
        for (text, shown) in [
            ("Größe: 漢字, שלום, 👩‍👩‍👧", "Größe: 漢字, שלום, 👩‍👩‍👧"),
            ("\u{1b}[2Jgone", "\\u001b[2Jgone"),
            ("a\u{202e}b\u{2066}c\u{200f}d", "a\\u202eb\\u2066c\\u200fd"),
            ("\u{9b}31m\u{7f}\r", "\\u009b31m\\u007f\\u000d"),
            (
                "two\nlines\tand\u{2028}more",
                "two\\u000alines\\u0009and\\u2028more",
            ),
            ("", ""),
        ] {
            assert_eq!(line(text), shown);
            assert!(!line(text).chars().any(steers));
        }
        assert_eq!(lines("two\nlines\tand\rmore"), "two\nlines\tand\\u000dmore");
    }

    #[test]
    fn markup_shows_what_was_meant() {
        assert_eq!(
            markup("3 < 4 & \u{202e}<b>"),
            "3 &lt; 4 &amp; \\u202e&lt;b&gt;"
        );
    }

    #[test]
    fn json_stays_json_and_means_the_same() {
        let value = serde_json::json!({ "name": "a\u{202e}b\u{7f}\u{85}\n\u{1b}" });
        for written in [value.to_string(), format!("{value:#}")] {
            let shown = lines(&written);
            assert!(!shown.chars().any(|letter| steers(letter) && letter != '\n'));
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
                value
            );
        }
    }
}
