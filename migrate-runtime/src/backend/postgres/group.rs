//! Changes of a table in PostgreSQL: one `ALTER TABLE` with a clause for each, where one is enough.

use super::{Postgres, alter, column, constraint, index, rename, table};
use crate::backend::group::{self, Footprint, Parts, Pass, TableChange};
use crate::backend::{Statement, Unsupported};
use crate::operation::{AlterColumn, Change, Operation};
use crate::schema::Schema;

/// How many of the operations, from the first on, become one `ALTER TABLE`.
pub(in crate::backend) fn together(operations: &[&Operation]) -> usize {
    group::clauses(operations, footprint)
}

/// What changes of one table become.
pub(super) fn statements(
    postgres: &Postgres<'_>,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    group::statements(
        postgres,
        before,
        operations,
        Statement::transactional,
        |before, change| parts(postgres, before, change),
    )
}

fn parts(
    postgres: &Postgres<'_>,
    before: &Schema,
    change: TableChange<'_>,
) -> Result<Parts, Unsupported> {
    let alone = |sql: String| Parts::apart(vec![Statement::transactional(sql)]);
    match change {
        TableChange::Comment(comment) => table::comment(postgres, comment).map(alone),
        TableChange::AddColumn(add) => column::add(postgres, add),
        TableChange::DropColumn(drop) => column::drop(postgres, drop),
        TableChange::RenameColumn(rename) => rename::column(postgres, rename).map(alone),
        TableChange::AlterColumn(alter) => alter::column(postgres, before, alter),
        TableChange::CreateIndex(create) => index::create(postgres, create).map(Parts::apart),
        TableChange::DropIndex(drop) => {
            index::drop(postgres, drop).map(|sql| Parts::apart(vec![sql]))
        }
        TableChange::RenameIndex(rename) => rename::index(postgres, rename).map(alone),
        TableChange::AddConstraint(add) => constraint::add(postgres, add),
        TableChange::DropConstraint(drop) => constraint::drop(postgres, drop),
        TableChange::RenameConstraint(rename) => rename::constraint(postgres, rename).map(alone),
    }
}

/// What a change is about, where it is a clause that others may stand beside.
fn footprint(change: TableChange<'_>) -> Option<Footprint<'_>> {
    match change {
        TableChange::AddColumn(add) => Some(Footprint::added(add)),
        TableChange::DropColumn(drop) => {
            Some(Footprint::in_passes(Pass::Drop..=Pass::Drop).column(&drop.column))
        }
        TableChange::AlterColumn(alter) => Some(altered(alter)),
        TableChange::AddConstraint(add) if add.using_index.is_none() => {
            let passes = Pass::Constrain..=Pass::Constrain;
            Some(Footprint::in_passes(passes).constraint(&add.constraint))
        }
        TableChange::DropConstraint(drop) => {
            Some(Footprint::in_passes(Pass::Drop..=Pass::Drop).named(&drop.name))
        }
        TableChange::Comment(_)
        | TableChange::AddConstraint(_)
        | TableChange::RenameColumn(_)
        | TableChange::CreateIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::RenameConstraint(_) => None,
    }
}

/// Defaults and nullability are changed first or last, types between.
fn altered(alter: &AlterColumn) -> Footprint<'_> {
    let footprint = Footprint::in_passes(Pass::Drop..=Pass::Constrain).column(&alter.column);
    let using = (alter.column_type.iter()).filter_map(|new| new.using.as_deref());
    let footprint = using.fold(footprint, Footprint::text);
    match &alter.generated {
        Change::Set(generated) => footprint.text(&generated.expression),
        Change::Keep | Change::Drop => footprint,
    }
}
