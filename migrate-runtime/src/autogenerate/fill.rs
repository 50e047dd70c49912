//! Columns that must have a value from a change on: the rows that are there get theirs before it is demanded.

use std::collections::BTreeMap;

use super::{Body, Comparison, render};
use crate::backend::plain_name;
use crate::connection::BackendKind;
use crate::operation::{AddColumn, AlterColumn, Change, Operation, Update};
use crate::schema::{DefaultValue, Name, NamingConvention, QualifiedName};

/// A column that must have a value from a change on, while rows that are there may have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand<'a> {
    /// The table, by its name after the change.
    pub table: &'a QualifiedName,
    /// The column, by its name after the change.
    pub column: &'a Name,
    /// Whether the column comes with the change: then no row has a value yet.
    pub is_new: bool,
}

/// What the rows that are there get in a column that must have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The value of this SQL expression.
    Sql(String),
    /// What the author will write.
    ByHand,
}

/// What rows get, by table and column.
pub type Fills = BTreeMap<(QualifiedName, Name), Fill>;

impl Comparison {
    /// The columns that demand a value which rows may not have: new ones that bring none, and those that could be empty
    /// so far.
    pub fn demands(&self) -> impl Iterator<Item = Demand<'_>> {
        let operations = self.differences.operations();
        operations.filter_map(|operation| match operation {
            Operation::AddColumn(add) if demands_a_value(add) => Some(Demand {
                table: &add.table,
                column: &add.column.name,
                is_new: true,
            }),
            Operation::AlterColumn(alter) if alter.nullable == Some(false) => Some(Demand {
                table: &alter.table,
                column: &alter.column,
                is_new: false,
            }),
            _ => None,
        })
    }
}

/// How the steps of a migration are written.
#[derive(Clone, Copy)]
pub(super) struct Writing<'a> {
    pub(super) kind: BackendKind,
    pub(super) convention: &'a NamingConvention,
}

impl Writing<'_> {
    pub(super) fn step(self, operation: &Operation, fills: &Fills) -> Body {
        let filled =
            |table: &QualifiedName, column: &Name| fills.get(&(table.clone(), column.clone()));
        match operation {
            Operation::AddColumn(add) => match filled(&add.table, &add.column.name) {
                Some(fill) => self.added(add, fill),
                None => self.plain(operation),
            },
            Operation::AlterColumn(alter) if alter.nullable == Some(false) => {
                match filled(&alter.table, &alter.column) {
                    Some(fill) => self.altered(alter, fill),
                    None => self.plain(operation),
                }
            }
            operation => self.plain(operation),
        }
    }

    /// By the time of a downgrade there are rows, whose values are lost, or that never had one.
    pub(super) fn step_back(self, operation: &Operation) -> Body {
        match operation {
            Operation::AddColumn(add) if demands_a_value(add) => self.added(add, &Fill::ByHand),
            Operation::AlterColumn(alter) if alter.nullable == Some(false) => {
                self.altered(alter, &Fill::ByHand)
            }
            operation => self.plain(operation),
        }
    }

    fn plain(self, operation: &Operation) -> Body {
        render([operation], self.convention)
    }

    /// The column comes without demanding anything, the rows get their value, and from then on it demands one.
    fn added(self, add: &AddColumn, fill: &Fill) -> Body {
        let mut optional = add.clone();
        optional.column.nullable = true;
        let update = Update {
            table: add.table.clone(),
            set: vec![(add.column.name.clone(), value(fill))],
            condition: None,
        };
        let mut body = self.plain(&Operation::AddColumn(optional));
        self.fill(update, fill, &mut body);
        body.append(self.plain(&demand(&add.table, &add.column.name)));
        body
    }

    /// What else changes of the column comes first: the value is one of the new type.
    fn altered(self, alter: &AlterColumn, fill: &Fill) -> Body {
        let rest = AlterColumn {
            nullable: None,
            ..alter.clone()
        };
        let mut body = Body::default();
        if rest != AlterColumn::new(alter.table.clone(), alter.column.clone()) {
            body.append(self.plain(&Operation::AlterColumn(rest)));
        }
        let value = match (&alter.default, fill) {
            // Rows that come later get it, too.
            (Change::Set(default), Fill::ByHand) => default.clone(),
            _ => value(fill),
        };
        let update = Update {
            table: alter.table.clone(),
            set: vec![(alter.column.clone(), value)],
            condition: Some(format!("{} IS NULL", plain_name(self.kind, &alter.column))),
        };
        self.fill(update, fill, &mut body);
        body.append(self.plain(&demand(&alter.table, &alter.column)));
        body
    }

    /// Rows without a value stop the run before the last step, so an author who forgets this loses nothing.
    fn fill(self, update: Update, fill: &Fill, body: &mut Body) {
        let update = self.plain(&Operation::Update(update));
        match fill {
            Fill::Sql(_) => body.append(update),
            Fill::ByHand => {
                body.lines.push(
                    "// Give the rows that are there a value; the next step is refused while one has none:"
                        .to_owned(),
                );
                let lines = update.lines.iter().map(|line| format!("// {line}"));
                body.lines.extend(lines);
            }
        }
    }
}

fn demands_a_value(add: &AddColumn) -> bool {
    let column = &add.column;
    let brings_one =
        column.default.is_some() || column.generated.is_some() || column.numbering.is_some();
    !column.nullable && !brings_one
}

fn value(fill: &Fill) -> DefaultValue {
    DefaultValue::Expression(match fill {
        Fill::Sql(sql) => sql.clone(),
        Fill::ByHand => "…".to_owned(),
    })
}

fn demand(table: &QualifiedName, column: &Name) -> Operation {
    Operation::AlterColumn(AlterColumn {
        nullable: Some(false),
        ..AlterColumn::new(table.clone(), column.clone())
    })
}
