//! Steps about what stands beside tables: sequences, views, triggers, namespaces.

use crate::op::{Op, SequenceBuilder};
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
        let Operation::CreateSequence(create) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        SequenceBuilder {
            sequence: &mut create.sequence,
        }
    }

    /// Drops a sequence.
    #[track_caller]
    pub fn drop_sequence(&mut self, name: impl Into<QualifiedName>) {
        let name = name.into();
        self.push(Operation::DropSequence(DropSequence { name }));
    }

    /// Creates a view over a query.
    #[track_caller]
    pub fn create_view(&mut self, name: impl Into<QualifiedName>, query: impl Into<String>) {
        self.push_view(name.into(), query.into(), false);
    }

    /// Creates a view whose rows are kept (PostgreSQL).
    #[track_caller]
    pub fn create_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: impl Into<String>,
    ) {
        self.push_view(name.into(), query.into(), true);
    }

    #[track_caller]
    fn push_view(&mut self, name: QualifiedName, query: String, materialized: bool) {
        let view = View {
            name,
            query,
            materialized,
            comment: None,
        };
        self.push(Operation::CreateView(CreateView { view }));
    }

    /// Drops a view.
    #[track_caller]
    pub fn drop_view(&mut self, name: impl Into<QualifiedName>) {
        let (name, materialized) = (name.into(), false);
        self.push(Operation::DropView(DropView { name, materialized }));
    }

    /// Drops a view whose rows are kept (PostgreSQL).
    #[track_caller]
    pub fn drop_materialized_view(&mut self, name: impl Into<QualifiedName>) {
        let (name, materialized) = (name.into(), true);
        self.push(Operation::DropView(DropView { name, materialized }));
    }

    /// Creates a trigger: `event` is what stands before the table's name (`AFTER INSERT`), `body` what stands behind it.
    #[track_caller]
    pub fn create_trigger(
        &mut self,
        name: impl Into<Name>,
        table: impl Into<QualifiedName>,
        event: impl Into<String>,
        body: impl Into<String>,
    ) {
        let trigger = Trigger {
            name: name.into(),
            table: table.into(),
            event: event.into(),
            body: body.into(),
        };
        self.push(Operation::CreateTrigger(CreateTrigger { trigger }));
    }

    /// Drops a trigger.
    #[track_caller]
    pub fn drop_trigger(&mut self, name: impl Into<Name>, table: impl Into<QualifiedName>) {
        let (name, table) = (name.into(), table.into());
        self.push(Operation::DropTrigger(DropTrigger { name, table }));
    }

    /// Creates a namespace (PostgreSQL's schema).
    #[track_caller]
    pub fn create_schema(&mut self, name: impl Into<Name>) {
        let name = name.into();
        self.push(Operation::CreateNamespace(CreateNamespace { name }));
    }

    /// Drops a namespace that holds nothing.
    #[track_caller]
    pub fn drop_schema(&mut self, name: impl Into<Name>) {
        let name = name.into();
        self.push(Operation::DropNamespace(DropNamespace { name }));
    }
}
