//! What `down` runs.

use super::Walk;
use super::applied::{Applied, Ledger};
use super::floor::{Floor, refuse_unknown};
use super::steps::End;
use crate::graph::{Graph, Node};
use crate::target::{Purpose, Steps, Target, TargetError};

impl Graph {
    /// What `down TARGET` runs. Revisions that need others come first; beyond that, what was applied last is undone
    /// first.
    ///
    /// - `down ID` undoes everything applied above `ID`, which stays; `down base` undoes everything.
    /// - `down -2` undoes the two revisions that were applied last, whatever their lines.
    /// - `down branch@ID` and `down branch@base` undo that branch only: what other applied branches stand on stays.
    /// - What depends on an undone revision is undone too.
    ///
    /// # Errors
    ///
    /// The target names nothing, or several things, is not applied, or cannot be reached by undoing revisions; or a
    /// revision that the graph does not know was applied after something that would be undone.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision, Target};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision::new("users".parse()?, []),
    ///     Revision::new("email".parse()?, ["users".parse()?]),
    ///     Revision::new("theme".parse()?, ["users".parse()?]),
    /// ])
    /// .expect("the history is sound");
    /// let applied = graph.applied_at(&[Target::parse("heads")?])?;
    ///
    /// let walk = graph.plan_down(&applied, &Target::parse("email@base")?)?;
    /// assert_eq!(walk.revisions, ["email".parse()?]);
    /// let walk = graph.plan_down(&applied, &Target::parse("base")?)?;
    /// assert_eq!(walk.revisions, ["theme".parse()?, "email".parse()?, "users".parse()?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn plan_down(&self, applied: &Applied, target: &Target) -> Result<Walk, TargetError> {
        let ledger = Ledger::new(applied, self);
        let floor = self
            .floor(&ledger, target)
            .map_err(|error| ledger.explain(error))?;
        let lowest = self.lowest(&ledger, &floor)?;
        let undone = self.undone(&floor, &ledger.known);
        refuse_unknown(&ledger, &undone, lowest, Purpose::Down)?;
        Ok(Walk {
            revisions: self.undo_order(&ledger, &undone),
            applied_after: ledger.without(&undone),
        })
    }

    fn floor(&self, ledger: &Ledger<'_>, target: &Target) -> Result<Floor, TargetError> {
        let branch = |text: &Option<String>| self.optional_branch(text.as_deref());
        match target {
            Target::Current => Err(TargetError::CurrentIsNoDestination),
            Target::At {
                branch: text,
                place,
            } => {
                let branch = branch(text)?;
                let stop = self.one_place(place, branch.as_ref(), Purpose::Down)?;
                Ok(Floor::new(stop.map_or(End::Base, End::At), branch))
            }
            Target::Steps {
                branch: text,
                from: Some(from),
                steps,
            } => {
                let branch = branch(text)?;
                let start = self.one_place(from, branch.as_ref(), Purpose::Down)?;
                Ok(Floor::new(
                    self.walk(start, *steps, branch.as_ref(), target)?,
                    branch,
                ))
            }
            Target::Steps {
                branch: text,
                from: None,
                steps: Steps::Down(count),
            } => self.below_applied(
                ledger,
                branch(text)?.as_ref(),
                *count,
                (target, Purpose::Down),
            ),
            Target::Steps {
                from: None,
                steps: Steps::Up(_),
                ..
            } => Err(TargetError::WrongDirection {
                target: target.to_string(),
                purpose: Purpose::Down,
            }),
        }
    }

    /// The place in the ledger that is passed or stopped at on the way down, even if nothing known is undone.
    fn lowest(&self, ledger: &Ledger<'_>, floor: &Floor) -> Result<Option<usize>, TargetError> {
        match floor {
            Floor::At(stops, _) => {
                let places = stops.iter().map(|&stop| {
                    ledger
                        .place(stop)
                        .ok_or_else(|| self.not_applied(ledger, stop))
                });
                Ok(places.collect::<Result<Vec<_>, _>>()?.into_iter().min())
            }
            Floor::Base(None) => Ok(Some(0)),
            Floor::Base(Some(_)) | Floor::Below(_) | Floor::Without(_) => Ok(None),
        }
    }

    fn not_applied(&self, ledger: &Ledger<'_>, node: Node) -> TargetError {
        let current: Vec<Node> = self.tips(&ledger.known).collect();
        TargetError::NotApplied {
            revision: self.id(node),
            current: self.candidates(&current),
        }
    }
}
