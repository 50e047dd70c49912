//! A table that both schemas have.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{Found, Phase};
use super::text::change;
use super::{column, constraint, index};
use crate::operation::{AlterTableOptions, Change, CommentOnTable, Operation};
use crate::schema::{Name, QualifiedName, Schema, Table, TableOptions};

pub(super) fn compare(from: &Schema, to: &Schema, (old, new): (&Table, &Table), found: &mut Found) {
    column::compare(from, to, (old, new), found);
    constraint::compare(from, to, (old, new), found);
    index::compare(old, new, found);
    options(&new.name, &old.options, &new.options, found);
    if old.comment != new.comment {
        let comment = CommentOnTable {
            table: new.name.clone(),
            comment: new.comment.clone(),
        };
        found.run(Phase::Comment, Operation::CommentOnTable(comment));
    }
}

fn options(table: &QualifiedName, old: &TableOptions, new: &TableOptions, found: &mut Found) {
    let TableOptions {
        strict,
        without_rowid,
        engine,
        charset,
        collation,
        storage,
        unlogged,
    } = new;
    let changed = |old: bool, new: bool| (old != new).then_some(new);
    // A collation does not outlive its character set.
    let same_collation = old.charset == *charset && old.collation == *collation;
    let untouched = AlterTableOptions::new(table.clone());
    let alter = AlterTableOptions {
        table: table.clone(),
        strict: changed(old.strict, *strict),
        without_rowid: changed(old.without_rowid, *without_rowid),
        engine: change(old.engine == *engine, engine.as_ref()),
        charset: change(old.charset == *charset, charset.as_ref()),
        collation: change(
            same_collation || collation.is_none() && old.charset != *charset,
            collation.as_ref(),
        ),
        storage: parameters(&old.storage, storage),
        unlogged: changed(old.unlogged, *unlogged),
    };
    let freed = AlterTableOptions {
        strict: alter.strict.filter(|strict| !strict),
        without_rowid: alter.without_rowid.filter(|without| !without),
        ..untouched.clone()
    };
    let rest = AlterTableOptions {
        strict: alter.strict.filter(|strict| *strict),
        without_rowid: alter.without_rowid.filter(|without| *without),
        ..alter
    };
    // What a table demands of its columns and its key goes before they do, and comes behind them.
    for (phase, alter) in [(Phase::FreeTable, freed), (Phase::TableOptions, rest)] {
        if alter != untouched {
            found.run(phase, Operation::AlterTableOptions(alter));
        }
    }
}

fn parameters(
    old: &BTreeMap<Name, String>,
    new: &BTreeMap<Name, String>,
) -> BTreeMap<Name, Change<String>> {
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .filter(|name| old.get(name) != new.get(name))
        .map(|name| (name.clone(), change(false, new.get(name))))
        .collect()
}
