//! Sets or drops a table's comment.

use super::{ApplyError, Operation, lookup};
use crate::schema::{QualifiedName, Schema};

/// Sets a table's comment, or drops it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CommentOnTable {
    /// The table.
    pub table: QualifiedName,
    /// The comment; none drops the one there is.
    pub comment: Option<String>,
}

impl CommentOnTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        lookup::table(schema, &self.table)?
            .comment
            .clone_from(&self.comment);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        Some(vec![Operation::CommentOnTable(Self {
            table: self.table.clone(),
            comment: before.table(&self.table)?.comment.clone(),
        })])
    }

    pub(super) fn describe(&self) -> String {
        match self.comment {
            Some(_) => format!("comment on table `{}`", self.table),
            None => format!("drop the comment of table `{}`", self.table),
        }
    }
}
