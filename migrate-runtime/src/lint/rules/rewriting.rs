//! Which tables a step writes again, every row of them.

use super::{
    lk06_foreign_key, lk07_check, lk09_default, lk10_stored_column, lk11_numbering, lk12_type,
    lk13_charset, lk18_storage, lk27_rebuild,
};
use crate::lint::claim::Work;
use crate::lint::rule::Rule;
use crate::lint::scene::Scene;
use crate::schema::QualifiedName;

/// The rules that may claim so.
static REWRITING: &[&Rule] = &[
    &lk06_foreign_key::RULE,
    &lk07_check::RULE,
    &lk09_default::RULE,
    &lk10_stored_column::RULE,
    &lk11_numbering::RULE,
    &lk12_type::RULE,
    &lk13_charset::RULE,
    &lk18_storage::RULE,
    &lk27_rebuild::RULE,
];

/// The tables that a step writes again, whatever the levels of the rules.
pub(in crate::lint) fn rewritten(scene: &Scene<'_>) -> Vec<QualifiedName> {
    let claims = |rule: &&&Rule| {
        let claim = rule.claim(scene.server);
        claim.is_some_and(|claim| claim.work == Work::Rewrite)
    };
    let found = REWRITING.iter().filter(claims);
    let found = found.flat_map(|rule| (rule.look)(scene));
    found
        .filter_map(|found| found.tables.into_iter().next())
        .map(|(_, table)| table)
        .collect()
}
