//! The database migrations of the blog, one file each in `src/versions`, and the schema that they lead to.

migrate_runtime::versions!("src/versions");
migrate_runtime::schema!("../src/schema.rs");
