//! The command that proves migrations on scratch databases.

use std::path::PathBuf;

/// `test`.
#[derive(Clone, Debug, clap::Args)]
pub struct TestArguments {
    /// Write the result as XML for CI servers too
    #[arg(long, value_name = "PATH")]
    pub junit: Option<PathBuf>,
    /// How many databases to work on at once, and how many jobs to build with [default: one for each core]
    #[arg(id = "jobs", long, short, value_name = "N")]
    pub jobs: Option<usize>,
}
