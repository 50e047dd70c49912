//! An index of a table.

use super::{Name, UniqueNulls, expression};

/// An index over columns or expressions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Index {
    /// The index's name.
    pub name: Name,
    /// The keys in order.
    pub keys: Vec<IndexKey>,
    /// Whether two rows with equal keys are refused.
    pub unique: bool,
    /// How a unique index compares two `NULL`s.
    #[serde(default, skip_serializing_if = "UniqueNulls::is_distinct")]
    pub nulls: UniqueNulls,
    /// The rows it covers, as SQL text; all where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// The access method (`gin`, `hash`, …); the backend's default where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Name>,
    /// Further columns that it carries without ordering by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<Name>,
    /// The comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Index {
    /// An index with the backend's default method over `keys`.
    #[must_use]
    pub fn new(name: impl Into<Name>, keys: Vec<IndexKey>) -> Self {
        Self {
            name: name.into(),
            keys,
            unique: false,
            nulls: UniqueNulls::Distinct,
            predicate: None,
            method: None,
            include: Vec::new(),
            comment: None,
        }
    }

    /// The columns that it orders by or carries; those inside expressions are not among them.
    pub fn columns(&self) -> impl Iterator<Item = &Name> {
        self.keys
            .iter()
            .filter_map(|key| match &key.part {
                KeyPart::Column(name) => Some(name),
                KeyPart::Expression(_) => None,
            })
            .chain(&self.include)
    }

    /// Renames a column, also inside SQL text.
    pub(crate) fn rename_column(&mut self, from: &Name, to: &Name) {
        for key in &mut self.keys {
            key.rename_column(from, to);
        }
        expression::rename_all(&mut self.include, from, to);
        if let Some(predicate) = &mut self.predicate {
            *predicate = expression::renamed(predicate, from, to);
        }
    }

    /// Whether it is about the column, by its keys or by its texts.
    #[must_use]
    pub fn concerns(&self, column: &Name) -> bool {
        let in_text = |sql: &String| expression::mentions(sql, column);
        self.columns().any(|name| name == column)
            || self.predicate.as_ref().is_some_and(in_text)
            || self.keys.iter().any(|key| match &key.part {
                KeyPart::Column(_) => false,
                KeyPart::Expression(sql) => in_text(sql),
            })
    }
}

/// One key of an index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IndexKey {
    /// What is ordered by.
    pub part: KeyPart,
    /// The direction.
    #[serde(default)]
    pub order: SortOrder,
    /// Where `NULL`s stand; the backend's default where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// The collation, where it is not the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<Name>,
    /// The operator class (PostgreSQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<Name>,
    /// How many leading characters are indexed (MySQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<u32>,
}

/// What a key of an index orders by.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPart {
    /// A column.
    Column(Name),
    /// SQL text.
    Expression(String),
}

/// The direction of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Small before large.
    #[default]
    Ascending,
    /// Large before small.
    Descending,
}

/// Where `NULL`s stand in an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before every value.
    First,
    /// After every value.
    Last,
}

impl IndexKey {
    /// An ascending key.
    #[must_use]
    pub const fn new(part: KeyPart) -> Self {
        Self {
            part,
            order: SortOrder::Ascending,
            nulls: None,
            collation: None,
            operator_class: None,
            prefix: None,
        }
    }

    /// Renames a column, also inside SQL text.
    pub(crate) fn rename_column(&mut self, from: &Name, to: &Name) {
        match &mut self.part {
            KeyPart::Column(name) => {
                expression::rename_all(std::slice::from_mut(name), from, to);
            }
            KeyPart::Expression(sql) => *sql = expression::renamed(sql, from, to),
        }
    }

    /// The same key, large before small.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.order = SortOrder::Descending;
        self
    }

    /// The same key with `NULL`s before every value.
    #[must_use]
    pub const fn nulls_first(mut self) -> Self {
        self.nulls = Some(NullsOrder::First);
        self
    }

    /// The same key with `NULL`s after every value.
    #[must_use]
    pub const fn nulls_last(mut self) -> Self {
        self.nulls = Some(NullsOrder::Last);
        self
    }

    /// The same key under a collation.
    #[must_use]
    pub fn collate(mut self, collation: impl Into<Name>) -> Self {
        self.collation = Some(collation.into());
        self
    }

    /// The same key with an operator class (PostgreSQL): `gin_trgm_ops`.
    #[must_use]
    pub fn operator_class(mut self, class: impl Into<Name>) -> Self {
        self.operator_class = Some(class.into());
        self
    }

    /// The same key over the first `length` characters (MySQL).
    #[must_use]
    pub const fn prefix(mut self, length: u32) -> Self {
        self.prefix = Some(length);
        self
    }
}

impl From<&str> for IndexKey {
    fn from(column: &str) -> Self {
        Self::new(KeyPart::Column(column.into()))
    }
}

impl From<Name> for IndexKey {
    fn from(column: Name) -> Self {
        Self::new(KeyPart::Column(column))
    }
}

/// An ascending index key; a name alone means the same.
pub fn asc(column: impl Into<Name>) -> IndexKey {
    IndexKey::new(KeyPart::Column(column.into()))
}

/// A descending index key: `op.create_index("posts", [desc("created_at")])`.
pub fn desc(column: impl Into<Name>) -> IndexKey {
    asc(column).descending()
}

/// SQL text as an index key: `op.create_index("users", [expr("lower(email)")])`.
pub fn expr(sql: impl Into<String>) -> IndexKey {
    IndexKey::new(KeyPart::Expression(sql.into()))
}
