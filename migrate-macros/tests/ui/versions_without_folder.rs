//! The folder is there, relative to the package.

migrate_runtime::versions!("src/no_such_folder");

fn main() {
    let _ = migrator();
}
