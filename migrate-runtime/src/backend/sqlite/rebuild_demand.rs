//! What a rebuild must not meet, looked for before it touches the table: rows that the new table would refuse or change,
//! and a table that its migrations do not know.

use super::rebuild::{Rebuild, Values};
use super::stored::{StoredObject, StoredTable};
use super::{Sqlite, index, table};
use crate::backend::Unsupported;
use crate::backend::dialect::{Dialect, single_quoted};
use crate::backend::precheck::Precheck;
use crate::backend::standard::demand::{Rows, Words, as_text, is_without_value};
use crate::backend::standard::trigger;
use crate::schema::{Column, ColumnType, Constraint, DefaultValue, Name, QualifiedName};

/// Everything to look for before `rebuild`.
pub(super) fn prechecks(rebuild: &Rebuild<'_>) -> Result<Vec<Precheck>, Unsupported> {
    let mut checks = vec![Precheck::Stored(stored(rebuild)?)];
    for column in &rebuild.new.columns {
        checks.extend(of_column(rebuild, column)?);
    }
    let old = &rebuild.old.constraints;
    let is_new = |constraint: &&Constraint| !old.iter().any(|old| old.rule == constraint.rule);
    for constraint in rebuild.new.constraints.iter().filter(is_new) {
        let needed = (rebuild.new.columns.iter())
            .filter(|column| constraint.concerns(&column.name))
            .collect::<Vec<_>>();
        if let Some(rows) = rows(rebuild, &needed)? {
            checks.extend(rows.rule(constraint)?);
        }
    }
    for index in rebuild.new.indexes.iter().filter(|index| index.unique) {
        let needed = (rebuild.new.columns.iter())
            .filter(|column| index.concerns(&column.name))
            .collect::<Vec<_>>();
        let known = rebuild.old.index(&index.name) == Some(index);
        if !known && let Some(rows) = rows(rebuild, &needed)? {
            checks.push(rows.unique_index(index)?);
        }
    }
    Ok(checks)
}

fn of_column(rebuild: &Rebuild<'_>, column: &Column) -> Result<Vec<Precheck>, Unsupported> {
    let plain = rebuild.rows()?;
    let known = rebuild.source(column);
    let Some((old, values)) = known else {
        return Ok(if is_without_value(column) {
            vec![plain.no_rows(&column.name)]
        } else {
            Vec::new()
        });
    };
    let mut checks = Vec::new();
    let value = rebuild.value(column, values)?;
    if old.nullable && !column.nullable && column.generated.is_none() {
        checks.push(plain.value(&column.name, &value));
    }
    if values.using.is_none()
        && let Some(conversion) = rebuild.conversion(column, values)?
    {
        let words = rebuild.cannot_become(column, "its value would change or be refused");
        checks.push(plain.none_where(&conversion.spoils(&value), words));
    }
    if old.column_type != column.column_type
        && let ColumnType::Enum(reference) = &column.column_type
    {
        let labels: Vec<_> = (reference.labels.iter())
            .map(|label| single_quoted(label))
            .collect();
        let words = rebuild.cannot_become(column, "it is none of the labels");
        let condition = format!("NOT ({value} IN ({}))", labels.join(", "));
        checks.push(plain.none_where(&condition, words));
    }
    Ok(checks)
}

/// The rows as the new table will have them, as far as `needed` is concerned; none where nobody can tell before.
fn rows<'a>(rebuild: &'a Rebuild<'_>, needed: &[&Column]) -> Result<Option<Rows<'a>>, Unsupported> {
    let rows = rebuild.rows()?;
    let mut columns = Vec::new();
    let mut as_they_are = true;
    for column in needed {
        let Some((old, values)) = rebuild.source(column) else {
            let Some(value) = added(&rebuild.sqlite, column)? else {
                return Ok(None);
            };
            columns.push((column.name.clone(), value));
            as_they_are = false;
            continue;
        };
        if old.generated != column.generated {
            return Ok(None);
        }
        let mut value = rebuild.value(column, values)?;
        if let Some(collation) = &column.collation {
            value += &format!(" COLLATE {}", rebuild.sqlite.name(collation)?);
        }
        as_they_are &= values.using.is_none()
            && old.name == column.name
            && old.column_type == column.column_type
            && old.collation == column.collation;
        columns.push((column.name.clone(), value));
    }
    if as_they_are {
        return Ok(Some(rows));
    }
    rows.seen_through(&columns).map(Some)
}

