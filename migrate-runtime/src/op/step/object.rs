//! Steps about what stands beside tables: sequences, views, triggers, namespaces.

use crate::op::{CreateBuilder, DropBuilder, Op, SequenceBuilder};
use crate::operation::{
    CreateNamespace, CreateSequence, CreateTrigger, CreateView, DropNamespace, DropSequence,
    DropTrigger, DropView, Operation,
};
use crate::schema::{Name, QualifiedName, Sequence, Trigger, View};

impl Op {
    /// Creates a sequence.
    #[track_caller]
    pub fn create_sequence(&mut self, name: impl Into<QualifiedName>) -> SequenceBuilder<'_> {
        let sequence = Sequence::new(name);
        let operation = Operation::CreateSequence(CreateSequence { sequence });
        let step = self.push_step(operation);
        let Operation::CreateSequence(create) = &mut step.operation else {
            unreachable!("`push` answers what it was given")
        };
        SequenceBuilder {
            existence: &mut step.existence,
            sequence: &mut create.sequence,
        }
    }

    /// Drops a sequence.
    #[track_caller]
    pub fn drop_sequence(&mut self, name: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let name = name.into();
        self.push_drop(Operation::DropSequence(DropSequence { name }))
    }

    /// Creates a view over a query.
    #[track_caller]
    pub fn create_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: impl Into<String>,
    ) -> CreateBuilder<'_> {
        self.push_view(name.into(), query.into(), false)
    }

    /// Creates a view whose rows are kept (PostgreSQL).
    #[track_caller]
    pub fn create_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: impl Into<String>,
    ) -> CreateBuilder<'_> {
        self.push_view(name.into(), query.into(), true)
    }

    #[track_caller]
    fn push_view(
        &mut self,
        name: QualifiedName,
        query: String,
        materialized: bool,
    ) -> CreateBuilder<'_> {
        let view = View {
            name,
            query,
            materialized,
            comment: None,
        };
        self.push_create(Operation::CreateView(CreateView { view }))
    }

    /// Drops a view.
    #[track_caller]
    pub fn drop_view(&mut self, name: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let (name, materialized) = (name.into(), false);
        self.push_drop(Operation::DropView(DropView { name, materialized }))
    }

    /// Drops a view whose rows are kept (PostgreSQL).
    #[track_caller]
    pub fn drop_materialized_view(&mut self, name: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let (name, materialized) = (name.into(), true);
        self.push_drop(Operation::DropView(DropView { name, materialized }))
    }

    /// Creates a trigger: `event` is what stands before the table's name (`AFTER INSERT`), `body` what stands behind it.
    #[track_caller]
    pub fn create_trigger(
        &mut self,
        name: impl Into<Name>,
        table: impl Into<QualifiedName>,
        event: impl Into<String>,
        body: impl Into<String>,
    ) -> CreateBuilder<'_> {
        let trigger = Trigger {
            name: name.into(),
            table: table.into(),
            event: event.into(),
            body: body.into(),
        };
        self.push_create(Operation::CreateTrigger(CreateTrigger { trigger }))
    }

    /// Drops a trigger.
    #[track_caller]
    pub fn drop_trigger(
        &mut self,
        name: impl Into<Name>,
        table: impl Into<QualifiedName>,
    ) -> DropBuilder<'_> {
        let (name, table) = (name.into(), table.into());
        self.push_drop(Operation::DropTrigger(DropTrigger { name, table }))
    }

    /// Creates a namespace (PostgreSQL's schema).
    #[track_caller]
    pub fn create_schema(&mut self, name: impl Into<Name>) -> CreateBuilder<'_> {
        let name = name.into();
        self.push_create(Operation::CreateNamespace(CreateNamespace { name }))
    }

    /// Drops a namespace that holds nothing.
    #[track_caller]
    pub fn drop_schema(&mut self, name: impl Into<Name>) -> DropBuilder<'_> {
        let name = name.into();
        self.push_drop(Operation::DropNamespace(DropNamespace { name }))
    }
}
