//! What may be said about a column where it is written.

use std::marker::PhantomData;

use super::InTable;
use crate::operation::{Algorithm, Existence, Lock, Online, Position};
use crate::schema::{
    Check, Column, Constraint, DefaultValue, Deferrable, ForeignKey, Generated, GeneratedStorage,
    Literal, MatchKind, Name, NamingConvention, Numbering, PrimaryKey, QualifiedName,
    ReferentialAction, Rule, Unique, UniqueNulls,
};

/// A column that is being written. `NOT NULL` unless [`nullable`](Self::nullable) is said.
///
/// The state says whether the column references another table: only then can actions be given.
pub struct ColumnBuilder<'a, State = Plain, Place = InTable> {
    pub(super) parts: ColumnParts<'a>,
    pub(super) state: PhantomData<State>,
    pub(super) place: Place,
}

/// The place of a column that `add_column` writes.
pub struct Added<'a> {
    pub(super) position: &'a mut Option<Position>,
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) online: &'a mut Online,
}

/// The state of a column without a reference.
pub struct Plain;
/// The state of a column that references another table.
pub struct Referencing;

/// The column and what surrounds it.
pub(super) struct ColumnParts<'a> {
    pub(super) column: &'a mut Column,
    pub(super) constraints: &'a mut Vec<Constraint>,
    pub(super) table: &'a QualifiedName,
    pub(super) convention: &'a NamingConvention,
}

impl ColumnParts<'_> {
    fn constrain(&mut self, rule: Rule) {
        let constraint = Constraint::named_by(self.convention, self.table, rule);
        self.constraints.push(constraint);
    }

    /// A second column that says `primary_key()` joins the first one's key.
    fn primary_key(&mut self) {
        let key = (self.constraints.iter_mut()).find_map(|constraint| match &mut constraint.rule {
            Rule::PrimaryKey(key) => Some(key),
            Rule::Unique(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => None,
        });
        match key {
            Some(key) => key.columns.push(self.column.name.clone()),
            None => self.constrain(Rule::PrimaryKey(PrimaryKey {
                columns: vec![self.column.name.clone()],
            })),
        }
    }

    fn check(&mut self, expression: String) {
        let name = (self.convention).column_check(self.table, &self.column.name, &expression);
        self.constraints
            .push(Constraint::named(name, Rule::Check(Check { expression })));
    }

    fn references(&mut self, table: QualifiedName, column: Name) {
        self.constrain(Rule::ForeignKey(ForeignKey {
            columns: vec![self.column.name.clone()],
            table,
            referenced: vec![column],
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
            deferrable: None,
        }));
    }
}

impl<'a, State, Place> ColumnBuilder<'a, State, Place> {
    /// Allows `NULL`.
    pub fn nullable(self) -> Self {
        self.parts.column.nullable = true;
        self
    }

    /// Forbids `NULL`, which is also what a column does that says nothing.
    pub fn not_null(self) -> Self {
        self.parts.column.nullable = false;
        self
    }

    /// Makes the column (a part of) the primary key.
    pub fn primary_key(mut self) -> Self {
        self.parts.primary_key();
        self
    }

    /// Lets the database number rows that bring no number.
    pub fn auto_increment(self) -> Self {
        self.parts.column.numbering = Some(Numbering::ByDefault);
        self
    }

    /// Lets only the database number rows (PostgreSQL's `GENERATED ALWAYS AS IDENTITY`).
    pub fn identity_always(self) -> Self {
        self.parts.column.numbering = Some(Numbering::Always);
        self
    }

    /// Gives rows that bring no value this one; the backend encodes it.
    pub fn default(self, value: impl Into<Literal>) -> Self {
        self.parts.column.default = Some(DefaultValue::Literal(value.into()));
        self
    }

    /// Gives rows that bring no value what SQL text says, written as is: `now()`.
    pub fn default_sql(self, expression: impl Into<String>) -> Self {
        self.parts.column.default = Some(DefaultValue::Expression(expression.into()));
        self
    }

    /// Lets MySQL and MariaDB write what SQL text says whenever another column of the row changes:
    /// `CURRENT_TIMESTAMP`.
    pub fn touched_sql(self, expression: impl Into<String>) -> Self {
        self.parts.column.on_update = Some(expression.into());
        self
    }

