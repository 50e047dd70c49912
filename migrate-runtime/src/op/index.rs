//! What may be said about an index where it is written.

use super::IntoNames;
use crate::operation::{Algorithm, Existence, IndexBuild, Lock, Online};
use crate::schema::{Index, Name, UniqueNulls};

/// An index that is being written; `Place` is where.
pub struct IndexBuilder<'a, Place = InTable> {
    pub(super) index: &'a mut Index,
    pub(super) place: Place,
}

/// The place of an index inside `create_table`.
pub struct InTable;
/// The place of an index that `create_index` writes.
pub struct Alone<'a> {
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) build: &'a mut IndexBuild,
    pub(super) online: &'a mut Online,
}

impl<Place> IndexBuilder<'_, Place> {
    /// Names the index instead of the naming convention.
    pub fn named(self, name: impl Into<Name>) -> Self {
        self.index.name = name.into();
        self
    }

    /// Refuses a second row with equal keys.
    pub fn unique(self) -> Self {
        self.index.unique = true;
        self
    }

    /// Takes two `NULL`s for equal (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        self.index.nulls = UniqueNulls::NotDistinct;
        self
    }

    /// Covers only the rows for which SQL text is true.
    pub fn where_sql(self, predicate: impl Into<String>) -> Self {
        self.index.predicate = Some(predicate.into());
        self
    }

    /// Chooses the access method: `gin`, `hash`, …
    pub fn using(self, method: impl Into<Name>) -> Self {
        self.index.method = Some(method.into());
        self
    }

    /// Carries further columns without ordering by them (PostgreSQL).
    pub fn include(self, columns: impl IntoNames) -> Self {
        self.index.include = columns.into_names();
        self
    }

    /// Adds a comment.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        self.index.comment = Some(comment.into());
        self
    }
}

impl IndexBuilder<'_, Alone<'_>> {
    /// Leaves the step out where the table has an index of this name, whatever it looks like.
    pub fn if_not_exists(self) -> Self {
        *self.place.existence = Some(Existence::Missing);
        self
    }

    /// Builds the index beside the writers; PostgreSQL does so outside any transaction.
    pub fn concurrently(self) -> Self {
        *self.place.build = IndexBuild::Concurrently;
        self
    }

    /// Demands how MySQL and MariaDB build the index; they refuse rather than do otherwise, others ignore it.
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        self.place.online.algorithm = Some(algorithm);
        self
    }

    /// Demands what others may do with the table meanwhile on MySQL and MariaDB; others ignore it.
    pub fn lock(self, lock: Lock) -> Self {
        self.place.online.lock = Some(lock);
        self
    }
}

/// An index that is being dropped.
pub struct DropIndexBuilder<'a> {
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) build: &'a mut IndexBuild,
    pub(super) online: &'a mut Online,
}

impl DropIndexBuilder<'_> {
    /// Leaves the step out where the table has no such index.
    pub fn if_exists(self) -> Self {
        *self.existence = Some(Existence::Exists);
        self
    }

    /// Drops the index beside the writers; PostgreSQL does so outside any transaction.
    pub fn concurrently(self) -> Self {
        *self.build = IndexBuild::Concurrently;
        self
    }

    /// Demands how MySQL and MariaDB drop the index; they refuse rather than do otherwise, others ignore it.
    pub fn algorithm(self, algorithm: Algorithm) -> Self {
        self.online.algorithm = Some(algorithm);
        self
    }

    /// Demands what others may do with the table meanwhile on MySQL and MariaDB; others ignore it.
    pub fn lock(self, lock: Lock) -> Self {
        self.online.lock = Some(lock);
        self
    }
}
