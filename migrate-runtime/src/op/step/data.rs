//! Steps about rows that are part of a migration.

use crate::op::{BackfillBuilder, IntoNames, Op, UpdateBuilder};
use crate::operation::{Backfill, Delete, Insert, Operation, Update};
use crate::schema::{Literal, Name, QualifiedName};

impl Op {
    /// Inserts one row: `op.insert("roles", [("id", 1.into()), ("name", "admin".into())])`.
    #[track_caller]
    pub fn insert<const N: usize>(
        &mut self,
        table: impl Into<QualifiedName>,
        values: [(&str, Literal); N],
    ) {
        let (columns, row) = values
            .map(|(column, value)| (Name::from(column), value))
            .into_iter()
            .unzip();
        self.push_insert(table.into(), columns, vec![row]);
    }

    /// Inserts many rows, in as few statements as the server takes.
    #[track_caller]
    pub fn bulk_insert(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoNames,
        rows: impl IntoIterator<Item = Vec<Literal>>,
    ) {
        self.push_insert(
            table.into(),
            columns.into_names(),
            rows.into_iter().collect(),
        );
    }

    #[track_caller]
    fn push_insert(&mut self, table: QualifiedName, columns: Vec<Name>, rows: Vec<Vec<Literal>>) {
        self.push(Operation::Insert(Insert {
            table,
            columns,
            rows,
        }));
    }

    /// Changes rows: `op.update("users").set("active", true).where_sql("email IS NOT NULL")`.
    #[track_caller]
    pub fn update(&mut self, table: impl Into<QualifiedName>) -> UpdateBuilder<'_> {
        let operation = Operation::Update(Update {
            table: table.into(),
            set: Vec::new(),
            condition: None,
        });
        let Operation::Update(update) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        UpdateBuilder { update }
    }

    /// Changes the rows of a large table in batches: each commits by itself, so that no lock is held for long and a run
    /// that stops goes on where it stopped. A `NOT NULL` column comes to a table with rows in three steps:
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.add_column("users", "handle", Text).nullable();
    ///     op.backfill("users")
    ///         .set_sql("handle", "lower(name)")
    ///         .where_sql("handle IS NULL");
    ///     op.alter_column("users", "handle").not_null();
    /// }
    /// ```
    ///
    /// The steps before and after it are transactions of their own. It runs once for each row that is there when its
    /// batch runs; a default, or code that is deployed before, has to care for new rows.
    #[track_caller]
    pub fn backfill(&mut self, table: impl Into<QualifiedName>) -> BackfillBuilder<'_> {
        let operation = Operation::Backfill(Backfill::new(table.into()));
        let Operation::Backfill(backfill) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        BackfillBuilder { backfill }
    }

    /// Deletes the rows for which SQL text is true; whoever means all of them writes `1 = 1`.
    #[track_caller]
    pub fn delete(&mut self, table: impl Into<QualifiedName>, condition: impl Into<String>) {
        let (table, condition) = (table.into(), condition.into());
        self.push(Operation::Delete(Delete { table, condition }));
    }
}
