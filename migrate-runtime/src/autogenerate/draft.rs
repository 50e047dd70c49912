//! A comparison as the two functions of a migration.

use std::collections::BTreeMap;

use super::reversal::reversed;
use super::{Body, Comparison, Difference, render};
use crate::backend::RawObject;
use crate::operation::{AddColumn, AlterColumn, ApplyError, Operation, Update};
use crate::schema::{DefaultValue, Name, NamingConvention, QualifiedName};

/// A migration that leads from a schema that was found to the one that should be, as its author would write it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The body of `upgrade`.
    pub upgrade: Body,
    /// The body of `downgrade`, which undoes every step of it.
    pub downgrade: Body,
}

/// What the rows that are there get in a new column that must have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// The value of this SQL expression.
    Sql(String),
    /// What the author will write.
    ByHand,
}

/// What rows get in new columns, by table and column.
pub type Fills = BTreeMap<(QualifiedName, Name), Fill>;

impl Comparison {
    /// The new columns that demand a value and bring none: rows that are there have to get one.
    pub fn demanding_columns(&self) -> impl Iterator<Item = (&QualifiedName, &Name)> {
        let operations = self.differences.operations();
        let added = operations.filter_map(|operation| match operation {
            Operation::AddColumn(add) if demands_a_value(add) => Some(add),
            _ => None,
        });
        added.map(|add| (&add.table, &add.column.name))
    }

    /// Writes the differences as a migration. A column that `fills` names is added in three steps: it comes without
    /// demanding anything, the rows get their value, and from then on it demands one.
    ///
    /// # Errors
    ///
    /// The differences do not fit the schema that was found.
    pub fn draft(&self, fills: &Fills, convention: &NamingConvention) -> Result<Draft, ApplyError> {
        let mut upgrade = Body::default();
        let is_first = self.found.tables.is_empty();
        for raw in (self.raw.iter()).filter(|raw| is_first || self.touches(raw)) {
            let what = format!("{} {}", raw.kind, raw.name);
            upgrade.remark("not understood, and left as it is: ", &what);
        }
        for difference in &self.differences {
            match difference {
                Difference::Operation(operation) => {
                    upgrade.append(step(operation, fills, convention));
                }
                Difference::Words(words) => upgrade.remark("to be written by hand: ", words),
            }
        }
        let mut downgrade = Body::default();
        for operation in &reversed(&self.found, self.differences.operations())? {
            downgrade.append(step_back(operation, convention));
        }
        Ok(Draft { upgrade, downgrade })
    }

    /// Whether something that is not understood stands in or beside a table that changes.
    fn touches(&self, raw: &RawObject) -> bool {
        let (found, desired) = (&self.found.tables, &self.desired.tables);
        let mut names = found.keys().chain(desired.keys());
        names.any(|name| found.get(name) != desired.get(name) && is_about(raw, name))
    }
}

fn is_about(raw: &RawObject, table: &QualifiedName) -> bool {
    let rest = raw.name.strip_prefix(&table.to_string());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn demands_a_value(add: &AddColumn) -> bool {
    let column = &add.column;
    let brings_one =
        column.default.is_some() || column.generated.is_some() || column.numbering.is_some();
    !column.nullable && !brings_one
}

fn step(operation: &Operation, fills: &Fills, convention: &NamingConvention) -> Body {
    if let Operation::AddColumn(add) = operation
        && let Some(fill) = fills.get(&(add.table.clone(), add.column.name.clone()))
    {
        return filled(add, fill, convention);
    }
    render([operation], convention)
}

/// By the time of a downgrade there are rows, whose values are lost.
fn step_back(operation: &Operation, convention: &NamingConvention) -> Body {
    match operation {
        Operation::AddColumn(add) if demands_a_value(add) => filled(add, &Fill::ByHand, convention),
        operation => render([operation], convention),
    }
}

fn filled(add: &AddColumn, fill: &Fill, convention: &NamingConvention) -> Body {
    let mut optional = add.clone();
    optional.column.nullable = true;
    let demand = Operation::AlterColumn(AlterColumn {
        nullable: Some(false),
        ..AlterColumn::new(add.table.clone(), add.column.name.clone())
    });
    let mut body = render([&Operation::AddColumn(optional)], convention);
    match fill {
        Fill::Sql(sql) => body.append(render([&update(add, sql)], convention)),
        Fill::ByHand => body.lines.extend(by_hand(add, convention)),
    }
    body.append(render([&demand], convention));
    body
}

/// Rows without a value stop the run before the last step, so an author who forgets this loses nothing.
fn by_hand(add: &AddColumn, convention: &NamingConvention) -> Vec<String> {
    let example = render([&update(add, "…")], convention);
    let first =
        "// Give the rows that are there a value; the next step is refused while one has none:";
    let lines = example.lines.iter().map(|line| format!("// {line}"));
    std::iter::once(first.to_owned()).chain(lines).collect()
}

fn update(add: &AddColumn, sql: &str) -> Operation {
    let value = DefaultValue::Expression(sql.to_owned());
    Operation::Update(Update {
        table: add.table.clone(),
        set: vec![(add.column.name.clone(), value)],
        condition: None,
    })
}
