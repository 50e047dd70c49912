//! A database schema as plain data: declared, written, reflected, replayed and rendered with the same types.

mod column;
mod column_type;
mod constraint;
mod enum_type;
pub(crate) mod expression;
mod function;
mod index;
mod into_column_type;
mod listed;
mod literal;
mod name;
mod naming;
mod sequence;
mod table;
mod trigger;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use column::{Column, DefaultValue, Generated, GeneratedStorage, Numbering};
pub use column_type::{ColumnType, Digits, EnumReference, NativeType};
pub use constraint::{
    Check, Constraint, ConstraintKind, Deferrable, Exclude, ExcludeElement, ForeignKey, MatchKind,
    PrimaryKey, ReferentialAction, Rule, Unique, UniqueNulls, Validation,
};
pub use enum_type::EnumType;
pub use function::{Function, FunctionKind};
pub use index::{Index, IndexKey, KeyPart, NullsOrder, SortOrder, asc, desc, expr};
pub use into_column_type::{
    IntoColumnType, array, char, custom, enum_of, numeric, unsigned, varbinary, varchar,
};
pub use literal::Literal;
pub use name::{Name, QualifiedName};
pub use naming::NamingConvention;
pub use sequence::Sequence;
pub use table::{Table, TableOptions};
pub use trigger::Trigger;
pub use view::View;

/// Everything that a migration history may create in one database.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Schema {
    /// The tables by name.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub tables: BTreeMap<QualifiedName, Table>,
    /// The views by name, materialised ones too.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub views: BTreeMap<QualifiedName, View>,
    /// The enum types by name.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<QualifiedName, EnumType>,
    /// The sequences by name; those that number a column belong to the column.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub sequences: BTreeMap<QualifiedName, Sequence>,
    /// The triggers by table and name.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub triggers: BTreeMap<(QualifiedName, Name), Trigger>,
    /// The functions and procedures by name and arguments.
    #[serde(with = "listed", skip_serializing_if = "BTreeMap::is_empty")]
    pub functions: BTreeMap<(QualifiedName, String), Function>,
    /// The extensions of PostgreSQL.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub extensions: BTreeSet<Name>,
    /// The namespaces that were created.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub namespaces: BTreeSet<Name>,
}

impl Schema {
    /// The table called `name`.
    #[must_use]
    pub fn table(&self, name: &QualifiedName) -> Option<&Table> {
        self.tables.get(name)
    }

    /// The tables with a column of the enum type called `name`.
    pub fn tables_with_enum(&self, name: &QualifiedName) -> impl Iterator<Item = &Table> {
        let uses = move |table: &&Table| table.columns_with_enum(name).next().is_some();
        self.tables.values().filter(uses)
    }

    /// The same schema with the columns, constraints and indexes of each table sorted: for comparing schemas that were
    /// reached in different ways.
    #[must_use]
    pub fn in_one_order(&self) -> Self {
        let mut schema = self.clone();
        for table in schema.tables.values_mut() {
            table
                .columns
                .sort_by(|left, right| left.name.cmp(&right.name));
            table
                .constraints
                .sort_by(|left, right| (left.kind(), &left.name).cmp(&(right.kind(), &right.name)));
            table
                .indexes
                .sort_by(|left, right| left.name.cmp(&right.name));
        }
        schema
    }
}
