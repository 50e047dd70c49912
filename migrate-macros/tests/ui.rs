//! What the macros refuse, and in which words: one case for every rule, its messages beside it.
//!
//! After a change of words, `TRYBUILD=overwrite cargo test -p migrate-macros --test ui` writes them anew; read them then.

#[test]
fn broken_rules_are_explained_where_they_are_broken() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
