//! What a table demands of its rows: keys, uniqueness, checks, references.

use super::{IndexKey, KeyPart, Name, QualifiedName, expression};

/// A rule over a table's rows, with its name where it has one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Constraint {
    /// The name; the naming convention gives one to every constraint that a migration writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// The rule.
    pub rule: Rule,
    /// Whether the rows that were there before it obey it.
    #[serde(default, skip_serializing_if = "Validation::is_done")]
    pub validation: Validation,
}

/// Whether the rows that were there before a constraint obey it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validation {
    /// They do.
    #[default]
    Done,
    /// Nobody has looked yet (PostgreSQL's `NOT VALID`).
    Pending,
}

impl Validation {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_done(&self) -> bool {
        *self == Self::Done
    }
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
    /// No two rows agree in every element, as its operator says (PostgreSQL).
    Exclude(Exclude),
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
    /// An exclusion constraint.
    Exclude,
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

/// Elements in which no two rows agree, each as its operator says (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Exclude {
    /// The index's access method.
    pub method: Name,
    /// The elements in order.
    pub elements: Vec<ExcludeElement>,
    /// The rows that it covers, as SQL text; all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// When the rule is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

/// An element of an exclusion constraint.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ExcludeElement {
    /// What is compared.
    pub key: IndexKey,
    /// The operator that no two rows may both be true for: `=`, `&&`.
    pub operator: String,
}

impl Exclude {
    /// The elements that are columns.
    fn columns(&self) -> impl Iterator<Item = &Name> {
        self.elements
            .iter()
            .filter_map(|element| match &element.key.part {
                KeyPart::Column(name) => Some(name),
                KeyPart::Expression(_) => None,
            })
    }

    /// The elements and the predicate that are SQL text.
    fn texts(&self) -> impl Iterator<Item = &String> {
        let elements = (self.elements.iter()).filter_map(|element| match &element.key.part {
            KeyPart::Column(_) => None,
            KeyPart::Expression(sql) => Some(sql),
        });
        elements.chain(&self.predicate)
    }
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
        Self {
            name: None,
            rule,
            validation: Validation::Done,
        }
    }

    /// A constraint with a name.
    #[must_use]
    pub fn named(name: impl Into<Name>, rule: Rule) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::unnamed(rule)
        }
    }

    /// Which kind of rule it is.
    #[must_use]
    pub const fn kind(&self) -> ConstraintKind {
        match self.rule {
            Rule::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Rule::Unique(_) => ConstraintKind::Unique,
            Rule::Check(_) => ConstraintKind::Check,
            Rule::ForeignKey(_) => ConstraintKind::ForeignKey,
            Rule::Exclude(_) => ConstraintKind::Exclude,
        }
    }

    /// The columns of its own table that it names; those inside SQL text are not among them.
    #[must_use]
    pub fn columns(&self) -> Vec<&Name> {
        match &self.rule {
            Rule::PrimaryKey(key) => key.columns.iter().collect(),
            Rule::Unique(unique) => unique.columns.iter().collect(),
            Rule::Check(_) => Vec::new(),
            Rule::ForeignKey(key) => key.columns.iter().collect(),
            Rule::Exclude(exclude) => exclude.columns().collect(),
        }
    }

    /// The SQL texts inside it.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match &self.rule {
            Rule::Check(check) => vec![&check.expression],
            Rule::Exclude(exclude) => exclude.texts().map(String::as_str).collect(),
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) => Vec::new(),
        }
    }

    /// Whether it is about the column; SQL text tells by its words.
    #[must_use]
    pub fn concerns(&self, column: &Name) -> bool {
        let mut texts = self.texts().into_iter();
        self.columns().contains(&column) || texts.any(|sql| expression::mentions(sql, column))
    }

    /// Renames a column of its own table, also inside SQL text.
    pub(crate) fn rename_column(&mut self, from: &Name, to: &Name) {
        match &mut self.rule {
            Rule::PrimaryKey(key) => expression::rename_all(&mut key.columns, from, to),
            Rule::Unique(unique) => expression::rename_all(&mut unique.columns, from, to),
            Rule::ForeignKey(key) => expression::rename_all(&mut key.columns, from, to),
            Rule::Check(check) => {
                check.expression = expression::renamed(&check.expression, from, to);
            }
            Rule::Exclude(exclude) => {
                for element in &mut exclude.elements {
                    element.key.rename_column(from, to);
                }
                if let Some(predicate) = &mut exclude.predicate {
                    *predicate = expression::renamed(predicate, from, to);
                }
            }
        }
    }
}
