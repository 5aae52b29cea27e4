//! Texts for people that the program compares.

use syn::visit::{self, Visit};

use crate::files::File;
use crate::paths::for_tests;
use crate::rules::{Breach, breach};

/// English is written for people: it is no key.
pub fn compared(files: &[File]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let sources = files.iter().filter(|file| file.is_rust());
    for file in sources.filter(|file| file.path.starts_with("src/") && !file.is_test()) {
        // Problems of a catalog are still texts when they come to the editor.
        if file.path == "src/window/pages/editor/field.rs" {
            continue;
        }
        let mut visitor = Sentences::default();
        visitor.visit_file(file.tree());
        let found = visitor.found.into_iter();
        breaches.extend(
            found.map(|(line, text)| breach(file, line, format!("\"{text}\" is compared"))),
        );
    }
    breaches
}

/// Texts that are compared, with their lines.
#[derive(Default)]
struct Sentences {
    found: Vec<(usize, String)>,
}

impl Sentences {
    fn look(&mut self, literal: &syn::Lit) {
        if let syn::Lit::Str(text) = literal
            && text.value().split_whitespace().count() > 2
        {
            self.found.push((text.span().start().line, text.value()));
        }
    }
}

impl<'f> Visit<'f> for Sentences {
    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        if !for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_binary(&mut self, expr: &'f syn::ExprBinary) {
        if matches!(expr.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_)) {
            for side in [&expr.left, &expr.right] {
                if let syn::Expr::Lit(literal) = &**side {
                    self.look(&literal.lit);
                }
            }
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_pat(&mut self, pattern: &'f syn::Pat) {
        if let syn::Pat::Lit(literal) = pattern {
            self.look(&literal.lit);
        }
        visit::visit_pat(self, pattern);
    }

    fn visit_macro(&mut self, call: &'f syn::Macro) {
        if call.path.is_ident("matches") {
            let pattern = call.parse_body_with(|input: syn::parse::ParseStream<'_>| {
                input.parse::<syn::Expr>()?;
                input.parse::<syn::Token![,]>()?;
                let pattern = syn::Pat::parse_multi(input)?;
                input.parse::<proc_macro2::TokenStream>()?;
                Ok(pattern)
            });
            // One with tokens of its own is looked at by its macro, not here.
            if let Ok(pattern) = pattern {
                let mut inside = Sentences::default();
                inside.visit_pat(&pattern);
                self.found.extend(inside.found);
            }
        }
    }
}
