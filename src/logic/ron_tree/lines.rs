//! Where a place stands on its line: what an edit needs that leaves the rest of a file as it was written.

/// Where the line of that place begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether nothing but blanks stands before it on its line.
pub fn own_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim().is_empty()
}

/// The blanks with which the line of that place begins.
pub fn indent_of_line(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    let length = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
    &line[..length]
}
