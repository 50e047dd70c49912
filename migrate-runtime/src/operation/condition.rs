//! What must be true for steps to run, as data: decided against a live database, or against a schema in memory.

use std::fmt;

use crate::connection::BackendKind;
use crate::schema::{Name, QualifiedName, Schema};

use super::Operation;

/// What must be true for steps to run.
///
/// ```
/// use migrate_runtime::prelude::*;
///
/// let condition = has_table("users").and(!has_column("users", "email"));
/// assert_eq!(
///     condition.to_string(),
///     "table `users` exists and column `email` of table `users` does not exist"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Something exists.
    Exists(Thing),
    /// The database is of this kind.
    Backend(BackendKind),
    /// The server's version is at least this one: major, minor, patch.
    VersionAtLeast(u32, u32, u32),
    /// The other one is false.
    Not(Box<Self>),
    /// All of them are true.
    All(Vec<Self>),
    /// One of them is true.
    Any(Vec<Self>),
}

/// Something that a catalogue knows by its name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A table.
    Table(QualifiedName),
    /// A column of a table.
    Column(QualifiedName, Name),
    /// An index of a table.
    Index(QualifiedName, Name),
    /// A constraint of a table; SQLite knows it as migrations write it.
    Constraint(QualifiedName, Name),
    /// The primary key of a table.
    PrimaryKey(QualifiedName),
    /// A view, materialised or not.
    View(QualifiedName),
    /// An enum type; only PostgreSQL has them.
    Enum(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A trigger of a table.
    Trigger(QualifiedName, Name),
    /// A namespace.
    Namespace(Name),
    /// An extension of PostgreSQL.
    Extension(Name),
}

/// Who answers what a condition asks.
pub trait Facts {
    /// Why an answer may fail.
    type Error;

    /// The kind of database.
    fn backend(&self) -> BackendKind;

    /// The server's version.
    fn version(&self) -> (u32, u32, u32);

    /// Whether something exists.
    ///
    /// # Errors
    ///
    /// Nobody can tell.
    fn exists(&mut self, thing: &Thing) -> Result<bool, Self::Error>;
}

impl Condition {
    /// Whether the condition is true.
    ///
    /// # Errors
    ///
    /// Whoever knows the facts cannot tell.
    pub fn decide<F: Facts>(&self, facts: &mut F) -> Result<bool, F::Error> {
        Ok(match self {
            Self::Exists(thing) => facts.exists(thing)?,
            Self::Backend(kind) => facts.backend() == *kind,
            Self::VersionAtLeast(major, minor, patch) => {
                facts.version() >= (*major, *minor, *patch)
            }
            Self::Not(condition) => !condition.decide(facts)?,
            Self::All(conditions) => {
                for condition in conditions {
                    if !condition.decide(facts)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Any(conditions) => {
                for condition in conditions {
                    if condition.decide(facts)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }

    /// True where both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::All(mut conditions) => {
                conditions.push(other);
                Self::All(conditions)
            }
            condition => Self::All(vec![condition, other]),
        }
    }

    /// True where one of both is.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Any(mut conditions) => {
                conditions.push(other);
                Self::Any(conditions)
            }
            condition => Self::Any(vec![condition, other]),
        }
    }

    fn joined(f: &mut fmt::Formatter<'_>, conditions: &[Self], word: &str) -> fmt::Result {
        for (place, condition) in conditions.iter().enumerate() {
            if place > 0 {
                write!(f, " {word} ")?;
            }
            match condition {
                Self::All(_) | Self::Any(_) => write!(f, "({condition})")?,
                Self::Exists(_) | Self::Backend(_) | Self::VersionAtLeast(..) | Self::Not(_) => {
                    write!(f, "{condition}")?;
                }
            }
        }
        Ok(())
    }
}

