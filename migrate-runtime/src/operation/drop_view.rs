//! Drops a view.

use super::{ApplyError, CreateView, Operation};
use crate::schema::{QualifiedName, Schema};

/// Drops a view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DropView {
    /// The view to drop.
    pub name: QualifiedName,
    /// Whether its rows are kept.
    #[serde(default)]
    pub materialized: bool,
}

impl DropView {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match schema.views.remove(&self.name) {
            Some(_) => Ok(()),
            None => Err(ApplyError::missing(format_args!("view `{}`", self.name))),
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let view = before.views.get(&self.name)?.clone();
        Some(vec![Operation::CreateView(CreateView { view })])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop view `{}`", self.name)
    }
}
