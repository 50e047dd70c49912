//! `ALTER TABLE … ALTER COLUMN` in PostgreSQL: all changes of a column in one statement.

use super::{Postgres, column, comment, literal};
use crate::backend::dialect::Dialect;
use crate::backend::group::Parts;
use crate::backend::{Statement, Unsupported};
use crate::operation::{AlterColumn, Change};
use crate::schema::{Column, DefaultValue, Generated, GeneratedStorage, Schema};

pub(super) fn column(
    postgres: &Postgres<'_>,
    before: &Schema,
    alter: &AlterColumn,
) -> Result<Parts, Unsupported> {
    column::accept_position(postgres, alter.position.as_ref())?;
    if let Change::Set(_) = alter.on_update {
        return Err(column::no_touch(postgres));
    }
    let table = before.table(&alter.table);
    let clauses = Clauses {
        postgres,
        alter,
        name: postgres.name(&alter.column)?,
        known: table.and_then(|table| table.column(&alter.column)),
    }
    .all()?;
    let mut parts = Parts::clauses(
        clauses
            .iter()
            .map(|clause| format!("ALTER COLUMN {clause}"))
            .collect(),
    );
    let mut behind = Vec::new();
    if let Change::Set(_) = alter.numbering {
        behind.push(number_behind_the_rows(postgres, alter)?);
    }
    behind.extend(comment(postgres, alter)?);
    parts.after = behind.into_iter().map(Statement::transactional).collect();
    Ok(parts)
}

/// A new type takes default and collation away, and whether a column is numbered or computed decides the clause.
pub(super) const fn reads_schema(alter: &AlterColumn) -> bool {
    alter.column_type.is_some()
        || !alter.collation.is_keep()
        || matches!(alter.numbering, Change::Set(_))
        || matches!(alter.generated, Change::Set(_))
}

fn comment(postgres: &Postgres<'_>, alter: &AlterColumn) -> Result<Option<String>, Unsupported> {
    let comment = match &alter.comment {
        Change::Keep => return Ok(None),
        Change::Set(comment) => Some(comment.as_str()),
        Change::Drop => None,
    };
    let (table, name) = (
        postgres.qualified(&alter.table)?,
        postgres.name(&alter.column)?,
    );
    comment::on("COLUMN", &format!("{table}.{name}"), comment).map(Some)
}

/// A new sequence begins at 1, which rows may have.
fn number_behind_the_rows(
    postgres: &Postgres<'_>,
    alter: &AlterColumn,
) -> Result<String, Unsupported> {
    let table = postgres.qualified(&alter.table)?;
    Ok(format!(
        "SELECT setval(pg_get_serial_sequence({}, {}), greatest(max({}), 0) + 1, false) FROM {table}",
        literal::text(&table)?,
        literal::text(alter.column.as_str())?,
        postgres.name(&alter.column)?
    ))
}

/// The clauses about one column, each without its `ALTER COLUMN`.
struct Clauses<'a> {
    postgres: &'a Postgres<'a>,
    alter: &'a AlterColumn,
    /// The column's name in quotes.
    name: String,
    /// The column as it is, where the history tells.
    known: Option<&'a Column>,
}

