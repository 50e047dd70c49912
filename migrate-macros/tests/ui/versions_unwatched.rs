//! Without the build script's help an added file would be missed in silence.

migrate_runtime::versions!(".");

fn main() {
    let _ = migrator();
}
