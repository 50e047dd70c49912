//! `check` of 1,000 tables that are as declared, beside `alembic check` of the same database.

use migrate_tests::{Backend, Database};

use super::reflect::fill;
use crate::measurement::{Measurement, in_turns, repeated};
use crate::options::Options;
use crate::peers::alembic::Alembic;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

/// Seconds that the whole process may take.
const TARGETS: [(Backend, f64); 3] = [
    (Backend::Sqlite, 0.5),
    (Backend::Postgres, 0.5),
    (Backend::Mysql, 1.0),
];

const LIBRARY: &str = "//! The database migrations of this workspace.

migrate_runtime::versions!(\"src/versions\");
migrate_runtime::schema!(\"../schema.rs\");
";

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("check")?;
    scaffold.write("schema.rs", "")?;
    scaffold.write("migrations/src/lib.rs", LIBRARY)?;
    scaffold.build_for_all_backends(Profile::Release)?;
    for (backend, most) in TARGETS {
        match on(backend, &scaffold, options, section) {
            Ok(ours) => section.against(Target::AtMost(most), format!("{backend}: ours"), ours),
            Err(error) => section.note(format!("{backend} skipped: {error}")),
        }
    }
    Ok(())
}

fn on(
    backend: Backend,
    scaffold: &Scaffold,
    options: &Options,
    section: &mut Section,
) -> Result<Measurement> {
    let database = Database::create(backend)?;
    fill(&database)?;
    let print = ["print-schema", "--database", database.url()];
    let declared = child::read(&scaffold.binary(Profile::Release, print))?;
    scaffold.write("schema.rs", &declared)?;
    scaffold.build_for_all_backends(Profile::Release)?;
    let check =
        || child::time(&scaffold.binary(Profile::Release, ["check", "--database", database.url()]));
    let peer = match Alembic::of(&database) {
        Ok(peer) => peer,
        Err(why) => {
            section.note(format!("{backend}: alembic skipped: {why}"));
            return repeated(options.rounds, check);
        }
    };
    let (ours, theirs) = in_turns(options.rounds.min(3), check, || peer.check())?;
    section.against(
        Target::AtLeast(10.0),
        format!("{backend}: alembic check / ours"),
        theirs.over(&ours),
    );
    section.row(format!("{backend}: alembic check"), theirs);
    Ok(ours)
}
