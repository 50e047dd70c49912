//! Each revision up, down and up again on a database without rows: the schemas must be the ones that there were.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::Proof;
use super::ground::{Ground, blame};
use super::report::{Check, Finding};
use super::snapshot::Snapshot;
use crate::error::Error;

/// What one revision's stairs show.
pub(super) struct Stair {
    /// The revision's place in the history.
    pub(super) place: usize,
    /// The schema that it leaves; `None` where it could not be applied.
    pub(super) after: Option<Snapshot>,
    pub(super) finding: Option<Finding>,
    pub(super) duration: Duration,
}

/// Goes up a part of the history. Ends early at a revision that cannot be applied: the last stair then has no schema.
pub(super) fn climb(proof: &Proof<'_>, part: Range<usize>) -> Result<Vec<Stair>, Error> {
    let mut climber = Climber {
        proof,
        ground: Ground::new(proof)?,
    };
    if !climber.begin_at(part.start)? {
        return Ok(Vec::new());
    }
    let mut before = climber.ground.snapshot()?;
    let mut stairs = Vec::new();
    for place in part {
        let stair = climber.stair(place, &before)?;
        proof.tell(place);
        let after = stair.after.clone();
        stairs.push(stair);
        match after {
            Some(after) => before = after,
            None => break,
        }
    }
    Ok(stairs)
}

struct Climber<'a> {
    proof: &'a Proof<'a>,
    ground: Ground<'a>,
}

impl Climber<'_> {
    /// Applies everything before a place; whether that can be done, for whoever climbs there has the finding.
    fn begin_at(&mut self, place: usize) -> Result<bool, Error> {
        let applied = self.ground.up_each(self.proof.tips(place));
        Ok(blame(Check::Upgrade, applied)?.is_ok())
    }

    fn stair(&mut self, place: usize, before: &Snapshot) -> Result<Stair, Error> {
        let begun = Instant::now();
        let (after, finding) = self.up_and_down(place, before)?;
        Ok(Stair {
            place,
            after,
            finding,
            duration: begun.elapsed(),
        })
    }

    fn up_and_down(
        &mut self,
        place: usize,
        before: &Snapshot,
    ) -> Result<(Option<Snapshot>, Option<Finding>), Error> {
        let revision = self.proof.order[place].as_str();
        if let Err(finding) = blame(Check::Upgrade, self.ground.up(revision))? {
            return Ok((None, Some(finding)));
        }
        let after = self.ground.snapshot()?;
        if !self.proof.is_tested(place) || self.proof.is_irreversible(place) {
            return Ok((Some(after), None));
        }
        let finding = self.back_and_again(revision, before, &after)?;
        if finding.is_some() {
            self.start_anew(place + 1)?;
        }
        Ok((Some(after), finding))
    }

    fn back_and_again(
        &mut self,
        revision: &str,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<Option<Finding>, Error> {
        if let Err(finding) = blame(Check::Stairway, self.ground.down("-1"))? {
            return Ok(Some(finding));
        }
        let back = self.ground.snapshot()?;
        if let Some(finding) = not_back(&back, before) {
            return Ok(Some(finding));
        }
        if let Err(mut finding) = blame(Check::Stairway, self.ground.up(revision))? {
            finding.message = format!(
                "it cannot be applied again after its downgrade: {}",
                finding.message
            );
            return Ok(Some(finding));
        }
        let again = self.ground.snapshot()?;
        Ok(not_again(&again, after))
    }

    /// What a fault has left must not be held against the next revision.
    fn start_anew(&mut self, place: usize) -> Result<(), Error> {
        self.ground = Ground::new(self.proof)?;
        self.begin_at(place).map(drop)
    }
}

pub(super) fn not_back(back: &Snapshot, before: &Snapshot) -> Option<Finding> {
    let lack = back.lacks(before);
    if lack.is_nothing() {
        return None;
    }
    let message =
        "its downgrade does not lead back to the schema before its upgrade; that would take";
    let mut finding = Finding::new(Check::Stairway, message, "do it in `downgrade`");
    finding.fix = lack.fix();
    finding.differences = lack.differences;
    Some(finding)
}

pub(super) fn not_again(again: &Snapshot, after: &Snapshot) -> Option<Finding> {
    let lack = again.lacks(after);
    if lack.is_nothing() {
        return None;
    }
    let message = "its upgrade after its downgrade makes another schema than the first time; to be the same would take";
    let help =
        "let the upgrade do the same whatever was there before: look at its conditions and its SQL";
    let mut finding = Finding::new(Check::Stairway, message, help);
    finding.differences = lack.differences;
    Some(finding)
}
