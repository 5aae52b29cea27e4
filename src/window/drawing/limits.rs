//! Limits on an SVG, checked on its text before anything is laid out.
//!
//! A few hundred bytes can ask for a billion shapes, for masks within masks, or for a circle as large as the sky. What
//! is refused here is refused at once, with an explanation; whatever slips through meets the limits of the process that
//! draws.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{self, Document, Node, ParsingOptions};

/// Most elements, written out or through `use`.
const ELEMENTS: u64 = 20_000;
/// Most attributes in total.
const ATTRIBUTES: usize = 60_000;
/// Deepest element.
const NESTING: usize = 64;
/// Most masks, clips and patterns, counted as often as they are drawn.
const MASKS: u64 = 64;
/// Most bytes of style sheets.
const STYLE_BYTES: usize = 16 * 1024;
/// Most style rules.
const STYLE_RULES: usize = 200;
/// Most rules times elements: each rule is tried on each element.
const STYLE_TRIES: usize = 400_000;
/// Most parts of a selector; `g .line` has two.
const STYLE_PARTS: usize = 3;
/// Largest number: far beyond any drawing, and small enough to calculate with.
const LARGEST: f64 = 1_000_000.0;

/// Whether an SVG asks for no more than a drawing needs.
///
/// # Errors
/// In words: what there is too much of.
pub fn check(text: &str) -> Result<(), String> {
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: u32::try_from(ELEMENTS * 4).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|why| why.to_string())?;
    let elements: Vec<Node<'_, '_>> = document.descendants().filter(Node::is_element).collect();
    if elements.len() as u64 > ELEMENTS {
        return Err(too_many("elements", ELEMENTS));
    }
    if elements
        .iter()
        .map(|node| node.attributes().len())
        .sum::<usize>()
        > ATTRIBUTES
    {
        return Err(too_many("attributes", ATTRIBUTES as u64));
    }
    depth(document.root())?;
    for node in &elements {
        numbers(*node)?;
    }
    styles(&elements)?;
    costs(document.root_element(), &elements)
}

fn too_many(what: &str, most: u64) -> String {
    format!("it has too many {what}, more than {most}; draw it more simply")
}

/// Without recursion, which a deep one would exhaust.
fn depth(root: Node<'_, '_>) -> Result<(), String> {
    let mut level: Vec<Node<'_, '_>> = vec![root];
    for _ in 0..=NESTING {
        level = level.iter().flat_map(|node| node.children()).collect();
        if level.is_empty() {
            return Ok(());
        }
    }
    Err(format!(
        "it is nested more than {NESTING} deep; take its groups apart"
    ))
}

/// Attributes that mix letters and numbers.
const DRAWN: [&str; 8] = [
    "d",
    "points",
    "transform",
    "gradientTransform",
    "patternTransform",
    "viewBox",
    "stroke-dasharray",
    "path",
];

fn numbers(node: Node<'_, '_>) -> Result<(), String> {
    // Editors keep their own notes in other namespaces.
    if node.tag_name().namespace() != node.document().root_element().tag_name().namespace() {
        return Ok(());
    }
    for attribute in node.attributes() {
        // Names and links may contain any number.
        if matches!(attribute.name(), "id" | "class" | "href") || attribute.namespace().is_some() {
            continue;
        }
        let drawn = DRAWN.contains(&attribute.name());
        if let Some(number) = too_large(attribute.value(), drawn) {
            let (name, element) = (attribute.name(), node.tag_name().name());
            return Err(format!(
                "`{name}` of `{element}` says {number}, and no number may be beyond {LARGEST}"
            ));
        }
    }
    Ok(())
}

/// The first number in the text that is too large, as written. In attributes that don't mix letters and numbers,
/// anything starting with a letter or `#` is a name.
fn too_large(text: &str, drawn: bool) -> Option<&str> {
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let name = *byte == b'#' || byte.is_ascii_alphabetic() || *byte == b'_';
        if name && !drawn {
            let rest = &bytes[at + 1..];
            let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
            at += 1 + rest.iter().take_while(|byte| part(byte)).count();
            continue;
        }
        let mut end = digits(at);
        if bytes.get(end) == Some(&b'.') {
            end = digits(end + 1);
        }
        if !bytes[at..end].iter().any(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let power = digits(end + 1 + sign);
            if power > end + 1 + sign {
                end = power;
            }
        }
        let number = &text[at..end];
        if number.parse::<f64>().is_ok_and(|value| value > LARGEST) {
            return Some(number);
        }
        at = end;
    }
    None
}

