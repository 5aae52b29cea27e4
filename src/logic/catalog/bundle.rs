//! Exercises and routines with their pose sets and pictures in one file, for sharing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::{ItemKind, ItemText, items};
use super::{
    BundleMistake, Mistake, PictureKind, Problem, ValueMistake, is_id, picture_path, write,
};
use crate::logic::text::base64;
use crate::logic::text::ron_tree::edit::with_comma;
use crate::logic::text::ron_tree::{self, Node, NodeKind};

/// The contents of such a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Exercises and routines, as written.
    pub items: Vec<ItemText>,
    /// Pose sets by id, as written.
    pub figures: BTreeMap<String, String>,
    /// Pictures by their path from the catalog's folder.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// The file as a catalog: pose sets and pictures blanked out, everything else in place.
    pub catalog: String,
}

impl Bundle {
    /// Whether there is nothing to import.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.figures.is_empty() && self.pictures.is_empty()
    }
}

/// The fields of a bundle that a catalog doesn't have.
const FIGURES: &str = "figures";
const PICTURES: &str = "pictures";

/// Most pose sets, and most pictures.
const MOST: usize = 500;

/// Reads a bundle; any catalog file is one, without pose sets and pictures.
///
/// # Errors
/// Everything that is wrong with the structure: syntax, names, anything that isn't text. What the items say isn't
/// checked.
pub fn read(text: &str) -> Result<Bundle, Vec<Problem>> {
    let tree = ron_tree::parse(text).map_err(|problem| vec![Problem::from(problem)])?;
    let mut problems = Vec::new();
    let mut bundle = Bundle::default();
    let mut refuse = |at: usize, path: String, mistake: Mistake| {
        let (line, column) = ron_tree::line_column(text, at);
        problems.push(Problem {
            line,
            column,
            path,
            mistake,
        });
    };
    for (at, name, value) in entries(&tree, FIGURES, &mut refuse) {
        let path = format!("{FIGURES}.{name}");
        if !is_id(&name) {
            refuse(at, path, Mistake::Bundle(BundleMistake::NotId(name)));
        } else {
            bundle.figures.insert(name, value);
        }
    }
    for (at, name, value) in entries(&tree, PICTURES, &mut refuse) {
        let path = format!("{PICTURES}.{name}");
        match picture(&name, &value) {
            Ok(bytes) => {
                bundle.pictures.insert(name, bytes);
            }
            Err(mistake) => refuse(at, path, mistake),
        }
    }
    if bundle.figures.len() > MOST || bundle.pictures.len() > MOST {
        let mistake = Mistake::Bundle(BundleMistake::TooMany(MOST));
        refuse(0, String::new(), mistake);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // The text has been parsed once already.
    bundle.items = items(text).unwrap_or_default();
    bundle.catalog = text.to_owned();
    for span in extra_fields(text, &tree) {
        let blank: String = text[span.clone()]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        // From the end, so that earlier positions stay valid.
        bundle.catalog.replace_range(span, &blank);
    }
    Ok(bundle)
}

/// The bundle as a file; `catalog` isn't used.
pub fn write(bundle: &Bundle) -> String {
    let of = |kind: ItemKind| -> Vec<String> {
        let items = bundle.items.iter().filter(|item| item.kind == kind);
        items.map(|item| item.text.clone()).collect()
    };
    let mut out = String::from(
        "// Exercises and routines of Unbend. `unbend catalog import FILE` adds them to one's own.\n",
    );
    let catalog = write::file(&of(ItemKind::Exercise), &of(ItemKind::Routine));
    out.push_str(catalog.strip_suffix(")\n").unwrap_or(&catalog));
    let figures = bundle.figures.iter();
    let figures = figures.map(|(id, text)| (id.as_str(), text.clone()));
    let pictures = bundle.pictures.iter().map(|(path, bytes)| {
        let text = match PictureKind::of(path) {
            Some(PictureKind::Svg) => String::from_utf8_lossy(bytes).into_owned(),
            Some(PictureKind::Png) | None => base64::encode(bytes),
        };
        (path.as_str(), text)
    });
    map(&mut out, FIGURES, figures.collect());
    map(&mut out, PICTURES, pictures.collect());
    out.push_str(")\n");
    out
}

fn map(out: &mut String, name: &str, entries: Vec<(&str, String)>) {
    if entries.is_empty() {
        return;
    }
    out.push_str(&format!("    {name}: {{\n"));
    for (key, text) in entries {
        let key = write::quoted(key);
        out.push_str(&format!("        {key}: {},\n", raw(&text)));
    }
    out.push_str("    },\n");
}

/// A raw string, with enough `#` signs around the text.
fn raw(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

fn picture(path: &str, text: &str) -> Result<Vec<u8>, Mistake> {
    match picture_path(path)? {
        PictureKind::Svg => Ok(text.as_bytes().to_vec()),
        PictureKind::Png => base64::decode(text).ok_or(Mistake::Bundle(BundleMistake::NotBase64)),
    }
}

/// The texts of a map by name, each with its position.
fn entries(
    tree: &Node,
    field: &str,
    refuse: &mut impl FnMut(usize, String, Mistake),
) -> Vec<(usize, String, String)> {
    let Some(node) = tree.get(field) else {
        return Vec::new();
    };
    let node = node.inside_some();
    let NodeKind::Map { entries } = &node.kind else {
        let at = node.span.start;
        // Only a computer can tell an empty map from an empty list.
        if !matches!(&node.kind, NodeKind::List { items } if items.is_empty()) {
            refuse(at, field.to_owned(), Mistake::Value(ValueMistake::NotMap));
        }
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, value) in entries {
        let at = key.span.start;
        match (&key.kind, &value.inside_some().kind) {
            (NodeKind::Text(name), NodeKind::Text(text)) => {
                found.push((at, name.clone(), text.clone()));
            }
            _ => {
                let mistake = Mistake::Value(ValueMistake::NotMapOfTexts);
                refuse(at, field.to_owned(), mistake);
            }
        }
    }
    found
}

/// Where the fields are that a catalog doesn't have, with their commas, last first.
fn extra_fields(text: &str, tree: &Node) -> Vec<Range<usize>> {
    let NodeKind::Struct { fields, .. } = &tree.inside_some().kind else {
        return Vec::new();
    };
    let extra = fields
        .iter()
        .rev()
        .filter(|field| [FIGURES, PICTURES].contains(&field.name.as_str()));
    extra.map(|field| with_comma(text, &field.span())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::catalog::{self, Scope, builtin};

    fn bundle() -> Bundle {
        let text = include_str!("../../../docs/own-catalog/catalog.ron");
        Bundle {
            items: items(text).unwrap(),
            figures: [(
                "reach".to_owned(),
                "// Mine\n(title: \"#\\n\"#,)\r\n".to_owned(),
            )]
            .into(),
            pictures: [
                ("pictures/a.png".to_owned(), vec![0, 255, 10, 13, 34]),
                ("b.svg".to_owned(), b"<svg a=\"##\"#/>".to_vec()),
            ]
            .into(),
            catalog: String::new(),
        }
    }

    #[test]
    fn a_bundle_comes_back_as_it_was() {
        let text = write(&bundle());
        let back = read(&text).unwrap();
        assert_eq!(back.figures, bundle().figures);
        assert_eq!(back.pictures, bundle().pictures);
        assert_eq!(back.items, bundle().items);
        let around = Scope {
            base: Some(builtin()),
            ..Scope::default()
        };
        let (catalog, problems) = catalog::read(&back.catalog, around);
        assert_eq!(problems, []);
        assert_eq!((catalog.exercises.len(), catalog.routines.len()), (4, 1));
        assert_eq!(back.catalog.lines().count(), text.lines().count());
    }

    #[test]
    fn what_would_leave_the_folder_is_refused() {
        for (text, place) in [
            ("(pictures: {\"../a.png\": \"\"})", "pictures.../a.png"),
            ("(pictures: {\"/a.svg\": \"<svg/>\"})", "pictures./a.svg"),
            ("(pictures: {\"a.png\": \"?\"})", "pictures.a.png"),
            ("(pictures: {\"a.png\": 5})", "pictures"),
            ("(figures: {\"../a\": \"()\"})", "figures.../a"),
            ("(figures: {\"A\": \"()\"})", "figures.A"),
            ("(figures: 5)", "figures"),
        ] {
            let problems = read(text).unwrap_err();
            assert_eq!(problems.len(), 1, "{text}");
            assert_eq!(problems[0].path, place, "{text}");
        }
        assert!(read("(").is_err());
        assert_eq!(read("()").unwrap().items, []);
    }
}
