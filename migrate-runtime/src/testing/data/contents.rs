//! Every cell of a database, and which of them a step changed without saying so.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::effects::{Effects, TableFate};
use crate::backend::{Server, cells, fingerprint};
use crate::connection::{Database, TextRow};
use crate::error::Error;
use crate::schema::{Column, ColumnType, Name, QualifiedName, Schema, Table};

/// How many differences of one kind are told.
const TOLD: usize = 3;

/// Every row of every table.
pub(super) type Contents = BTreeMap<QualifiedName, Rc<TableRows>>;

/// The rows of a table.
#[derive(Clone, Debug)]
pub(super) struct TableRows {
    pub(super) table: Table,
    pub(super) rows: Vec<TextRow>,
    /// What changes with any of them, where the server tells.
    fingerprint: Option<String>,
}

/// Reads every table; one that is as it was in `known` is taken from there.
pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    schema: &Schema,
    known: &Contents,
) -> Result<Contents, Error> {
    let mut contents = Contents::new();
    for table in schema.tables.values() {
        let fingerprint = fingerprint(database, server, table)?;
        let same = (known.get(&table.name)).filter(|rows| {
            fingerprint.is_some() && rows.fingerprint == fingerprint && rows.table == *table
        });
        let rows = match same {
            Some(rows) => Rc::clone(rows),
            None => Rc::new(TableRows {
                table: table.clone(),
                rows: cells(database, server, table)?,
                fingerprint,
            }),
        };
        contents.insert(table.name.clone(), rows);
    }
    Ok(contents)
}

/// A kept column: where its cells stand before and after.
struct Kept<'c> {
    name: &'c Name,
    before: usize,
    after: usize,
    /// Whether it is one of those that tell rows apart.
    is_key: bool,
}

/// What differs although no step says so, one line each.
pub(super) fn undeclared(before: &Contents, after: &Contents, effects: &Effects) -> Vec<String> {
    let mut told = Vec::new();
    for (name, was) in before {
        let Some(fate) = effects.table(name).filter(|fate| !fate.anything) else {
            continue;
        };
        let Some(is) = fate.now.as_ref().and_then(|now| after.get(now)) else {
            continue;
        };
        if !Rc::ptr_eq(was, is) {
            told.extend(changes(was, is, fate));
        }
    }
    told
}

fn changes(was: &TableRows, is: &TableRows, fate: &TableFate) -> Vec<String> {
    let kept = kept(&was.table, &is.table, fate);
    let keys = was.table.primary_key().map_or(0, |key| key.columns.len());
    let has_key = keys > 0 && kept.iter().filter(|column| column.is_key).count() == keys;
    if has_key {
        by_key(was, is, fate, &kept)
    } else {
        as_a_heap(was, is, fate, &kept)
    }
}

/// The columns whose values stay; what is computed follows from others.
fn kept<'c>(was: &'c Table, is: &Table, fate: &TableFate) -> Vec<Kept<'c>> {
    let columns = was.columns.iter().enumerate();
    let kept = columns.filter_map(|(before, column)| {
        let now = fate.kept(&column.name)?;
        let after = is.columns.iter().position(|other| other.name == *now)?;
        let computed = |column: &Column| column.generated.is_some();
        let key = was.primary_key();
        (!computed(column) && !computed(&is.columns[after])).then(|| Kept {
            name: &column.name,
            before,
            after,
            is_key: key.is_some_and(|key| key.columns.contains(&column.name)),
        })
    });
    kept.collect()
}

