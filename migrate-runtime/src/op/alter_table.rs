//! Changes of one table, written together.

use super::{
    Added, AddedConstraint, Alone, AlterColumnBuilder, ColumnBuilder, ConstraintBuilder,
    DropBuilder, DropColumnBuilder, DropIndexBuilder, IndexBuilder, IntoElements, IntoIndexName,
    IntoKeys, IntoNames, Op, Plain, TableOptionsBuilder,
};
use crate::schema::{
    Check, Exclude, ForeignKey, IntoColumnType, Name, PrimaryKey, QualifiedName, Unique,
};

/// A table that is being altered. Each call is the one of [`Op`] for this table.
pub struct AlterTableBuilder<'a> {
    op: &'a mut Op,
    table: QualifiedName,
}

impl Op {
    /// Changes a table: one statement where the database takes several changes in one, and one rebuild in SQLite.
    ///
    /// Neighbouring changes of a table are grouped like this wherever they are written; the closure says that they
    /// belong together.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.alter_table("users", |t| {
    ///         t.add_column("email", varchar(200)).nullable();
    ///         t.drop_column("fax");
    ///         t.alter_column("name").not_null();
    ///         t.create_unique("email");
    ///     });
    /// }
    /// ```
    pub fn alter_table(
        &mut self,
        table: impl Into<QualifiedName>,
        change: impl FnOnce(&mut AlterTableBuilder<'_>),
    ) {
        change(&mut AlterTableBuilder {
            op: self,
            table: table.into(),
        });
    }
}

impl AlterTableBuilder<'_> {
    /// Adds a column.
    #[track_caller]
    pub fn add_column<T: IntoColumnType>(
        &mut self,
        column: impl Into<Name>,
        column_type: T,
    ) -> ColumnBuilder<'_, Plain, Added<'_>> {
        self.op.add_column(&self.table, column, column_type)
    }

    /// Drops a column with its values.
    #[track_caller]
    pub fn drop_column(&mut self, column: impl Into<Name>) -> DropColumnBuilder<'_> {
        self.op.drop_column(&self.table, column)
    }

    /// Gives a column another name; constraints, indexes and references follow.
    #[track_caller]
    pub fn rename_column(&mut self, column: impl Into<Name>, to: impl Into<Name>) {
        self.op.rename_column(&self.table, column, to);
    }

    /// Changes a column. What is not said stays as it is.
    #[track_caller]
    pub fn alter_column(&mut self, column: impl Into<Name>) -> AlterColumnBuilder<'_> {
        self.op.alter_column(&self.table, column)
    }

    /// Makes columns the primary key.
    #[track_caller]
    pub fn create_primary_key(
        &mut self,
        columns: impl IntoNames,
    ) -> ConstraintBuilder<'_, PrimaryKey, AddedConstraint<'_>> {
        self.op.create_primary_key(&self.table, columns)
    }

    /// Refuses two rows with the same values.
    #[track_caller]
    pub fn create_unique(
        &mut self,
        columns: impl IntoNames,
    ) -> ConstraintBuilder<'_, Unique, AddedConstraint<'_>> {
        self.op.create_unique(&self.table, columns)
    }

    /// Refuses rows for which SQL text is false.
    #[track_caller]
    pub fn create_check(
        &mut self,
        expression: impl Into<String>,
    ) -> ConstraintBuilder<'_, Check, AddedConstraint<'_>> {
        self.op.create_check(&self.table, expression)
    }

    /// References columns of another table.
    #[track_caller]
    pub fn create_foreign_key(
        &mut self,
        columns: impl IntoNames,
        referenced_table: impl Into<QualifiedName>,
        referenced: impl IntoNames,
    ) -> ConstraintBuilder<'_, ForeignKey, AddedConstraint<'_>> {
        self.op
            .create_foreign_key(&self.table, columns, referenced_table, referenced)
    }

    /// Refuses two rows that agree in every element, as its operator says (PostgreSQL).
    #[track_caller]
    pub fn create_exclude(
        &mut self,
        elements: impl IntoElements,
    ) -> ConstraintBuilder<'_, Exclude, AddedConstraint<'_>> {
        self.op.create_exclude(&self.table, elements)
    }

    /// Looks at the rows that were there before a constraint that was added as `not_valid` (PostgreSQL).
    #[track_caller]
    pub fn validate_constraint(&mut self, name: impl Into<Name>) {
        self.op.validate_constraint(&self.table, name);
    }

    /// Drops a constraint of any kind by its name.
    #[track_caller]
    pub fn drop_constraint(&mut self, name: impl Into<Name>) -> DropBuilder<'_> {
        self.op.drop_constraint(&self.table, name)
    }

    /// Drops the primary key.
    #[track_caller]
    pub fn drop_primary_key(&mut self) -> DropBuilder<'_> {
        self.op.drop_primary_key(&self.table)
    }

    /// Drops a unique constraint by the columns it was created over.
    #[track_caller]
    pub fn drop_unique(&mut self, columns: impl IntoNames) -> DropBuilder<'_> {
        self.op.drop_unique(&self.table, columns)
    }

    /// Drops a check by its name.
    #[track_caller]
    pub fn drop_check(&mut self, name: impl Into<Name>) -> DropBuilder<'_> {
        self.op.drop_check(&self.table, name)
    }

    /// Drops a foreign key by its name.
    #[track_caller]
    pub fn drop_foreign_key(&mut self, name: impl Into<Name>) -> DropBuilder<'_> {
        self.op.drop_foreign_key(&self.table, name)
    }

    /// Gives a constraint another name.
    #[track_caller]
    pub fn rename_constraint(&mut self, name: impl Into<Name>, to: impl Into<Name>) {
        self.op.rename_constraint(&self.table, name, to);
    }

    /// Creates an index.
    #[track_caller]
    pub fn create_index(&mut self, keys: impl IntoKeys) -> IndexBuilder<'_, Alone<'_>> {
        self.op.create_index(&self.table, keys)
    }

    /// Drops an index, by its name or by the columns it was created over.
    #[track_caller]
    pub fn drop_index(&mut self, index: impl IntoIndexName) -> DropIndexBuilder<'_> {
        self.op.drop_index(&self.table, index)
    }

    /// Gives an index another name.
    #[track_caller]
    pub fn rename_index(&mut self, index: impl Into<Name>, to: impl Into<Name>) {
        self.op.rename_index(&self.table, index, to);
    }

    /// Sets the comment.
    #[track_caller]
    pub fn comment(&mut self, comment: impl Into<String>) {
        self.op.comment_on_table(&self.table, comment);
    }

    /// Changes what one backend or another lets the table say about itself.
    #[track_caller]
    pub fn alter_options(&mut self) -> TableOptionsBuilder<'_> {
        self.op.alter_table_options(&self.table)
    }

    /// Drops the comment.
    #[track_caller]
    pub fn drop_comment(&mut self) {
        self.op.drop_table_comment(&self.table);
    }
}
