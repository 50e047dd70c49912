//! What may be said about the refresh of a materialised view.

use crate::operation::IndexBuild;

/// A refresh that is being written.
pub struct RefreshViewBuilder<'a> {
    pub(super) build: &'a mut IndexBuild,
}

impl RefreshViewBuilder<'_> {
    /// Lets readers go on meanwhile; the view needs a unique index for it.
    pub fn concurrently(self) -> Self {
        *self.build = IndexBuild::Concurrently;
        self
    }
}
