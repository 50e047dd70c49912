//! Tells cargo that a migration added to or removed from `src/versions` changes this crate.

fn main() {
    println!("cargo::rerun-if-changed=src/versions");
    println!("cargo::rerun-if-changed=migrate.toml");
    println!("cargo::rustc-env=MIGRATE_WATCHED=src/versions");
}
