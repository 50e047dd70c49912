//! What may be said about a table where it is created.

use std::marker::PhantomData;

use super::column::ColumnParts;
use super::constraint::{Kind, over};
use super::{
    ColumnBuilder, ConstraintBuilder, InTable, IndexBuilder, IntoElements, IntoKeys, IntoNames,
};
use crate::operation::Existence;
use crate::schema::{
    Check, Column, ColumnType, Constraint, Exclude, ExcludeElement, ForeignKey, Index, IndexKey,
    IntoColumnType, MatchKind, Name, NamingConvention, PrimaryKey, QualifiedName,
    ReferentialAction, Rule, Table, Unique, UniqueNulls,
};

/// A table that is being written.
pub struct TableBuilder<'a> {
    pub(super) table: &'a mut Table,
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) convention: &'a NamingConvention,
}

impl TableBuilder<'_> {
    /// Adds a column; `NOT NULL` unless it says otherwise.
    pub fn column<T: IntoColumnType>(
        &mut self,
        name: impl Into<Name>,
        column_type: T,
    ) -> ColumnBuilder<'_> {
        self.push_column(name.into(), column_type.into_column_type(), T::NULLABLE)
    }

    fn push_column(
        &mut self,
        name: Name,
        column_type: ColumnType,
        nullable: bool,
    ) -> ColumnBuilder<'_> {
        let mut column = Column::new(name, column_type);
        column.nullable = nullable;
        ColumnBuilder {
            parts: ColumnParts {
                column: self.table.columns.push_mut(column),
                constraints: &mut self.table.constraints,
                table: &self.table.name,
                convention: self.convention,
            },
            state: PhantomData,
            place: InTable,
        }
    }

    /// Makes columns the primary key.
    pub fn primary_key(&mut self, columns: impl IntoNames) -> ConstraintBuilder<'_, PrimaryKey> {
        self.constrain(Rule::PrimaryKey(PrimaryKey {
            columns: columns.into_names(),
        }))
    }

    /// Refuses a second row with the same values.
    pub fn unique(&mut self, columns: impl IntoNames) -> ConstraintBuilder<'_, Unique> {
        self.constrain(Rule::Unique(Unique {
            columns: columns.into_names(),
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        }))
    }

    /// Refuses rows for which SQL text is false.
    pub fn check(&mut self, expression: impl Into<String>) -> ConstraintBuilder<'_, Check> {
        self.constrain(Rule::Check(Check {
            expression: expression.into(),
        }))
    }

    /// References columns of another table.
    pub fn foreign_key(
        &mut self,
        columns: impl IntoNames,
        table: impl Into<QualifiedName>,
        referenced: impl IntoNames,
    ) -> ConstraintBuilder<'_, ForeignKey> {
        self.constrain(Rule::ForeignKey(ForeignKey {
            columns: columns.into_names(),
            table: table.into(),
            referenced: referenced.into_names(),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
            deferrable: None,
        }))
    }

    /// Refuses a second row that agrees in every element, as its operator says (PostgreSQL):
    /// `t.exclude([("room", "="), ("during", "&&")])`.
    pub fn exclude(&mut self, elements: impl IntoElements) -> ConstraintBuilder<'_, Exclude> {
        self.constrain(Rule::Exclude(exclude(elements.into_elements())))
    }

    fn constrain<K: Kind>(&mut self, rule: Rule) -> ConstraintBuilder<'_, K> {
        let constraint = Constraint::named_by(self.convention, &self.table.name, rule);
        over(self.table.constraints.push_mut(constraint))
    }

    /// Adds an index over columns or expressions.
    pub fn index(&mut self, keys: impl IntoKeys) -> IndexBuilder<'_> {
        self.push_index(keys.into_keys())
    }

    fn push_index(&mut self, keys: Vec<IndexKey>) -> IndexBuilder<'_> {
        let index = Index::new(self.convention.index(&self.table.name, &keys), keys);
        IndexBuilder {
            index: self.table.indexes.push_mut(index),
            place: InTable,
        }
    }

    /// Leaves the step out where there is a table of this name, whatever it looks like.
    pub fn if_not_exists(&mut self) {
        *self.existence = Some(Existence::Missing);
    }

    /// Adds a comment.
    pub fn comment(&mut self, comment: impl Into<String>) {
        self.table.comment = Some(comment.into());
    }

    /// Lets SQLite check the type of every value.
    pub fn strict(&mut self) {
        self.table.options.strict = true;
    }

    /// Lets SQLite keep the rows in the primary key's index.
    pub fn without_rowid(&mut self) {
        self.table.options.without_rowid = true;
    }

    /// Chooses MySQL's storage engine.
    pub fn engine(&mut self, engine: impl Into<Name>) {
        self.table.options.engine = Some(engine.into());
    }

    /// Chooses MySQL's default character set.
    pub fn charset(&mut self, charset: impl Into<Name>) {
        self.table.options.charset = Some(charset.into());
    }

    /// Chooses MySQL's default collation.
    pub fn collation(&mut self, collation: impl Into<Name>) {
        self.table.options.collation = Some(collation.into());
    }

    /// Sets a storage parameter of PostgreSQL: `("fillfactor", "70")`.
    pub fn storage(&mut self, parameter: impl Into<Name>, value: impl Into<String>) {
        let storage = &mut self.table.options.storage;
        storage.insert(parameter.into(), value.into());
    }

    /// Lets PostgreSQL write no log for the table: its rows do not survive a crash.
    pub fn unlogged(&mut self) {
        self.table.options.unlogged = true;
    }
}

/// The rule over these elements, in the index method that takes most operators.
pub(super) fn exclude(elements: Vec<ExcludeElement>) -> Exclude {
    Exclude {
        method: "gist".into(),
        elements,
        predicate: None,
        deferrable: None,
    }
}
