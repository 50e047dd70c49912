//! What the generator may use on a backend, and what the backend says of what was made there.

mod mysql;
mod postgres;
mod program;
mod sqlite;

use migrate_runtime::schema::{
    ColumnType, DefaultValue, Deferrable, GeneratedStorage, Literal, Name, Numbering,
    ReferentialAction, TableOptions,
};
use migrate_tests::Database;
use migrate_tests::session::Session;

use crate::random::Random;
pub(crate) use mysql::Mysql;
pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

/// A column type, and what it can be used for.
#[derive(Clone)]
pub(crate) struct Kind {
    pub(crate) column_type: ColumnType,
    pub(crate) family: Family,
    /// Whether keys and indexes take it as it is.
    pub(crate) key: bool,
}

/// What values of a type are like: decides defaults, collations and expressions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Whole,
    Number,
    Text,
    Bytes,
    Bool,
    Day,
    Moment,
    Label,
    /// No default, no expression.
    Other,
}

/// What one backend has and another lacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Feature {
    Namespaces,
    Sequences,
    EnumTypes,
    MaterializedViews,
    TableComments,
    ColumnComments,
    IndexComments,
    ViewComments,
    EnumComments,
    UniqueNulls,
    DeferrableUnique,
    IndexPredicates,
    IndexExpressions,
    IndexInclude,
    IndexNullsOrder,
    IndexPrefix,
    OnUpdate,
}

/// What the generator may use on a backend.
pub(crate) trait Palette {
    /// How many schemas a run makes.
    fn schemas(&self) -> usize;
    /// How often each attribute must come up in a run.
    fn minimum(&self) -> usize;
    /// Whether the backend has it.
    fn has(&self, feature: Feature) -> bool;
    /// The labels of `coverage::ATTRIBUTES` that the backend has no way to hold.
    fn lacks(&self) -> &'static [&'static str];

    /// Whether a name can be given to anything there.
    fn holds(&self, _name: &str) -> bool {
        true
    }

    /// Comments that break tools.
    fn comments(&self) -> &'static [&'static str] {
        &["what it's for", "two\nlines", "back\\slash \"quoted\" 😀"]
    }

    /// The types of plain columns.
    fn kinds(&self) -> Vec<Kind>;
    /// The collations of text columns and keys.
    fn collations(&self) -> &'static [&'static str];
    /// A name in quotes, for expressions.
    fn quoted(&self, name: &Name) -> String;
    /// How rows are numbered.
    fn numberings(&self) -> &'static [Numbering];
    /// When generated columns are computed.
    fn storages(&self) -> &'static [GeneratedStorage];
    /// What references do to their rows.
    fn actions(&self) -> &'static [ReferentialAction];
    /// When foreign keys may be checked.
    fn deferrables(&self) -> &'static [Deferrable];
    /// Index methods; an index with one has a single ascending key of a type that it can order.
    fn methods(&self) -> &'static [&'static str];
    /// Operator classes for text keys.
    fn operator_classes(&self) -> &'static [&'static str];
    /// A table's options; some need a primary key that is not numbered.
    fn options(&self, random: &mut Random, plain_key: bool) -> TableOptions;

    /// Defaults of such a column.
    fn defaults(&self, kind: &Kind) -> Vec<DefaultValue>;
    /// Conditions over a quoted column of the family; for checks and predicates.
    fn conditions(&self, family: Family, column: &str) -> Vec<String>;
    /// Expressions over a quoted column that give the same type; for generated columns and keys.
    fn computations(&self, family: Family, column: &str) -> Vec<String>;
    /// A query over a quoted table and column; for views.
    fn query(&self, random: &mut Random, table: &str, column: &str) -> String;
    /// A trigger's event and body over a quoted table and column; none where it needs more than one statement.
    fn trigger(&self, random: &mut Random, table: &str, column: &str) -> Option<(String, String)>;

    /// An empty database with a connection.
    fn session(&self, database: &Database, name: &str) -> Session;
    /// Everything the server itself says about the schema, one line per thing, the same for databases that were made in
    /// different orders.
    fn dump(&self, database: &Database, session: &mut Session) -> Vec<String>;
}

/// A value as a default.
fn literal(value: impl Into<Literal>) -> DefaultValue {
    DefaultValue::Literal(value.into())
}
