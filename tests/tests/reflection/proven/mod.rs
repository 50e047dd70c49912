//! `test` on random tables: a change that nobody declared is found.
//!
//! A few in every run; `MIGRATE_TEST_CELLS=10000000` goes on until so many cells were compared, `MIGRATE_TEST_SEED=7` makes
//! that one history alone.

mod history;
pub(crate) mod planted;
mod rows;

use std::env;

use migrate_runtime::connection::DatabaseUrl;
use migrate_runtime::testing::{Proof, Report};
use migrate_tests::Database;

use history::{Filled, Step};

/// How many rows each table gets, and where many cells are asked for.
const ROWS: usize = 20;
const MANY_ROWS: usize = 500;

/// A number of the environment, else the one for every run.
fn asked(variable: &str, usual: u64) -> u64 {
    env::var(variable).map_or(usual, |number| {
        (number.parse()).unwrap_or_else(|_| panic!("{variable} is no number: {number}"))
    })
}

/// What the proof of a history beside a test's database finds.
fn proven(database: &Database, seed: u64, rows: usize, steps: &[Step]) -> Report {
    let filled = Filled::with(database.backend(), steps);
    let beside = DatabaseUrl::parse(database.url()).expect("a URL");
    let proof = Proof::new(filled.migrator(), &beside).expect("a sound history");
    let proof = proof.seed(seed).rows(rows).jobs(1).tries(0);
    proof.run().expect("a server that answers")
}
