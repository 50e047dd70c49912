//! What to measure, as typed after `cargo bench -p migrate-tests --`.

use clap::{Parser, ValueEnum as _};

use crate::figures::Figure;
use crate::figures::graph::InChild;

/// Measures the speed and size of `cargo migrate` and compares them with their targets.
#[derive(Parser)]
#[command(name = "cargo bench -p migrate-tests --")]
pub(crate) struct Options {
    /// Figures to measure; all of them when none is named.
    #[arg(value_enum)]
    figures: Vec<Figure>,

    /// How often each subject is measured; the median is shown.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) rounds: u16,

    /// Compares with sea-orm-migration at 1,000 migrations, which take several minutes to build, instead of 100.
    #[arg(long)]
    pub(crate) full: bool,

    /// Measures peak memory: a process of its own runs one subject and tells.
    #[arg(long, value_enum, hide = true)]
    pub(crate) in_child: Option<InChild>,

    /// Cargo passes this to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    pub(crate) fn figures(&self) -> Vec<Figure> {
        if self.figures.is_empty() {
            Figure::value_variants().to_vec()
        } else {
            self.figures.clone()
        }
    }

    /// How many migrations the peer that builds slowly is given.
    pub(crate) fn peer_migrations(&self) -> usize {
        if self.full { 1_000 } else { 100 }
    }
}
