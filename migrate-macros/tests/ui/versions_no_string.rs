//! The folder is named by a string.

migrate_runtime::versions!(versions);

fn main() {
    let _ = migrator();
}
