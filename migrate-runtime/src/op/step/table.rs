//! Steps about whole tables.

use crate::op::{DropBuilder, Op, TableBuilder, TableOptionsBuilder, new_step};
use crate::operation::{
    AlterTableOptions, CommentOnTable, CreateTable, DropTable, MoveTable, Operation, RenameTable,
};
use crate::schema::{Name, QualifiedName, Table};

impl Op {
    /// Creates a table.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.create_table("user_preferences", |t| {
    ///         t.column("id", BigInt).primary_key().auto_increment();
    ///         t.column("user_id", BigInt).references("users", "id").on_delete(Cascade);
    ///         t.column("theme", varchar(20)).default("light");
    ///         t.unique(["user_id", "theme"]);
    ///     });
    /// }
    /// ```
    #[expect(
        clippy::inline_always,
        reason = "it is compiled once per migration: beside its caller, so that adding a migration compiles no other's"
    )]
    #[inline(always)]
    #[track_caller]
    pub fn create_table(
        &mut self,
        name: impl Into<QualifiedName>,
        fill: impl FnOnce(&mut TableBuilder<'_>),
    ) {
        fill(&mut self.new_table(name.into()));
    }

    #[track_caller]
    fn new_table(&mut self, name: QualifiedName) -> TableBuilder<'_> {
        let table = Table::new(name);
        let operation = Operation::CreateTable(CreateTable { table });
        let step = new_step(operation, self.only_on, &self.guards);
        let step = self.steps.push_mut(step);
        let Operation::CreateTable(create) = &mut step.operation else {
            unreachable!("it was just pushed")
        };
        TableBuilder {
            table: &mut create.table,
            existence: &mut step.existence,
            convention: &self.convention,
        }
    }

    /// Drops a table with its rows.
    #[track_caller]
    pub fn drop_table(&mut self, table: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let table = table.into();
        self.push_drop(Operation::DropTable(DropTable { table }))
    }

    /// Gives a table another name. Its constraints and indexes keep theirs.
    #[track_caller]
    pub fn rename_table(&mut self, table: impl Into<QualifiedName>, to: impl Into<Name>) {
        let (table, to) = (table.into(), to.into());
        self.push(Operation::RenameTable(RenameTable { table, to }));
    }

    /// Moves a table into another namespace (PostgreSQL's schema, MySQL's database).
    #[track_caller]
    pub fn move_table(&mut self, table: impl Into<QualifiedName>, to: impl Into<Name>) {
        let (table, to) = (table.into(), to.into());
        self.push(Operation::MoveTable(MoveTable { table, to }));
    }

    /// Changes what one backend or another lets a table say about itself:
    /// `op.alter_table_options("users").strict().charset("utf8mb4")`.
    #[track_caller]
    pub fn alter_table_options(
        &mut self,
        table: impl Into<QualifiedName>,
    ) -> TableOptionsBuilder<'_> {
        self.push_table_options(table.into())
    }

    #[track_caller]
    fn push_table_options(&mut self, table: QualifiedName) -> TableOptionsBuilder<'_> {
        let alter = AlterTableOptions::new(table);
        let Operation::AlterTableOptions(alter) = self.push(Operation::AlterTableOptions(alter))
        else {
            unreachable!("`push` answers what it was given")
        };
        TableOptionsBuilder { alter }
    }

    /// Sets a table's comment.
    #[track_caller]
    pub fn comment_on_table(
        &mut self,
        table: impl Into<QualifiedName>,
        comment: impl Into<String>,
    ) {
        let (table, comment) = (table.into(), Some(comment.into()));
        self.push(Operation::CommentOnTable(CommentOnTable { table, comment }));
    }

    /// Drops a table's comment.
    #[track_caller]
    pub fn drop_table_comment(&mut self, table: impl Into<QualifiedName>) {
        let (table, comment) = (table.into(), None);
        self.push(Operation::CommentOnTable(CommentOnTable { table, comment }));
    }
}
