//! One step of a migration.

use std::panic::Location;

use super::Operation;
use crate::connection::BackendKind;

/// One step of a migration: what, where it was written, and for which database.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Step {
    /// What the step does.
    pub operation: Operation,
    /// The builder call, as `file:line`; not part of the plan hash.
    #[serde(skip)]
    pub location: &'static Location<'static>,
    /// The only database the step is for (`op.on(…)`), or every one.
    pub only_on: Option<BackendKind>,
}

impl Step {
    /// Whether the step is for databases of this kind.
    #[must_use]
    pub fn runs_on(&self, backend: BackendKind) -> bool {
        self.only_on.is_none_or(|only| only == backend)
    }
}
