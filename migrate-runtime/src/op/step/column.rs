//! Steps about columns of tables that exist.

use std::marker::PhantomData;

use crate::op::column::ColumnParts;
use crate::op::{Added, AlterColumnBuilder, ColumnBuilder, DropColumnBuilder, Op, Plain, new_step};
use crate::operation::{AddColumn, AlterColumn, DropColumn, Online, Operation, RenameColumn};
use crate::schema::{Column, ColumnType, IntoColumnType, Name, QualifiedName};

impl Op {
    /// Adds a column: `op.add_column("users", "email", Text).nullable()`; at the end of the table where nothing else is
    /// said.
    #[track_caller]
    pub fn add_column<T: IntoColumnType>(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
        column_type: T,
    ) -> ColumnBuilder<'_, Plain, Added<'_>> {
        let column_type = column_type.into_column_type();
        self.push_column(table.into(), column.into(), column_type, T::NULLABLE)
    }

    #[track_caller]
    fn push_column(
        &mut self,
        table: QualifiedName,
        name: Name,
        column_type: ColumnType,
        nullable: bool,
    ) -> ColumnBuilder<'_, Plain, Added<'_>> {
        let mut column = Column::new(name, column_type);
        column.nullable = nullable;
        let operation = Operation::AddColumn(AddColumn {
            table,
            column,
            constraints: Vec::new(),
            position: None,
            online: Online::default(),
        });
        let step = new_step(operation, self.only_on, &self.guards);
        let step = self.steps.push_mut(step);
        let Operation::AddColumn(add) = &mut step.operation else {
            unreachable!("the step was made two lines above")
        };
        ColumnBuilder {
            parts: ColumnParts {
                column: &mut add.column,
                constraints: &mut add.constraints,
                table: &add.table,
                convention: &self.convention,
            },
            state: PhantomData,
            place: Added {
                position: &mut add.position,
                existence: &mut step.existence,
                online: &mut add.online,
            },
        }
    }

    /// Drops a column with its values.
    #[track_caller]
    pub fn drop_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
    ) -> DropColumnBuilder<'_> {
        self.push_drop_column(table.into(), column.into())
    }

    #[track_caller]
    fn push_drop_column(&mut self, table: QualifiedName, column: Name) -> DropColumnBuilder<'_> {
        let operation = Operation::DropColumn(DropColumn {
            table,
            column,
            online: Online::default(),
        });
        let step = self.push_step(operation);
        let Operation::DropColumn(drop) = &mut step.operation else {
            unreachable!("`push` answers what it was given")
        };
        DropColumnBuilder {
            existence: &mut step.existence,
            online: &mut drop.online,
        }
    }

    /// Gives a column another name; constraints, indexes and references follow.
    #[track_caller]
    pub fn rename_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
        to: impl Into<Name>,
    ) {
        let (table, column, to) = (table.into(), column.into(), to.into());
        self.push(Operation::RenameColumn(RenameColumn { table, column, to }));
    }

    /// Changes a column: `op.alter_column("users", "email").not_null()`. What is not said stays as it is.
    #[track_caller]
    pub fn alter_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
    ) -> AlterColumnBuilder<'_> {
        let alter = AlterColumn::new(table.into(), column.into());
        let Operation::AlterColumn(alter) = self.push(Operation::AlterColumn(alter)) else {
            unreachable!("`push` answers what it was given")
        };
        AlterColumnBuilder { alter }
    }
}
