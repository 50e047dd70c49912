//! The whole history in memory: what `check --offline` costs, and what a plan pays that needs an old table.

use crate::history::{self, Body};
use crate::measurement::{in_turns, repeated};
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

const REVISIONS: usize = 1_000;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("bench_replay")?;
    history::write(&scaffold, REVISIONS, Body::SixOperations)?;
    scaffold.build(Profile::Release)?;
    let check = scaffold.binary(Profile::Release, ["check", "--offline"]);
    let start = scaffold.binary(Profile::Release, ["heads"]);
    let (checked, started) = in_turns(
        options.rounds * 4,
        || child::time(&check),
        || child::time(&start),
    )?;
    section.against(
        Target::AtMost(0.05),
        "`check --offline` beyond the start of the binary",
        checked.minus(&started),
    );
    section.row("`check --offline`, built with --release", checked);
    scaffold.build(Profile::Dev)?;
    let check = scaffold.binary(Profile::Dev, ["check", "--offline"]);
    let took = repeated(options.rounds * 4, || child::time(&check))?;
    section.row("`check --offline`, built without", took);
    Ok(())
}