/// Each style rule is tried on each element, and a selector with many parts walks up the groups.
fn styles(elements: &[Node<'_, '_>]) -> Result<(), String> {
    let sheets = elements
        .iter()
        .filter(|node| node.tag_name().name() == "style");
    let text: String = sheets
        .flat_map(|node| node.children())
        .filter_map(|node| node.text())
        .collect();
    if text.len() > STYLE_BYTES {
        let most = STYLE_BYTES / 1024;
        return Err(format!(
            "its style sheet is larger than {most} KiB; write styles at the elements"
        ));
    }
    let rules: Vec<&str> = text
        .split('}')
        .filter_map(|rule| Some(rule.split_once('{')?.0))
        .collect();
    if rules.len() > STYLE_RULES || rules.len() * elements.len() > STYLE_TRIES {
        return Err("its style sheet has too many rules; write styles at the elements".to_owned());
    }
    for selector in rules.iter().flat_map(|rule| rule.split(',')) {
        let parts = selector.split(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'));
        if parts.filter(|part| !part.is_empty()).count() > STYLE_PARTS {
            return Err(format!(
                "a rule of its style sheet has more than {STYLE_PARTS} parts; write styles at the elements"
            ));
        }
    }
    match too_large(&text, false) {
        Some(number) => Err(format!(
            "its style sheet says {number}, and no number may be beyond {LARGEST}"
        )),
        None => Ok(()),
    }
}

/// The cost of drawing an element, including everything it refers to.
#[derive(Clone, Copy, Default)]
struct Cost {
    elements: u64,
    masks: u64,
}

impl Cost {
    fn and(self, other: Cost) -> Cost {
        Cost {
            elements: self.elements.saturating_add(other.elements),
            masks: self.masks.saturating_add(other.masks),
        }
    }
}

fn costs(root: Node<'_, '_>, elements: &[Node<'_, '_>]) -> Result<(), String> {
    let mut named: HashMap<&str, Node<'_, '_>> = HashMap::new();
    for node in elements {
        if let Some(id) = node.attribute("id") {
            named.entry(id).or_insert(*node);
        }
    }
    let mut known = HashMap::new();
    let cost = cost(root, &named, &mut known, 0);
    if cost.masks > MASKS {
        return Err(too_many("masks, clips or patterns", MASKS));
    }
    if cost.elements > ELEMENTS {
        return Err(too_many(
            "shapes, counted as often as they are used",
            ELEMENTS,
        ));
    }
    Ok(())
}

/// Longest chain of references from an element.
const REFERENCES: usize = 8 * NESTING;

fn cost<'a, 'd: 'a>(
    node: Node<'a, 'd>,
    named: &HashMap<&str, Node<'a, 'd>>,
    known: &mut HashMap<roxmltree::NodeId, Cost>,
    depth: usize,
) -> Cost {
    if let Some(cost) = known.get(&node.id()) {
        return *cost;
    }
    if depth > REFERENCES {
        return Cost {
            elements: u64::MAX,
            masks: 0,
        };
    }
    // A self-reference is drawn once, or not at all.
    known.insert(node.id(), Cost::default());
    let mask = matches!(
        node.tag_name().name(),
        "mask" | "clipPath" | "pattern" | "marker"
    );
    let mut sum = Cost {
        elements: 1,
        masks: u64::from(mask),
    };
    for child in node.children().filter(Node::is_element) {
        sum = sum.and(cost(child, named, known, depth + 1));
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        let linked = (attribute.name() == "href")
            .then(|| value.trim().strip_prefix('#'))
            .flatten();
        for id in linked.into_iter().chain(urls(value)) {
            if let Some(target) = named.get(id) {
                sum = sum.and(cost(*target, named, known, depth + 1));
            }
        }
    }
    known.insert(node.id(), sum);
    sum
}

