//! Random texts: nothing changes but what is added or removed.

use proptest::prelude::*;

use super::*;

/// What a tree says, regardless of positions.
fn said(node: &Node) -> String {
    let list = |nodes: &[Node]| {
        nodes
            .iter()
            .map(|node| said(node) + ",")
            .collect::<String>()
    };
    match &node.kind {
        NodeKind::Struct { name, fields } => {
            let field = |field: &Field| format!("{}:{},", field.name, said(&field.value));
            format!("{name:?}({})", fields.iter().map(field).collect::<String>())
        }
        NodeKind::Map { entries } => {
            let entry = |(key, value): &(Node, Node)| format!("{}:{},", said(key), said(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<String>())
        }
        NodeKind::Tuple { name, items } => format!("{name:?}({})", list(items)),
        NodeKind::List { items } => format!("[{}]", list(items)),
        NodeKind::Text(_)
        | NodeKind::Bytes(_)
        | NodeKind::Number(_)
        | NodeKind::Bool(_)
        | NodeKind::Char(_)
        | NodeKind::Name(_) => format!("{:?}", node.kind),
    }
}

/// Every group, map and list in a tree to which a part can be added, and how to write one there.
fn containers<'n>(node: &'n Node, found: &mut Vec<(&'n Node, &'static str)>) {
    match &node.kind {
        NodeKind::Struct { fields, .. } => {
            found.push((node, "new: 5"));
            for field in fields {
                containers(&field.value, found);
            }
        }
        NodeKind::Map { entries } => {
            found.push((node, "\"new\": 5"));
            for (_, value) in entries {
                containers(value, found);
            }
        }
        NodeKind::Tuple { name, items } => {
            if name.as_deref() != Some("Some") {
                found.push((node, "5"));
            }
            for item in items {
                containers(item, found);
            }
        }
        NodeKind::List { items } => {
            found.push((node, "5"));
            for item in items {
                containers(item, found);
            }
        }
        NodeKind::Text(_)
        | NodeKind::Bytes(_)
        | NodeKind::Number(_)
        | NodeKind::Bool(_)
        | NodeKind::Char(_)
        | NodeKind::Name(_) => {}
    }
}

fn added(text: &str, container: &Node, part: &str) -> String {
    append(text, container, |indent| format!("{indent}{part},\n")).unwrap()
}

/// The text with a part added to its first container.
fn first_added(text: &str, part: &str) -> String {
    added(text, &parse(text).unwrap(), part)
}

#[test]
fn a_part_comes_behind_the_last_one_and_its_comment() {
    for (text, part, expected) in [
        ("()", "a: 1", "(\n    a: 1,\n)"),
        ("{}", "\"a\": 1", "{\n    \"a\": 1,\n}"),
        ("Some([])", "1", "Some([\n    1,\n])"),
        ("[1]", "2", "[1,\n    2,\n]"),
        ("(\n\ta: 1\n)", "b: 2", "(\n\ta: 1,\n\tb: 2,\n)"),
        (
            "(\r\n  a: 1, // one, (\r\n)",
            "b: 2",
            "(\r\n  a: 1, // one, (\r\n  b: 2,\r\n)",
        ),
        (
            "Name /* ( */ ( // [\n)",
            "b: 2",
            "Name /* ( */ ( // [\n    b: 2,\n)",
        ),
        (
            "(\n    a: 1 // first\n    , // comma\n    // end\n)",
            "b: 2",
            "(\n    a: 1 // first\n    , // comma\n    b: 2,\n    // end\n)",
        ),
    ] {
        assert_eq!(first_added(text, part), expected, "{text}");
    }
}

#[test]
fn a_part_goes_with_its_comma_and_its_lines() {
    for (text, index, expected) in [
        ("(a: 1, b: 2)", 0, "( b: 2)"),
        ("(a: 1, b: 2)", 1, "(a: 1, )"),
        ("(\n    a: 1,\n    b: 2,\n)", 0, "(\n    b: 2,\n)"),
        (
            "(\n    // kept\n    a: 1, // kept too\n)",
            0,
            "(\n    // kept\n     // kept too\n)",
        ),
        ("[\r\n  (\r\n  ),\r\n  2\r\n]", 0, "[\r\n  2\r\n]"),
        ("{\"a\": 1 /* , */ , \"b\": 2}", 0, "{ \"b\": 2}"),
    ] {
        let tree = parse(text).unwrap();
        assert_eq!(remove(text, &parts(&tree)[index]), expected, "{text}");
    }
}

