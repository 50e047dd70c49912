//! Which neighbouring changes of one table may become one statement.
//!
//! A server that takes several clauses in one `ALTER TABLE` does them in an order of its own: it drops first, then
//! changes columns, then adds columns, and adds constraints and indexes last. Changes are grouped only where that cannot
//! matter: because they come in this order, or because they are about different columns.

use std::ops::RangeInclusive;

use super::dialect::Dialect;
use super::{Statement, Unsupported};
use crate::operation::{
    AddColumn, AddConstraint, AlterColumn, CommentOnTable, CreateIndex, DropColumn, DropConstraint,
    DropIndex, Operation, RenameColumn, RenameConstraint, RenameIndex,
};
use crate::schema::{Constraint, Name, QualifiedName, Rule, Schema, expression};

/// When a server does a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pass {
    Drop,
    Change,
    Add,
    Constrain,
}

/// What a change is about.
pub(super) struct Footprint<'a> {
    /// When the server does its clauses.
    pub(super) passes: RangeInclusive<Pass>,
    /// The columns that it names.
    pub(super) columns: Vec<&'a Name>,
    /// SQL text that may name more.
    pub(super) texts: Vec<&'a str>,
    /// The constraints and indexes that it makes or drops.
    pub(super) names: Vec<&'a Name>,
}

impl<'a> Footprint<'a> {
    /// A change that is about nothing but its table yet.
    pub(super) const fn in_passes(passes: RangeInclusive<Pass>) -> Self {
        Self {
            passes,
            columns: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
        }
    }

    /// The same about a column, too.
    pub(super) fn column(mut self, column: &'a Name) -> Self {
        self.columns.push(column);
        self
    }

    /// The same about a constraint or index of this name, too.
    pub(super) fn named(mut self, name: &'a Name) -> Self {
        self.names.push(name);
        self
    }

    /// The same about what SQL text is about.
    pub(super) fn text(mut self, text: &'a str) -> Self {
        self.texts.push(text);
        self
    }

    /// The same about a constraint and its columns, too.
    pub(super) fn constraint(mut self, constraint: &'a Constraint) -> Self {
        self.columns.extend(constraint.columns());
        self.names.extend(&constraint.name);
        match &constraint.rule {
            Rule::Check(_) | Rule::Exclude(_) => {
                constraint.texts().into_iter().fold(self, Self::text)
            }
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) => self,
        }
    }

    /// A new column with what was written beside it.
    pub(super) fn added(add: &'a AddColumn) -> Self {
        let last = if add.constraints.is_empty() {
            Pass::Add
        } else {
            Pass::Constrain
        };
        let footprint = Self::in_passes(Pass::Add..=last).column(&add.column.name);
        let generated = add.column.generated.iter();
        let footprint = generated.fold(footprint, |all, column| all.text(&column.expression));
        add.constraints.iter().fold(footprint, Self::constraint)
    }

    /// Whether `next` may be a clause behind this one.
    fn lets_join(&self, next: &Self) -> bool {
        let (end, start) = (*self.passes.end(), *next.passes.start());
        let in_order = end < start || (end == start && end != Pass::Change);
        let other_names = !next.names.iter().any(|name| self.names.contains(name));
        other_names && (in_order || !(self.touches(next) || next.touches(self)))
    }

    fn touches(&self, other: &Self) -> bool {
        self.columns.iter().any(|column| {
            let mentioned = |text: &&str| expression::mentions(text, column);
            other.columns.contains(column) || other.texts.iter().any(mentioned)
        })
    }
}

/// How many of the operations, from the first on, may be clauses of one statement; at least one.
pub(super) fn clauses<'a>(
    operations: &[&'a Operation],
    footprint: impl Fn(TableChange<'a>) -> Option<Footprint<'a>>,
) -> usize {
    let mut group: Vec<Footprint<'a>> = Vec::new();
    for change in neighbours(operations) {
        match footprint(change) {
            Some(next) if group.iter().all(|member| member.lets_join(&next)) => group.push(next),
            Some(_) | None => break,
        }
    }
    group.len().max(1)
}

/// The operations, from the first on, that change the same table and leave it under its name.
pub(super) fn neighbours<'a>(operations: &[&'a Operation]) -> Vec<TableChange<'a>> {
    let mut changes: Vec<TableChange<'a>> = Vec::new();
    for operation in operations {
        match (TableChange::of(operation), changes.first()) {
            (Some(change), None) => changes.push(change),
            (Some(change), Some(first)) if change.table() == first.table() => changes.push(change),
            (Some(_) | None, _) => break,
        }
    }
    changes
}

