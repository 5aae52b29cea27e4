//! Words in the files that freedesktop desktops start programs by.

/// A word for the key `Exec`, quoted only if it has to be: some readers of that key compare it letter by letter.
pub(in crate::platform) fn word(word: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || "/-_.+".contains(one);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => quoted(word),
    }
}

/// A word as the key `Exec` wants it: quoted, then escaped once more as every text of such a file is.
pub(in crate::platform) fn quoted(word: &str) -> String {
    let mut text = String::from("\"");
    for letter in word.chars() {
        match letter {
            '"' | '`' | '$' => text.extend(["\\\\", &letter.to_string()]),
            '\\' => text.push_str("\\\\\\\\"),
            '%' => text.push_str("%%"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_names_are_quoted() {
        assert_eq!(quoted("/a b/un%bend"), "\"/a b/un%%bend\"");
        assert_eq!(word("/usr/bin/unbend-2.0"), "/usr/bin/unbend-2.0");
        assert_eq!(word("/a b"), "\"/a b\"");
        assert_eq!(quoted("/$x\"\\"), "\"/\\\\$x\\\\\"\\\\\\\\\"");
    }
}
