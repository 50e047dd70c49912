//! The `cargo migrate` plugin.
fn main() {}
