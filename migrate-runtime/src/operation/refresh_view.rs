//! Runs the query of a materialised view again.

use super::{ApplyError, IndexBuild};
use crate::schema::{QualifiedName, Schema};

/// Runs the query of a view whose rows are kept again (PostgreSQL).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RefreshView {
    /// The view.
    pub name: QualifiedName,
    /// Whether readers wait meanwhile.
    #[serde(default)]
    pub build: IndexBuild,
}

impl RefreshView {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match schema.views.get(&self.name) {
            Some(view) if view.materialized => Ok(()),
            Some(_) => Err(ApplyError::Invalid {
                why: format!("view `{}` keeps no rows that could be refreshed", self.name),
            }),
            None => Err(ApplyError::missing(format_args!(
                "materialized view `{}`",
                self.name
            ))),
        }
    }

    pub(super) fn describe(&self) -> String {
        format!("refresh materialized view `{}`", self.name)
    }
}
