//! The built-in catalog against facts, and what the reader makes of mistakes.

use super::builtin::TEXT;
use super::*;

#[test]
fn the_built_in_catalog_is_free_of_problems() {
    let (catalog, problems) = read(TEXT, Surroundings::default());
    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&catalog, builtin());
}

#[test]
fn serde_reads_the_same_catalog() {
    let by_serde: Catalog = ron::from_str(TEXT).unwrap();
    assert_eq!(&by_serde, builtin());
}
