//! Triggers.

use super::dependents::Dependents;
use super::found::{Found, Phase};
use crate::operation::{CreateTrigger, DropTrigger, Operation};
use crate::schema::{Schema, Trigger, expression};

pub(super) fn compare(from: &Schema, to: &Schema, dependents: &Dependents, found: &mut Found) {
    let stays = |old: &Trigger, new: &Trigger| {
        same(old, new) && !dependents.moves_trigger(&old.table, &old.body)
    };
    for (key, old) in &from.triggers {
        if to.triggers.get(key).is_none_or(|new| !stays(old, new)) {
            found.run(Phase::DropTrigger, drop(old));
        }
    }
    for (key, new) in &to.triggers {
        if from.triggers.get(key).is_none_or(|old| !stays(old, new)) {
            let trigger = new.clone();
            found.run(
                Phase::CreateTrigger,
                Operation::CreateTrigger(CreateTrigger { trigger }),
            );
        }
    }
}

fn drop(trigger: &Trigger) -> Operation {
    Operation::DropTrigger(DropTrigger {
        name: trigger.name.clone(),
        table: trigger.table.clone(),
    })
}

fn same(old: &Trigger, new: &Trigger) -> bool {
    let Trigger {
        name,
        table,
        event,
        body,
    } = old;
    *name == new.name
        && *table == new.table
        && expression::same(event, &new.event)
        && expression::same(body, &new.body)
}
