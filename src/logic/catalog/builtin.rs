//! The compiled-in catalog.

use std::sync::OnceLock;

use super::{Catalog, Scope, read};

/// `catalog.ron` at the root of the package.
pub(super) const TEXT: &str = include_str!("../../../catalog.ron");

/// The built-in catalog, parsed once. A test ensures that it has no problems.
pub fn builtin() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| read(TEXT, Scope::default()).0)
}