/// The ids in `url(#id)`.
fn urls(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let (inside, _) = rest.split_once(')')?;
        inside.trim().trim_matches(['"', '\'']).strip_prefix('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>";

    fn wrong(inside: &str) -> String {
        check(&format!("{OPEN}{inside}</svg>")).expect_err(inside)
    }

    fn fine(inside: &str) {
        let checked = check(&format!("{OPEN}{inside}</svg>"));
        assert_eq!(checked, Ok(()), "{inside}");
    }

    #[test]
    fn numbers_beyond_any_drawing_are_named() {
        for (inside, said) in [
            ("<circle r='1e19'/>", "`r` of `circle` says 1e19"),
            ("<path d='M1 2l3 4000000.5.6'/>", "4000000.5"),
            ("<path d='M-1e7-3'/>", "`d` of `path` says 1e7"),
            ("<g transform='scale(1E+30)'/>", "1E+30"),
            ("<path style='stroke-width:99999999'/>", "99999999"),
            ("<style>a{stroke-width:1e9}</style>", "style sheet says 1e9"),
        ] {
            assert!(wrong(inside).contains(said), "{}", wrong(inside));
        }
        for inside in [
            "<path d='M1 2l3 1000000a1 1 0 01.5.5z' fill='#324170'/>",
            "<path id='p12345678' class='c99999999' fill='url(#p1e99)' stroke='#1e9999'/>",
            "<path stroke-width='1e-30' d='M1e-40 0'/>",
            "<style>.c-99999999{fill:#99999999}</style>",
            "<n:view xmlns:n='editor' zoom='1e12'/>",
        ] {
            fine(inside);
        }
    }

    #[test]
    fn what_multiplies_is_counted_as_often_as_it_is_drawn() {
        let levels = |element: &str, uses: &dyn Fn(usize) -> String| -> String {
            (1..9)
                .map(|n| format!("<{element} id='a{n}'>{}</{element}>", uses(n - 1)))
                .collect()
        };
        let by_use = levels("g", &|n| format!("<use l:href='#a{n}'/>").repeat(3));
        let by_mask = levels("mask", &|n| format!("<path mask='url(#a{n})'/>").repeat(2));
        let shown = |all: &str| format!("<path id='a0'/>{all}<use l:href='#a8'/>");
        assert!(wrong(&shown(&by_use)).contains("too many shapes"));
        assert!(wrong(&shown(&by_mask)).contains("too many masks"));
        fine(&shown("<g id='a8'><use l:href='#a0'/></g>"));
        // Self-references terminate.
        fine("<g id='a'><use l:href='#b'/></g><g id='b'><use l:href='#a'/></g>");
    }

    #[test]
    fn a_drawing_is_neither_deep_nor_endless() {
        assert!(wrong(&format!("{}{}", "<g>".repeat(80), "</g>".repeat(80))).contains("deep"));
        assert!(wrong(&"<g/>".repeat(30_000)).contains("elements"));
        let attributes: String = (0..200).map(|n| format!(" a{n}=''")).collect();
        assert!(wrong(&format!("<g{attributes}/>").repeat(400)).contains("attributes"));
        fine(&format!("{}{}", "<g>".repeat(40), "</g>".repeat(40)));
    }

    #[test]
    fn style_sheets_are_short_and_plain() {
        let style = |text: &str| format!("<style>{text}</style>");
        assert!(wrong(&style(&"a{b:c}".repeat(300))).contains("rules"));
        assert!(wrong(&style("* * * * rect{fill:red}")).contains("parts"));
        assert!(wrong(&style(&" ".repeat(20_000))).contains("KiB"));
        fine(&style(".cls-1,g .cls-2{fill:none}.cls-3>path{stroke:#000}"));
    }

    #[test]
    fn what_is_no_xml_says_so() {
        for text in ["", "<svg", "<svg><a></svg>", "no"] {
            assert!(!check(text).expect_err(text).is_empty());
        }
    }
}
