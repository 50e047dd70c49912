//! LK04: a unique constraint or a primary key builds its index while nobody may use the table.

use super::added::{Added, added};
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{AddConstraint, CreateIndex, IndexBuild, Online, Operation};
use crate::schema::{ConstraintKind, Index, IndexKey, Name, Rule as Demand, UniqueNulls};

pub(super) static RULE: Rule = Rule {
    id: "LK04",
    title: "unique constraint builds its index under a lock",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "every query on the table waits until the index of the constraint is built; an index that is built beside the \
          writers can become the constraint's own",
    safe: r#"op.create_index("users", ["email"]).named("users_email_unique").unique().concurrently();
// in a later revision:
op.create_unique("users", ["email"]).using_index("users_email_unique");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let kinds = [ConstraintKind::Unique, ConstraintKind::PrimaryKey];
    let added = added(scene.operation(), &kinds).into_iter();
    added
        .filter(|added| scene.is_in_use(added.table))
        .map(|added| safely(&added))
        .collect()
}

fn safely(added: &Added<'_>) -> Found {
    let Added {
        table, constraint, ..
    } = added;
    let kind = match constraint.kind() {
        ConstraintKind::PrimaryKey => "primary key",
        _ => "unique constraint",
    };
    let message = format!("nobody may use table `{table}` while the index of the {kind} is built");
    let found = Found::on(table, message);
    let found = if added.is_of_new_column {
        found.words("add the column without it")
    } else {
        found
    };
    let index = index(added);
    let create = CreateIndex {
        table: (*table).clone(),
        index: index.clone(),
        build: IndexBuild::Concurrently,
        online: Online::default(),
    };
    let add = AddConstraint {
        table: (*table).clone(),
        constraint: (*constraint).clone(),
        using_index: Some(index.name),
    };
    found
        .words("in a revision of its own:")
        .steps([Operation::CreateIndex(create)])
        .words("in a later revision:")
        .steps([Operation::AddConstraint(add)])
}

/// The index that becomes the constraint's own.
fn index(added: &Added<'_>) -> Index {
    let columns = added.constraint.columns();
    let keys = columns
        .iter()
        .map(|column| IndexKey::from((*column).clone()))
        .collect();
    let name = format!("{}_unique", added.table.name.as_str());
    let nulls = match &added.constraint.rule {
        Demand::Unique(unique) => unique.nulls,
        _ => UniqueNulls::Distinct,
    };
    Index {
        unique: true,
        nulls,
        ..Index::new(Name::new(name), keys)
    }
}
