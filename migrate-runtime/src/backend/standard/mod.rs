//! The SQL that the backends agree on, written through their dialects.

pub(super) mod batches;
pub(super) mod constraint;
pub(super) mod data;
pub(super) mod demand;
pub(super) mod function;
pub(super) mod index;
pub(super) mod sequence;
pub(super) mod trigger;
pub(super) mod view;
