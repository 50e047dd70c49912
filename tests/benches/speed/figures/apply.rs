//! `up` and `down` of 1,000 one-table migrations, beside the same statements in 1,000 transactions over the bare
//! connection.

use std::time::Duration;

use migrate_tests::{Backend, Database};

use crate::history::{self, Body};
use crate::measurement::{Measurement, timed};
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

pub(crate) const MIGRATIONS: usize = 1_000;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = prepare("bench_apply")?;
    for backend in Backend::ALL {
        if let Err(error) = beside_bare(&scaffold, backend, options, section) {
            section.note(format!("{backend} skipped: {error}"));
        }
    }
    Ok(())
}

/// A binary as it is deployed, with all 1,000 migrations for every backend.
pub(crate) fn prepare(name: &'static str) -> Result<Scaffold> {
    let scaffold = Scaffold::create(name)?;
    history::write(&scaffold, MIGRATIONS, Body::OneTable)?;
    scaffold.build_for_all_backends(Profile::Release)?;
    Ok(scaffold)
}

fn beside_bare(
    scaffold: &Scaffold,
    backend: Backend,
    options: &Options,
    section: &mut Section,
) -> Result<()> {
    let [mut bare, mut up, mut down] = [const { Measurement::of_time() }; 3];
    for _ in 0..options.rounds.min(3) {
        bare.push(over_the_bare_connection(backend)?);
        let database = Database::create(backend)?;
        up.push(migrate(scaffold, "up", "head", &database)?);
        down.push(migrate(scaffold, "down", "base", &database)?);
    }
    let beside = up.over(&bare);
    match backend {
        Backend::Sqlite => section.against(
            Target::AtMost(1.5),
            "SQLite: `up` / bare connection",
            beside,
        ),
        Backend::Postgres => section.against(
            Target::AtMost(1.15),
            "PostgreSQL: `up` / bare connection",
            beside,
        ),
        Backend::Mysql => section.row("MariaDB: `up` / bare connection", beside),
    }
    section.against(
        Target::AtMost(1.0),
        format!("{backend}: `down` / `up`"),
        down.over(&up),
    );
    section.row(format!("{backend}: bare connection"), bare);
    section.row(format!("{backend}: `up`"), up);
    section.row(format!("{backend}: `down`"), down);
    Ok(())
}

/// Runs the deployed binary.
pub(crate) fn migrate(
    scaffold: &Scaffold,
    direction: &str,
    target: &str,
    database: &Database,
) -> Result<Duration> {
    // A file that nobody has opened is no database yet.
    drop(database.client());
    let arguments = ["--quiet", direction, target, "--database", database.url()];
    child::time(&scaffold.binary(Profile::Release, arguments))
}

fn over_the_bare_connection(backend: Backend) -> Result<Duration> {
    let database = Database::create(backend)?;
    let statements: Vec<_> = (0..MIGRATIONS)
        .map(|n| create_table(backend, &history::table(n)))
        .collect();
    let (took, answer) = timed(|| -> diesel::QueryResult<()> {
        let mut client = database.client();
        for statement in &statements {
            client.execute("BEGIN")?;
            client.execute(statement)?;
            client.execute("COMMIT")?;
        }
        Ok(())
    });
    answer?;
    Ok(took)
}

/// The statement that the migration's `create_table` becomes.
pub(crate) fn create_table(backend: Backend, table: &str) -> String {
    let (quote, timestamp) = match backend {
        Backend::Sqlite | Backend::Postgres => ('"', "TIMESTAMP"),
        Backend::Mysql => ('`', "DATETIME"),
    };
    let columns = [
        ("id", "BIGINT NOT NULL PRIMARY KEY"),
        ("title", "TEXT NOT NULL"),
        ("note", "TEXT"),
        ("owner", "BIGINT NOT NULL"),
        ("created", &format!("{timestamp} NOT NULL")),
    ];
    let columns =
        columns.map(|(name, definition)| format!("    {quote}{name}{quote} {definition}"));
    format!(
        "CREATE TABLE {quote}{table}{quote} (\n{}\n)",
        columns.join(",\n")
    )
}
