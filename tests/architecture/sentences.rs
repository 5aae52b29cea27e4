//! Texts for people that the program compares.

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{ExprArray, ExprCall, ExprGroup, ExprMethodCall, ExprParen, ExprReference, ExprTuple};

use crate::files::File;
use crate::rules::{Breach, Rule, breach};

pub const RULE: Rule = Rule {
    name: "no sentence is compared",
    check: compared,
    broken: &[
        (
            "src/cli/a.rs",
            "fn f(x: &str) -> bool { x == \"so to speak\" }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) -> bool { matches!(x, \"so to speak\" | \"b\") }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) { match x { \"so to speak\" => {} _ => {} } }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) { if let Some(\"so to speak\") = g(x) {} }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: String) -> bool { (\"so to speak\".to_owned()) != x }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: Option<&str>) -> bool { x == Some(\"so to speak\") }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) -> bool { matches!(x, y if y == \"so to speak\") }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) -> bool { x.starts_with(\"so to speak\") }",
        ),
        (
            "src/cli/a.rs",
            "fn f(x: &str) { assert!(x == \"so to speak\"); }",
        ),
        (
            "src/window/pages/editor/field.rs",
            "fn f(x: &str) { match x { \"so to speak\" => {} _ => {} } }",
        ),
    ],
    sound: &[
        (
            "src/cli/a.rs",
            "fn f(x: &str) -> bool { x == \"two words\" }",
        ),
        (
            "src/cli/a.rs",
            "fn f() -> &str { match 1 { 1 => \"so to speak\", _ => \"\" } }",
        ),
        (
            "src/cli/tests.rs",
            "fn f(x: &str) -> bool { x == \"so to speak\" }",
        ),
        (
            "src/cli/a.rs",
            "#[cfg(test)]\nmod tests {\n    fn f(x: &str) -> bool { x == \"so to speak\" }\n}",
        ),
    ],
};

/// English is written for people and never a key.
fn compared(files: &[File]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let sources = files.iter().filter(|file| file.is_rust());
    for file in sources.filter(|file| file.path.starts_with("src/") && !file.is_test()) {
        let mut visitor = Sentences::default();
        visitor.visit_file(file.program());
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

    /// One side of a comparison: a literal, even if it is borrowed, converted or wrapped.
    fn side(&mut self, expr: &syn::Expr) {
        if let syn::Expr::Lit(literal) = expr {
            self.look(&literal.lit);
        } else if let syn::Expr::Paren(ExprParen { expr, .. })
        | syn::Expr::Group(ExprGroup { expr, .. })
        | syn::Expr::Reference(ExprReference { expr, .. })
        | syn::Expr::MethodCall(ExprMethodCall { receiver: expr, .. }) = expr
        {
            self.side(expr);
        } else if let syn::Expr::Call(ExprCall { args: all, .. })
        | syn::Expr::Array(ExprArray { elems: all, .. })
        | syn::Expr::Tuple(ExprTuple { elems: all, .. }) = expr
        {
            all.iter().for_each(|one| self.side(one));
        }
    }
}

/// Methods that compare a text with their argument.
const COMPARING: [&str; 8] = [
    "eq",
    "ne",
    "eq_ignore_ascii_case",
    "contains",
    "starts_with",
    "ends_with",
    "strip_prefix",
    "strip_suffix",
];

impl<'f> Visit<'f> for Sentences {
    fn visit_expr_binary(&mut self, expr: &'f syn::ExprBinary) {
        if matches!(expr.op, syn::BinOp::Eq(_) | syn::BinOp::Ne(_)) {
            self.side(&expr.left);
            self.side(&expr.right);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_method_call(&mut self, call: &'f ExprMethodCall) {
        if COMPARING.iter().any(|name| call.method == name) {
            call.args.iter().for_each(|arg| self.side(arg));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_pat(&mut self, pattern: &'f syn::Pat) {
        if let syn::Pat::Lit(literal) = pattern {
            self.look(&literal.lit);
        }
        visit::visit_pat(self, pattern);
    }

    fn visit_macro(&mut self, call: &'f syn::Macro) {
        if call.path.is_ident("matches") {
            let parts = call.parse_body_with(|input: ParseStream<'_>| {
                let expr = input.parse::<syn::Expr>()?;
                input.parse::<syn::Token![,]>()?;
                let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
                let guard = match input.parse::<Option<syn::Token![if]>>()? {
                    Some(_) => Some(input.parse::<syn::Expr>()?),
                    None => None,
                };
                input.parse::<Option<syn::Token![,]>>()?;
                Ok((expr, pattern, guard))
            });
            let (expr, pattern, guard) = parts.expect("what `matches!` takes");
            let mut inside = Sentences::default();
            inside.visit_expr(&expr);
            inside.visit_pat(&pattern);
            guard.iter().for_each(|guard| inside.visit_expr(guard));
            self.found.extend(inside.found);
            return;
        }
        // Most macros take expressions; one with its own syntax isn't checked here.
        let parts = call.parse_body_with(Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated);
        if let Ok(parts) = parts {
            let mut inside = Sentences::default();
            parts.iter().for_each(|part| inside.visit_expr(part));
            self.found.extend(inside.found);
        }
    }
}
