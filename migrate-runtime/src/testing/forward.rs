//! The whole way at once: base to head, nothing to do, the latest down and up, and all the way down.

use super::Proof;
use super::ground::{Ground, blame};
use super::paths;
use super::report::{Check, Finding};
use super::snapshot::Snapshot;
use crate::error::Error;

/// What the whole way shows.
#[derive(Default)]
pub(super) struct Way {
    /// The schema at the heads, where they were reached.
    pub(super) head: Option<Snapshot>,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<String>,
}

pub(super) fn walk(proof: &Proof<'_>) -> Result<Way, Error> {
    let mut ground = Ground::new(proof)?;
    let mut way = Way::default();
    let empty = ground.snapshot()?;
    if let Err(finding) = blame(Check::Forward, ground.up("heads"))? {
        way.findings.push(finding);
        return Ok(way);
    }
    let head = ground.snapshot()?;
    if let Some(finding) = nothing_to_do(&mut ground, &head)? {
        // The other ways would only stumble over the same.
        way.findings.push(finding);
        way.head = Some(head);
        return Ok(way);
    }
    let down = match proof.floor() {
        None => latest(proof, &mut ground, &head)?.map_or_else(
            || all_the_way_down(&mut ground, &empty),
            |finding| Ok(Some(finding)),
        ),
        Some(floor) => {
            way.notes.push(proof.ends_at(floor));
            to_the_floor(proof, &mut ground, floor)
        }
    };
    way.findings.extend(down?);
    way.findings.extend(paths::other_ways(proof, &head)?);
    way.head = Some(head);
    Ok(way)
}

fn nothing_to_do(ground: &mut Ground<'_>, head: &Snapshot) -> Result<Option<Finding>, Error> {
    let again = match blame(Check::Forward, ground.up("heads"))? {
        Err(finding) => return Ok(Some(finding)),
        Ok(report) => report,
    };
    let lack = ground.snapshot()?.lacks(head);
    if again.revisions.is_empty() && lack.is_nothing() {
        return Ok(None);
    }
    let help = "a migration changes the ledger's own tables or undoes another one: look for `__migrate_` in its SQL";
    let mut finding = Finding::new(Check::Forward, "a second `up` finds something to do", help);
    let ran = again.revisions.iter();
    finding.differences = ran.map(|one| format!("apply `{}`", one.revision)).collect();
    finding.differences.extend(lack.differences);
    Ok(Some(finding))
}

/// The latest revision down and up again, as one would in a hurry.
fn latest(
    proof: &Proof<'_>,
    ground: &mut Ground<'_>,
    head: &Snapshot,
) -> Result<Option<Finding>, Error> {
    if proof.order.is_empty() {
        return Ok(None);
    }
    let there_and_back = ground.down("-1").and_then(|_| ground.up("heads"));
    if let Err(finding) = blame(Check::AllTheWayDown, there_and_back)? {
        return Ok(Some(finding));
    }
    let lack = ground.snapshot()?.lacks(head);
    Ok((!lack.is_nothing()).then(|| {
        let message = "the latest revision down and up again leaves another schema; to be the same would take";
        let mut finding = Finding::new(Check::AllTheWayDown, message, "see what is said about the revision");
        finding.differences = lack.differences;
        finding
    }))
}

fn all_the_way_down(ground: &mut Ground<'_>, empty: &Snapshot) -> Result<Option<Finding>, Error> {
    if let Err(finding) = blame(Check::AllTheWayDown, ground.down("base"))? {
        return Ok(Some(finding));
    }
    Ok(left_over(&ground.snapshot()?, empty))
}

fn left_over(left: &Snapshot, empty: &Snapshot) -> Option<Finding> {
    let lack = left.lacks(empty);
    (!lack.is_nothing()).then(|| {
        let message = "all the way down leaves something; to leave nothing would take";
        let help = "do it in the downgrade of the revision that made it";
        let mut finding = Finding::new(Check::AllTheWayDown, message, help);
        finding.fix = lack.fix();
        finding.differences = lack.differences;
        finding
    })
}

/// What is newer than the floor is undone; nothing below can be.
fn to_the_floor(
    proof: &Proof<'_>,
    ground: &mut Ground<'_>,
    floor: usize,
) -> Result<Option<Finding>, Error> {
    let above = proof.order.len() - floor - 1;
    if above == 0 {
        return Ok(None);
    }
    let down = ground.down(&format!("-{above}"));
    Ok(blame(Check::AllTheWayDown, down)?.err())
}
