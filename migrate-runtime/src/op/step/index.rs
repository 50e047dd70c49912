//! Steps about indexes of tables that exist.

use crate::op::{Alone, DropIndexBuilder, IndexBuilder, IntoIndexName, IntoKeys, Op};
use crate::operation::{CreateIndex, DropIndex, IndexBuild, Online, Operation, RenameIndex};
use crate::schema::{Index, IndexKey, Name, QualifiedName};

impl Op {
    /// Creates an index: `op.create_index("users", ["email"]).unique()`.
    #[track_caller]
    pub fn create_index(
        &mut self,
        table: impl Into<QualifiedName>,
        keys: impl IntoKeys,
    ) -> IndexBuilder<'_, Alone<'_>> {
        self.push_index(table.into(), keys.into_keys())
    }

    #[track_caller]
    fn push_index(
        &mut self,
        table: QualifiedName,
        keys: Vec<IndexKey>,
    ) -> IndexBuilder<'_, Alone<'_>> {
        let index = Index::new(self.convention.index(&table, &keys), keys);
        let operation = Operation::CreateIndex(CreateIndex {
            table,
            index,
            build: IndexBuild::Blocking,
            online: Online::default(),
        });
        let step = self.push_step(operation);
        let Operation::CreateIndex(create) = &mut step.operation else {
            unreachable!("`push` answers what it was given")
        };
        IndexBuilder {
            index: &mut create.index,
            place: Alone {
                existence: &mut step.existence,
                build: &mut create.build,
                online: &mut create.online,
            },
        }
    }

    /// Drops an index, by its name or by the columns it was created over:
    /// `op.drop_index("users", ["email"])`, `op.drop_index("users", "ix_users_email")`.
    #[track_caller]
    pub fn drop_index(
        &mut self,
        table: impl Into<QualifiedName>,
        index: impl IntoIndexName,
    ) -> DropIndexBuilder<'_> {
        let table = table.into();
        let index = index.into_index_name(&table, &self.convention);
        let operation = Operation::DropIndex(DropIndex {
            table,
            index,
            build: IndexBuild::Blocking,
            online: Online::default(),
        });
        let step = self.push_step(operation);
        let Operation::DropIndex(drop) = &mut step.operation else {
            unreachable!("`push` answers what it was given")
        };
        DropIndexBuilder {
            existence: &mut step.existence,
            build: &mut drop.build,
            online: &mut drop.online,
        }
    }

    /// Gives an index another name.
    #[track_caller]
    pub fn rename_index(
        &mut self,
        table: impl Into<QualifiedName>,
        index: impl Into<Name>,
        to: impl Into<Name>,
    ) {
        let (table, index, to) = (table.into(), index.into(), to.into());
        self.push(Operation::RenameIndex(RenameIndex { table, index, to }));
    }
}
