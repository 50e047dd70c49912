//! Changes what is said about a column.

use super::{ApplyError, Change, Online, Operation, Position, lookup};
use crate::schema::{
    Column, ColumnType, DefaultValue, Generated, Name, Numbering, QualifiedName, Schema,
};

/// Changes what is said about a column; what is not said stays.
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
    /// What MySQL writes into the column whenever another one of its row changes, as SQL text.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub on_update: Change<String>,
    /// How the database computes the column from now on; a column that stops being computed keeps its values.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub generated: Change<Generated>,
    /// How the database numbers rows from now on.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub numbering: Change<Numbering>,
    /// The collation from now on.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub collation: Change<Name>,
    /// The comment from now on.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub comment: Change<String>,
    /// Where the column stands from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// How MySQL and MariaDB shall do it.
    #[serde(default, skip_serializing_if = "Online::is_silent")]
    pub online: Online,
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

impl AlterColumn {
    /// A change that says nothing yet.
    #[must_use]
    pub fn new(table: QualifiedName, column: Name) -> Self {
        Self {
            table,
            column,
            column_type: None,
            nullable: None,
            default: Change::Keep,
            on_update: Change::Keep,
            generated: Change::Keep,
            numbering: Change::Keep,
            collation: Change::Keep,
            comment: Change::Keep,
            position: None,
            online: Online::default(),
        }
    }

    /// Whether it changes something.
    fn says_something(&self) -> bool {
        let nothing = Self {
            online: self.online,
            ..Self::new(self.table.clone(), self.column.clone())
        };
        *self != nothing
    }

    /// Changes the column; a collation does not outlive the text that it was for.
    pub(crate) fn change(&self, column: &mut Column) {
        if let Some(new) = &self.column_type {
            column.column_type = new.to.clone();
            if !column.column_type.may_have_collation() {
                column.collation = None;
            }
        }
        if let Some(nullable) = self.nullable {
            column.nullable = nullable;
        }
        self.default.apply(&mut column.default);
        self.on_update.apply(&mut column.on_update);
        self.generated.apply(&mut column.generated);
        self.numbering.apply(&mut column.numbering);
        self.collation.apply(&mut column.collation);
        self.comment.apply(&mut column.comment);
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if !self.says_something() {
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
        accept_computed(column, &self.table)?;
        match &self.position {
            Some(position) => position.place(table, &self.column),
            None => Ok(()),
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let table = before.table(&self.table)?;
        let column = table.column(&self.column)?;
        let position = Position::of(table, &self.column);
        Some(vec![Operation::AlterColumn(Self {
            table: self.table.clone(),
            column: self.column.clone(),
            column_type: self.column_type.as_ref().map(|_| NewType {
                to: column.column_type.clone(),
                using: None,
            }),
            nullable: self.nullable.map(|_| column.nullable),
            default: self.default.back_to(column.default.as_ref()),
            on_update: self.on_update.back_to(column.on_update.as_ref()),
            generated: self.generated.back_to(column.generated.as_ref()),
            numbering: self.numbering.back_to(column.numbering.as_ref()),
            collation: self.collation_back_to(column),
            comment: self.comment.back_to(column.comment.as_ref()),
            position: self.position.as_ref().and(position),
            online: Online::default(),
        })])
    }

    /// A change of type may have taken the collation away.
    fn collation_back_to(&self, before: &Column) -> Change<Name> {
        let mut after = before.clone();
        self.change(&mut after);
        match &before.collation {
            Some(collation) if after.collation.is_none() => Change::Set(collation.clone()),
            _ => self.collation.back_to(before.collation.as_ref()),
        }
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
        changes.extend(self.default.describe("default"));
        changes.extend(self.on_update.describe("value on update"));
        changes.extend(self.generated.describe("generated"));
        changes.extend(self.numbering.describe("numbering"));
        changes.extend(self.collation.describe("collation"));
        if !self.comment.is_keep() {
            changes.push("comment".into());
        }
        match &self.position {
            None => {}
            Some(Position::First) => changes.push("first".into()),
            Some(Position::After(other)) => changes.push(format!("after `{other}`")),
        }
        format!(
            "alter column `{}` of table `{}`: {}",
            self.column,
            self.table,
            changes.join(", ")
        )
    }
}

/// A column that the database computes has nothing else to take its values from.
fn accept_computed(column: &Column, table: &QualifiedName) -> Result<(), ApplyError> {
    let other = match column {
        Column {
            generated: None, ..
        } => return Ok(()),
        Column {
            default: Some(_), ..
        } => "default: say `.drop_default()`",
        Column {
            numbering: Some(_), ..
        } => "numbers: say `.drop_auto_increment()`",
        Column {
            on_update: Some(_), ..
        } => "value on update: say `.drop_touched()`",
        _ => return Ok(()),
    };
    let why = format!(
        "the generated column `{}` of table `{table}` can have no {other}",
        column.name
    );
    Err(ApplyError::Invalid { why })
}
