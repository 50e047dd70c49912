//! Changes what is said about a column.

use super::{ApplyError, Operation, lookup};
use crate::schema::{Column, ColumnType, DefaultValue, Name, QualifiedName, Schema};

/// Changes a column's type, nullability, default or comment; what is not said stays.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlterColumn {
    /// The table.
    pub table: QualifiedName,
    /// The column.
    pub column: Name,
    /// The new type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_type: Option<NewType>,
    /// Whether `NULL` is allowed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nullable: Option<bool>,
    /// The default from now on.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub default: Change<DefaultValue>,
    /// The comment from now on.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub comment: Change<String>,
}

/// A column's new type.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewType {
    /// The type.
    pub to: ColumnType,
    /// How a value of the old type becomes one of the new, as SQL text; a cast where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
}

/// What happens to something that a column may have or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It becomes this.
    Set(T),
    /// It goes.
    Drop,
}

impl<T: Clone> Change<T> {
    /// Whether nothing happens.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    fn apply(&self, value: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Set(new) => *value = Some(new.clone()),
            Self::Drop => *value = None,
        }
    }

    /// The change that leads back to `value`.
    fn back_to(&self, value: Option<&T>) -> Self {
        match (self, value) {
            (Self::Keep, _) => Self::Keep,
            (Self::Set(_) | Self::Drop, Some(value)) => Self::Set(value.clone()),
            (Self::Set(_) | Self::Drop, None) => Self::Drop,
        }
    }
}

impl AlterColumn {
    /// A change that says nothing yet.
    #[must_use]
    pub const fn new(table: QualifiedName, column: Name) -> Self {
        Self {
            table,
            column,
            column_type: None,
            nullable: None,
            default: Change::Keep,
            comment: Change::Keep,
        }
    }

    /// Changes the column.
    pub(crate) fn change(&self, column: &mut Column) {
        if let Some(new) = &self.column_type {
            column.column_type = new.to.clone();
        }
        if let Some(nullable) = self.nullable {
            column.nullable = nullable;
        }
        self.default.apply(&mut column.default);
        self.comment.apply(&mut column.comment);
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if *self == Self::new(self.table.clone(), self.column.clone()) {
            return Err(ApplyError::Invalid {
                why: format!(
                    "`alter_column` says nothing about column `{}` of table `{}`",
                    self.column, self.table
                ),
            });
        }
        let table = lookup::table(schema, &self.table)?;
        let column = lookup::column(table, &self.column)?;
        self.change(column);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let column = before.table(&self.table)?.column(&self.column)?;
        Some(vec![Operation::AlterColumn(Self {
            table: self.table.clone(),
            column: self.column.clone(),
            column_type: self.column_type.as_ref().map(|_| NewType {
                to: column.column_type.clone(),
                using: None,
            }),
            nullable: self.nullable.map(|_| column.nullable),
            default: self.default.back_to(column.default.as_ref()),
            comment: self.comment.back_to(column.comment.as_ref()),
        })])
    }

    pub(super) fn describe(&self) -> String {
        let mut changes = Vec::new();
        if let Some(new) = &self.column_type {
            changes.push(format!("type {}", new.to));
        }
        match self.nullable {
            Some(true) => changes.push("nullable".into()),
            Some(false) => changes.push("not null".into()),
            None => {}
        }
        match self.default {
            Change::Keep => {}
            Change::Set(_) => changes.push("default".into()),
            Change::Drop => changes.push("no default".into()),
        }
        if !self.comment.is_keep() {
            changes.push("comment".into());
        }
        format!(
            "alter column `{}` of table `{}`: {}",
            self.column,
            self.table,
            changes.join(", ")
        )
    }
}
