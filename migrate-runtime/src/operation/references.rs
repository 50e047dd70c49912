//! What in a schema needs a table or a column.

use super::ApplyError;
use crate::schema::{Constraint, ForeignKey, Name, QualifiedName, Rule, Schema, Table, expression};

/// Refuses to take a table away while foreign keys of other tables reference it.
pub(super) fn table_is_free(schema: &Schema, table: &QualifiedName) -> Result<(), ApplyError> {
    in_use(
        schema,
        table,
        |key| key.table == *table,
        format!("table `{table}`"),
    )
}

/// Refuses to take a column away while foreign keys of other tables reference it.
pub(super) fn column_is_free(
    schema: &Schema,
    table: &QualifiedName,
    column: &Name,
) -> Result<(), ApplyError> {
    let references = |key: &ForeignKey| key.table == *table && key.referenced.contains(column);
    in_use(
        schema,
        table,
        references,
        format!("column `{column}` of table `{table}`"),
    )
}

fn in_use(
    schema: &Schema,
    itself: &QualifiedName,
    references: impl Fn(&ForeignKey) -> bool,
    what: String,
) -> Result<(), ApplyError> {
    for table in schema.tables.values().filter(|table| table.name != *itself) {
        for constraint in &table.constraints {
            if let Rule::ForeignKey(key) = &constraint.rule
                && references(key)
            {
                let by = format!("{} of table `{}`", described(constraint), table.name);
                return Err(ApplyError::InUse { what, by });
            }
        }
    }
    Ok(())
}

/// A constraint for people.
pub(super) fn described(constraint: &Constraint) -> String {
    let kind = constraint.kind().words();
    match &constraint.name {
        Some(name) => format!("{kind} `{name}`"),
        None => kind.to_owned(),
    }
}

/// Refuses to drop a column that a constraint or an index shares with other columns.
pub(super) fn column_stands_alone(table: &Table, column: &Name) -> Result<(), ApplyError> {
    let what = || format!("column `{column}` of table `{}`", table.name);
    for constraint in &table.constraints {
        let columns = constraint.columns();
        if columns.len() > 1 && columns.contains(&column) {
            return Err(ApplyError::InUse {
                what: what(),
                by: described(constraint),
            });
        }
    }
    for index in &table.indexes {
        let shared = index.keys.len() + index.include.len() > 1;
        if shared && index.concerns(column) {
            return Err(ApplyError::InUse {
                what: what(),
                by: format!("index `{}`", index.name),
            });
        }
    }
    for other in &table.columns {
        let computed = other.generated.as_ref();
        if computed.is_some_and(|generated| expression::mentions(&generated.expression, column)) {
            return Err(ApplyError::InUse {
                what: what(),
                by: format!("generated column `{}`", other.name),
            });
        }
    }
    Ok(())
}