impl std::ops::Not for Condition {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Not(condition) => *condition,
            condition => Self::Not(Box::new(condition)),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(thing) => write!(f, "{thing} exists"),
            Self::Backend(kind) => write!(f, "the database is {}", product(*kind)),
            Self::VersionAtLeast(major, minor, patch) => {
                write!(f, "the server is at least {major}.{minor}.{patch}")
            }
            Self::Not(condition) => match &**condition {
                Self::Exists(thing) => write!(f, "{thing} does not exist"),
                other => write!(f, "not ({other})"),
            },
            Self::All(conditions) => Self::joined(f, conditions, "and"),
            Self::Any(conditions) => Self::joined(f, conditions, "or"),
        }
    }
}

impl Thing {
    /// Whether a schema in memory has it.
    #[must_use]
    pub fn is_in(&self, schema: &Schema) -> bool {
        match self {
            Self::Table(name) => schema.tables.contains_key(name),
            Self::Column(table, name) => {
                (schema.table(table)).is_some_and(|table| table.column(name).is_some())
            }
            Self::Index(table, name) => {
                (schema.table(table)).is_some_and(|table| table.index(name).is_some())
            }
            Self::Constraint(table, name) => {
                (schema.table(table)).is_some_and(|table| table.constraint(name).is_some())
            }
            Self::PrimaryKey(table) => {
                (schema.table(table)).is_some_and(|table| table.primary_key().is_some())
            }
            Self::View(name) => schema.views.contains_key(name),
            Self::Enum(name) => schema.enums.contains_key(name),
            Self::Sequence(name) => schema.sequences.contains_key(name),
            Self::Trigger(table, name) => {
                let key = (table.clone(), name.clone());
                schema.triggers.contains_key(&key)
            }
            Self::Namespace(name) => schema.namespaces.contains(name),
            Self::Extension(name) => schema.extensions.contains(name),
        }
    }

    /// What an operation makes or takes away, where that is one thing with a name.
    #[must_use]
    pub fn of(operation: &Operation) -> Option<Self> {
        Some(match operation {
            Operation::CreateTable(create) => Self::Table(create.table.name.clone()),
            Operation::DropTable(drop) => Self::Table(drop.table.clone()),
            Operation::AddColumn(add) => Self::Column(add.table.clone(), add.column.name.clone()),
            Operation::DropColumn(drop) => Self::Column(drop.table.clone(), drop.column.clone()),
            Operation::CreateIndex(create) => {
                Self::Index(create.table.clone(), create.index.name.clone())
            }
            Operation::DropIndex(drop) => Self::Index(drop.table.clone(), drop.index.clone()),
            Operation::DropConstraint(drop) => match drop.kind {
                Some(crate::schema::ConstraintKind::PrimaryKey) => {
                    Self::PrimaryKey(drop.table.clone())
                }
                _ => Self::Constraint(drop.table.clone(), drop.name.clone()),
            },
            Operation::CreateEnum(create) => Self::Enum(create.enum_type.name.clone()),
            Operation::DropEnum(drop) => Self::Enum(drop.name.clone()),
            Operation::CreateSequence(create) => Self::Sequence(create.sequence.name.clone()),
            Operation::DropSequence(drop) => Self::Sequence(drop.name.clone()),
            Operation::CreateView(create) => Self::View(create.view.name.clone()),
            Operation::DropView(drop) => Self::View(drop.name.clone()),
            Operation::CreateTrigger(create) => {
                let trigger = &create.trigger;
                Self::Trigger(trigger.table.clone(), trigger.name.clone())
            }
            Operation::DropTrigger(drop) => Self::Trigger(drop.table.clone(), drop.name.clone()),
            Operation::CreateNamespace(create) => Self::Namespace(create.name.clone()),
            Operation::DropNamespace(drop) => Self::Namespace(drop.name.clone()),
            Operation::CreateExtension(create) => Self::Extension(create.name.clone()),
            Operation::DropExtension(drop) => Self::Extension(drop.name.clone()),
            Operation::AddConstraint(add) => {
                Self::Constraint(add.table.clone(), add.constraint.name.clone()?)
            }
            Operation::RenameTable(_)
            | Operation::CommentOnTable(_)
            | Operation::RenameColumn(_)
            | Operation::AlterColumn(_)
            | Operation::RenameIndex(_)
            | Operation::RenameConstraint(_)
            | Operation::AddEnumLabel(_)
            | Operation::RenameEnumLabel(_)
            | Operation::DropEnumLabel(_)
            | Operation::AlterTableOptions(_)
            | Operation::ValidateConstraint(_)
            // Functions of one name are told apart by their arguments.
            | Operation::CreateFunction(_)
            | Operation::DropFunction(_)
            | Operation::AlterSequence(_)
            | Operation::MoveTable(_)
            | Operation::RefreshView(_)
            | Operation::RenameObject(_)
            | Operation::ReplaceView(_)
            | Operation::Insert(_)
            | Operation::Update(_)
            | Operation::Backfill(_)
            | Operation::Delete(_)
            | Operation::Execute(_)
            | Operation::Run(_) => return None,
        })
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(name) => write!(f, "table `{name}`"),
            Self::Column(table, name) => write!(f, "column `{name}` of table `{table}`"),
            Self::Index(table, name) => write!(f, "index `{name}` of table `{table}`"),
            Self::Constraint(table, name) => write!(f, "constraint `{name}` of table `{table}`"),
            Self::PrimaryKey(table) => write!(f, "the primary key of table `{table}`"),
            Self::View(name) => write!(f, "view `{name}`"),
            Self::Enum(name) => write!(f, "enum type `{name}`"),
            Self::Sequence(name) => write!(f, "sequence `{name}`"),
            Self::Trigger(table, name) => write!(f, "trigger `{name}` of table `{table}`"),
            Self::Namespace(name) => write!(f, "schema `{name}`"),
            Self::Extension(name) => write!(f, "extension `{name}`"),
        }
    }
}

