//! The migration binary starts, reads its registry and lists 5,000 revisions.

use crate::history::{self, Body};
use crate::measurement::repeated;
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

const REVISIONS: usize = 5_000;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("bench_start_up")?;
    history::write(&scaffold, REVISIONS, Body::OneStatement)?;
    for profile in [Profile::Release, Profile::Dev] {
        scaffold.build(profile)?;
        let run = scaffold.binary(profile, ["history"]);
        let listed = child::read(&run)?;
        if !(listed.contains(&history::revision(0))
            && listed.contains(&history::revision(REVISIONS - 1)))
        {
            return Err(format!("`history` does not list them all: {listed}").into());
        }
        let took = repeated(options.rounds * 4, || child::time(&run))?;
        match profile {
            Profile::Release => section.against(
                Target::AtMost(0.02),
                "`history`, built with --release",
                took,
            ),
            Profile::Dev => section.row("`history`, built without", took),
        }
    }
    Ok(())
}
