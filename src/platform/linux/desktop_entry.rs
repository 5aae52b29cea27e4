//! Quoting for the files from which freedesktop desktops start programs.

/// A word for the key `Exec`, quoted only if necessary: some readers compare that key letter by letter.
pub(in crate::platform) fn word(word: &str) -> String {
    let plain = |one: char| one.is_alphanumeric() || "/-_.+".contains(one);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => quoted(word),
    }
}

/// A word as the key `Exec` requires it: quoted, then escaped once more like every text in such a file.
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