const fn product(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Sqlite => "SQLite",
        BackendKind::Postgres => "PostgreSQL",
        BackendKind::Mysql => "MySQL or MariaDB",
    }
}

/// True where the table exists.
#[must_use]
pub fn has_table(table: impl Into<QualifiedName>) -> Condition {
    Condition::Exists(Thing::Table(table.into()))
}

/// True where the table exists and has the column.
#[must_use]
pub fn has_column(table: impl Into<QualifiedName>, column: impl Into<Name>) -> Condition {
    Condition::Exists(Thing::Column(table.into(), column.into()))
}

/// True where the table exists and has the index.
#[must_use]
pub fn has_index(table: impl Into<QualifiedName>, index: impl Into<Name>) -> Condition {
    Condition::Exists(Thing::Index(table.into(), index.into()))
}

/// True where the table exists and has the constraint.
#[must_use]
pub fn has_constraint(table: impl Into<QualifiedName>, constraint: impl Into<Name>) -> Condition {
    Condition::Exists(Thing::Constraint(table.into(), constraint.into()))
}

/// True where the view exists, materialised or not.
#[must_use]
pub fn has_view(view: impl Into<QualifiedName>) -> Condition {
    Condition::Exists(Thing::View(view.into()))
}

/// True where the enum type exists; only PostgreSQL has them.
#[must_use]
pub fn has_enum(name: impl Into<QualifiedName>) -> Condition {
    Condition::Exists(Thing::Enum(name.into()))
}

/// True where the sequence exists.
#[must_use]
pub fn has_sequence(name: impl Into<QualifiedName>) -> Condition {
    Condition::Exists(Thing::Sequence(name.into()))
}

/// True on databases of this kind.
#[must_use]
pub const fn on_backend(kind: BackendKind) -> Condition {
    Condition::Backend(kind)
}

/// True where the server's version is at least this one: major, minor, patch.
#[must_use]
pub const fn version_at_least(major: u32, minor: u32, patch: u32) -> Condition {
    Condition::VersionAtLeast(major, minor, patch)
}
