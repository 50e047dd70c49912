//! Slices of the history.

use super::applied::Applied;
use super::place::{Branch, is_on};
use crate::graph::{Graph, Node, NodeSet};
use crate::revision::Revision;
use crate::target::{Steps, Target, TargetError, TargetRange};

impl Graph {
    /// The revisions of a slice of the history, newest first, both ends included: the older end, and all that going up
    /// from there to the newer end runs.
    ///
    /// `-3` as an end means at most three steps below the heads, on every line: a range is read from source, where
    /// nothing is applied. `-3:` is the heads and three revisions below each, or fewer if there are no more.
    ///
    /// # Errors
    ///
    /// An end names nothing, the ends are not on one line or the wrong way round, or an end depends on what is applied
    /// and `applied` is `None`.
    ///
    /// ```
    /// use migrate_graph::{Graph, Revision, TargetRange};
    ///
    /// let graph = Graph::new(vec![
    ///     Revision::new("users".parse()?, []),
    ///     Revision::new("email".parse()?, ["users".parse()?]),
    ///     Revision::new("theme".parse()?, ["email".parse()?]),
    /// ])
    /// .expect("the history is sound");
    ///
    /// let slice = graph.range(&TargetRange::parse("email:")?, None)?;
    /// let ids: Vec<_> = slice.into_iter().map(|revision| revision.id.as_str()).collect();
    /// assert_eq!(ids, ["theme", "email"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn range(
        &self,
        range: &TargetRange,
        applied: Option<&Applied>,
    ) -> Result<Vec<&Revision>, TargetError> {
        let from = range
            .from
            .as_ref()
            .map_or(Ok(Vec::new()), |target| self.end(target, applied))?;
        let to = match &range.to {
            Some(target) => self.end(target, applied)?,
            None => self.heads_above(&from),
        };
        let needed = self.needs.reach(to.iter().copied());
        if let Some(&outside) = from.iter().find(|&&node| !needed.contains(node)) {
            return Err(self.not_a_slice(range, outside, &to));
        }
        let below = self.needs.reach(from.iter().copied());
        let inside =
            |node: Node| needed.contains(node) && (!below.contains(node) || from.contains(&node));
        let newest_first = self.order.iter().rev().copied();
        Ok(newest_first
            .filter(|&node| inside(node))
            .map(|node| self.revision(node))
            .collect())
    }

    fn end(&self, target: &Target, applied: Option<&Applied>) -> Result<Vec<Node>, TargetError> {
        let Target::Steps {
            branch,
            from: None,
            steps: Steps::Down(count),
        } = target
        else {
            return self.named(target, applied);
        };
        let branch = self.optional_branch(branch.as_deref())?;
        Ok(self.below_heads(*count, branch.as_ref()))
    }

    /// The revisions that are `count` steps below the heads by the shortest way; none, for the base, if no line is that
    /// long.
    fn below_heads(&self, count: u64, branch: Option<&Branch>) -> Vec<Node> {
        let everything = NodeSet::all(self.len());
        let mut level: Vec<Node> = self
            .tips(&everything)
            .filter(|&node| is_on(node, branch))
            .collect();
        let mut seen = NodeSet::none(self.len());
        for _ in 0..count {
            if level.is_empty() {
                break;
            }
            let parents = level
                .iter()
                .flat_map(|&node| self.parents.of(node))
                .copied();
            level = parents
                .filter(|&parent| is_on(parent, branch) && seen.insert(parent))
                .collect();
        }
        level.sort_unstable();
        level
    }

    /// The real heads that stand on `from`; all of them if that is the base.
    fn heads_above(&self, from: &[Node]) -> Vec<Node> {
        let above = if from.is_empty() {
            NodeSet::all(self.len())
        } else {
            self.needed_by.reach(from.iter().copied())
        };
        self.real_tips(&above).collect()
    }

    fn not_a_slice(&self, range: &TargetRange, outside: Node, to: &[Node]) -> TargetError {
        let text = |target: &Option<Target>, empty: &str| {
            target
                .as_ref()
                .map_or_else(|| empty.to_owned(), ToString::to_string)
        };
        let (from, to_text) = (text(&range.from, "base"), text(&range.to, "heads"));
        let below = self.needs.reach([outside]);
        if to.iter().all(|&node| below.contains(node)) {
            TargetError::Reversed { from, to: to_text }
        } else {
            TargetError::NotOnOneLine { from, to: to_text }
        }
    }
}
