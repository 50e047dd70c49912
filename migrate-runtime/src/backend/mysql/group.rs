//! Changes of a table in MySQL and MariaDB: one `ALTER TABLE` with a clause for each, which happens as a whole or not at
//! all.

use super::{Mysql, alter, column, constraint, index, rename, table};
use crate::backend::group::{self, Footprint, Parts, Pass, TableChange};
use crate::backend::{Statement, Unsupported};
use crate::operation::{AlterColumn, Change, CreateIndex, IndexBuild, Operation};
use crate::schema::{KeyPart, Schema};

/// How many of the operations, from the first on, become one `ALTER TABLE`.
pub(in crate::backend) fn together(operations: &[&Operation]) -> usize {
    group::clauses(operations, footprint)
}

/// What changes of one table become.
pub(super) fn statements(
    mysql: &Mysql<'_>,
    before: &Schema,
    operations: &[&Operation],
) -> Result<Vec<Statement>, Unsupported> {
    let parts = |before: &Schema, change: TableChange<'_>| {
        let clauses = clauses(mysql, before, change)?;
        Ok(Parts::clauses(clauses))
    };
    group::statements(mysql, before, operations, Statement::outside, parts)
}

fn clauses(
    mysql: &Mysql<'_>,
    before: &Schema,
    change: TableChange<'_>,
) -> Result<Vec<String>, Unsupported> {
    Ok(match change {
        TableChange::Comment(comment) => vec![table::comment(comment)?],
        TableChange::AddColumn(add) => column::add(mysql, add)?,
        TableChange::DropColumn(drop) => column::drop(mysql, before, drop)?,
        TableChange::RenameColumn(rename) => vec![rename::column(mysql, rename)?],
        TableChange::AlterColumn(alter) => vec![alter::column(mysql, before, alter)?],
        TableChange::CreateIndex(create) => vec![index::create(mysql, before, create)?],
        TableChange::DropIndex(drop) => vec![index::drop(mysql, before, drop)?],
        TableChange::RenameIndex(rename) => vec![rename::index(mysql, rename)?],
        TableChange::AddConstraint(add) => constraint::add(mysql, before, add)?,
        TableChange::DropConstraint(drop) => vec![constraint::drop(mysql, before, drop)?],
        TableChange::RenameConstraint(rename) => rename::constraint(mysql, before, rename)?,
    })
}

/// What a change is about, where it is a clause that others may stand beside.
fn footprint(change: TableChange<'_>) -> Option<Footprint<'_>> {
    let dropped = || Footprint::in_passes(Pass::Drop..=Pass::Drop);
    match change {
        TableChange::Comment(_) => Some(Footprint::in_passes(Pass::Constrain..=Pass::Constrain)),
        TableChange::AddColumn(add) if add.online.is_silent() && add.position.is_none() => {
            Some(Footprint::added(add))
        }
        TableChange::DropColumn(drop) if drop.online.is_silent() => {
            Some(dropped().column(&drop.column))
        }
        TableChange::AlterColumn(alter) => altered(alter),
        TableChange::CreateIndex(create)
            if create.online.is_silent() && create.build == IndexBuild::Blocking =>
        {
            Some(indexed(create))
        }
        TableChange::DropIndex(drop)
            if drop.online.is_silent() && drop.build == IndexBuild::Blocking =>
        {
            Some(dropped().named(&drop.index))
        }
        TableChange::AddConstraint(add) if add.using_index.is_none() => {
            let passes = Pass::Constrain..=Pass::Constrain;
            Some(Footprint::in_passes(passes).constraint(&add.constraint))
        }
        TableChange::DropConstraint(drop) => Some(dropped().named(&drop.name)),
        // What is demanded of the server is demanded for one change.
        TableChange::AddColumn(_)
        | TableChange::DropColumn(_)
        | TableChange::CreateIndex(_)
        | TableChange::DropIndex(_)
        | TableChange::AddConstraint(_)
        | TableChange::RenameColumn(_)
        | TableChange::RenameIndex(_)
        | TableChange::RenameConstraint(_) => None,
    }
}

fn altered(alter: &AlterColumn) -> Option<Footprint<'_>> {
    if !alter.online.is_silent() || alter.position.is_some() {
        return None;
    }
    let footprint = Footprint::in_passes(Pass::Change..=Pass::Change).column(&alter.column);
    Some(match &alter.generated {
        Change::Set(generated) => footprint.text(&generated.expression),
        Change::Keep | Change::Drop => footprint,
    })
}

fn indexed(create: &CreateIndex) -> Footprint<'_> {
    let passes = Pass::Constrain..=Pass::Constrain;
    let footprint = Footprint::in_passes(passes).named(&create.index.name);
    let footprint = create.index.columns().fold(footprint, Footprint::column);
    let texts = create.index.keys.iter().filter_map(|key| match &key.part {
        KeyPart::Expression(sql) => Some(sql.as_str()),
        KeyPart::Column(_) => None,
    });
    texts.fold(footprint, Footprint::text)
}
