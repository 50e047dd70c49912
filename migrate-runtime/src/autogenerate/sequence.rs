//! Sequences.

use super::found::{Found, Phase};
use super::text::change;
use crate::operation::{AlterSequence, CreateSequence, DropSequence, Operation};
use crate::schema::{QualifiedName, Schema, Sequence, Table};

pub(super) fn compare(from: &Schema, to: &Schema, found: &mut Found) {
    for (name, old) in &from.sequences {
        match to.sequences.get(name) {
            Some(new) => alter(old, new, found),
            None => found.run(drop_phase(to, name), drop(old)),
        }
    }
    for (name, new) in &to.sequences {
        if !from.sequences.contains_key(name) {
            let create = CreateSequence {
                sequence: new.clone(),
            };
            found.run(Phase::CreateSequence, Operation::CreateSequence(create));
        }
    }
}

/// How far it has counted stays.
fn alter(old: &Sequence, new: &Sequence, found: &mut Found) {
    let Sequence {
        name,
        start: _,
        increment,
        minimum,
        maximum,
        cache,
        cycle,
    } = new;
    let untouched = AlterSequence::new(name.clone());
    let alter = AlterSequence {
        start: (old.first() != new.first()).then(|| new.first()),
        increment: change(old.increment == *increment, increment.as_ref()),
        minimum: change(old.minimum == *minimum, minimum.as_ref()),
        maximum: change(old.maximum == *maximum, maximum.as_ref()),
        cache: change(old.cache == *cache, cache.as_ref()),
        cycle: (old.cycle != *cycle).then_some(*cycle),
        ..untouched.clone()
    };
    if alter != untouched {
        found.run(Phase::AlterSequence, Operation::AlterSequence(alter));
    }
}

/// Tables, views, indexes and keys share their names with sequences: what is new may need the place.
fn drop_phase(to: &Schema, name: &QualifiedName) -> Phase {
    let holds = |table: &Table| {
        let keys = table.constraints.iter().filter_map(|key| key.name.as_ref());
        let mut names = keys.chain(table.indexes.iter().map(|index| &index.name));
        table.name == *name
            || table.name.schema == name.schema && names.any(|other| *other == name.name)
    };
    if to.tables.values().any(holds) || to.views.contains_key(name) {
        Phase::ReplaceSequence
    } else {
        Phase::DropSequence
    }
}

fn drop(sequence: &Sequence) -> Operation {
    Operation::DropSequence(DropSequence {
        name: sequence.name.clone(),
    })
}
