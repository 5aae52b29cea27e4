//! What the tree must hold: the same values as `ron` reads, the right positions, and no panic on any text.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Serialize;

use super::*;

fn kind(text: &str) -> NodeKind {
    parse(text)
        .unwrap_or_else(|problem| panic!("{text}: {problem}"))
        .kind
}

fn refusal(text: &str) -> String {
    parse(text).expect_err(text).to_string()
}

#[test]
fn a_field_knows_where_its_name_and_value_stand() {
    let text = "// how long\n(\n    limit: \"20m\", // twenty\n    reminders: { \"stretch\": (on: true) },\n)\n";
    let tree = parse(text).unwrap();
    assert_eq!(&text[tree.span.clone()], text[12..].trim_end());
    let NodeKind::Struct { name: None, fields } = &tree.kind else {
        panic!("{tree:?}");
    };
    assert_eq!(&text[fields[0].name_span.clone()], "limit");
    assert_eq!(&text[fields[0].value.span.clone()], "\"20m\"");
    let on = tree
        .get("reminders")
        .and_then(|node| node.get("stretch"))
        .and_then(|node| node.get("on"))
        .unwrap();
    assert_eq!(on.kind, NodeKind::Bool(true));
    assert_eq!(line_column(text, on.span.start), (4, 34));
}

#[test]
fn comments_and_attributes_are_passed_over() {
    let text =
        "#![enable(implicit_some)]\n#![type = \"a]b\"]\n/* a /* b */ c */ [1, /* , */ 2, // ]\n]";
    let tree = parse(text).unwrap();
    let numbers: Vec<_> = tree.items().iter().map(|node| node.kind.clone()).collect();
    assert_eq!(
        numbers,
        [NodeKind::Number("1".into()), NodeKind::Number("2".into())]
    );
}