impl Clauses<'_> {
    /// What goes stands before the type, what comes behind it: a default may have no meaning in the other type.
    fn all(&self) -> Result<Vec<String>, Unsupported> {
        let mut clauses = Vec::new();
        clauses.extend(self.drop_default());
        clauses.extend(self.dropped(&self.alter.numbering, "DROP IDENTITY"));
        clauses.extend(self.dropped(&self.alter.generated, "DROP EXPRESSION"));
        clauses.extend(self.set_type()?);
        clauses.extend(self.set_default()?);
        if let Change::Set(generated) = &self.alter.generated {
            clauses.push(self.set_expression(generated)?);
        }
        match self.alter.nullable {
            Some(true) => clauses.push(format!("{} DROP NOT NULL", self.name)),
            Some(false) => clauses.push(format!("{} SET NOT NULL", self.name)),
            None => {}
        }
        clauses.extend(self.number());
        Ok(clauses)
    }

    fn dropped<T>(&self, change: &Change<T>, clause: &str) -> Option<String> {
        match change {
            Change::Drop => Some(format!("{} {clause}", self.name)),
            Change::Keep | Change::Set(_) => None,
        }
    }

    fn drop_default(&self) -> Option<String> {
        let has_one = self.known.is_none_or(|column| column.default.is_some());
        let retyped = self.alter.column_type.is_some();
        let goes = match self.alter.default {
            Change::Drop => true,
            Change::Set(_) => retyped,
            Change::Keep => retyped && self.known.is_some() && has_one,
        };
        goes.then(|| format!("{} DROP DEFAULT", self.name))
    }

    /// The default comes back behind a change of type that nobody has said anything about it with.
    fn set_default(&self) -> Result<Option<String>, Unsupported> {
        let default: Option<&DefaultValue> = match &self.alter.default {
            Change::Set(default) => Some(default),
            Change::Drop => None,
            Change::Keep if self.alter.column_type.is_none() => None,
            Change::Keep => self.known.and_then(|column| column.default.as_ref()),
        };
        let Some(default) = default else {
            return Ok(None);
        };
        let sql = column::default(self.postgres, default)?;
        Ok(Some(format!("{} SET DEFAULT {sql}", self.name)))
    }

    /// A collation is a part of the type here: whichever changes, both are said.
    fn set_type(&self) -> Result<Option<String>, Unsupported> {
        let alter = self.alter;
        if alter.column_type.is_none() && alter.collation.is_keep() {
            return Ok(None);
        }
        let to = match (&alter.column_type, self.known) {
            (Some(new), _) => &new.to,
            (None, Some(column)) => &column.column_type,
            (None, None) => return Err(self.unknown_type()),
        };
        let to = self.postgres.column_type(to)?;
        let mut sql = format!("{} TYPE {to}{}", self.name, self.collation()?);
        if let Some(new) = &alter.column_type {
            sql += " USING ";
            sql += &match &new.using {
                Some(sql) => sql.clone(),
                None => format!("{}::{to}", self.name),
            };
        }
        Ok(Some(sql))
    }

    fn collation(&self) -> Result<String, Unsupported> {
        let collation = match (&self.alter.collation, self.known) {
            (Change::Set(collation), _) => Some(collation.clone()),
            (Change::Drop, _) | (Change::Keep, None) => None,
            (Change::Keep, Some(column)) => {
                let mut after = column.clone();
                self.alter.change(&mut after);
                after.collation
            }
        };
        match collation {
            Some(collation) => Ok(format!(" COLLATE {}", self.postgres.name(&collation)?)),
            None => Ok(String::new()),
        }
    }

    fn unknown_type(&self) -> Unsupported {
        Unsupported::new(format!(
            "PostgreSQL must be told a column's type together with its collation, and the definition of column `{}` \
             of table `{}` is not known",
            self.alter.column, self.alter.table
        ))
        .help("say `.set_type(…)` as well")
    }

    fn set_expression(&self, generated: &Generated) -> Result<String, Unsupported> {
        let was = self.known.and_then(|column| column.generated.as_ref());
        let computed = was.is_some_and(|was| was.storage == generated.storage);
        if !computed && self.known.is_some() {
            let how = match generated.storage {
                GeneratedStorage::Stored => "stored",
                GeneratedStorage::Virtual => "virtual",
            };
            return Err(self.again(format!(
                "PostgreSQL cannot turn column `{}` of table `{}` into a {how} generated one",
                self.alter.column, self.alter.table
            )));
        }
        if !self.postgres.server.at_least((17, 0, 0)) {
            return Err(self.again(format!(
                "`SET EXPRESSION` needs PostgreSQL 17, and this is {}",
                self.postgres.server
            )));
        }
        Ok(format!(
            "{} SET EXPRESSION AS ({})",
            self.name, generated.expression
        ))
    }

    fn again(&self, message: String) -> Unsupported {
        Unsupported::new(message).help(format!(
            "drop the column and add it again: `op.drop_column(…)`, `op.add_column(\"{}\", \"{}\", …).generated_stored(…)`",
            self.alter.table, self.alter.column
        ))
    }

    fn number(&self) -> Option<String> {
        let Change::Set(numbering) = &self.alter.numbering else {
            return None;
        };
        let numbered = self.known.is_some_and(|column| column.numbering.is_some());
        let how = column::numbering(*numbering);
        Some(if numbered {
            format!("{} SET {how}", self.name)
        } else {
            format!("{} ADD {how} AS IDENTITY", self.name)
        })
    }
}
