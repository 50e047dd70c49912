//! The schema that an application declares in its `schema.rs`: the grammar of `table!`, Diesel's and ours.
//!
//! Ours is a superset: one helper attribute, `#[migrate(…)]`, says what Diesel's grammar cannot. The macro takes it out
//! again, so that what Diesel sees is its own `table!`; the runtime reads the whole of it from the file's text.
//!
//! ```
//! use migrate_graph::declared::{DefaultValue, File};
//!
//! let file = File::parse(
//!     r#"
//!     migrate_runtime::table! {
//!         users (id) {
//!             id -> BigInt,
//!             #[migrate(default = "light")]
//!             theme -> Text,
//!         }
//!     }
//!     "#,
//! )
//! .expect("the declaration is sound");
//!
//! let theme = &file.tables[0].columns[1];
//! assert_eq!(theme.default, Some(DefaultValue::Text("light".into())));
//! ```

mod attribute;
mod column;
mod entry;
mod file;
mod sql_type;
mod table;

use proc_macro2::Span;

pub use file::{File, FileProblem, Join, NamedType};
pub use sql_type::SqlType;
pub use table::{TableMacro, table};

/// One `table!`.
#[derive(Debug, Clone)]
pub struct Table {
    /// The namespace before the dot, if there is one.
    pub schema: Option<String>,
    /// The Rust name, by which the rest of the file speaks of the table.
    pub name: String,
    /// The database's name: `#[sql_name]`, else the Rust name.
    pub sql_name: String,
    /// The Rust names of the key's columns.
    pub primary_key: Vec<String>,
    /// The columns in order.
    pub columns: Vec<Column>,
    /// The doc comment.
    pub comment: Option<String>,
    /// The name that the table had before.
    pub was: Option<String>,
    /// Indexes over any number of columns.
    pub indexes: Vec<Index>,
    /// Unique constraints over any number of columns.
    pub uniques: Vec<Unique>,
    /// Checks over any number of columns.
    pub checks: Vec<Check>,
    /// References over any number of columns.
    pub foreign_keys: Vec<ForeignKey>,
    /// Whether the declaration says everything about the table. Diesel's own `table!` does not: what it has no words for
    /// is as it is.
    pub complete: bool,
    /// The line of the name in its file, from 1; what it is inside a macro is the compiler's affair.
    pub line: usize,
    /// Where the name stands.
    pub span: Span,
}

impl Table {
    /// The column with a Rust name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// One column of a `table!`.
#[derive(Debug, Clone)]
pub struct Column {
    /// The Rust name.
    pub name: String,
    /// The database's name: `#[sql_name]`, else the Rust name.
    pub sql_name: String,
    /// Diesel's type, without the `Nullable` around it.
    pub sql_type: SqlType,
    /// Whether the type is `Nullable<…>`.
    pub nullable: bool,
    /// Diesel's `#[max_length]`, in characters.
    pub max_length: Option<u32>,
    /// The doc comment.
    pub comment: Option<String>,
    /// What stands in a row that does not say.
    pub default: Option<DefaultValue>,
    /// Whether the database numbers the rows.
    pub auto_increment: bool,
    /// The type in the database's own words, where Diesel's type does not tell.
    pub native_type: Option<String>,
    /// The expression that makes the value.
    pub generated: Option<Generated>,
    /// The order of text.
    pub collation: Option<String>,
    /// The labels, if the type is an enum.
    pub labels: Vec<String>,
    /// The name that the column had before.
    pub was: Option<String>,
    /// Where the name stands.
    pub span: Span,
}

/// A column's default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefaultValue {
    /// A string.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// An expression: `sql("now()")`.
    Sql(String),
}

/// What makes a generated column's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The expression.
    pub expression: String,
    /// Whether it is computed when read instead of stored.
    pub is_virtual: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its name, if it is not the convention's.
    pub name: Option<String>,
    /// Rust names of columns, in order.
    pub columns: Vec<String>,
    /// Whether no two rows may have the same key.
    pub unique: bool,
    /// Which rows it holds: an SQL condition.
    pub predicate: Option<String>,
    /// How it is built (`gin`).
    pub method: Option<String>,
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unique {
    /// Its name, if it is not the convention's.
    pub name: Option<String>,
    /// Rust names of columns, in order.
    pub columns: Vec<String>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name, if it is not the convention's.
    pub name: Option<String>,
    /// The Rust name of the column that it stands beside.
    pub column: Option<String>,
    /// The condition that holds for every row.
    pub expression: String,
}

/// A reference to another table, or to the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// Its name, if it is not the convention's.
    pub name: Option<String>,
    /// Rust names of columns, in order.
    pub columns: Vec<String>,
    /// The Rust name of the table that is referred to.
    pub table: String,
    /// Rust names of its columns, in order.
    pub referenced: Vec<String>,
    /// What happens when the row referred to goes.
    pub on_delete: Action,
    /// What happens when its key changes.
    pub on_update: Action,
}

/// What a reference does when the row that it refers to changes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Action {
    /// The change is refused at the end of the statement or transaction.
    #[default]
    NoAction,
    /// The change is refused at once.
    Restrict,
    /// The row goes or changes with it.
    Cascade,
    /// The columns become NULL.
    SetNull,
    /// The columns get their defaults.
    SetDefault,
}
