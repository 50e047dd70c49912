//! What `schema!` says of: no path.

fn main() {}

migrate_runtime::schema!();
