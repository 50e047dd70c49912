//! What a migration crate links.
