//! The migration crate of a test's project: what `cargo migrate init` writes, without the explanations.

use crate::{Backend, checkout};

/// Its files by their path inside the crate.
pub(crate) fn files(project: &str, backends: &[Backend]) -> [(&'static str, String); 5] {
    [
        ("Cargo.toml", manifest(project, backends)),
        ("build.rs", BUILD_SCRIPT.to_owned()),
        ("src/lib.rs", LIBRARY.to_owned()),
        ("src/main.rs", MAIN.to_owned()),
        ("src/versions/.gitkeep", String::new()),
    ]
}

/// Projects share the folder in which cargo builds, and cargo tells packages apart by their name, their version and their
/// place in the workspace: without a version of its own, a project would be given what another one has just built.
fn manifest(project: &str, backends: &[Backend]) -> String {
    let project = project.replace('_', "-");
    let (runtime, diesel): (Vec<_>, Vec<_>) =
        backends.iter().map(|backend| features(*backend)).unzip();
    let path = checkout::root()
        .join("migrate-runtime")
        .display()
        .to_string();
    format!(
        r#"[package]
name = "migrations"
version = "0.1.0+{project}"
edition = "2024"
publish = false

[package.metadata.migrate]

[features]
default = ["cli"]
cli = ["migrate-runtime/cli"]

[[bin]]
name = "migrations"
path = "src/main.rs"
required-features = ["cli"]

[dependencies]
diesel = {{ version = "2.3", default-features = false, features = {diesel:?} }}
migrate-runtime = {{ path = {path:?}, default-features = false, features = {runtime:?} }}
"#
    )
}

/// The features of `migrate-runtime` and of `diesel` for a backend, over the drivers that this run is about.
fn features(backend: Backend) -> (&'static str, &'static str) {
    match backend {
        Backend::Sqlite => ("sqlite", "sqlite"),
        Backend::Postgres if cfg!(feature = "native") => ("postgres", "postgres"),
        Backend::Postgres => ("async-postgres", "postgres_backend"),
        Backend::Mysql if cfg!(feature = "native") => ("mysql", "mysql"),
        Backend::Mysql => ("async-mysql", "mysql_backend"),
    }
}

/// The workspace around it.
pub(crate) const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["migrations"]
"#;

const LIBRARY: &str = r#"//! The database migrations of this workspace.

migrate_runtime::versions!("src/versions");
"#;

const MAIN: &str = "//! The command line of these migrations.

fn main() -> std::process::ExitCode {
    migrate_runtime::cli::main(migrations::migrator())
}
";

const BUILD_SCRIPT: &str = r#"//! Tells cargo that an added or removed migration changes this crate.

fn main() {
    println!("cargo::rerun-if-changed=src/versions");
    println!("cargo::rustc-env=MIGRATE_WATCHED=src/versions");
}
"#;
