//! The indexes of a table that both schemas have.

use super::column;
use super::found::{Found, Phase};
use super::text::same_option;
use crate::operation::{CreateIndex, DropIndex, IndexBuild, Online, Operation, RenameIndex};
use crate::schema::{Index, IndexKey, KeyPart, QualifiedName, Table, expression};

pub(super) fn compare(old: &Table, new: &Table, found: &mut Found) {
    let replaced = column::replaced(old, new);
    let stays = |index: &Index| !replaced.iter().any(|name| index.concerns(name));
    let mut coming: Vec<_> = new.indexes.iter().collect();
    let mut going = Vec::new();
    for before in &old.indexes {
        match coming.iter().position(|after| after.name == before.name) {
            Some(at) => {
                let after = coming.remove(at);
                if !(same(before, after) && stays(before)) {
                    drop(&old.name, before, found);
                    create(&new.name, after, found);
                }
            }
            None => going.push(before),
        }
    }
    for before in going {
        let renamed = coming
            .iter()
            .position(|after| stays(before) && same(before, after));
        match renamed {
            Some(at) => rename(&new.name, before, coming.remove(at), found),
            None => drop(&old.name, before, found),
        }
    }
    for after in coming {
        create(&new.name, after, found);
    }
}

/// Whether two indexes are one, but for their names.
pub(super) fn same(old: &Index, new: &Index) -> bool {
    let Index {
        name: _,
        keys,
        unique,
        nulls,
        predicate,
        method,
        include,
        comment,
    } = old;
    keys.len() == new.keys.len()
        && keys
            .iter()
            .zip(&new.keys)
            .all(|(old, new)| same_key(old, new))
        && *unique == new.unique
        && *nulls == new.nulls
        && same_option(predicate.as_ref(), new.predicate.as_ref())
        && *method == new.method
        && *include == new.include
        && *comment == new.comment
}

/// Whether two keys are one.
pub(super) fn same_key(old: &IndexKey, new: &IndexKey) -> bool {
    let part = match (&old.part, &new.part) {
        (KeyPart::Expression(old), KeyPart::Expression(new)) => expression::same(old, new),
        (old, new) => old == new,
    };
    let rest = |key: &IndexKey| IndexKey {
        part: KeyPart::Expression(String::new()),
        ..key.clone()
    };
    part && rest(old) == rest(new)
}

fn drop(table: &QualifiedName, index: &Index, found: &mut Found) {
    let drop = DropIndex {
        table: table.clone(),
        index: index.name.clone(),
        build: IndexBuild::Blocking,
        online: Online::default(),
    };
    found.run(Phase::DropIndex, Operation::DropIndex(drop));
}

fn create(table: &QualifiedName, index: &Index, found: &mut Found) {
    let create = CreateIndex {
        table: table.clone(),
        index: index.clone(),
        build: IndexBuild::Blocking,
        online: Online::default(),
    };
    found.run(Phase::CreateIndex, Operation::CreateIndex(create));
}

fn rename(table: &QualifiedName, old: &Index, new: &Index, found: &mut Found) {
    let rename = RenameIndex {
        table: table.clone(),
        index: old.name.clone(),
        to: new.name.clone(),
    };
    found.run(Phase::Rename, Operation::RenameIndex(rename));
}
