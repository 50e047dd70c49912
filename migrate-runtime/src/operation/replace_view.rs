//! Gives a view another query.

use super::{ApplyError, Operation};
use crate::schema::{QualifiedName, Schema, View};

/// Gives a view another query; its comment stays.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReplaceView {
    /// The view.
    pub name: QualifiedName,
    /// The new query's SQL text.
    pub query: String,
}

impl ReplaceView {
    /// The view afterwards.
    pub(crate) fn replaced(&self, before: &Schema) -> Option<View> {
        Some(View {
            query: self.query.clone(),
            ..before.views.get(&self.name)?.clone()
        })
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        let Some(view) = schema.views.get_mut(&self.name) else {
            return Err(ApplyError::missing(format_args!("view `{}`", self.name)));
        };
        view.query.clone_from(&self.query);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        Some(vec![Operation::ReplaceView(Self {
            name: self.name.clone(),
            query: before.views.get(&self.name)?.query.clone(),
        })])
    }

    pub(super) fn describe(&self) -> String {
        format!("replace view `{}`", self.name)
    }
}
