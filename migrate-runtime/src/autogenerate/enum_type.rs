//! Enum types and their labels.

use super::found::{Found, Phase};
use crate::operation::{AddEnumLabel, CreateEnum, DropEnum, DropEnumLabel, Operation};
use crate::schema::{EnumType, QualifiedName, Schema};

pub(super) fn compare(from: &Schema, to: &Schema, found: &mut Found) {
    for (name, old) in &from.enums {
        match to.enums.get(name) {
            Some(new) => change(old, new, found),
            None => found.run(
                drop_phase(to, name),
                Operation::DropEnum(DropEnum { name: name.clone() }),
            ),
        }
    }
    for (name, new) in &to.enums {
        if !from.enums.contains_key(name) {
            let create = CreateEnum {
                enum_type: new.clone(),
            };
            found.run(Phase::CreateEnum, Operation::CreateEnum(create));
        }
    }
}

/// A table's name is a type's, too: a new one may need the place.
fn drop_phase(to: &Schema, name: &QualifiedName) -> Phase {
    if to.tables.contains_key(name) || to.views.contains_key(name) {
        Phase::ReplaceEnum
    } else {
        Phase::DropEnum
    }
}

fn change(old: &EnumType, new: &EnumType, found: &mut Found) {
    if old.comment != new.comment {
        found.say(format!("enum type `{}` has another comment", new.name));
    }
    let stay = |labels: &[String], others: &[String]| -> Vec<String> {
        let kept = labels.iter().filter(|label| others.contains(label));
        kept.cloned().collect()
    };
    if stay(&old.labels, &new.labels) != stay(&new.labels, &old.labels) {
        return found.say(format!(
            "the labels of enum type `{}` have another order, which no database changes",
            new.name
        ));
    }
    for label in added(old, new) {
        found.run(Phase::AddEnumLabel, Operation::AddEnumLabel(label));
    }
    for label in old
        .labels
        .iter()
        .filter(|label| !new.labels.contains(label))
    {
        let drop = DropEnumLabel {
            name: new.name.clone(),
            label: label.clone(),
        };
        found.run(Phase::DropEnumLabel, Operation::DropEnumLabel(drop));
    }
}

/// The labels to add, last first so that each finds the one it stands before.
fn added<'a>(old: &'a EnumType, new: &'a EnumType) -> impl Iterator<Item = AddEnumLabel> + 'a {
    let labels = new.labels.iter().enumerate().rev();
    let missing = labels.filter(|(_, label)| !old.labels.contains(label));
    missing.map(|(at, label)| AddEnumLabel {
        name: new.name.clone(),
        label: label.clone(),
        before: new.labels.get(at + 1).cloned(),
    })
}
