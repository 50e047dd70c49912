//! What a table demands of its rows: keys, uniqueness, checks, references.

use super::{Name, QualifiedName, expression};

/// A rule over a table's rows, with its name where it has one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Constraint {
    /// The name; the naming convention gives one to every constraint that a migration writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The rule.
    pub rule: Rule,
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The columns identify a row.
    PrimaryKey(PrimaryKey),
    /// No two rows agree in the columns.
    Unique(Unique),
    /// An expression is not false for any row.
    Check(Check),
    /// The columns name a row of another table.
    ForeignKey(ForeignKey),
}

/// The kinds of constraints.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// A primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A check.
    Check,
    /// A foreign key.
    ForeignKey,
}

/// The columns that identify a row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PrimaryKey {
    /// The columns in the key's order.
    pub columns: Vec<Name>,
}

/// Columns in which no two rows agree.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unique {
    /// The columns in order.
    pub columns: Vec<Name>,
    /// How two `NULL`s compare.
    #[serde(default, skip_serializing_if = "UniqueNulls::is_distinct")]
    pub nulls: UniqueNulls,
    /// When the rule is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

/// How a unique constraint or index compares two `NULL`s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UniqueNulls {
    /// Two `NULL`s differ.
    #[default]
    Distinct,
    /// Two `NULL`s are equal (PostgreSQL 15).
    NotDistinct,
}

impl UniqueNulls {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(super) fn is_distinct(&self) -> bool {
        *self == Self::Distinct
    }
}

/// An expression that is not false for any row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Check {
    /// The SQL text.
    pub expression: String,
}

/// A reference to another table's rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ForeignKey {
    /// The referencing columns.
    pub columns: Vec<Name>,
    /// The referenced table.
    pub table: QualifiedName,
    /// The referenced columns.
    pub referenced: Vec<Name>,
    /// What deleting the referenced row does.
    #[serde(default)]
    pub on_delete: ReferentialAction,
    /// What changing the referenced columns does.
    #[serde(default)]
    pub on_update: ReferentialAction,
    /// How partly `NULL` references compare.
    #[serde(default)]
    pub match_kind: MatchKind,
    /// When the rule is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

/// What happens to referencing rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferentialAction {
    /// The change is refused at the end of the statement, or of the transaction where deferred.
    #[default]
    NoAction,
    /// The change is refused at once.
    Restrict,
    /// The referencing rows follow: they go or change as well.
    Cascade,
    /// The referencing columns become `NULL`.
    SetNull,
    /// The referencing columns take their defaults.
    SetDefault,
}

/// How a reference of several columns treats `NULL`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// One `NULL` and the reference is not checked.
    #[default]
    Simple,
    /// All columns are `NULL` or none is.
    Full,
}

/// A rule that a transaction may postpone to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// Checked at once unless the transaction asks otherwise.
    InitiallyImmediate,
    /// Checked when the transaction ends.
    InitiallyDeferred,
}

impl Constraint {
    /// A constraint without a name.
    #[must_use]
    pub const fn unnamed(rule: Rule) -> Self {
        Self { name: None, rule }
    }

    /// Which kind of rule it is.
    #[must_use]
    pub const fn kind(&self) -> ConstraintKind {
        match self.rule {
            Rule::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Rule::Unique(_) => ConstraintKind::Unique,
            Rule::Check(_) => ConstraintKind::Check,
            Rule::ForeignKey(_) => ConstraintKind::ForeignKey,
        }
    }

    /// The columns of its own table that it names; a check's are inside its text.
    #[must_use]
    pub fn columns(&self) -> &[Name] {
        match &self.rule {
            Rule::PrimaryKey(key) => &key.columns,
            Rule::Unique(unique) => &unique.columns,
            Rule::Check(_) => &[],
            Rule::ForeignKey(key) => &key.columns,
        }
    }

    /// Whether it is about the column; a check tells by its text.
    #[must_use]
    pub fn concerns(&self, column: &Name) -> bool {
        match &self.rule {
            Rule::Check(check) => expression::mentions(&check.expression, column),
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) => {
                self.columns().contains(column)
            }
        }
    }

    /// The same columns, to rename them.
    pub fn columns_mut(&mut self) -> &mut [Name] {
        match &mut self.rule {
            Rule::PrimaryKey(key) => &mut key.columns,
            Rule::Unique(unique) => &mut unique.columns,
            Rule::Check(_) => &mut [],
            Rule::ForeignKey(key) => &mut key.columns,
        }
    }
}