    /// Lets the database compute the value from other columns when the row is written.
    pub fn generated_stored(self, expression: impl Into<String>) -> Self {
        self.generated(expression.into(), GeneratedStorage::Stored)
    }

    /// Lets the database compute the value from other columns when the row is read.
    pub fn generated_virtual(self, expression: impl Into<String>) -> Self {
        self.generated(expression.into(), GeneratedStorage::Virtual)
    }

    fn generated(self, expression: String, storage: GeneratedStorage) -> Self {
        self.parts.column.generated = Some(Generated {
            expression,
            storage,
        });
        self
    }

    /// Compares the values under a collation that is not the table's.
    pub fn collate(self, collation: impl Into<Name>) -> Self {
        self.parts.column.collation = Some(collation.into());
        self
    }

    /// Adds a comment.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        self.parts.column.comment = Some(comment.into());
        self
    }

    /// Refuses a second row with the same value.
    pub fn unique(mut self) -> Self {
        let columns = vec![self.parts.column.name.clone()];
        self.parts.constrain(Rule::Unique(Unique {
            columns,
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        }));
        self
    }

    /// Refuses rows for which SQL text is false.
    pub fn check(mut self, expression: impl Into<String>) -> Self {
        self.parts.check(expression.into());
        self
    }

    /// References a column of another table; actions may follow.
    pub fn references(
        mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Name>,
    ) -> ColumnBuilder<'a, Referencing, Place> {
        self.parts.references(table.into(), column.into());
        ColumnBuilder {
            parts: self.parts,
            state: PhantomData,
            place: self.place,
        }
    }
}

impl<State> ColumnBuilder<'_, State, Added<'_>> {
    /// Leaves the step out where the table has a column of this name, whatever it looks like.
    pub fn if_not_exists(self) -> Self {
        *self.place.existence = Some(Existence::Missing);
        self
    }

    /// Puts the column before every other one (MySQL, MariaDB, SQLite).
    pub fn first(self) -> Self {
        *self.place.position = Some(Position::First);
        self
    }

    /// Puts the column right behind another one (MySQL, MariaDB, SQLite).
    pub fn after(self, column: impl Into<Name>) -> Self {
        *self.place.position = Some(Position::After(column.into()));
        self
    }

    /// Demands how MySQL and MariaDB add the column; they refuse rather than do otherwise, others ignore it.
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

/// A column that is being dropped.
pub struct DropColumnBuilder<'a> {
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) online: &'a mut Online,
}

impl DropColumnBuilder<'_> {
    /// Leaves the step out where the table has no such column.
    pub fn if_exists(self) -> Self {
        *self.existence = Some(Existence::Exists);
        self
    }

    /// Demands how MySQL and MariaDB drop the column; they refuse rather than do otherwise, others ignore it.
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

impl<Place> ColumnBuilder<'_, Referencing, Place> {
    /// Says what deleting the referenced row does.
    pub fn on_delete(mut self, action: ReferentialAction) -> Self {
        self.key().on_delete = action;
        self
    }

    /// Says what changing the referenced column does.
    pub fn on_update(mut self, action: ReferentialAction) -> Self {
        self.key().on_update = action;
        self
    }

    /// Lets a transaction postpone the check to its end.
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.key().deferrable = Some(deferrable);
        self
    }

    /// Names the foreign key instead of the naming convention.
    pub fn constraint_name(self, name: impl Into<Name>) -> Self {
        let reference = (self.parts.constraints.iter_mut())
            .rfind(|constraint| matches!(constraint.rule, Rule::ForeignKey(_)));
        if let Some(reference) = reference {
            reference.name = Some(name.into());
        }
        self
    }

    /// The reference written last.
    fn key(&mut self) -> &mut ForeignKey {
        (self.parts.constraints.iter_mut())
            .rev()
            .find_map(|constraint| match &mut constraint.rule {
                Rule::ForeignKey(key) => Some(key),
                Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => None,
            })
            .expect("only `references` leads to this state, and it has pushed a foreign key")
    }
}
