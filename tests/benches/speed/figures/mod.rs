//! The figures, one file each, in the order in which they are measured: cheap ones first.

pub(crate) mod graph;
mod source_only;
mod start_up;
mod no_op;
mod long_history;
mod replay;
mod reflect;
mod check;
mod auto;
mod apply;
mod diesel;
mod copy;
mod backfill;
mod traffic;
mod prove;
mod rebuild;
mod clean_build;

use clap::ValueEnum;

use crate::Result;
use crate::options::Options;
use crate::report::Section;

/// One promise about speed or size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// A graph of 100,000 revisions: time and memory
    Graph,
    /// Commands that need only the source, on 1,000 migration files
    SourceOnly,
    /// The binary lists 5,000 registered revisions
    StartUp,
    /// `up` with nothing to do, 1,000 revisions applied
    NoOp,
    /// `up` and `status` with 5,000 and 10,000 revisions applied
    LongHistory,
    /// 1,000 revisions of six operations replayed in memory
    Replay,
    /// Reading 1,000 tables from a live database, beside `SQLAlchemy`
    Reflect,
    /// `check` of 1,000 tables that are as declared, beside `alembic check`
    Check,
    /// `new --auto` for one change among 1,000 tables, and `schema!` on as many
    Auto,
    /// `up` and `down` of 1,000 migrations beside the bare connection
    Apply,
    /// `up` and `down` of 1,000 migrations beside the diesel command line
    Diesel,
    /// A rebuilt SQLite table of 1,000,000 rows beside its bare copy
    Copy,
    /// 1,000,000 rows of PostgreSQL in batches beside one `UPDATE`
    Backfill,
    /// A column added to a table under traffic, while a reader keeps it
    Traffic,
    /// `test` of 100 revisions over generated rows
    Prove,
    /// Building again after an edit, beside sea-orm-migration
    Rebuild,
    /// The first build of a fresh project
    CleanBuild,
}

impl Figure {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Graph => "graph",
            Self::SourceOnly => "source-only",
            Self::StartUp => "start-up",
            Self::NoOp => "no-op",
            Self::LongHistory => "long-history",
            Self::Replay => "replay",
            Self::Reflect => "reflect",
            Self::Check => "check",
            Self::Auto => "auto",
            Self::Apply => "apply",
            Self::Diesel => "diesel",
            Self::Copy => "copy",
            Self::Backfill => "backfill",
            Self::Traffic => "traffic",
            Self::Prove => "prove",
            Self::Rebuild => "rebuild",
            Self::CleanBuild => "clean-build",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Graph => "A graph of 100,000 revisions",
            Self::SourceOnly => "Source-only commands on 1,000 migration files",
            Self::StartUp => "Start-up with 5,000 registered revisions",
            Self::NoOp => "`up` with nothing to do, 1,000 revisions applied",
            Self::LongHistory => "`up` and `status` of a long history",
            Self::Replay => "1,000 revisions of six operations, replayed in memory",
            Self::Reflect => "Reading 1,000 tables from a live database",
            Self::Check => "`check` of 1,000 tables that are as declared",
            Self::Auto => "`new --auto` for one change among 1,000 tables",
            Self::Apply => "`up` and `down` of 1,000 one-table migrations",
            Self::Diesel => "The same tables through `diesel migration`",
            Self::Copy => "A rebuilt SQLite table of 1,000,000 rows",
            Self::Backfill => "1,000,000 rows of PostgreSQL in batches of 5,000",
            Self::Traffic => "A column added to a table under 2,000 transactions a second",
            Self::Prove => "`test` of 100 revisions with 100 rows in each table",
            Self::Rebuild => "Building a migration crate again",
            Self::CleanBuild => "The first build of a fresh project",
        }
    }

    pub(crate) fn measure(self, options: &Options, section: &mut Section) -> Result<()> {
        match self {
            Self::Graph => graph::measure(options, section),
            Self::SourceOnly => source_only::measure(options, section),
            Self::StartUp => start_up::measure(options, section),
            Self::NoOp => no_op::measure(options, section),
            Self::LongHistory => long_history::measure(options, section),
            Self::Replay => replay::measure(options, section),
            Self::Reflect => {
                reflect::measure(options, section);
                Ok(())
            }
            Self::Check => check::measure(options, section),
            Self::Auto => auto::measure(options, section),
            Self::Apply => apply::measure(options, section),
            Self::Diesel => diesel::measure(options, section),
            Self::Copy => copy::measure(options, section),
            Self::Backfill => backfill::measure(options, section),
            Self::Traffic => traffic::measure(options, section),
            Self::Prove => prove::measure(options, section),
            Self::Rebuild => rebuild::measure(options, section),
            Self::CleanBuild => clean_build::measure(options, section),
        }
    }
}
