//! Steps about what stands beside tables: sequences, views, triggers, functions, extensions, namespaces.

use crate::op::{
    AlterSequenceBuilder, CommentedBuilder, CreateBuilder, DropBuilder, Op, RefreshViewBuilder,
    SequenceBuilder,
};
use crate::operation::{
    AlterSequence, CreateExtension, CreateFunction, CreateNamespace, CreateSequence, CreateTrigger,
    CreateView, DropExtension, DropFunction, DropNamespace, DropSequence, DropTrigger, DropView,
    IndexBuild, ObjectKind, Operation, RefreshView, RenameObject, ReplaceView,
};
use crate::schema::{Function, FunctionKind, Name, QualifiedName, Sequence, Trigger, View};

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

    /// Changes how a sequence counts: `op.alter_sequence("numbers").increment(2)`.
    #[track_caller]
    pub fn alter_sequence(&mut self, name: impl Into<QualifiedName>) -> AlterSequenceBuilder<'_> {
        let alter = AlterSequence::new(name.into());
        let Operation::AlterSequence(alter) = self.push(Operation::AlterSequence(alter)) else {
            unreachable!("`push` answers what it was given")
        };
        AlterSequenceBuilder { alter }
    }

    /// Gives a sequence another name.
    #[track_caller]
    pub fn rename_sequence(&mut self, name: impl Into<QualifiedName>, to: impl Into<Name>) {
        self.push_rename(ObjectKind::Sequence, name.into(), to.into());
    }

    #[track_caller]
    fn push_rename(&mut self, kind: ObjectKind, name: QualifiedName, to: Name) {
        self.push(Operation::RenameObject(RenameObject { kind, name, to }));
    }

    /// Gives an enum type another name; columns of the type follow.
    #[track_caller]
    pub fn rename_enum(&mut self, name: impl Into<QualifiedName>, to: impl Into<Name>) {
        self.push_rename(ObjectKind::Enum, name.into(), to.into());
    }

    /// Gives a view another name.
    #[track_caller]
    pub fn rename_view(&mut self, name: impl Into<QualifiedName>, to: impl Into<Name>) {
        self.push_rename(ObjectKind::View, name.into(), to.into());
    }

    /// Gives a view whose rows are kept another name (PostgreSQL).
    #[track_caller]
    pub fn rename_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        to: impl Into<Name>,
    ) {
        self.push_rename(ObjectKind::MaterializedView, name.into(), to.into());
    }

    /// Gives a view another query. PostgreSQL and SQLite drop the view for it and create it again with its triggers:
    /// what else stands on the view must be dropped first, and grants must be given again.
    #[track_caller]
    pub fn replace_view(&mut self, name: impl Into<QualifiedName>, query: impl Into<String>) {
        let (name, query) = (name.into(), query.into());
        self.push(Operation::ReplaceView(ReplaceView { name, query }));
    }

    /// Runs the query of a view whose rows are kept again (PostgreSQL).
    #[track_caller]
    pub fn refresh_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
    ) -> RefreshViewBuilder<'_> {
        let (name, build) = (name.into(), IndexBuild::Blocking);
        let operation = Operation::RefreshView(RefreshView { name, build });
        let Operation::RefreshView(refresh) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        RefreshViewBuilder {
            build: &mut refresh.build,
        }
    }

    /// Creates a function: `definition` is what stands behind the arguments, in the database's own language.
    ///
    /// ```
    /// use migrate_runtime::prelude::*;
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.on(Postgres, |op| {
    ///         op.create_function("twice", "amount integer", "RETURNS integer LANGUAGE sql AS 'SELECT amount * 2'");
    ///     });
    /// }
    /// ```
    #[track_caller]
    pub fn create_function(
        &mut self,
        name: impl Into<QualifiedName>,
        arguments: impl Into<String>,
        definition: impl Into<String>,
    ) {
        let kind = FunctionKind::Function;
        self.push_function(kind, name.into(), arguments.into(), definition.into());
    }

    /// Creates a procedure: `definition` is what stands behind the arguments, in the database's own language.
    #[track_caller]
    pub fn create_procedure(
        &mut self,
        name: impl Into<QualifiedName>,
        arguments: impl Into<String>,
        definition: impl Into<String>,
    ) {
        let kind = FunctionKind::Procedure;
        self.push_function(kind, name.into(), arguments.into(), definition.into());
    }

    #[track_caller]
    fn push_function(
        &mut self,
        kind: FunctionKind,
        name: QualifiedName,
        arguments: String,
        definition: String,
    ) {
        let function = Function {
            name,
            kind,
            arguments,
            definition,
        };
        self.push(Operation::CreateFunction(CreateFunction { function }));
    }

    /// Drops a function; `arguments` are those that it was created with.
    #[track_caller]
    pub fn drop_function(&mut self, name: impl Into<QualifiedName>, arguments: impl Into<String>) {
        self.push_drop_function(FunctionKind::Function, name.into(), arguments.into());
    }

    /// Drops a procedure; `arguments` are those that it was created with.
    #[track_caller]
    pub fn drop_procedure(&mut self, name: impl Into<QualifiedName>, arguments: impl Into<String>) {
        self.push_drop_function(FunctionKind::Procedure, name.into(), arguments.into());
    }

    #[track_caller]
    fn push_drop_function(&mut self, kind: FunctionKind, name: QualifiedName, arguments: String) {
        self.push(Operation::DropFunction(DropFunction {
            name,
            kind,
            arguments,
        }));
    }

    /// Installs an extension into the database (PostgreSQL).
    #[track_caller]
    pub fn create_extension(&mut self, name: impl Into<Name>) -> CreateBuilder<'_> {
        let name = name.into();
        self.push_create(Operation::CreateExtension(CreateExtension { name }))
    }

    /// Takes an extension out of the database; fails if something uses it (PostgreSQL).
    #[track_caller]
    pub fn drop_extension(&mut self, name: impl Into<Name>) -> DropBuilder<'_> {
        let name = name.into();
        self.push_drop(Operation::DropExtension(DropExtension { name }))
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
    ) -> CommentedBuilder<'_> {
        self.push_view(name.into(), query.into(), false)
    }

    /// Creates a view whose rows are kept (PostgreSQL).
    #[track_caller]
    pub fn create_materialized_view(
        &mut self,
        name: impl Into<QualifiedName>,
        query: impl Into<String>,
    ) -> CommentedBuilder<'_> {
        self.push_view(name.into(), query.into(), true)
    }

    #[track_caller]
    fn push_view(
        &mut self,
        name: QualifiedName,
        query: String,
        materialized: bool,
    ) -> CommentedBuilder<'_> {
        let view = View {
            name,
            query,
            materialized,
            comment: None,
        };
        let step = self.push_step(Operation::CreateView(CreateView { view }));
        let Operation::CreateView(create) = &mut step.operation else {
            unreachable!("`push_step` answers what it was given")
        };
        CommentedBuilder {
            existence: &mut step.existence,
            comment: &mut create.view.comment,
        }
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
