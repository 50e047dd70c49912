//! What one waits for while looking around: commands that read 1,000 migration files and build nothing.

use crate::history::{self, Body};
use crate::measurement::repeated;
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::Scaffold;
use crate::{Result, child};

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("bench_source_only")?;
    history::write(&scaffold, 1_000, Body::SixOperations)?;
    for command in ["heads", "history", "history --graph", "plan --from base"] {
        // A cargo that fails proves that none is started.
        let run = scaffold
            .migrate([])?
            .arguments(command.split(' '))
            .without_cargo();
        let took = repeated(options.rounds * 2, || child::time(&run))?;
        section.against(Target::AtMost(0.15), format!("`{command}`"), took);
    }
    Ok(())
}
