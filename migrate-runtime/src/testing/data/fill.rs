//! Rows that the tables take: within types and constraints, by what the next revision demands of them, too.

use std::collections::{BTreeMap, BTreeSet};

use super::sample::Sample;
use super::values::{self, Dice};
use crate::backend::{self, Server, cell_value, cells};
use crate::connection::{Database, TextRow};
use crate::error::Error;
use crate::operation::{Delete, Insert, Operation};
use crate::schema::{
    Column, ColumnType, ForeignKey, Index, KeyPart, Literal, Name, Numbering, QualifiedName, Rule,
    Schema, Table,
};

/// Fills the tables of a database.
pub(super) struct Filler<'a> {
    pub(super) database: &'a mut dyn Database,
    pub(super) server: &'a Server,
    /// What the database holds.
    pub(super) schema: &'a Schema,
    /// What it will hold after the next revision, by the names of now.
    pub(super) next: &'a BTreeMap<QualifiedName, Demands>,
    /// What the values are drawn from.
    pub(super) seed: u64,
    /// Which rows are written.
    pub(super) sample: &'a Sample,
    /// Whether the rows that are there stay.
    pub(super) keeps: bool,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// The tables.
    pub(super) tables: BTreeSet<QualifiedName>,
    /// Those that stay empty, and why.
    pub(super) notes: Vec<String>,
}

/// What is demanded of the rows of a table beside what its columns' types say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Demands {
    not_null: BTreeSet<Name>,
    unique: BTreeSet<Vec<Name>>,
    references: Vec<ForeignKey>,
    checks: BTreeSet<String>,
    shorter: BTreeMap<Name, ColumnType>,
}

impl Demands {
    /// What a table demands.
    pub(super) fn of(table: &Table) -> Self {
        let mut demands = Self::default();
        let not_null = table.columns.iter().filter(|column| !column.nullable);
        demands.not_null = not_null.map(|column| column.name.clone()).collect();
        for constraint in &table.constraints {
            match &constraint.rule {
                Rule::PrimaryKey(key) => drop(demands.unique.insert(key.columns.clone())),
                Rule::Unique(unique) => drop(demands.unique.insert(unique.columns.clone())),
                Rule::ForeignKey(key) => demands.references.push(key.clone()),
                Rule::Check(check) => drop(demands.checks.insert(check.expression.clone())),
                Rule::Exclude(_) => {}
            }
        }
        let unique = table.indexes.iter().filter(|index| index.unique);
        demands.unique.extend(unique.map(key_columns));
        let types = table.columns.iter();
        demands.shorter = types
            .map(|column| (column.name.clone(), column.column_type.clone()))
            .collect();
        demands
    }

    /// The same by the names that the columns have before.
    pub(super) fn renamed(mut self, before: impl Fn(&Name) -> Option<Name>) -> Self {
        let all = |names: &[Name]| names.iter().map(&before).collect::<Option<Vec<_>>>();
        self.not_null = self.not_null.iter().filter_map(&before).collect();
        self.unique = self.unique.iter().filter_map(|names| all(names)).collect();
        self.references
            .retain_mut(|key| all(&key.columns).map(|names| key.columns = names).is_some());
        let shorter = std::mem::take(&mut self.shorter).into_iter();
        self.shorter = shorter
            .filter_map(|(name, kind)| Some((before(&name)?, kind)))
            .collect();
        self
    }

    fn with(mut self, other: &Self) -> Self {
        self.not_null.extend(other.not_null.iter().cloned());
        self.unique.extend(other.unique.iter().cloned());
        for key in &other.references {
            if !self
                .references
                .iter()
                .any(|known| known.columns == key.columns)
            {
                self.references.push(key.clone());
            }
        }
        self.checks.extend(other.checks.iter().cloned());
        self.shorter.extend(other.shorter.clone());
        self
    }
}

/// An expression's uniqueness is that of its columns, as far as rows are made.
fn key_columns(index: &Index) -> Vec<Name> {
    let columns = index.keys.iter().filter_map(|key| match &key.part {
        KeyPart::Column(name) => Some(name.clone()),
        KeyPart::Expression(_) => None,
    });
    columns.collect()
}

