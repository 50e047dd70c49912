//! What the history's own data tells, without a database: one head, plans that are the same each time, ways back.

use migrate_graph::{Graph, RevisionId};

use super::report::{Check, Finding};
use crate::backend::Server;
use crate::plan::{Destination, PlanError, canonical};
use crate::registry::Entry;

/// Several heads are one finding.
pub(super) fn one_head(graph: &Graph) -> Option<Finding> {
    let heads = graph.heads();
    if heads.len() < 2 {
        return None;
    }
    let message = format!(
        "the history has {} heads, so `up` does not know which one",
        heads.len()
    );
    let mut finding = Finding::new(
        Check::OneHead,
        message,
        "join them with `cargo migrate merge`",
    );
    finding.differences = heads.iter().map(|head| head.id.to_string()).collect();
    Some(finding)
}

/// What is wrong with a revision before it runs: at most one thing, for the others follow from it.
pub(super) fn plan(server: &Server, id: &RevisionId, entry: Entry) -> Option<Finding> {
    let destination = Destination::on_paper(*server);
    let build = || canonical(&destination, id, entry);
    let (first, second) = match (build(), build()) {
        (Err(error), _) | (_, Err(error)) => return Some(unbuilt(&error)),
        (Ok(first), Ok(second)) => (first, second),
    };
    if first != second {
        let functions = [
            ("upgrade", first.up != second.up),
            ("downgrade", first.down != second.down),
        ];
        return Some(another_plan(
            &functions.map(|(name, differs)| differs.then_some(name)),
        ));
    }
    let migration = entry.migration;
    (migration.downgrade.is_none() && migration.irreversible.is_none()).then(no_way_back)
}

fn unbuilt(error: &PlanError) -> Finding {
    let check = match error {
        PlanError::EmptyDowngrade { .. } => Check::Downgrade,
        _ => Check::Plan,
    };
    let help = error
        .help()
        .unwrap_or_else(|| "correct it in its file".to_owned());
    Finding::new(check, error.to_string(), help)
}

fn another_plan(functions: &[Option<&str>]) -> Finding {
    let names: Vec<_> = functions.iter().flatten().copied().collect();
    Finding::new(
        Check::Plan,
        format!(
            "its {} is another plan each time it is built",
            names.join(" and its ")
        ),
        "let the plan depend on nothing but the source: no clock, no random number, no environment, no order of a hash \
         map; what must be known at run time belongs into `op.run`",
    )
}

fn no_way_back() -> Finding {
    Finding::new(
        Check::Downgrade,
        "it has no downgrade and does not say why",
        "write the downgrade, or say `irreversible = \"why\"` in `#[migration]`",
    )
}
