fn main() {}

migrate_runtime::schema!("../nowhere/schema.rs");