#[test]
fn strings_and_characters_lose_their_escapes() {
    for (written, text) in [
        (r#""a\tb\n\\\"\'\0""#, "a\tb\n\\\"'\0"),
        (r#""\u{e9}\xC3\xA9é""#, "ééé"),
        ("\"one \\\n      two\"", "one two"),
        (r###"r#"a "quoted" \n word"#"###, "a \"quoted\" \\n word"),
        ("r\"\"", ""),
    ] {
        assert_eq!(kind(written), NodeKind::Text(text.to_owned()), "{written}");
    }
    assert_eq!(kind(r"'\''"), NodeKind::Char('\''));
    assert_eq!(kind("'é'"), NodeKind::Char('é'));
    assert_eq!(kind(r#"b"\xff""#), NodeKind::Bytes(vec![0xff]));
}

#[test]
fn what_is_in_parentheses_is_told_apart() {
    assert!(
        matches!(kind("A(b: 1)"), NodeKind::Struct { name: Some(name), fields } if name == "A" && fields.len() == 1)
    );
    assert!(
        matches!(kind("A (b, c)"), NodeKind::Tuple { name: Some(name), items } if name == "A" && items.len() == 2)
    );
    assert!(
        matches!(kind("(r#a-b: 1)"), NodeKind::Struct { fields, .. } if fields[0].name == "a-b")
    );
    assert!(matches!(kind("()"), NodeKind::Tuple { name: None, items } if items.is_empty()));
    assert_eq!(kind("None"), NodeKind::Name("None".into()));
    let tree = parse("Some(Some((a: 1)))").unwrap();
    assert!(tree.get("a").is_some());
}

#[test]
fn numbers_are_kept_as_written() {
    for number in [
        "1", "-1.5", "+2", ".5", "5.", "1e-3", "0xFFu8", "1_000", "inf", "-NaN", "b'a'", "1..5",
        "..=3", "1.0..", "..", "0.0..inf",
    ] {
        assert_eq!(
            kind(number),
            NodeKind::Number(number.to_owned()),
            "{number}"
        );
    }
}

#[test]
fn a_problem_says_where_and_what_would_be_right() {
    for (text, expected) in [
        (
            "(\n  a: 1\n  b: 2,\n)",
            "line 3, column 3: expected `,` or `)`, found `b`",
        ),
        (
            "(\n  a: [1, 2,\n",
            "line 2, column 6: `[` is never closed by `]`",
        ),
        (
            "(a: 1, b 2)",
            "line 1, column 10: expected `:` after the field `b`, found `2`",
        ),
        (
            "(a: \"é)",
            "line 1, column 5: the string is never closed by `\"`",
        ),
        (
            "(a: \"\\q\")",
            "line 1, column 6: `\\q` is no escape; write `\\\\` for a backslash",
        ),
        ("(é: ,)", "line 1, column 5: expected a value, found `,`"),
        (
            "(a: 1) x",
            "line 1, column 8: expected the end of the file, found `x`",
        ),
        (
            "/* /* */ (a: 1)",
            "line 1, column 1: the comment `/*` is never closed by `*/`",
        ),
        (
            " // nothing",
            "line 1, column 12: expected a value, found nothing but blanks and comments",
        ),
        (
            "#[a]",
            "line 1, column 2: expected `!` of an attribute such as `#![enable(implicit_some)]`, found `[`",
        ),
        (
            "#![a",
            "line 1, column 1: the attribute `#![` is never closed by `]`",
        ),
        (
            "(r#: 1)",
            "line 1, column 4: expected a name after `r#`, found `:`",
        ),
        ("(a: 1, 2)", "line 1, column 8: expected a name, found `2`"),
        (
            "{1 2}",
            "line 1, column 4: expected `:` after the key of a map, found `2`",
        ),
        ("[", "line 1, column 1: `[` is never closed by `]`"),
        (
            "(a:",
            "line 1, column 4: expected a value, found the end of the file",
        ),
        ("-", "line 1, column 1: expected a number, found `-`"),
        ("1..=", "line 1, column 5: expected a number after `..=`"),
        (
            "'ab'",
            "line 1, column 1: expected one character between `'` and `'`",
        ),
        (
            "r#\"a\"",
            "line 1, column 1: the raw string is never closed by `\"#`",
        ),
        (
            "\"\\",
            "line 1, column 2: the text ends in the middle of an escape",
        ),
        (
            "\"\\xg0\"",
            "line 1, column 2: expected two hexadecimal digits after `\\x`",
        ),
        (
            "\"\\u{}\"",
            "line 1, column 2: expected a character's code as in `\\u{e9}`",
        ),
        (
            "\"\\xff\"",
            "line 1, column 1: the string's escapes do not make up UTF-8",
        ),
    ] {
        assert_eq!(refusal(text), expected, "{text}");
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "[".repeat(100_000);
    assert!(refusal(&deep).contains("nested more than 128 levels deep"));
    assert!(parse(&format!("{}{}", "[".repeat(128), "]".repeat(128))).is_ok());
}

/// Everything that serde can express, written by `ron`.
#[derive(Clone, Debug, Serialize)]
enum Sample {
    Unit,
    Bool(bool),
    Whole(i64),
    Real(f64),
    Char(char),
    Text(String),
    Option(Option<Box<Sample>>),
    List(Vec<Sample>),
    Map(BTreeMap<String, Sample>),
    Pair(Box<Sample>, Box<Sample>),
    Record { first: Box<Sample>, second: String },
}

fn sample() -> impl Strategy<Value = Sample> {
    let leaf = prop_oneof![
        Just(Sample::Unit),
        any::<bool>().prop_map(Sample::Bool),
        any::<i64>().prop_map(Sample::Whole),
        any::<f64>().prop_map(Sample::Real),
        any::<char>().prop_map(Sample::Char),
        any::<String>().prop_map(Sample::Text),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            prop::option::of(boxed.clone()).prop_map(Sample::Option),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Sample::List),
            prop::collection::btree_map(any::<String>(), inner, 0..4).prop_map(Sample::Map),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Sample::Pair(a, b)),
            (boxed, any::<String>()).prop_map(|(first, second)| Sample::Record { first, second }),
        ]
    })
}

/// The value inside the variant `name`, if the node is that variant.
fn variant<'n>(node: &'n Node, name: &str) -> Option<&'n [Node]> {
    if let NodeKind::Tuple {
        name: Some(found),
        items,
    } = &node.kind
        && found == name
    {
        Some(items)
    } else {
        None
    }
}

