//! A failure over rows, tried again with fewer of them: what is left is what it takes.

use std::collections::BTreeSet;

use super::contents;
use super::sample::Sample;
use super::{Climber, Contents};
use crate::error::Error;
use crate::schema::QualifiedName;
use crate::testing::Proof;
use crate::testing::report::Finding;
use crate::testing::snapshot::Snapshot;
use crate::testing::stairway::Stair;

/// The finding as it shows with as few rows as were found, and these rows; as it was where it does not show again on a
/// database that has only been filled for this revision.
pub(super) fn shrunk(
    proof: &Proof<'_>,
    revision: (&Stair, &Snapshot, &Snapshot),
    found: Finding,
) -> Result<Finding, Error> {
    let mut trials = Trials {
        proof,
        revision,
        wanted: subjects(&found),
        left: proof.tries,
    };
    let Some((mut sample, mut smallest)) = trials.first_rows()? else {
        return Ok(found);
    };
    let (_, before, after) = revision;
    let all = before
        .schema
        .tables
        .keys()
        .chain(after.schema.tables.keys());
    let tables: BTreeSet<QualifiedName> = all.cloned().collect();
    let mut filled: Vec<_> = tables.into_iter().collect();
    trials.drop_parts(&mut filled, &mut smallest, |filled| Sample {
        numbers: sample.numbers.clone(),
        empty: missing(&revision, filled),
    })?;
    sample.empty = missing(&revision, &filled);
    let mut numbers = sample.numbers.clone();
    trials.drop_parts(&mut numbers, &mut smallest, |numbers| Sample {
        numbers: numbers.to_vec(),
        empty: sample.empty.clone(),
    })?;
    Ok(smallest)
}

/// The tables that are not among those that are filled.
fn missing(
    (_, before, after): &(&Stair, &Snapshot, &Snapshot),
    filled: &[QualifiedName],
) -> BTreeSet<QualifiedName> {
    let all = before
        .schema
        .tables
        .keys()
        .chain(after.schema.tables.keys());
    all.filter(|name| !filled.contains(name)).cloned().collect()
}

/// What a finding is about: the sentence without what a server said, and what differs without the values.
fn subjects(finding: &Finding) -> BTreeSet<String> {
    let head = |text: &str| text.split(": ").next().unwrap_or_default().to_owned();
    let differences = finding.differences.iter().map(|line| head(line));
    differences.chain([head(&finding.message)]).collect()
}

struct Trials<'a> {
    proof: &'a Proof<'a>,
    revision: (&'a Stair, &'a Snapshot, &'a Snapshot),
    wanted: BTreeSet<String>,
    left: usize,
}

impl Trials<'_> {
    /// The smallest number of rows of each table with which it shows, as far as doubling finds it.
    fn first_rows(&mut self) -> Result<Option<(Sample, Finding)>, Error> {
        let doubled = std::iter::successors(Some(1), |rows| Some(rows * 2));
        let counts = doubled.take_while(|rows| *rows < self.proof.rows);
        let counts: Vec<usize> = [0]
            .into_iter()
            .chain(counts)
            .chain([self.proof.rows])
            .collect();
        for rows in counts {
            let sample = Sample::first(rows);
            if let Some(finding) = self.shows(&sample)? {
                return Ok(Some((sample, finding)));
            }
        }
        Ok(None)
    }

    /// Leaves out halves, quarters and so on, as long as it shows without them.
    fn drop_parts<T: Clone>(
        &mut self,
        kept: &mut Vec<T>,
        smallest: &mut Finding,
        sample: impl Fn(&[T]) -> Sample,
    ) -> Result<(), Error> {
        let mut size = kept.len().div_ceil(2);
        while size > 0 && !kept.is_empty() {
            let mut start = 0;
            while start < kept.len() {
                let end = kept.len().min(start + size);
                let rest = [&kept[..start], &kept[end..]].concat();
                match self.shows(&sample(&rest))? {
                    Some(finding) => {
                        *kept = rest;
                        *smallest = finding;
                    }
                    None => start = end,
                }
            }
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
        Ok(())
    }

    /// Whether it shows with these rows alone.
    fn shows(&mut self, sample: &Sample) -> Result<Option<Finding>, Error> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        let (stair, before, after) = self.revision;
        let mut climber = Climber::new(self.proof, sample.clone())?;
        climber.begin_at(stair.place)?;
        let found = climber.stair(stair, before, after)?;
        let same = found.filter(|found| self.wanted.is_subset(&subjects(found)));
        Ok(same.map(|mut found| {
            found.rows = shown(&climber.given);
            found
        }))
    }
}

fn shown(given: &Contents) -> Vec<String> {
    contents::lines(given)
}
