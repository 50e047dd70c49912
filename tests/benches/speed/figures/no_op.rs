//! `up` when everything is applied: what one types often, and what every start of an application pays.

use migrate_tests::{Backend, Database};

use crate::history::{self, Body};
use crate::measurement::{in_turns, repeated};
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("bench_no_op")?;
    history::write(&scaffold, 1_000, Body::OneTable)?;
    let database = Database::create(Backend::Sqlite)?;
    child::time(&scaffold.migrate(["up", "--create", "--database", database.url()])?)?;
    let up = scaffold.migrate(["up", "--database", database.url()])?;

    let (plugin, freshness) = in_turns(
        options.rounds * 4,
        || child::time(&up),
        || scaffold.build(Profile::Dev),
    )?;
    let beyond = plugin.minus(&freshness);
    section.against(
        Target::AtMost(0.06),
        "`cargo migrate up` beyond `cargo build`",
        beyond,
    );
    section.row("`cargo migrate up`", plugin);
    section.row("`cargo build` with nothing to do", freshness);

    let alone = scaffold.binary(Profile::Dev, ["up", "--database", database.url()]);
    let took = repeated(options.rounds * 4, || child::time(&alone))?;
    section.against(Target::AtMost(0.03), "the binary alone", took);
    Ok(())
}
