//! The SQL that the backends agree on, written through their dialects.

pub(super) mod constraint;
pub(super) mod index;