fn same(sample: &Sample, node: &Node) -> bool {
    let one = |name| variant(node, name).and_then(|items| items.first());
    match sample {
        Sample::Unit => node.kind == NodeKind::Name("Unit".into()),
        Sample::Bool(value) => one("Bool").is_some_and(|n| n.kind == NodeKind::Bool(*value)),
        Sample::Whole(value) => one("Whole").is_some_and(
            |n| matches!(&n.kind, NodeKind::Number(text) if text.parse() == Ok(*value)),
        ),
        Sample::Real(value) => one("Real").is_some_and(|n| {
            matches!(&n.kind, NodeKind::Number(text) if text.parse::<f64>().is_ok_and(|read| read == *value || (read.is_nan() && value.is_nan())))
        }),
        Sample::Char(value) => one("Char").is_some_and(|n| n.kind == NodeKind::Char(*value)),
        Sample::Text(value) => {
            one("Text").is_some_and(|n| n.kind == NodeKind::Text(value.clone()))
        }
        Sample::Option(None) => {
            one("Option").is_some_and(|n| n.kind == NodeKind::Name("None".into()))
        }
        Sample::Option(Some(value)) => one("Option")
            .is_some_and(|n| variant(n, "Some").is_some_and(|inside| same(value, &inside[0]))),
        Sample::List(values) => one("List").is_some_and(|n| {
            n.items().len() == values.len()
                && values.iter().zip(n.items()).all(|(v, n)| same(v, n))
        }),
        Sample::Map(values) => one("Map").is_some_and(|n| {
            matches!(&n.kind, NodeKind::Map { entries } if entries.len() == values.len())
                && values
                    .iter()
                    .all(|(key, v)| n.get(key).is_some_and(|n| same(v, n)))
        }),
        Sample::Pair(a, b) => variant(node, "Pair")
            .is_some_and(|items| items.len() == 2 && same(a, &items[0]) && same(b, &items[1])),
        Sample::Record { first, second } => {
            matches!(&node.kind, NodeKind::Struct { name: Some(name), fields } if name == "Record" && fields.len() == 2)
                && node.get("first").is_some_and(|n| same(first, n))
                && node
                    .get("second")
                    .is_some_and(|n| n.kind == NodeKind::Text(second.clone()))
        }
    }
}

proptest! {
    #[test]
    fn reads_whatever_ron_writes(sample in sample(), plain in any::<bool>(), raw in any::<bool>()) {
        let text = if plain {
            ron::to_string(&sample).unwrap()
        } else {
            let config = ron::ser::PrettyConfig::new().escape_strings(!raw).number_suffixes(false);
            ron::ser::to_string_pretty(&sample, config).unwrap()
        };
        let node = parse(&text).map_err(|problem| TestCaseError::fail(format!("{problem}\n{text}")))?;
        prop_assert!(same(&sample, &node), "{text}\n{node:?}");
        prop_assert_eq!(node.span, 0..text.len());
    }

    #[test]
    fn reads_every_text_that_ron_reads(pieces in prop::collection::vec(piece(), 0..14)) {
        let text = pieces.concat();
        if ron::from_str::<ron::Value>(&text).is_ok() {
            prop_assert!(parse(&text).is_ok(), "{:?}: {:?}", text, parse(&text));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), pieces in prop::collection::vec(piece(), 0..30)) {
        for text in [text, pieces.concat()] {
            match parse(&text) {
                Ok(node) => prop_assert!(text.get(node.span).is_some()),
                Err(problem) => prop_assert!(problem.line <= text.matches('\n').count() + 1),
            }
        }
    }
}

/// Fragments that together often make RON, and as often almost do.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        " ",
        "\n",
        "a",
        "b: ",
        "Some(",
        "None",
        "()",
        "1",
        "-",
        ".5",
        "e3",
        "..",
        "0x1",
        "u8",
        "\"x\"",
        "\"",
        "\\",
        "\\u{e9}",
        "\\x4",
        "r#\"",
        "\"#",
        "r#a",
        "'c'",
        "'",
        "b'a'",
        "b\"",
        "//",
        "/*",
        "*/",
        "#![enable(",
        ")]",
        "true",
        "é",
        "inf",
        "(a: 1)",
        "[1, 2]",
        "{\"k\": 1}",
        "\u{feff}",
        "br\"",
    ])
}
