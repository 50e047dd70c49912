//! The only other thing to say is which crates hold older revisions.

migrate_runtime::versions!("src/versions", volume = [archive]);

fn main() {
    let _ = migrator();
}
