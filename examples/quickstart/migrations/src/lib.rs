//! The database migrations of the to-do list, one file each in `src/versions`.

migrate_runtime::versions!("src/versions");
