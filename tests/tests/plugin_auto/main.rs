//! `cargo migrate new --auto`: from a declared schema to a reviewed migration that goes up and down.

mod baseline;
mod enums;
mod offline;
mod questions;
mod refusals;
mod rows;
mod scene;
mod undeclared;
mod views;
mod whole_way;