#[test]
fn lines_of_a_value_move_with_it_but_not_those_of_a_string() {
    let text = "(\r\n    list: [\r\n        1,\r\n    ],\r\n)";
    let tree = parse(text).unwrap();
    let value = "(\n    a: r#\"one\n  two\n\n\"#,\n\n    b: \"three\nfour\",\n)";
    let moved = "(\n        a: r#\"one\n  two\n\n\"#,\n\n        b: \"three\nfour\",\n    )";
    assert_eq!(indented(value, "    "), moved);
    assert_eq!(without_indent(moved), value);
    assert_eq!(
        replace(text, &tree.get("list").unwrap().items()[0], "(\n    2,\n)"),
        "(\r\n    list: [\r\n        (\r\n            2,\r\n        ),\r\n    ],\r\n)"
    );
    assert_eq!(without_indent("(a: 1)"), "(a: 1)");
    assert_eq!(indented("", "  "), "");
}

/// A piece of RON, or of a comment, or of neither.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a: ",
        "\"k\": ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        "1",
        "2.5",
        "\"x\"",
        "\"\n\"",
        "Some(",
        "Name(",
        "r#\")\"#",
        " ",
        "\n",
        "\r\n",
        "\t",
        "// ( ,\n",
        "//\n",
        "/* ) \n */",
        "é",
        "true",
    ])
}

/// RON as somebody may have written it, with any blanks and comments between its parts.
fn ron() -> impl Strategy<Value = String> {
    let blank = || {
        let blanks = [
            "",
            "",
            " ",
            "\n    ",
            "\r\n\t",
            " // ) ,\n",
            "/* ] */",
            "/* \n */",
            "\n//\n",
        ];
        prop::sample::select(blanks.to_vec())
    };
    let leaf = prop::sample::select(vec!["1", "\"x, ]\"", "r\"a\nb\"", "Name", "-2.5", "'\"'"]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(4, 24, 4, move |inside| {
            let part = (blank(), inside, blank()).prop_map(|(a, value, b)| (a, value, b));
            (
                0..5u8,
                prop::collection::vec(part, 0..4),
                any::<bool>(),
                blank(),
            )
                .prop_map(|(kind, parts, comma, end)| {
                    let (open, close) = match kind {
                        0 => ("(", ")"),
                        1 => ("Name /* ( */ (", ")"),
                        2 => ("{", "}"),
                        3 => ("[", "]"),
                        _ => ("Tuple(", ")"),
                    };
                    let mut out = open.to_owned();
                    let count = parts.len();
                    for (index, (before, value, after)) in parts.into_iter().enumerate() {
                        let key = match kind {
                            0 | 1 => format!("f{index}:"),
                            2 => format!("\"k{index}\" :"),
                            _ => String::new(),
                        };
                        let comma = if comma || index + 1 < count { "," } else { "" };
                        out.push_str(&format!("{before}{key}{value}{after}{comma}"));
                    }
                    out + end + close
                })
        })
}

fn comments(text: &str) -> [usize; 4] {
    ["// ) ,", "/* ] */", "/* \n */", "/* ( */"].map(|comment| text.matches(comment).count())
}

proptest! {
    #[test]
    fn what_is_added_is_all_that_is_new_and_goes_again(text in ron(), at in any::<prop::sample::Index>()) {
        let tree = parse(&text).unwrap();
        let mut all = Vec::new();
        containers(&tree, &mut all);
        prop_assume!(!all.is_empty());
        let (container, part) = *at.get(&all);
        let longer = added(&text, container, part);
        let again = parse(&longer).map_err(|why| TestCaseError::fail(format!("{why}: {longer}")))?;
        prop_assert_eq!(comments(&longer), comments(&text));
        // The same except for one part at the end of that container, which is still in the same place.
        let mut now = Vec::new();
        containers(&again, &mut now);
        let index = at.index(all.len());
        let spans = parts(now[index].0);
        prop_assert_eq!(spans.len(), parts(container).len() + 1, "{}", longer);
        let last = spans.last().unwrap();
        prop_assert_eq!(&longer[last.clone()], part);
        let shorter = remove(&longer, last);
        let back = parse(&shorter).map_err(|why| TestCaseError::fail(format!("{why}: {shorter}")))?;
        prop_assert_eq!(said(&back), said(&tree), "{}", shorter);
    }

    #[test]
    fn no_text_makes_editing_panic(pieces in prop::collection::vec(piece(), 0..16)) {
        let text = pieces.concat();
        let _ = without_indent(&indented(&text, "  "));
        if let Ok(tree) = parse(&text) {
            let mut all = Vec::new();
            containers(&tree, &mut all);
            for (container, part) in all {
                prop_assert!(parse(&added(&text, container, part)).is_ok());
                for part in parts(container.inside_some()) {
                    let _ = remove(&text, &part);
                }
            }
        }
    }
}
