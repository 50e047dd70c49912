//! `test` of 100 revisions with 100 generated rows in each table, as their author waits for it: the build of development,
//! without the compiler's time.

use std::time::Duration;

use migrate_tests::{Backend, Database, checkout};

use crate::history::{self, Body};
use crate::measurement::Measurement;
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold, plugin};
use crate::{Result, child};

const MIGRATIONS: usize = 100;

/// Seconds that the whole process may take.
const TARGETS: [(Backend, Option<f64>); 3] = [
    (Backend::Sqlite, Some(15.0)),
    (Backend::Postgres, Some(60.0)),
    (Backend::Mysql, None),
];
const QUICKSTART: f64 = 10.0;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("prove")?;
    history::write(&scaffold, MIGRATIONS, Body::SixOperations)?;
    scaffold.build_for_all_backends(Profile::Dev)?;
    for (backend, most) in TARGETS {
        let name = format!("{backend}: 100 revisions");
        match on(backend, &scaffold, options) {
            Ok(spent) => spent.put(section, most, &name),
            Err(error) => section.note(format!("{backend} skipped: {error}")),
        }
    }
    quickstart(options)?.put(section, Some(QUICKSTART), "SQLite: the quickstart example");
    Ok(())
}

/// What proofs took by the clock, and how long processors worked on them in this process; servers work elsewhere.
struct Spent {
    time: Measurement,
    work: Measurement,
}

impl Spent {
    fn of(options: &Options, prove: impl Fn() -> Result<(Duration, Duration)>) -> Result<Self> {
        let mut spent = Self {
            time: Measurement::of_time(),
            work: Measurement::of_time(),
        };
        for _ in 0..options.rounds.min(3) {
            let (time, work) = prove()?;
            spent.time.push(time);
            spent.work.push(work);
        }
        Ok(spent)
    }

    fn put(self, section: &mut Section, most: Option<f64>, name: &str) {
        match most {
            Some(most) => section.against(Target::AtMost(most), name, self.time),
            None => section.row(name, self.time),
        }
        section.row(format!("{name}, time of processors"), self.work);
    }
}

fn on(backend: Backend, scaffold: &Scaffold, options: &Options) -> Result<Spent> {
    let database = Database::create(backend)?;
    Spent::of(options, || {
        let test = ["test", "--database", database.url()];
        child::time_and_work(child::command(&scaffold.binary(Profile::Dev, test)))
    })
}

/// The example as somebody runs it who has just built it: the plugin asks cargo whether anything changed.
fn quickstart(options: &Options) -> Result<Spent> {
    let test = || -> Result<_> {
        let mut test = std::process::Command::new(plugin()?);
        test.args(["migrate", "test", "--database", "app.db"])
            .arg("--manifest-path")
            .arg(checkout::root().join("examples/quickstart/migrations/Cargo.toml"))
            .env("CARGO", checkout::cargo());
        child::time_and_work(test)
    };
    test()?;
    Spent::of(options, test)
}
