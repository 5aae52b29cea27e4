//! Types that serde reads or writes.

use syn::visit::{self, Visit};

use crate::files::File;
use crate::rules::{Breach, breach};

/// Formats on disk, on the socket and on standard output belong in folders not listed here.
pub fn outside(files: &[File]) -> Vec<Breach> {
    let plain = files
        .iter()
        .filter(|file| matches!(file.folder(), Some("daemon" | "window" | "platform")));
    let mut breaches = Vec::new();
    for file in plain {
        let mut visitor = Formats::default();
        visitor.visit_file(file.tree());
        let found = visitor.lines.into_iter();
        breaches.extend(found.map(|line| breach(file, line, "this is no format".to_owned())));
    }
    breaches
}

/// The lines that make a type one that serde reads or writes.
#[derive(Default)]
struct Formats {
    lines: Vec<usize>,
}

const SERDE: [&str; 2] = ["Serialize", "Deserialize"];

impl<'f> Visit<'f> for Formats {
    fn visit_attribute(&mut self, attribute: &'f syn::Attribute) {
        if attribute.path().is_ident("derive") {
            // Anything derived is a path; otherwise it doesn't compile.
            let _ = attribute.parse_nested_meta(|meta| {
                let last = meta.path.segments.last();
                if let Some(last) = last.filter(|last| SERDE.iter().any(|name| last.ident == name))
                {
                    self.lines.push(last.ident.span().start().line);
                }
                Ok(())
            });
        }
    }

    fn visit_item_impl(&mut self, item: &'f syn::ItemImpl) {
        let last = item
            .trait_
            .as_ref()
            .and_then(|(_, path, _)| path.segments.last());
        if let Some(last) = last.filter(|last| SERDE.iter().any(|name| last.ident == name)) {
            self.lines.push(last.ident.span().start().line);
        }
        visit::visit_item_impl(self, item);
    }
}
