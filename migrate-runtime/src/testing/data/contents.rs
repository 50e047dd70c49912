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

/// How many rows are shown that a failure takes.
const SHOWN: usize = 8;

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

/// Reads every table; one that is as it was in `known` is taken from there, and not even asked for where it is known to
/// be untouched.
pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    schema: &Schema,
    known: &Contents,
    untouched: impl Fn(&QualifiedName) -> bool,
) -> Result<Contents, Error> {
    let mut contents = Contents::new();
    for table in schema.tables.values() {
        let known_rows = known.get(&table.name).filter(|rows| rows.table == *table);
        if let Some(rows) = known_rows.filter(|_| untouched(&table.name)) {
            contents.insert(table.name.clone(), Rc::clone(rows));
            continue;
        }
        let fingerprint = fingerprint(database, server, table)?;
        let same =
            known_rows.filter(|rows| fingerprint.is_some() && rows.fingerprint == fingerprint);
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

/// What a comparison of two moments shows.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// What differs, one line each.
    pub(super) differences: Vec<String>,
    /// How many cells were held against each other.
    pub(super) cells: u64,
}

impl Compared {
    /// The cells of these columns; `differ` is asked only where the rows are not known to be the same.
    fn hold(
        &mut self,
        (was, is): (&Rc<TableRows>, &Rc<TableRows>),
        kept: &[Kept<'_>],
        differ: impl FnOnce() -> Vec<String>,
    ) {
        self.cells += (was.rows.len() * kept.len()) as u64;
        if !Rc::ptr_eq(was, is) {
            self.differences.extend(differ());
        }
    }
}

/// What differs although no step says so.
pub(super) fn undeclared(before: &Contents, after: &Contents, effects: &Effects) -> Compared {
    let mut compared = Compared::default();
    for (name, was) in before {
        let Some(fate) = effects.table(name).filter(|fate| !fate.anything) else {
            continue;
        };
        let Some(is) = fate.now.as_ref().and_then(|now| after.get(now)) else {
            continue;
        };
        let kept = kept(&was.table, &is.table, fate);
        let keys = was.table.primary_key().map_or(0, |key| key.columns.len());
        let has_key = keys > 0 && kept.iter().filter(|column| column.is_key).count() == keys;
        if has_key {
            compared.hold((was, is), &kept, || by_key(was, is, fate, &kept));
        } else if !fate.loses_rows {
            compared.hold((was, is), &kept, || as_a_heap(was, is, &kept));
        }
    }
    compared
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
fn as_a_heap(was: &TableRows, is: &TableRows, kept: &[Kept<'_>]) -> Vec<String> {
    if kept.is_empty() {
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
pub(super) fn unrepeatable(first: &Contents, second: &Contents) -> Compared {
    let mut compared = Compared::default();
    for (name, was) in first {
        let Some(is) = second.get(name) else { continue };
        if was.rows.len() != is.rows.len() {
            compared.differences.push(format!(
                "{name}: {} rows the first time, {} the second",
                was.rows.len(),
                is.rows.len()
            ));
        } else if was.table.primary_key().is_some() {
            let kept = repeated(&was.table, &is.table);
            let differ = || by_key(was, is, &TableFate::without_rows(), &kept);
            compared.hold((was, is), &kept, differ);
        }
    }
    compared
}

/// The columns that the same upgrade fills with the same.
fn repeated<'c>(was: &'c Table, is: &Table) -> Vec<Kept<'c>> {
    let key = was.primary_key();
    let in_key = |column: &Column| key.is_some_and(|key| key.columns.contains(&column.name));
    // Rows are told apart by the whole key, whatever its columns hold.
    let columns = was.columns.iter().enumerate().filter(|(_, column)| {
        column.generated.is_none() && (in_key(column) || repeats(&column.column_type))
    });
    let kept = columns.filter_map(|(before, column)| {
        let after = is
            .columns
            .iter()
            .position(|other| other.name == column.name)?;
        Some(Kept {
            name: &column.name,
            before,
            after,
            is_key: in_key(column),
        })
    });
    kept.collect()
}

/// The rows as people read them, one line each, the first few.
pub(super) fn lines(contents: &Contents) -> Vec<String> {
    let rows = contents.values().flat_map(|of| {
        let table = &of.table;
        of.rows.iter().map(move |row| {
            let columns = table.columns.iter().enumerate();
            let cells: Vec<_> = columns
                .map(|(place, column)| format!("{} = {}", column.name, shown(row.at(place))))
                .collect();
            format!("{}: {}", table.name, cells.join(", "))
        })
    });
    let mut lines: Vec<_> = rows.collect();
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if more > 0 {
        lines.push(format!("{more} more"));
    }
    lines
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
