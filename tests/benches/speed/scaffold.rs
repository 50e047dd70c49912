//! Projects as `cargo migrate init` writes them, with the build settings that a user gets.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use migrate_tests::{Project, Run, checkout};

use crate::{Result, child};

/// The optimised plugin of this checkout, built once per run.
pub(crate) fn plugin() -> Result<&'static Path> {
    static PLUGIN: OnceLock<PathBuf> = OnceLock::new();
    if let Some(plugin) = PLUGIN.get() {
        return Ok(plugin);
    }
    let mut build = Command::new(checkout::cargo());
    build
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "cargo-migrate",
        ])
        .current_dir(checkout::root());
    child::time_command(build)?;
    Ok(PLUGIN.get_or_init(|| checkout::target().join("release/cargo-migrate")))
}

/// A workspace with a migration crate, freshly written by `cargo migrate init`.
pub(crate) struct Scaffold {
    project: Project,
}

/// A build profile of cargo's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// What `cargo build` does.
    Dev,
    /// What `cargo build --release` does: how a migration binary is deployed.
    Release,
}

impl Scaffold {
    /// An empty workspace, in which `init` made a migration crate for SQLite.
    pub(crate) fn create(name: &'static str) -> Result<Self> {
        let workspace = "[workspace]\nresolver = \"3\"\nmembers = []\n";
        let project = Project::named(name).file("Cargo.toml", workspace).create();
        let scaffold = Self { project };
        let init = scaffold.migrate(["init", "--backend", "sqlite", "--runtime-path"])?;
        child::time(&init.argument(checkout::root().join("migrate-runtime")))?;
        Ok(scaffold)
    }

    /// Writes a file of the project.
    pub(crate) fn write(&self, file: &str, text: &str) -> Result<()> {
        let path = self.project.path(file);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()).into())
    }

    pub(crate) fn project(&self) -> &Project {
        &self.project
    }

    /// `cargo migrate …` with the optimised plugin.
    pub(crate) fn migrate<const N: usize>(&self, arguments: [&str; N]) -> Result<Run<'_>> {
        let run = self.project.program(plugin()?, ["migrate"]);
        Ok(run.arguments(arguments))
    }

    /// Builds the migration crate and answers how long that took.
    pub(crate) fn build(&self, profile: Profile) -> Result<Duration> {
        child::time(&self.cargo_build(profile))
    }

    /// Builds a migration binary that speaks to every database.
    pub(crate) fn build_for_all_backends(&self, profile: Profile) -> Result<()> {
        let features = "migrate-runtime/async-postgres,migrate-runtime/async-mysql";
        let build = self.cargo_build(profile).arguments([
            "--package",
            "migrations",
            "--features",
            features,
        ]);
        child::time(&build).map(drop)
    }

    fn cargo_build(&self, profile: Profile) -> Run<'_> {
        let build = self.project.cargo(["build", "--quiet"]);
        match profile {
            Profile::Dev => build,
            Profile::Release => build.argument("--release"),
        }
    }

    /// The migration binary itself, once it is built.
    pub(crate) fn binary<const N: usize>(&self, profile: Profile, arguments: [&str; N]) -> Run<'_> {
        let folder = match profile {
            Profile::Dev => "target/debug/migrations",
            Profile::Release => "target/release/migrations",
        };
        self.project.program(&self.project.path(folder), arguments)
    }
}
