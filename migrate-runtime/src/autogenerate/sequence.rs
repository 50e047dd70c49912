//! Sequences.

use super::found::{Found, Phase};
use crate::operation::{CreateSequence, DropSequence, Operation};
use crate::schema::{Schema, Sequence};

pub(super) fn compare(from: &Schema, to: &Schema, found: &mut Found) {
    for (name, old) in &from.sequences {
        match to.sequences.get(name) {
            Some(new) if new == old => {}
            // A sequence that counts differently starts anew, which only its author can want.
            Some(_) => found.say(format!(
                "sequence `{name}` counts differently; drop and create it, which starts it anew"
            )),
            None => found.run(Phase::DropSequence, drop(old)),
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

fn drop(sequence: &Sequence) -> Operation {
    Operation::DropSequence(DropSequence {
        name: sequence.name.clone(),
    })
}