impl<'a> Filler<'a> {
    /// Empties the tables and what refers to them, and fills them again; answers what was written to, and which tables
    /// stay empty and why.
    pub(super) fn fill(&mut self, tables: &BTreeSet<QualifiedName>) -> Result<Filled, Error> {
        let order = self.parents_first(tables);
        let leaving: &[&Table] = if self.keeps { &[] } else { &order };
        for table in leaving.iter().rev() {
            // What refuses to go stays: its rows are as good as new ones.
            let _ = self.run(&Operation::Delete(Delete {
                table: table.name.clone(),
                condition: "1 = 1".into(),
            }));
        }
        let mut filled = Filled::default();
        for table in order {
            filled.notes.extend(self.fill_table(table)?);
            filled.tables.insert(table.name.clone());
        }
        Ok(filled)
    }

    /// The tables and all that refer to them, each behind those that it refers to, as far as they are in no circle.
    fn parents_first(&self, tables: &BTreeSet<QualifiedName>) -> Vec<&'a Table> {
        let schema = self.schema;
        let mut chosen = tables.clone();
        loop {
            let known = chosen.len();
            for table in schema.tables.values() {
                if table.foreign_keys().any(|key| chosen.contains(&key.table)) {
                    chosen.insert(table.name.clone());
                }
            }
            if chosen.len() == known {
                break;
            }
        }
        let mut order: Vec<&Table> = Vec::new();
        while !chosen.is_empty() {
            let waits = |name: &QualifiedName| {
                let table = schema.table(name);
                let mut keys = table.into_iter().flat_map(Table::foreign_keys);
                keys.any(|key| key.table != *name && chosen.contains(&key.table))
            };
            let free: Vec<_> = chosen.iter().filter(|name| !waits(name)).cloned().collect();
            let next = if free.is_empty() {
                chosen.iter().take(1).cloned().collect()
            } else {
                free
            };
            for name in next {
                chosen.remove(&name);
                order.extend(schema.table(&name));
            }
        }
        order
    }

    fn fill_table(&mut self, table: &Table) -> Result<Option<String>, Error> {
        let mut demands = Demands::of(table);
        if let Some(next) = self.next.get(&table.name) {
            demands = demands.with(next);
        }
        let parents = self.parents(table, &demands)?;
        let columns: Vec<&Column> = table
            .columns
            .iter()
            .filter(|column| is_written(column))
            .collect();
        if columns.is_empty() {
            return Ok(None);
        }
        let called = table.name.to_string();
        let rows: Vec<_> = (self.sample.numbers(&table.name))
            .map(|number| {
                let mut dice = Dice::of_row(self.seed, &called, number);
                row(&columns, &demands, &parents, number, &mut dice)
            })
            .collect();
        if rows.is_empty() {
            return Ok(None);
        }
        let insert = |rows: Vec<Vec<Literal>>| {
            Operation::Insert(Insert {
                table: table.name.clone(),
                columns: columns.iter().map(|column| column.name.clone()).collect(),
                rows,
            })
        };
        let mut refused = None;
        if self.run(&insert(rows.clone())).is_err() {
            let mut taken = 0_usize;
            for row in rows {
                match self.run(&insert(vec![row])) {
                    Ok(()) => taken += 1,
                    Err(why) => refused = Some(why),
                }
            }
            refused = refused.filter(|_| taken == 0);
        }
        for check in &demands.checks {
            // The server knows best which rows a check forbids; one that names a column to come is not for these.
            let _ = self.run(&Operation::Delete(Delete {
                table: table.name.clone(),
                condition: format!("NOT ({check})"),
            }));
        }
        Ok(refused.map(|why| format!("no generated row fits table `{}`: {why}", table.name)))
    }

    /// The rows that each foreign key may refer to, with the referenced columns' values.
    fn parents(&mut self, table: &Table, demands: &Demands) -> Result<Vec<Parents>, Error> {
        let mut found = Vec::new();
        for key in &demands.references {
            let mut rows = Vec::new();
            if let Some(parent) = self
                .schema
                .table(&key.table)
                .filter(|parent| parent.name != table.name)
            {
                let cells = cells(self.database, self.server, parent)?;
                let referenced = referenced(parent, key);
                rows = cells.iter().map(|row| self.key(row, &referenced)).collect();
            }
            found.push(Parents {
                columns: key.columns.clone(),
                rows,
            });
        }
        Ok(found)
    }

    fn key(&self, row: &TextRow, columns: &[&Column]) -> Vec<Literal> {
        let values = columns
            .iter()
            .map(|column| match row.get(column.name.as_str()) {
                Some(cell) => cell_value(self.server, column, cell),
                None => Literal::Null,
            });
        values.collect()
    }

    fn run(&mut self, operation: &Operation) -> Result<(), String> {
        let statements = backend::statements(self.server, self.schema, operation);
        for statement in statements.map_err(|error| error.to_string())? {
            let done = self.database.batch_execute(&statement.sql);
            done.map_err(|error| error.to_string())?;
        }
        Ok(())
    }
}

