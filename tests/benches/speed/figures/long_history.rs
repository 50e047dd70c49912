//! `up` and `status` on a history of many years: everything is applied, and the schema is not looked at.

use migrate_tests::{Backend, Database};

use crate::history::{self, Body};
use crate::measurement::repeated;
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

/// Revisions, and the seconds that `up` and `status` may take.
const TARGETS: [(usize, f64, f64); 2] = [(5_000, 0.1, 0.2), (10_000, 0.3, 0.2)];

const BACKENDS: [Backend; 2] = [Backend::Sqlite, Backend::Postgres];

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    for (revisions, up, status) in TARGETS {
        let scaffold = Scaffold::create("bench_long_history")?;
        history::write(&scaffold, revisions, Body::OneStatement)?;
        scaffold.build_for_all_backends(Profile::Release)?;
        for backend in BACKENDS {
            let database = Database::create(backend)?;
            drop(database.client());
            let url = database.url();
            let run =
                |command: &str| scaffold.binary(Profile::Release, [command, "--database", url]);
            let stamp = ["stamp", "head", "--database", url];
            child::time(&scaffold.binary(Profile::Release, stamp))?;
            for (command, most) in [("up", up), ("status", status)] {
                let took = repeated(options.rounds * 4, || child::time(&run(command)))?;
                let title = format!("{backend}: `{command}`, {revisions} revisions applied");
                section.against(Target::AtMost(most), title, took);
            }
        }
    }
    Ok(())
}
