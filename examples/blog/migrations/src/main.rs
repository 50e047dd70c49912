//! The command line of these migrations: `cargo migrate` runs it, and so can a server that has no cargo.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_runtime::cli::main(blog_migrations::migrator())
}
