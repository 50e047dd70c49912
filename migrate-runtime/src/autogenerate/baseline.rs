//! A database that exists, as the first revision of its history.

use super::{Comparison, diff};
use crate::backend::Reflected;
use crate::schema::Schema;

impl Comparison {
    /// Everything that a database holds, as if nothing had been there before it.
    #[must_use]
    pub fn baseline(live: Reflected) -> Self {
        let found = Schema::default();
        Self {
            differences: diff(&found, &live.schema),
            found,
            desired: live.schema,
            raw: live.raw,
            ..Self::default()
        }
    }
}
