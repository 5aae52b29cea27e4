//! Where a position is on its line: needed by edits that leave the rest of a file as it was written.

use std::ops::Range;

use super::skip_blank;

/// Where the line of that position begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether only blanks precede it on its line.
pub fn own_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim().is_empty()
}

/// The blanks at the start of that position's line.
pub fn indent_of_line(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    let length = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
    &line[..length]
}

/// An element of a list or group with its comma, and its whole lines if nothing else is on them: what goes when it is
/// removed.
pub fn whole_lines(text: &str, part: &Range<usize>) -> Range<usize> {
    let next = skip_blank(text, part.end).unwrap_or(part.end);
    let end = if text[next..].starts_with(',') {
        next + 1
    } else {
        part.end
    };
    let line_end = text[end..]
        .find('\n')
        .map_or(text.len(), |length| end + length + 1);
    if own_line(text, part.start) && text[end..line_end].trim().is_empty() {
        line_start(text, part.start)..line_end
    } else {
        part.start..end
    }
}
