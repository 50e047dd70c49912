//! `SQLAlchemy`'s `MetaData.reflect`, the reflection that Alembic builds on.
//!
//! Found in `MIGRATE_BENCH_PYTHON`, which holds the path of a Python that has it, or with `python3` on `PATH`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use migrate_tests::{Backend, Database};

use crate::Result;

/// A Python that has `SQLAlchemy`.
pub(crate) struct SqlAlchemy {
    python: PathBuf,
}

/// Prints the seconds of the reflection alone, without the interpreter's start and the connection's, and the tables.
const SCRIPT: &str = "
import sys, time, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[1])
with engine.connect() as connection:
    metadata = sqlalchemy.MetaData()
    start = time.perf_counter()
    metadata.reflect(connection)
    print(time.perf_counter() - start, len(metadata.tables))
";

impl SqlAlchemy {
    pub(crate) fn find() -> Result<Self> {
        python("sqlalchemy").map(|python| Self { python })
    }

    /// Reflects a database that holds so many tables.
    pub(crate) fn reflect(&self, database: &Database, tables: usize) -> Result<Duration> {
        let answer = run(Command::new(&self.python).args(["-c", SCRIPT, &url(database)]))?;
        let (seconds, found) = answer.trim().split_once(' ').ok_or("no answer")?;
        if found != tables.to_string() {
            return Err(format!("SQLAlchemy found {found} tables").into());
        }
        Ok(Duration::from_secs_f64(seconds.parse()?))
    }
}

/// A Python that has the module.
pub(super) fn python(module: &str) -> Result<PathBuf> {
    let python =
        std::env::var_os("MIGRATE_BENCH_PYTHON").map_or_else(|| "python3".into(), PathBuf::from);
    let import = format!("import {module}");
    run(Command::new(&python).args(["-c", &import])).map_err(|error| {
        format!("no Python with it on PATH or in MIGRATE_BENCH_PYTHON: {error}")
    })?;
    Ok(python)
}

/// Runs to a successful end and answers what was printed.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(error
        .lines()
        .last()
        .unwrap_or("it failed")
        .to_owned()
        .into())
}

/// The address with the driver that is pure or common.
pub(super) fn url(database: &Database) -> String {
    let url = database.url();
    match database.backend() {
        Backend::Sqlite => url.replacen("sqlite://", "sqlite:///", 1),
        Backend::Postgres => url.replacen("postgres://", "postgresql+psycopg2://", 1),
        Backend::Mysql => url.replacen("mysql://", "mysql+pymysql://", 1),
    }
}
