//! What runs to get from what is applied to a target, and what is applied afterwards.

mod applied;
mod down;
mod floor;
mod place;
mod range;
mod stamp;
mod steps;
mod up;

pub use self::applied::Applied;
pub use self::stamp::Stamp;
use crate::revision::RevisionId;

/// The revisions that one `up` or `down` runs.
///
/// ```
/// use migrate_graph::{Applied, Graph, Revision, Target};
///
/// let graph = Graph::new(vec![
///     Revision::new("users".parse()?, []),
///     Revision::new("email".parse()?, ["users".parse()?]),
/// ])
/// .expect("the history is sound");
///
/// let up = graph.plan_up(&Applied::default(), &Target::head())?;
/// let down = graph.plan_down(&up.applied_after, &Target::one_down())?;
/// assert_eq!(down.revisions, ["email".parse()?]);
/// assert_eq!(down.applied_after.heads(&graph)[0].id.as_str(), "users");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk {
    /// The revisions to run, in the order in which to run them.
    pub revisions: Vec<RevisionId>,
    /// What is applied when all of them have run.
    pub applied_after: Applied,
}
