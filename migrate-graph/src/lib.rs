//! What the macro, the plugin and the runtime of `cargo migrate` must agree on.
