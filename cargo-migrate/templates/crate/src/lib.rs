//! The database migrations of this workspace, one file each in `src/versions`.

migrate_runtime::versions!("src/versions");
{{schema}}