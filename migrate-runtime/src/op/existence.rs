//! Steps that are left out where their work is done already.

use crate::operation::Existence;

/// Something that is being dropped.
pub struct DropBuilder<'a> {
    pub(super) existence: &'a mut Option<Existence>,
}

impl DropBuilder<'_> {
    /// Leaves the step out where there is no such thing.
    pub fn if_exists(self) -> Self {
        *self.existence = Some(Existence::Exists);
        self
    }
}

/// Something that is being created.
pub struct CreateBuilder<'a> {
    pub(super) existence: &'a mut Option<Existence>,
}

impl CreateBuilder<'_> {
    /// Leaves the step out where there is one of this name, whatever it looks like.
    pub fn if_not_exists(self) -> Self {
        *self.existence = Some(Existence::Missing);
        self
    }
}

/// Something that is being created and that may have a comment.
pub struct CommentedBuilder<'a> {
    pub(super) existence: &'a mut Option<Existence>,
    pub(super) comment: &'a mut Option<String>,
}

impl CommentedBuilder<'_> {
    /// Leaves the step out where there is one of this name, whatever it looks like.
    pub fn if_not_exists(self) -> Self {
        *self.existence = Some(Existence::Missing);
        self
    }

    /// Gives it a comment (PostgreSQL).
    pub fn comment(self, comment: impl Into<String>) -> Self {
        *self.comment = Some(comment.into());
        self
    }
}