/// The rows that a foreign key may refer to.
struct Parents {
    columns: Vec<Name>,
    rows: Vec<Vec<Literal>>,
}

fn referenced<'t>(parent: &'t Table, key: &ForeignKey) -> Vec<&'t Column> {
    let own = parent.primary_key().map_or(&[][..], |key| &key.columns);
    let names = if key.referenced.is_empty() {
        own
    } else {
        &key.referenced
    };
    names
        .iter()
        .filter_map(|name| parent.column(name))
        .collect()
}

/// The database computes the others, or insists on numbering them itself.
fn is_written(column: &Column) -> bool {
    column.generated.is_none() && column.numbering != Some(Numbering::Always)
}

fn row(
    columns: &[&Column],
    demands: &Demands,
    parents: &[Parents],
    number: usize,
    dice: &mut Dice,
) -> Vec<Literal> {
    let mut referred: BTreeMap<&Name, Literal> = BTreeMap::new();
    // Each key goes through its parents at another pace, so that pairs differ as long as they can.
    let mut pace = number;
    for key in parents {
        let chosen = key.rows.get(pace % key.rows.len().max(1));
        pace /= key.rows.len().max(1);
        for (place, column) in key.columns.iter().enumerate() {
            let value = chosen.and_then(|row| row.get(place)).cloned();
            referred
                .entry(column)
                .or_insert(value.unwrap_or(Literal::Null));
        }
    }
    let value = |(place, column): (usize, &&Column)| {
        if let Some(value) = referred.get(&column.name) {
            return value.clone();
        }
        let may_be_null = column.nullable && !demands.not_null.contains(&column.name);
        if may_be_null && number != 1 && (number == 0 || (number + place).is_multiple_of(5)) {
            return Literal::Null;
        }
        let kind = demands
            .shorter
            .get(&column.name)
            .unwrap_or(&column.column_type);
        let kind = narrower(&column.column_type, kind);
        let mut unique = demands.unique.iter();
        if column.numbering.is_some() || unique.any(|names| names.contains(&column.name)) {
            values::unlike_others(kind, number, dice)
        } else {
            values::any(kind, number, dice)
        }
    };
    columns.iter().enumerate().map(value).collect()
}

/// Of a column's type now and after the next revision, the one whose values fit both.
fn narrower<'t>(now: &'t ColumnType, next: &'t ColumnType) -> &'t ColumnType {
    use ColumnType::{BigInt, Char, Integer, SmallInt, Text, TinyInt, Varchar};
    let rank = |kind: &ColumnType| match kind {
        TinyInt => 1,
        SmallInt => 2,
        Integer => 3,
        BigInt => 4,
        Varchar(length) | Char(length) => 10 + u64::from(*length),
        Text => u64::MAX,
        _ => 0,
    };
    if rank(next) != 0 && rank(next) < rank(now) {
        next
    } else {
        now
    }
}
