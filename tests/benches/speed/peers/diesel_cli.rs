//! Diesel's own command line: SQL files in folders.
//!
//! Found in `MIGRATE_BENCH_DIESEL`, which holds the program's path, or on `PATH`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use migrate_tests::{Backend, Database};
use tempfile::TempDir;

use crate::{Result, child};

/// The installed program, and a folder of migrations for it.
pub(crate) struct DieselCli {
    program: PathBuf,
    folder: TempDir,
}

impl DieselCli {
    /// Finds the program and writes one migration per pair of `up` and `down` statements.
    pub(crate) fn with_migrations(
        migrations: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let program =
            std::env::var_os("MIGRATE_BENCH_DIESEL").map_or_else(|| "diesel".into(), PathBuf::from);
        child::time_command(version(&program))
            .map_err(|error| format!("no diesel on PATH or in MIGRATE_BENCH_DIESEL: {error}"))?;
        let folder = TempDir::new()?;
        for (n, (up, down)) in migrations.into_iter().enumerate() {
            let migration = folder.path().join(format!("migrations/{n:014}_measured"));
            fs::create_dir_all(&migration)?;
            fs::write(migration.join("up.sql"), up + ";\n")?;
            fs::write(migration.join("down.sql"), down + ";\n")?;
        }
        Ok(Self { program, folder })
    }

    /// Applies all migrations.
    pub(crate) fn run(&self, database: &Database) -> Result<Duration> {
        self.migration(&["run"], database)
    }

    /// Undoes all migrations.
    pub(crate) fn revert(&self, database: &Database) -> Result<Duration> {
        self.migration(&["revert", "--all"], database)
    }

    fn migration(&self, arguments: &[&str], database: &Database) -> Result<Duration> {
        // Diesel takes an SQLite file by its path.
        let url = match database.backend() {
            Backend::Sqlite => database.url().trim_start_matches("sqlite://"),
            Backend::Postgres | Backend::Mysql => database.url(),
        };
        let mut command = Command::new(&self.program);
        command
            .arg("migration")
            .args(arguments)
            .args(["--database-url", url, "--migration-dir", "migrations"])
            .current_dir(self.folder.path());
        child::time_command(command)
    }
}

fn version(program: &PathBuf) -> Command {
    let mut command = Command::new(program);
    command.arg("--version");
    command
}
