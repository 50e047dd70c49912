//! What autogenerate writes leads where it should, and back: random pairs of schemas, the way between them as Rust source,
//! the source compiled, and what was compiled run by the executor on a real database.

mod chain;
mod coverage;
mod runner;
mod source;
mod walk;

use migrate_tests::{Backend, Database, Project};

use crate::palette::Palette;
use crate::round_trip::{each_seed, seeds};
use chain::Chain;
use coverage::Coverage;
use runner::Runner;
use walk::Walk;

/// Walks so many chains of schemas, each of [`chain::LENGTH`] pairs; everything is compiled in one go.
pub(crate) fn run(
    palette: &dyn Palette,
    database: &Database,
    project: &'static str,
    chains: usize,
    minimum: &[(&str, usize)],
) {
    let chains: Vec<Chain> = (seeds(chains).into_iter())
        .map(|seed| Chain::random(seed, palette))
        .collect();
    let project = build(project, &chains);
    let mut runner = Runner::start(&project.path("target/debug/migrations"));
    let mut coverage = Coverage::default();
    let walked = each_seed(chains.len(), |seed| {
        let chain = chains.iter().find(|chain| chain.seed == seed);
        let chain = chain.expect("the chains were made of the same seeds");
        Walk::new(palette, database, &mut runner, chain).run();
        coverage.count(chain);
    });
    coverage.show(database.backend(), walked);
    if walked > 1 {
        coverage.insist(minimum);
    }
}

/// A migration crate like any other, but with many histories.
fn build(name: &'static str, chains: &[Chain]) -> Project {
    let builder = Project::named(name)
        .migration_crate(&Backend::ALL)
        .file(
            "migrations/src/lib.rs",
            "//! Nothing: the histories stand beside `main`.\n",
        )
        .file("migrations/src/main.rs", source::program(chains));
    let project = (chains.iter())
        .fold(builder, |builder, chain| {
            let path = format!("migrations/src/{}.rs", source::module(chain));
            builder.file(&path, source::history(chain))
        })
        .create();
    let _ = project
        .cargo(["build", "--quiet", "--offline"])
        .run()
        .success();
    project
}
