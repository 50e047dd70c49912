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
mod layout;
mod sql_type;
mod table;

use proc_macro2::Span;

pub use file::{File, FileProblem, Join, NamedType};
pub use layout::{Call, Declares, Layout};
pub use sql_type::SqlType;
pub use table::{TableMacro, table};

/// Whether a macro's path is ours, which says everything about a table.
fn ours(path: &[String]) -> bool {
    path.first().is_some_and(|first| first == "migrate_runtime")
}

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
    /// What the key is called in the database; nothing where the database has none and the columns are a key to Diesel
    /// alone.
    pub key: Option<Naming>,
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
    /// Exclusion constraints.
    pub excludes: Vec<Exclude>,
    /// What one server or another lets a table say about itself.
    pub options: Options,
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
    /// Whether and how the database numbers the rows.
    pub auto_increment: Option<Numbering>,
    /// What MySQL writes whenever another column of the row changes: an SQL expression.
    pub on_update: Option<String>,
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

/// How the database numbers rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// A number is given where the row brings none.
    ByDefault,
    /// A row may not bring a number.
    Always,
}

/// What a constraint is called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Naming {
    /// What the convention calls it.
    #[default]
    Convention,
    /// By this name.
    Given(String),
    /// It has no name, as SQLite allows.
    Nothing,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Index {
    /// Its name, if it is not the convention's.
    pub name: Option<String>,
    /// What it orders by.
    pub keys: Vec<Key>,
    /// Whether no two rows may have the same key.
    pub unique: bool,
    /// Whether two `NULL`s are the same.
    pub nulls_not_distinct: bool,
    /// Which rows it holds: an SQL condition.
    pub predicate: Option<String>,
    /// How it is built (`gin`).
    pub method: Option<String>,
    /// Rust names of columns that it carries without ordering by them.
    pub include: Vec<String>,
    /// The comment.
    pub comment: Option<String>,
}

/// What an index or an exclusion constraint orders by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// What it is.
    pub part: KeyPart,
    /// Whether large values stand before small ones.
    pub descending: bool,
    /// Where `NULL`s stand, if not where the database puts them.
    pub nulls: Option<Nulls>,
    /// The order of text, if it is not the column's.
    pub collation: Option<String>,
    /// PostgreSQL's operator class.
    pub operator_class: Option<String>,
    /// How many leading characters MySQL indexes.
    pub prefix: Option<u32>,
    /// What an exclusion constraint compares by.
    pub operator: Option<String>,
}

/// A column or an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPart {
    /// The Rust name of a column.
    Column(String),
    /// An SQL expression.
    Expression(String),
}

/// Where `NULL`s stand in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before every value.
    First,
    /// After every value.
    Last,
}

impl Key {
    /// A key in the usual order.
    #[must_use]
    pub const fn new(part: KeyPart) -> Self {
        Self {
            part,
            descending: false,
            nulls: None,
            collation: None,
            operator_class: None,
            prefix: None,
            operator: None,
        }
    }

    /// The column of a Rust name, in the usual order.
    #[must_use]
    pub const fn column(name: String) -> Self {
        Self::new(KeyPart::Column(name))
    }
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unique {
    /// Its name.
    pub name: Naming,
    /// Rust names of columns, in order.
    pub columns: Vec<String>,
    /// Whether two `NULL`s are the same.
    pub nulls_not_distinct: bool,
    /// Whether a transaction may postpone it.
    pub deferrable: Option<Deferrable>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: Naming,
    /// The Rust name of the column that it stands beside.
    pub column: Option<String>,
    /// The condition that holds for every row.
    pub expression: String,
    /// Whether nobody has looked at the rows that were there before it.
    pub not_valid: bool,
}

impl Check {
    /// A check of a table that the convention names.
    #[must_use]
    pub const fn of(expression: String) -> Self {
        Self {
            name: Naming::Convention,
            column: None,
            expression,
            not_valid: false,
        }
    }
}

/// A reference to another table, or to the same one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ForeignKey {
    /// Its name.
    pub name: Naming,
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
    /// Whether all columns are `NULL` or none is.
    pub match_full: bool,
    /// Whether a transaction may postpone it.
    pub deferrable: Option<Deferrable>,
    /// Whether nobody has looked at the rows that were there before it.
    pub not_valid: bool,
}

/// Elements in which no two rows agree, each by its operator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exclude {
    /// Its name.
    pub name: Naming,
    /// How its index is built; PostgreSQL's `gist` where nothing is said.
    pub method: Option<String>,
    /// The elements in order.
    pub elements: Vec<Key>,
    /// Which rows it covers: an SQL condition.
    pub predicate: Option<String>,
    /// Whether a transaction may postpone it.
    pub deferrable: Option<Deferrable>,
}

/// A rule that a transaction may postpone to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferrable {
    /// It does so where it asks for it.
    InitiallyImmediate,
    /// It does so unless it asks otherwise.
    InitiallyDeferred,
}

/// What one server or another lets a table say about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// SQLite checks the type of every value.
    pub strict: bool,
    /// SQLite keeps the rows in the primary key's index.
    pub without_rowid: bool,
    /// MySQL's storage engine.
    pub engine: Option<String>,
    /// MySQL's default character set.
    pub charset: Option<String>,
    /// MySQL's default collation.
    pub collation: Option<String>,
    /// PostgreSQL's storage parameters, by name.
    pub storage: Vec<(String, String)>,
    /// PostgreSQL writes no log for the table.
    pub unlogged: bool,
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
