//! Creates a view.

use super::{ApplyError, DropView, Operation, lookup};
use crate::schema::{Schema, View};

/// Creates a view.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CreateView {
    /// The view to create.
    pub view: View,
}

impl CreateView {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::no_table(schema, &self.view.name)?;
        schema
            .views
            .insert(self.view.name.clone(), self.view.clone());
        Ok(())
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::DropView(DropView {
            name: self.view.name.clone(),
            materialized: self.view.materialized,
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!("create view `{}`", self.view.name)
    }
}
