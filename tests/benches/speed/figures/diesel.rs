//! The same 1,000 tables through `diesel migration run` and `revert`, in turns with ours.

use migrate_tests::{Backend, Database};

use super::apply::{self, MIGRATIONS};
use crate::Result;
use crate::history;
use crate::measurement::Measurement;
use crate::options::Options;
use crate::peers::diesel_cli::DieselCli;
use crate::report::{Section, Target};
use crate::scaffold::Scaffold;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    // Every backend understands these statements; the folder serves them all.
    let migrations = (0..MIGRATIONS).map(|n| {
        let table = history::table(n);
        let up = apply::create_table(Backend::Postgres, &table);
        (up, format!("DROP TABLE \"{table}\""))
    });
    let diesel = match DieselCli::with_migrations(migrations) {
        Ok(diesel) => diesel,
        Err(why) => {
            section.note(format!("skipped: {why}"));
            return Ok(());
        }
    };
    let scaffold = apply::prepare("bench_apply")?;
    for backend in [Backend::Sqlite, Backend::Postgres] {
        if let Err(error) = beside_diesel(&scaffold, &diesel, backend, options, section) {
            section.note(format!("{backend} skipped: {error}"));
        }
    }
    Ok(())
}

fn beside_diesel(
    scaffold: &Scaffold,
    diesel: &DieselCli,
    backend: Backend,
    options: &Options,
    section: &mut Section,
) -> Result<()> {
    let [mut up, mut down, mut run, mut revert] = [const { Measurement::of_time() }; 4];
    for _ in 0..options.rounds.min(3) {
        let theirs = Database::create(backend)?;
        run.push(diesel.run(&theirs)?);
        revert.push(diesel.revert(&theirs)?);
        let ours = Database::create(backend)?;
        up.push(apply::migrate(scaffold, "up", "head", &ours)?);
        down.push(apply::migrate(scaffold, "down", "base", &ours)?);
    }
    let never_slower = Target::AtMost(1.0);
    section.against(
        never_slower,
        format!("{backend}: `up` / `diesel migration run`"),
        up.over(&run),
    );
    section.against(
        never_slower,
        format!("{backend}: `down` / `diesel migration revert`"),
        down.over(&revert),
    );
    section.row(format!("{backend}: `up`"), up);
    section.row(format!("{backend}: `diesel migration run`"), run);
    section.row(format!("{backend}: `down`"), down);
    section.row(
        format!("{backend}: `diesel migration revert --all`"),
        revert,
    );
    Ok(())
}
