//! Other ways to the heads: each must lead to the schema that the usual one leads to.

use super::Proof;
use super::ground::{Ground, blame};
use super::report::{Check, Finding};
use super::snapshot::Snapshot;
use crate::backend;
use crate::error::Error;
use crate::executor::{BY_HAND, RustSteps};
use crate::migrator::ScriptRequest;
use crate::plan::Direction;

/// What is wrong with the other ways; `head` is where the usual one ends.
pub(super) fn other_ways(proof: &Proof<'_>, head: &Snapshot) -> Result<Vec<Finding>, Error> {
    let ways = [last_head_first(proof, head)?, by_script(proof, head)?];
    Ok(ways.into_iter().flatten().collect())
}

/// Heads that nobody has merged may be applied in either order, as their branches were.
fn last_head_first(proof: &Proof<'_>, head: &Snapshot) -> Result<Option<Finding>, Error> {
    let mut heads = proof.registry.graph().heads();
    if heads.len() < 2 {
        return Ok(None);
    }
    heads.reverse();
    let mut ground = Ground::new(proof)?;
    let applied = ground.up_each(heads.iter().map(|head| &head.id));
    if let Err(mut finding) = blame(Check::Paths, applied)? {
        finding.message = format!(
            "the heads cannot be applied in another order: {}",
            finding.message
        );
        return Ok(Some(finding));
    }
    let message = "the heads make another schema in another order; to be the same would take";
    let help =
        "let neither of them depend on whether the other one ran: look at conditions and SQL text";
    Ok(differs(&ground.snapshot()?, head, message, help))
}

/// The script that `up heads --sql` prints, statement by statement as the database's client sends it. No script holds
/// Rust steps.
fn by_script(proof: &Proof<'_>, head: &Snapshot) -> Result<Option<Finding>, Error> {
    let server = proof.place.server()?;
    let request = ScriptRequest {
        backend: server.kind,
        direction: Direction::Up,
        from: None,
        to: Some("heads".parse()?),
        rust_steps: RustSteps::Refused,
    };
    let script = match proof.migrator.script(&request) {
        Ok(script) if !script.sql.contains(BY_HAND) => script.sql,
        _ => return Ok(None),
    };
    let mut ground = Ground::new(proof)?;
    let statements = backend::sent(server.kind, &script);
    let mut statements = statements.iter();
    if let Err(error) = statements.try_for_each(|sql| ground.database().batch_execute(sql)) {
        let message = format!("the script of `up heads --sql` fails where `up` does not: {error}");
        let help = "look at SQL text that needs what an earlier statement has committed";
        return Ok(Some(Finding::new(Check::Paths, message, help)));
    }
    let message =
        "the script of `up heads --sql` makes another schema than `up`; to be the same would take";
    let help = "let no step depend on the database that the plan was made for";
    Ok(differs(&ground.snapshot()?, head, message, help))
}

fn differs(is: &Snapshot, wanted: &Snapshot, message: &str, help: &str) -> Option<Finding> {
    let lack = is.lacks(wanted);
    (!lack.is_nothing()).then(|| {
        let mut finding = Finding::new(Check::Paths, message, help);
        finding.differences = lack.differences;
        finding
    })
}
