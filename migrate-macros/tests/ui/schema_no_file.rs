//! What `schema!` says of: no file.

fn main() {}

migrate_runtime::schema!("../nowhere/schema.rs");
