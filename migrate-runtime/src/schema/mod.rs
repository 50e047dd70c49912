//! A database schema as plain data: declared, written, reflected, replayed and rendered with the same types.

mod column;
mod index;
mod name;
mod table;

use std::collections::BTreeMap;

pub use column::{Column, ColumnType, Default};
pub use index::Index;
pub use name::Name;
pub use table::{ForeignKey, ReferentialAction, Table};

/// Everything that a migration history may create in one database.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Schema {
    /// The tables by name.
    pub tables: BTreeMap<Name, Table>,
}
