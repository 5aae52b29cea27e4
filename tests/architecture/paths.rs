//! The paths that a Rust file names, `use` groups spelled out, comments and literals left out.

/// A path as it is written, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub parts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Join,
    Open,
    Close,
    Comma,
    Star,
    Other,
}

/// Every path in a file, one-word paths included.
pub fn named(text: &str) -> Vec<Named> {
    let tokens = tokens(text);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at].1 {
            Token::Word(_) => at = path(&tokens, at, &[], &mut paths),
            Token::Join
            | Token::Open
            | Token::Close
            | Token::Comma
            | Token::Star
            | Token::Other => at += 1,
        }
    }
    paths
}

/// Reads the path at `at`, below `prefix`, and gives where it ends.
fn path(
    tokens: &[(usize, Token)],
    mut at: usize,
    prefix: &[String],
    paths: &mut Vec<Named>,
) -> usize {
    let line = tokens[at].0;
    let mut parts = prefix.to_vec();
    loop {
        match tokens.get(at).map(|(_, token)| token) {
            Some(Token::Word(word)) => {
                parts.push(word.clone());
                at += 1;
            }
            Some(Token::Star) => {
                parts.push("*".to_owned());
                at += 1;
                break;
            }
            Some(Token::Open) => {
                at += 1;
                while !matches!(tokens.get(at), None | Some((_, Token::Close))) {
                    match &tokens[at].1 {
                        Token::Word(_) | Token::Star => at = path(tokens, at, &parts, paths),
                        Token::Join | Token::Open | Token::Close | Token::Comma | Token::Other => {
                            at += 1
                        }
                    }
                }
                return at + 1;
            }
            Some(Token::Join | Token::Close | Token::Comma | Token::Other) | None => break,
        }
        match tokens.get(at) {
            Some((_, Token::Join)) => at += 1,
            Some(_) | None => break,
        }
    }
    paths.push(Named { line, parts });
    let renamed = matches!(tokens.get(at), Some((_, Token::Word(word))) if word == "as");
    if renamed { at + 2 } else { at }
}

/// The tokens with their lines. What stands in comments, strings and characters is none.
fn tokens(text: &str) -> Vec<(usize, Token)> {
    let letters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let starts = |at: usize, what: &str| {
        what.chars()
            .enumerate()
            .all(|(index, letter)| letters.get(at + index) == Some(&letter))
    };
    while let Some(&letter) = letters.get(at) {
        let begin = at;
        if starts(at, "//") {
            while letters.get(at).is_some_and(|letter| *letter != '\n') {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            loop {
                if starts(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    depth -= 1;
                    at += 2;
                } else {
                    at += 1;
                }
                if depth == 0 || at >= letters.len() {
                    break;
                }
            }
        } else if let Some(end) = raw_string(&letters, at) {
            at = end;
        } else if letter == '"' {
            at += 1;
            while letters.get(at).is_some_and(|letter| *letter != '"') {
                at += if letters[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if letter == '\'' {
            // A character, or the mark of a lifetime.
            at += match (letters.get(at + 1), letters.get(at + 2)) {
                (Some('\\'), _) => {
                    let close = (at + 3..letters.len()).find(|end| letters[*end] == '\'');
                    close.map_or(1, |end| end + 1 - at)
                }
                (Some(_), Some('\'')) => 3,
                _ => 1,
            };
        } else if is_word(letter) {
            while letters.get(at).is_some_and(|letter| is_word(*letter)) {
                at += 1;
            }
            tokens.push((line, Token::Word(letters[begin..at].iter().collect())));
        } else if starts(at, "::") {
            tokens.push((line, Token::Join));
            at += 2;
        } else {
            at += 1;
            let token = match letter {
                '{' => Token::Open,
                '}' => Token::Close,
                ',' => Token::Comma,
                '*' => Token::Star,
                _ => Token::Other,
            };
            if !letter.is_whitespace() {
                tokens.push((line, token));
            }
        }
        let end = at.min(letters.len());
        line += letters[begin..end]
            .iter()
            .filter(|letter| **letter == '\n')
            .count();
    }
    tokens
}

/// Where the raw string that begins at `at` ends.
fn raw_string(letters: &[char], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| letters[before]);
    if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return None;
    }
    let mut open = at + usize::from(letters[at] == 'b');
    if letters.get(open) != Some(&'r') {
        return None;
    }
    open += 1;
    let marks = letters[open..]
        .iter()
        .take_while(|letter| **letter == '#')
        .count();
    if letters.get(open + marks) != Some(&'"') {
        return None;
    }
    let mut end = open + marks + 1;
    while end < letters.len() {
        let closes = letters[end] == '"'
            && letters[end + 1..]
                .iter()
                .take_while(|letter| **letter == '#')
                .count()
                >= marks;
        end += 1;
        if closes {
            return Some(end + marks);
        }
    }
    Some(end)
}

#[test]
fn paths_are_spelled_out_and_words_in_text_are_none() {
    let text = r##"
        //! About crate::window, which is no path here.
        use std::{fs, io::{self, Read as _}, env::*};
        /* crate::a /* crate::b */ crate::c */
        fn f<'a>(x: &'a str) -> char { let _ = "crate::\"d"; let _ = r#"crate::"e"#; '"' }
        fn g() { crate::logic::time::span::words(b'\''); Vec::<crate::ipc::Client>::new(); }
    "##;
    let found: Vec<String> = named(text)
        .iter()
        .filter(|path| path.parts.len() > 1)
        .map(|path| format!("{} {}", path.line, path.parts.join("::")))
        .collect();
    assert_eq!(
        found,
        [
            "3 std::fs",
            "3 std::io::self",
            "3 std::io::Read",
            "3 std::env::*",
            "6 crate::logic::time::span::words",
            "6 crate::ipc::Client",
        ]
    );
}
