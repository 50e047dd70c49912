//! The indexes of a table that is declared in full and was found.

use super::super::text::same_option;
use super::table::Sides;
use crate::schema::{Index, KeyPart, Name, Table};

/// Brings the indexes of `table`, a copy of the one that was found, to what they should be.
pub(super) fn settle(sides: &Sides<'_>, table: &mut Table) {
    let mut found: Vec<&Index> = sides.found_normal.indexes.iter().collect();
    let mut come = Vec::new();
    let (called_alike, others): (Vec<_>, Vec<_>) = (sides.said_normal.indexes.iter())
        .partition(|said| found.iter().any(|found| found.name == said.name));
    for said in called_alike.into_iter().chain(others) {
        let same = |found: &Index| same_rows(found, said);
        let at = (found
            .iter()
            .position(|found| found.name == said.name && same(found)))
        .or_else(|| found.iter().position(|found| same(found)));
        match at {
            Some(at) => rename(sides, table, &found.remove(at).name, said),
            None => come.push(said),
        }
    }
    let is_taken = |found: &Index| come.iter().any(|said| said.name == found.name);
    let gone = found
        .into_iter()
        .filter(|found| can_be_said(found) || is_taken(found));
    for gone in gone {
        table.indexes.retain(|index| index.name != gone.name);
    }
    let is_new = |index: &&Index| come.iter().any(|said| said.name == index.name);
    table
        .indexes
        .extend(sides.said.indexes.iter().filter(is_new).cloned());
}

/// The grammar has no words for expressions.
fn can_be_said(index: &Index) -> bool {
    let is_column = |part: &KeyPart| matches!(part, KeyPart::Column(_));
    index.keys.iter().all(|key| is_column(&key.part))
}

/// Whether both hold the same rows by the same columns. How they are ordered and what else they carry has no words in the
/// grammar.
fn same_rows(found: &Index, said: &Index) -> bool {
    columns(found) == columns(said)
        && found.unique == said.unique
        && found.method == said.method
        && same_option(found.predicate.as_ref(), said.predicate.as_ref())
}

/// The columns of the keys; nothing for an expression.
fn columns(index: &Index) -> Vec<Option<&Name>> {
    let keys = index.keys.iter().map(|key| match &key.part {
        KeyPart::Column(name) => Some(name),
        KeyPart::Expression(_) => None,
    });
    keys.collect()
}

/// Gives an index that stays the name that its author wrote, if it is another one.
fn rename(sides: &Sides<'_>, table: &mut Table, found: &Name, said: &Index) {
    let given = sides.convention.index(&sides.said.name, &said.keys);
    if said.name == given {
        return;
    }
    if let Some(index) = table.indexes.iter_mut().find(|index| index.name == *found) {
        index.name.clone_from(&said.name);
    }
}
