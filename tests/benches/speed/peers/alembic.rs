//! `alembic check`: the models of an application compared with a live database.
//!
//! Found like [`SqlAlchemy`](super::sqlalchemy::SqlAlchemy), in a Python that has both.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use migrate_tests::Database;
use tempfile::TempDir;

use super::sqlalchemy::{python, run, url};
use crate::Result;
use crate::measurement::timed;

/// A folder as `alembic init` makes it, whose models are exactly what a database has.
pub(crate) struct Alembic {
    python: PathBuf,
    folder: TempDir,
}

/// The models, read once from the database itself.
const MODELS: &str = "
import pickle, sys, sqlalchemy
metadata = sqlalchemy.MetaData()
metadata.reflect(sqlalchemy.create_engine(sys.argv[1]))
pickle.dump(metadata, open('models.pickle', 'wb'))
";

const ENVIRONMENT: &str = "
import pickle
from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option('sqlalchemy.url'))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=pickle.load(open('models.pickle', 'rb')))
    with context.begin_transaction():
        context.run_migrations()
";

impl Alembic {
    /// Prepares the folder for one database.
    pub(crate) fn of(database: &Database) -> Result<Self> {
        let python = python("alembic")?;
        let folder = TempDir::new()?;
        let alembic = Self { python, folder };
        let url = url(database);
        let settings = format!("[alembic]\nscript_location = .\nsqlalchemy.url = {url}\n");
        std::fs::create_dir(alembic.folder.path().join("versions"))?;
        std::fs::write(alembic.folder.path().join("alembic.ini"), settings)?;
        std::fs::write(alembic.folder.path().join("env.py"), ENVIRONMENT)?;
        run(alembic.command().args(["-c", MODELS, &url]))?;
        Ok(alembic)
    }

    /// The whole process, which must find nothing.
    pub(crate) fn check(&self) -> Result<Duration> {
        let (took, answer) = timed(|| run(self.command().args(["-m", "alembic", "check"])));
        answer.map(|_| took)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.python);
        command.current_dir(self.folder.path());
        command
    }
}
