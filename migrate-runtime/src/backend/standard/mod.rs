//! The SQL that the backends agree on, written through their dialects.

pub(super) mod batches;
pub(super) mod catalogue;
pub(super) mod constraint;
pub(super) mod data;
pub(super) mod default;
pub(super) mod demand;
pub(super) mod expression;
pub(super) mod function;
pub(super) mod index;
pub(super) mod normalize;
pub(super) mod query;
pub(super) mod sequence;
pub(super) mod trigger;
pub(super) mod view;
