fn main() {}

migrate_runtime::schema!();
