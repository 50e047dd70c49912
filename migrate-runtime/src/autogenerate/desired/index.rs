//! The indexes of a table that is declared in full and was found.

use super::super::index;
use super::table::Sides;
use crate::schema::{Index, Name, Table};

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
    for gone in found {
        table.indexes.retain(|index| index.name != gone.name);
    }
    let is_new = |index: &&Index| come.iter().any(|said| said.name == index.name);
    table
        .indexes
        .extend(sides.said.indexes.iter().filter(is_new).cloned());
}

/// Whether both hold the same rows in the same order. Comments are compared where both are said.
fn same_rows(found: &Index, said: &Index) -> bool {
    let comment = said.comment.clone().or(found.comment.clone());
    let said = Index {
        comment,
        ..said.clone()
    };
    index::same(found, &said)
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