fn by_key(was: &TableRows, is: &TableRows, fate: &TableFate, kept: &[Kept<'_>]) -> Vec<String> {
    let key = |row: &TextRow, place: fn(&Kept<'_>) -> usize| -> Vec<Option<String>> {
        let columns = kept.iter().filter(|column| column.is_key);
        columns
            .map(|column| row.at(place(column)).map(str::to_owned))
            .collect()
    };
    let now: BTreeMap<_, _> = (is.rows.iter())
        .map(|row| (key(row, |column| column.after), row))
        .collect();
    let mut gone = Vec::new();
    let mut changed: BTreeMap<&Name, Vec<String>> = BTreeMap::new();
    for row in &was.rows {
        let Some(after) = now.get(&key(row, |column| column.before)) else {
            gone.push(format!("the row {} is gone", shown_key(row, kept)));
            continue;
        };
        for column in kept {
            let (old, new) = (row.at(column.before), after.at(column.after));
            if old != new {
                let line = format!(
                    "of the row {}: {} became {}",
                    shown_key(row, kept),
                    shown(old),
                    shown(new)
                );
                changed.entry(column.name).or_default().push(line);
            }
        }
    }
    if fate.loses_rows {
        gone.clear();
    }
    let table = &was.table.name;
    let mut told = few(gone, &table.to_string());
    for (column, lines) in changed {
        told.extend(few(lines, &format!("{table}.{column}")));
    }
    told
}

/// Without a key, a row is what it holds.
fn as_a_heap(was: &TableRows, is: &TableRows, fate: &TableFate, kept: &[Kept<'_>]) -> Vec<String> {
    if fate.loses_rows || kept.is_empty() {
        return Vec::new();
    }
    let mut now: BTreeMap<Vec<Option<&str>>, usize> = BTreeMap::new();
    for row in &is.rows {
        let held = kept.iter().map(|column| row.at(column.after)).collect();
        *now.entry(held).or_default() += 1;
    }
    let mut gone = Vec::new();
    for row in &was.rows {
        let held: Vec<_> = kept.iter().map(|column| row.at(column.before)).collect();
        match now.get_mut(&held) {
            Some(count) if *count > 0 => *count -= 1,
            _ => {
                let held: Vec<_> = held.into_iter().map(shown).collect();
                gone.push(format!("the row ({}) is gone or changed", held.join(", ")));
            }
        }
    }
    few(gone, &was.table.name.to_string())
}

/// What differs after the same upgrade of the same rows: what was left behind, and what is not repeatable. Moments and
/// random identifiers may be others.
pub(super) fn unrepeatable(first: &Contents, second: &Contents) -> Vec<String> {
    let mut told = Vec::new();
    for (name, was) in first {
        let is = second.get(name).filter(|is| !Rc::ptr_eq(was, is));
        let Some(is) = is else { continue };
        if was.rows.len() != is.rows.len() {
            told.push(format!(
                "{name}: {} rows the first time, {} the second",
                was.rows.len(),
                is.rows.len()
            ));
            continue;
        }
        let kept: Vec<_> = (was.table.columns.iter().enumerate())
            .filter(|(_, column)| column.generated.is_none() && repeats(&column.column_type))
            .filter_map(|(before, column)| {
                let after = is
                    .table
                    .columns
                    .iter()
                    .position(|other| other.name == column.name)?;
                let key = was.table.primary_key();
                let is_key = key.is_some_and(|key| key.columns.contains(&column.name));
                Some(Kept {
                    name: &column.name,
                    before,
                    after,
                    is_key,
                })
            })
            .collect();
        if was.table.primary_key().is_some() {
            told.extend(by_key(was, is, &TableFate::without_rows(), &kept));
        }
    }
    told
}

const fn repeats(column_type: &ColumnType) -> bool {
    !matches!(
        column_type,
        ColumnType::Timestamp
            | ColumnType::Timestamptz
            | ColumnType::Datetime
            | ColumnType::Date
            | ColumnType::Time
            | ColumnType::Uuid
    )
}

/// The first few, and how many there are.
fn few(lines: Vec<String>, what: &str) -> Vec<String> {
    let more = lines.len().saturating_sub(TOLD);
    let mut told: Vec<_> = lines
        .into_iter()
        .take(TOLD)
        .map(|line| format!("{what}: {line}"))
        .collect();
    if more > 0 {
        told.push(format!("{what}: {more} more like these"));
    }
    told
}

fn shown_key(row: &TextRow, kept: &[Kept<'_>]) -> String {
    let parts = kept.iter().filter(|column| column.is_key);
    let parts: Vec<_> = parts
        .map(|column| format!("{} = {}", column.name, shown(row.at(column.before))))
        .collect();
    format!("with {}", parts.join(", "))
}

fn shown(cell: Option<&str>) -> String {
    cell.map_or_else(
        || "NULL".to_owned(),
        |text| format!("`{}`", text.escape_debug()),
    )
}
