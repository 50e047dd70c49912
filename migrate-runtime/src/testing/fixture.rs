//! Rows that a function of the author's writes, for what SQL text cannot say.

use std::any::{Any, type_name};

use migrate_graph::{Graph, RevisionId, Target};

use crate::connection::Database;
use crate::error::Error;
use crate::op::StepError;

type Load = dyn Fn(&mut dyn Any) -> Result<(), StepError> + Send + Sync;

/// A function over one connection type, and the revision after which it runs.
pub(super) struct Fixture {
    target: String,
    /// The revisions that the target means.
    revisions: Vec<RevisionId>,
    load: Box<Load>,
}

impl Fixture {
    pub(super) fn new<C: Any, E: Into<StepError>>(
        target: String,
        load: impl Fn(&mut C) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        Self {
            target,
            revisions: Vec::new(),
            load: Box::new(move |any| match any.downcast_mut::<C>() {
                Some(connection) => load(connection).map_err(Into::into),
                None => Err(StepError::from(format!(
                    "it is written for `{}`, and this database is reached otherwise",
                    type_name::<C>()
                ))),
            }),
        }
    }

    /// Finds the revision in the history.
    pub(super) fn find(&mut self, graph: &Graph) -> Result<(), Error> {
        self.revisions = graph.resolve(&Target::parse(&self.target)?, None)?;
        Ok(())
    }

    pub(super) fn is_for(&self, revision: &RevisionId) -> bool {
        self.revisions.contains(revision)
    }

    pub(super) fn load(&self, database: &mut dyn Database) -> Result<(), StepError> {
        (self.load)(database.as_any())
    }
}
