//! Histories, targets and plans: one file per topic, expectations written by hand.

mod down;
mod errors;
mod history;
mod properties;
mod random;
mod range;
mod resolve;
mod revision_id;
mod shape;
mod stamp;
mod syntax;
mod up;
