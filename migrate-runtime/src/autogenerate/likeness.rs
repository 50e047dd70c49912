//! What may have been renamed although nobody says so: what goes and what comes, compared by their looks.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::text::same_type;
use super::{Differences, Rename};
use crate::operation::{Operation, RenameColumn, RenameTable};
use crate::schema::{Column, Name, QualifiedName, Schema, Table};

/// Something that goes and something that comes, and how much they look alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PossibleRename {
    /// The rename that it would be.
    pub rename: Rename,
    /// How much they look alike, in per cent.
    pub likeness: u8,
}

/// Two schemas in one language, as normalised.
pub(super) struct Normal<'a> {
    pub(super) found: &'a Schema,
    pub(super) desired: &'a Schema,
}

/// Names count this much where everything else is the same.
const NAME: f64 = 0.4;
/// A table that looks less like another one is a new table.
const ALIKE_TABLES: f64 = 0.6;
/// A column of another type is the same column only if it is called almost the same.
const ALIKE_NAMES: f64 = 0.85;

/// The likeliest pairs first; nothing stands in two of them.
pub(super) fn possible_renames(
    differences: &Differences,
    gone: &BTreeSet<QualifiedName>,
    schemas: &Normal<'_>,
) -> Vec<PossibleRename> {
    let mut pairs = tables(differences, gone, schemas);
    pairs.extend(columns(differences, schemas));
    pairs.sort_by_key(|pair| Reverse(pair.likeness));
    let mut taken = BTreeSet::new();
    pairs.retain(|pair| {
        let ends = ends(&pair.rename);
        let free = ends.iter().all(|end| !taken.contains(end));
        if free {
            taken.extend(ends);
        }
        free
    });
    pairs
}

/// What a rename takes and what it gives: neither may stand in a second one.
fn ends(rename: &Rename) -> [(QualifiedName, Option<Name>, bool); 2] {
    match rename {
        Rename::Table(rename) => [
            (rename.table.clone(), None, false),
            (rename.renamed(), None, true),
        ],
        Rename::Column(rename) => [
            (rename.table.clone(), Some(rename.column.clone()), false),
            (rename.table.clone(), Some(rename.to.clone()), true),
        ],
    }
}

fn tables(
    differences: &Differences,
    gone: &BTreeSet<QualifiedName>,
    schemas: &Normal<'_>,
) -> Vec<PossibleRename> {
    let coming = differences
        .operations()
        .filter_map(|operation| match operation {
            Operation::CreateTable(create) => schemas.desired.table(&create.table.name),
            _ => None,
        });
    let going: Vec<_> = gone
        .iter()
        .filter_map(|name| schemas.found.table(name))
        .collect();
    let pairs = coming.flat_map(|new| {
        let siblings = going
            .iter()
            .filter(|old| old.name.schema == new.name.schema);
        siblings.map(move |old| (*old, new))
    });
    pairs.filter_map(|(old, new)| table(old, new)).collect()
}

fn table(old: &Table, new: &Table) -> Option<PossibleRename> {
    let is_shared = |column: &&Column| {
        let other = new.column(&column.name);
        other.is_some_and(|other| same_type(&other.column_type, &column.column_type))
    };
    let shared = old.columns.iter().filter(is_shared).count();
    let all = old.columns.len() + new.columns.len() - shared;
    let columns = ratio(shared, all);
    let names = strsim::jaro_winkler(old.name.name.as_str(), new.name.name.as_str());
    let likeness = columns * (1.0 - NAME) + names * NAME;
    (shared > 0 && likeness >= ALIKE_TABLES).then(|| PossibleRename {
        rename: Rename::Table(RenameTable {
            table: old.name.clone(),
            to: new.name.name.clone(),
        }),
        likeness: per_cent(likeness),
    })
}

fn columns(differences: &Differences, schemas: &Normal<'_>) -> Vec<PossibleRename> {
    let going = differences
        .operations()
        .filter_map(|operation| match operation {
            Operation::DropColumn(drop) => {
                let column = schemas.found.table(&drop.table)?.column(&drop.column)?;
                Some((&drop.table, column))
            }
            _ => None,
        });
    let coming: Vec<_> = differences
        .operations()
        .filter_map(|operation| match operation {
            Operation::AddColumn(add) => {
                let column = schemas
                    .desired
                    .table(&add.table)?
                    .column(&add.column.name)?;
                Some((&add.table, column))
            }
            _ => None,
        })
        .collect();
    let pairs = going.flat_map(|(table, old)| {
        let here = coming.iter().filter(move |(other, _)| *other == table);
        here.filter_map(move |(_, new)| column(table, old, new))
    });
    pairs.collect()
}

/// A column that is computed anew goes and comes under its own name, and one that is computed has no values to keep.
fn column(table: &QualifiedName, old: &Column, new: &Column) -> Option<PossibleRename> {
    if old.name == new.name || old.generated.is_some() || new.generated.is_some() {
        return None;
    }
    let names = strsim::jaro_winkler(old.name.as_str(), new.name.as_str());
    let same_type = same_type(&old.column_type, &new.column_type);
    let likeness = f64::from(u8::from(same_type)) * (1.0 - NAME) + names * NAME;
    (same_type || names >= ALIKE_NAMES).then(|| PossibleRename {
        rename: Rename::Column(RenameColumn {
            table: table.clone(),
            column: old.name.clone(),
            to: new.name.clone(),
        }),
        likeness: per_cent(likeness),
    })
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole.max(1))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a ratio is between zero and one"
)]
fn per_cent(ratio: f64) -> u8 {
    (ratio * 100.0).round() as u8
}
