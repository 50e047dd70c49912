//! Which operations the walked chains had, and how often.

use std::collections::BTreeMap;

use migrate_runtime::operation::Operation;
use migrate_tests::Backend;

use super::chain::Chain;
use crate::round_trip::say;

/// How often each kind of operation was run upwards; a changed column counts once for each thing that changes.
#[derive(Default)]
pub(super) struct Coverage {
    pairs: usize,
    counts: BTreeMap<String, usize>,
}

impl Coverage {
    pub(super) fn count(&mut self, chain: &Chain) {
        self.pairs += chain.pairs.len();
        for operation in chain.pairs.iter().flat_map(|pair| &pair.upgrade) {
            for kind in kinds(operation) {
                *self.counts.entry(kind).or_default() += 1;
            }
        }
    }

    pub(super) fn show(&self, backend: Backend, chains: usize) {
        let lines: Vec<_> = (self.counts.iter())
            .map(|(kind, count)| format!("{count:>6} {kind}"))
            .collect();
        say(&format!(
            "{} pairs in {chains} chains on {backend}:\n{}",
            self.pairs,
            lines.join("\n")
        ));
    }

    /// Insists on at least so many of each kind.
    pub(super) fn insist(&self, minimum: &[(&str, usize)]) {
        for (kind, wanted) in minimum {
            let found = self.counts.get(*kind).copied().unwrap_or_default();
            assert!(found >= *wanted, "{kind}: {found} of at least {wanted}");
        }
    }
}

/// The operation's name in stored plans, and for changes what they change.
fn kinds(operation: &Operation) -> Vec<String> {
    let stored = serde_json::to_value(operation).expect("operations are stored as JSON");
    let stored = stored.as_object().expect("an operation is an object");
    let name = stored["operation"]
        .as_str()
        .expect("it has a name")
        .to_owned();
    if !name.starts_with("alter_") {
        return vec![name];
    }
    let subject = ["operation", "table", "column", "name"];
    let changes = stored.keys().filter(|key| !subject.contains(&key.as_str()));
    changes.map(|change| format!("{name}.{change}")).collect()
}