/// What a new column will hold in every row; none where it is not the same for all.
fn added(sqlite: &Sqlite<'_>, column: &Column) -> Result<Option<String>, Unsupported> {
    match (&column.generated, &column.default) {
        (None, None) => Ok(Some("NULL".into())),
        (None, Some(DefaultValue::Literal(literal))) => sqlite.literal(literal).map(Some),
        (None, Some(DefaultValue::Expression(_))) | (Some(_), _) => Ok(None),
    }
}

impl Rebuild<'_> {
    /// The rows of the old table.
    fn rows(&self) -> Result<Rows<'_>, Unsupported> {
        let rows = Rows::new(&self.sqlite, self.before, &self.old.name)?;
        Ok(match self.rowid()? {
            Some(word) => {
                let number = format!("{}.{word}", self.sqlite.name(&self.old.name.name)?);
                rows.or_numbered(word, as_text(&self.sqlite, &number))
            }
            None => rows,
        })
    }

    /// The old column that a column's values come from, where it is not new.
    fn source(&self, column: &Column) -> Option<(&Column, &Values<'_>)> {
        let values = self.values.get(&column.name)?;
        Some((self.old.column(values.column)?, values))
    }

    /// What is copied into a column, read from the old table.
    fn value(&self, column: &Column, values: &Values<'_>) -> Result<String, Unsupported> {
        match values.using {
            Some(sql) => Ok(format!("({sql})")),
            None => self.relabelled(column, values),
        }
    }

    fn cannot_become(&self, column: &Column, offence: &str) -> Words {
        Words {
            intention: format!(
                "column `{}` of table `{}` cannot become {}",
                column.name, self.old.name, column.column_type
            ),
            offence: offence.to_owned(),
            help: "correct these rows first, with `op.update`, or say what becomes of each value: \
                   `.set_type_using(…, \"…\")`"
                .into(),
        }
    }
}

/// The table with its indexes and triggers as the migrations have made them.
fn stored(rebuild: &Rebuild<'_>) -> Result<StoredTable, Unsupported> {
    let (sqlite, old) = (&rebuild.sqlite, rebuild.old);
    let object = |kind: &str, name: &Name, sql: String| StoredObject {
        kind: kind.to_owned(),
        name: name.as_str().to_owned(),
        sql,
    };
    let unqualified = QualifiedName::new(old.name.name.clone());
    let definition = table::definition(sqlite, old, &unqualified)?;
    let mut objects = vec![object("table", &old.name.name, definition)];
    for index in &old.indexes {
        objects.push(object(
            "index",
            &index.name,
            index::create(sqlite, &unqualified, index)?,
        ));
    }
    let triggers = rebuild.before.triggers.values();
    for trigger in triggers.filter(|trigger| trigger.table == old.name) {
        objects.push(object(
            "trigger",
            &trigger.name,
            trigger::create(sqlite, trigger)?,
        ));
    }
    let name = sqlite.literal(&old.name.name.as_str().into())?;
    Ok(StoredTable {
        table: old.name.to_string(),
        query: format!(
            "SELECT type, name, sql FROM {}sqlite_master WHERE tbl_name = {name} COLLATE NOCASE AND sql IS NOT NULL \
             UNION ALL SELECT 'temporary ' || type, name, sql FROM sqlite_temp_master WHERE tbl_name = {name} COLLATE NOCASE",
            rebuild.namespace()?
        ),
        objects,
    })
}
