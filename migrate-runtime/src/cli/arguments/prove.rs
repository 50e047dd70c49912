//! The command that proves migrations on scratch databases.

use std::path::PathBuf;

use crate::testing::ROWS;

/// `test`.
#[derive(Clone, Debug, clap::Args)]
pub struct TestArguments {
    /// Test only what is new since a revision, or since a git revision: what is older is applied and no more
    ///
    /// A name that both know is the revision's.
    #[arg(long, value_name = "REV|GIT_REF")]
    pub since: Option<String>,
    /// How many rows to fill each table with; 0 leaves data out
    #[arg(long, value_name = "N", default_value_t = ROWS)]
    pub rows: usize,
    /// What the rows are drawn from: the same number gives the same rows
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
    /// Write the result as XML for CI servers too
    #[arg(long, value_name = "PATH")]
    pub junit: Option<PathBuf>,
    /// How many databases to work on at once, and how many jobs to build with [default: one for each core]
    #[arg(
        id = "jobs",
        long,
        short,
        value_name = "N",
        allow_negative_numbers = true
    )]
    pub jobs: Option<String>,
}
