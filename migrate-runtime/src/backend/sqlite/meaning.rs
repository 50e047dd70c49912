//! What SQLite understands a definition to mean: two texts that mean the same need not be spelled alike.

use diesel::QueryResult;

use super::reflect;
use crate::backend::{RawObject, Reflected};
use crate::connection::{self, Database, DatabaseUrl};
use crate::schema::{QualifiedName, Schema};

/// A table with its indexes as the catalogue tells them, and what the model has no words for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    table: Schema,
    raw: Vec<RawObject>,
}

impl Meaning {
    /// What the table called `name` is in a database; none where there is no such table.
    pub(super) fn in_database(
        database: &mut dyn Database,
        name: &str,
    ) -> QueryResult<Option<Self>> {
        Ok(Self::of(reflect::reflect(database)?, name))
    }

    /// What the table called `name` becomes by these definitions; none where SQLite does not accept them by themselves.
    pub(super) fn in_memory<'a>(
        definitions: impl IntoIterator<Item = &'a str>,
        name: &str,
    ) -> Option<Self> {
        let url = DatabaseUrl::parse(":memory:").ok()?;
        let mut database = connection::open(&url).ok()?;
        for sql in definitions {
            database.batch_execute(sql).ok()?;
        }
        Self::of(reflect::reflect(&mut *database).ok()?, name)
    }

    fn of(reflected: Reflected, name: &str) -> Option<Self> {
        let Reflected { mut schema, raw } = reflected;
        let table = schema.tables.remove(&QualifiedName::new(name))?;
        let alone = Schema {
            tables: [(table.name.clone(), table)].into(),
            ..Schema::default()
        };
        let mut normal = reflect::normalize(&alone);
        let table = normal.tables.values_mut().next()?;
        // Where a constraint or an index is written means nothing; where a column stands does.
        (table.constraints).sort_by_cached_key(|constraint| format!("{constraint:?}"));
        (table.indexes).sort_by(|left, right| left.name.cmp(&right.name));
        let inside = format!("{name}.");
        let is_its = |object: &RawObject| object.name == name || object.name.starts_with(&inside);
        Some(Self {
            table: normal,
            raw: raw.into_iter().filter(is_its).collect(),
        })
    }
}
