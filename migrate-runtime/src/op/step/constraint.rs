//! Steps about constraints of tables that exist.

use crate::op::constraint::{Kind, over_added};
use crate::op::{AddedConstraint, ConstraintBuilder, DropBuilder, IntoElements, IntoNames, Op};
use crate::operation::{
    AddConstraint, DropConstraint, Operation, RenameConstraint, ValidateConstraint,
};
use crate::schema::{
    Check, Constraint, ConstraintKind, Exclude, ForeignKey, MatchKind, Name, PrimaryKey,
    QualifiedName, ReferentialAction, Rule, Unique, UniqueNulls,
};

impl Op {
    /// Makes columns the primary key.
    #[track_caller]
    pub fn create_primary_key(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoNames,
    ) -> ConstraintBuilder<'_, PrimaryKey, AddedConstraint<'_>> {
        let columns = columns.into_names();
        self.constrain(table.into(), Rule::PrimaryKey(PrimaryKey { columns }))
    }

    /// Refuses two rows with the same values.
    #[track_caller]
    pub fn create_unique(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoNames,
    ) -> ConstraintBuilder<'_, Unique, AddedConstraint<'_>> {
        let unique = Unique {
            columns: columns.into_names(),
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        };
        self.constrain(table.into(), Rule::Unique(unique))
    }

    /// Refuses rows for which SQL text is false.
    #[track_caller]
    pub fn create_check(
        &mut self,
        table: impl Into<QualifiedName>,
        expression: impl Into<String>,
    ) -> ConstraintBuilder<'_, Check, AddedConstraint<'_>> {
        let expression = expression.into();
        self.constrain(table.into(), Rule::Check(Check { expression }))
    }

    /// References columns of another table:
    /// `op.create_foreign_key("posts", "user_id", "users", "id").on_delete(Cascade)`.
    #[track_caller]
    pub fn create_foreign_key(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoNames,
        referenced_table: impl Into<QualifiedName>,
        referenced: impl IntoNames,
    ) -> ConstraintBuilder<'_, ForeignKey, AddedConstraint<'_>> {
        let key = ForeignKey {
            columns: columns.into_names(),
            table: referenced_table.into(),
            referenced: referenced.into_names(),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
            deferrable: None,
        };
        self.constrain(table.into(), Rule::ForeignKey(key))
    }

    /// Refuses two rows that agree in every element, as its operator says (PostgreSQL):
    /// `op.create_exclude("bookings", [("room", "="), ("during", "&&")])`.
    #[track_caller]
    pub fn create_exclude(
        &mut self,
        table: impl Into<QualifiedName>,
        elements: impl IntoElements,
    ) -> ConstraintBuilder<'_, Exclude, AddedConstraint<'_>> {
        let exclude = crate::op::table::exclude(elements.into_elements());
        self.constrain(table.into(), Rule::Exclude(exclude))
    }

    #[track_caller]
    fn constrain<K: Kind>(
        &mut self,
        table: QualifiedName,
        rule: Rule,
    ) -> ConstraintBuilder<'_, K, AddedConstraint<'_>> {
        let constraint = Constraint::named_by(&self.convention, &table, rule);
        let operation = Operation::AddConstraint(AddConstraint::new(table, constraint));
        let Operation::AddConstraint(add) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        over_added(add)
    }

    /// Looks at the rows that were there before a constraint that was added as `not_valid` (PostgreSQL).
    #[track_caller]
    pub fn validate_constraint(&mut self, table: impl Into<QualifiedName>, name: impl Into<Name>) {
        let (table, name) = (table.into(), name.into());
        let validate = ValidateConstraint { table, name };
        self.push(Operation::ValidateConstraint(validate));
    }

    /// Drops a constraint of any kind by its name.
    #[track_caller]
    pub fn drop_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        name: impl Into<Name>,
    ) -> DropBuilder<'_> {
        let (table, name) = (table.into(), name.into());
        self.push_drop_constraint(table, name, None)
    }

    /// Drops a table's primary key.
    #[track_caller]
    pub fn drop_primary_key(&mut self, table: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let table = table.into();
        let rule = Rule::PrimaryKey(PrimaryKey {
            columns: Vec::new(),
        });
        let name = self.convention.constraint(&table, &rule);
        self.push_drop_constraint(table, name, Some(ConstraintKind::PrimaryKey))
    }

    /// Drops a unique constraint by the columns it was created over.
    #[track_caller]
    pub fn drop_unique(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl IntoNames,
    ) -> DropBuilder<'_> {
        let table = table.into();
        let rule = Rule::Unique(Unique {
            columns: columns.into_names(),
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        });
        let name = self.convention.constraint(&table, &rule);
        self.push_drop_constraint(table, name, Some(ConstraintKind::Unique))
    }

    /// Drops a check by its name.
    #[track_caller]
    pub fn drop_check(
        &mut self,
        table: impl Into<QualifiedName>,
        name: impl Into<Name>,
    ) -> DropBuilder<'_> {
        self.push_drop_constraint(table.into(), name.into(), Some(ConstraintKind::Check))
    }

    /// Drops a foreign key by its name.
    #[track_caller]
    pub fn drop_foreign_key(
        &mut self,
        table: impl Into<QualifiedName>,
        name: impl Into<Name>,
    ) -> DropBuilder<'_> {
        self.push_drop_constraint(table.into(), name.into(), Some(ConstraintKind::ForeignKey))
    }

    #[track_caller]
    fn push_drop_constraint(
        &mut self,
        table: QualifiedName,
        name: Name,
        kind: Option<ConstraintKind>,
    ) -> DropBuilder<'_> {
        self.push_drop(Operation::DropConstraint(DropConstraint {
            table,
            name,
            kind,
        }))
    }

    /// Gives a constraint another name.
    #[track_caller]
    pub fn rename_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        name: impl Into<Name>,
        to: impl Into<Name>,
    ) {
        let (table, name, to) = (table.into(), name.into(), to.into());
        self.push(Operation::RenameConstraint(RenameConstraint {
            table,
            name,
            to,
        }));
    }
}
