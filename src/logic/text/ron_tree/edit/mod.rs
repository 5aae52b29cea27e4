//! Changes one part of a RON text and leaves every other byte as it was written: comments, order, indentation, line endings.

use std::ops::Range;

use super::{Field, Node, NodeKind, SyntaxProblem, parse, skip_blank};

impl Field {
    /// From the start of its name to the end of its value.
    pub fn span(&self) -> Range<usize> {
        self.name_span.start..self.value.span.end
    }
}

/// The text with `value` in place of the node. Lines of the value after the first are indented like the line it starts on.
pub fn replace(text: &str, node: &Node, value: &str) -> String {
    let indent = indent_of_line(text, node.span.start);
    let value = indented(value, indent).replace('\n', newline_of(text));
    let mut changed = text.to_owned();
    changed.replace_range(node.span.clone(), &value);
    changed
}

/// The text with one more part at the end of a group, map or list. `write` gets the indentation of the parts and returns
/// the new one: whole lines with that indentation and a trailing comma.
///
/// # Errors
/// An unterminated comment.
pub fn append(
    text: &str,
    container: &Node,
    write: impl FnOnce(&str) -> String,
) -> Result<String, SyntaxProblem> {
    let node = container.inside_some();
    let close = node.span.end - 1;
    let parts = parts(node);
    let opener_indent = indent_of_line(text, node.span.start);
    let indent = match parts.first().filter(|first| own_line(text, first.start)) {
        Some(first) => indent_of_line(text, first.start).to_owned(),
        None => format!("{opener_indent}    "),
    };
    // After the last part, its comma, and a comment on the same line.
    let mut comma_at = None;
    let mut at = match parts.last() {
        Some(last) => {
            let end = with_comma(text, last).end;
            comma_at = (end == last.end).then_some(end);
            end
        }
        None => opener(text, node)? + 1,
    };
    if let Some(length) = text[at..close].find('\n') {
        let rest = text[at..at + length].trim();
        if rest.is_empty() || rest.starts_with("//") {
            let end = at + length;
            at = end - usize::from(text[..end].ends_with('\r'));
        }
    }
    let mut added = format!("\n{}", write(&indent).trim_end_matches('\n'));
    if !text[at..close].contains('\n') {
        added.push('\n');
        added.push_str(opener_indent);
    }
    let mut changed = text.to_owned();
    changed.insert_str(at, &added.replace('\n', newline_of(text)));
    if let Some(comma_at) = comma_at {
        changed.insert(comma_at, ',');
    }
    Ok(changed)
}

/// The text without that part of a group, map or list: its comma goes too, and whole lines if nothing else is on them.
pub fn remove(text: &str, part: &Range<usize>) -> String {
    let Range { start, end } = with_comma(text, part);
    let line_end = text[end..]
        .find('\n')
        .map_or(text.len(), |length| end + length + 1);
    let gone = if own_line(text, start) && text[end..line_end].trim().is_empty() {
        line_start(text, start)..line_end
    } else {
        start..end
    };
    let mut changed = text.to_owned();
    changed.replace_range(gone, "");
    changed
}

/// A part of a group, map or list with the comma after it, if there is one.
pub fn with_comma(text: &str, part: &Range<usize>) -> Range<usize> {
    let next = skip_blank(text, part.end).unwrap_or(part.end);
    let comma = text[next..].starts_with(',');
    part.start..if comma { next + 1 } else { part.end }
}

/// The value with every line after the first indented by `indent`, except lines that start inside a string.
pub fn indented(value: &str, indent: &str) -> String {
    with_lines(value, |line| match line.trim() {
        "" => String::new(),
        _ => format!("{indent}{line}"),
    })
}

/// The value without the indentation of its last line, which closes it. Lines that start inside a string are left alone.
pub fn without_indent(value: &str) -> String {
    let last = value.lines().next_back().unwrap_or_default();
    let indent = match value.contains('\n') {
        true => &last[..last.len() - last.trim_start().len()],
        false => "",
    };
    with_lines(value, |line| {
        let rest = line.strip_prefix(indent);
        rest.unwrap_or(line.trim_start()).to_owned()
    })
}

/// The value with every line after the first changed, except lines that start inside a string.
fn with_lines(value: &str, change: impl Fn(&str) -> String) -> String {
    let mut texts = Vec::new();
    if let Ok(tree) = parse(value) {
        long_texts(value, &tree, &mut texts);
    }
    let mut out = String::new();
    let mut start = 0;
    for line in value.split_inclusive('\n') {
        if start > 0 {
            out.push('\n');
        }
        let kept = start == 0 || texts.iter().any(|text| text.contains(&start));
        let end = line.strip_suffix('\n').unwrap_or(line);
        let end = end.strip_suffix('\r').unwrap_or(end);
        match kept {
            true => out.push_str(end),
            false => out.push_str(&change(end)),
        }
        start += line.len();
    }
    out
}

/// The spans of strings that take more than one line.
fn long_texts(text: &str, node: &Node, found: &mut Vec<Range<usize>>) {
    match &node.kind {
        NodeKind::Struct { fields, .. } => {
            for field in fields {
                long_texts(text, &field.value, found);
            }
        }
        NodeKind::Map { entries } => {
            for (key, value) in entries {
                long_texts(text, key, found);
                long_texts(text, value, found);
            }
        }
        NodeKind::Tuple { items, .. } | NodeKind::List { items } => {
            for item in items {
                long_texts(text, item, found);
            }
        }
        NodeKind::Text(_) | NodeKind::Bytes(_) => {
            let span = node.span.clone();
            if text[span.clone()].contains('\n') {
                found.push(span);
            }
        }
        NodeKind::Number(_) | NodeKind::Bool(_) | NodeKind::Char(_) | NodeKind::Name(_) => {}
    }
}

/// The spans of the parts of a group, map or list.
fn parts(node: &Node) -> Vec<Range<usize>> {
    if let NodeKind::Struct { fields, .. } = &node.kind {
        fields.iter().map(Field::span).collect()
    } else if let NodeKind::Map { entries } = &node.kind {
        let span = |(key, value): &(Node, Node)| key.span.start..value.span.end;
        entries.iter().map(span).collect()
    } else {
        node.items().iter().map(|item| item.span.clone()).collect()
    }
}

/// The bracket that opens a group, map or list: after its name, if it has one.
fn opener(text: &str, node: &Node) -> Result<usize, SyntaxProblem> {
    let start = node.span.start;
    let after_name = |c: char| "([{/".contains(c) || c.is_whitespace();
    let name = text[start..].find(after_name).unwrap_or_default();
    skip_blank(text, start + name)
}

/// Where the line of that position begins.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Whether only blanks precede it on its line.
fn own_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at].trim().is_empty()
}

/// The blanks at the start of that position's line.
fn indent_of_line(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    let length = line.find(|c| c != ' ' && c != '\t').unwrap_or(line.len());
    &line[..length]
}

fn newline_of(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests;