/// An operation that changes one table and leaves it under its name.
#[derive(Clone, Copy, Debug)]
pub(super) enum TableChange<'a> {
    Comment(&'a CommentOnTable),
    AddColumn(&'a AddColumn),
    DropColumn(&'a DropColumn),
    RenameColumn(&'a RenameColumn),
    AlterColumn(&'a AlterColumn),
    CreateIndex(&'a CreateIndex),
    DropIndex(&'a DropIndex),
    RenameIndex(&'a RenameIndex),
    AddConstraint(&'a AddConstraint),
    DropConstraint(&'a DropConstraint),
    RenameConstraint(&'a RenameConstraint),
}

impl<'a> TableChange<'a> {
    fn of(operation: &'a Operation) -> Option<Self> {
        Some(match operation {
            Operation::CommentOnTable(comment) => Self::Comment(comment),
            Operation::AddColumn(add) => Self::AddColumn(add),
            Operation::DropColumn(drop) => Self::DropColumn(drop),
            Operation::RenameColumn(rename) => Self::RenameColumn(rename),
            Operation::AlterColumn(alter) => Self::AlterColumn(alter),
            Operation::CreateIndex(create) => Self::CreateIndex(create),
            Operation::DropIndex(drop) => Self::DropIndex(drop),
            Operation::RenameIndex(rename) => Self::RenameIndex(rename),
            Operation::AddConstraint(add) => Self::AddConstraint(add),
            Operation::DropConstraint(drop) => Self::DropConstraint(drop),
            Operation::RenameConstraint(rename) => Self::RenameConstraint(rename),
            Operation::CreateTable(_)
            | Operation::ValidateConstraint(_)
            | Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::AlterTableOptions(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumLabel(_)
            | Operation::DropEnumLabel(_)
            | Operation::RenameEnumLabel(_)
            | Operation::CreateSequence(_)
            | Operation::DropSequence(_)
            | Operation::CreateView(_)
            | Operation::DropView(_)
            | Operation::CreateTrigger(_)
            | Operation::DropTrigger(_)
            | Operation::CreateNamespace(_)
            | Operation::DropNamespace(_)
            | Operation::AlterSequence(_)
            | Operation::CreateExtension(_)
            | Operation::CreateFunction(_)
            | Operation::DropExtension(_)
            | Operation::DropFunction(_)
            | Operation::MoveTable(_)
            | Operation::RefreshView(_)
            | Operation::RenameObject(_)
            | Operation::ReplaceView(_)
            | Operation::Insert(_)
            | Operation::Update(_)
            | Operation::Backfill(_)
            | Operation::Delete(_)
            | Operation::Execute(_)
            | Operation::Run(_) => return None,
        })
    }

    /// The table.
    pub(super) const fn table(self) -> &'a QualifiedName {
        match self {
            Self::Comment(comment) => &comment.table,
            Self::AddColumn(add) => &add.table,
            Self::DropColumn(drop) => &drop.table,
            Self::RenameColumn(rename) => &rename.table,
            Self::AlterColumn(alter) => &alter.table,
            Self::CreateIndex(create) => &create.table,
            Self::DropIndex(drop) => &drop.table,
            Self::RenameIndex(rename) => &rename.table,
            Self::AddConstraint(add) => &add.table,
            Self::DropConstraint(drop) => &drop.table,
            Self::RenameConstraint(rename) => &rename.table,
        }
    }
}

/// The statements for changes of one table: one `ALTER TABLE` with every clause, and what stands behind it. `parts`
/// says what each change is made of, in the schema that the ones before it leave.
pub(super) fn statements(
    dialect: &dyn Dialect,
    before: &Schema,
    operations: &[&Operation],
    statement: impl Fn(String) -> Statement,
    parts: impl Fn(&Schema, TableChange<'_>) -> Result<Parts, Unsupported>,
) -> Result<Vec<Statement>, Unsupported> {
    let changes = neighbours(operations);
    let Some(first) = changes.first() else {
        return Ok(Vec::new());
    };
    let mut all = parts(before, *first)?;
    if changes.len() > 1 {
        let mut schema = before.clone();
        for (operation, change) in operations.iter().zip(&changes[1..]) {
            // What SQL text made is not known, and a change of it does not apply.
            let _ = operation.apply(&mut schema);
            all.extend(parts(&schema, *change)?);
        }
    }
    let mut statements = Vec::new();
    if !all.clauses.is_empty() {
        let table = dialect.qualified(first.table())?;
        let sql = format!("ALTER TABLE {table} {}", all.clauses.join(", "));
        statements.push(statement(sql));
    }
    statements.extend(all.after);
    Ok(statements)
}

/// What changes of a table ask a server for that takes several clauses in one `ALTER TABLE`.
#[derive(Default)]
pub(super) struct Parts {
    /// The clauses, in order.
    pub(super) clauses: Vec<String>,
    /// What stands in statements of its own behind them.
    pub(super) after: Vec<Statement>,
}

impl Parts {
    /// What a single clause can do.
    pub(super) fn clause(sql: impl Into<String>) -> Self {
        Self {
            clauses: vec![sql.into()],
            after: Vec::new(),
        }
    }

    /// What clauses can do.
    pub(super) const fn clauses(clauses: Vec<String>) -> Self {
        Self {
            clauses,
            after: Vec::new(),
        }
    }

    /// What `ALTER TABLE` cannot do.
    pub(super) const fn apart(after: Vec<Statement>) -> Self {
        Self {
            clauses: Vec::new(),
            after,
        }
    }

    fn extend(&mut self, others: Self) {
        self.clauses.extend(others.clauses);
        self.after.extend(others.after);
    }
}
