//! Rows whose columns are known only at run time: the ledger, the probes and the reflection read them.

use diesel::QueryableByName;
use diesel::backend::Backend;
use diesel::deserialize::{FromSql, Result};
use diesel::row::{Field, NamedRow, Row};
use diesel::sql_types::{Nullable, Text};

/// One row of a query whose columns the SQL casts to text; `None` is SQL's `NULL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    columns: Vec<(String, Option<String>)>,
}

impl TextRow {
    /// The value of the column called `name`; `None` where it is `NULL` or no such column was selected.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.columns.iter().find(|(column, _)| column == name)?;
        value.as_deref()
    }

    /// The value at a position, counted from 0.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<&str> {
        self.columns.get(position)?.1.as_deref()
    }

    /// The columns in the order selected: name and value.
    pub fn columns(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.columns
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_deref()))
    }
}

impl<DB> QueryableByName<DB> for TextRow
where
    DB: Backend,
    Option<String>: FromSql<Nullable<Text>, DB>,
{
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> Result<Self> {
        let columns = (0..row.field_count()).map(|position| {
            let field = Row::get(row, position).ok_or("a column vanished while it was read")?;
            let name = field.field_name().unwrap_or_default().to_owned();
            let value = FromSql::<Nullable<Text>, DB>::from_nullable_sql(field.value())?;
            Ok((name, value))
        });
        Ok(TextRow {
            columns: columns.collect::<Result<_>>()?,
        })
    }
}
