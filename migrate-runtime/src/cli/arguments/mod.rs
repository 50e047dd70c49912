//! The command line as data: every command and flag, for the plugin and for the built binary alike.

mod build;
mod create;
mod database;
mod global;
mod graph;
mod lint;
mod prove;
mod schema;

pub use build::CargoFlags;
pub use create::{
    Assumption, Backend, BodyFormat, EditArguments, FmtArguments, Forge, GenerateFlags,
    InitArguments, Losable, MergeArguments, NewArguments,
};
pub use database::{
    Allowance, CheckArguments, DecisionFlags, DownArguments, LimitFlags, LogArguments, Patience,
    ProtectArguments, RedoArguments, ResetArguments, ResolveArguments, RunFlags, ScriptBackend,
    ScriptFlags, StampArguments, Switch, UpArguments, WalkFlags,
};
pub use global::{ColorChoice, GlobalFlags};
pub use graph::{
    CompletionsArguments, HistoryArguments, HistoryFormat, PlanArguments, Shell, ShowArguments,
};
pub use lint::{Denied, LintArguments, LintFormat};
pub use prove::TestArguments;
pub use schema::{DiffArguments, PrintSchemaArguments};

/// A whole command line.
#[derive(Clone, Debug, clap::Parser)]
#[command(version)]
pub struct Arguments {
    /// The flags that every command takes.
    #[command(flatten)]
    pub global: GlobalFlags,
    /// The flags that the plugin hands to `cargo build`; the built binary accepts and ignores them.
    #[command(flatten)]
    pub cargo: CargoFlags,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do. The first sentence of each is its line in the list of commands.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Create a `migrations` crate in this workspace
    ///
    /// Adds the crate to the workspace, writes its manifest, build script, settings and README, and shows what it
    /// changes in the root manifest. It never overwrites a file.
    Init(InitArguments),
    /// Create a revision on top of the head
    ///
    /// Writes one file, `src/versions/<revision>_<slug>.rs`, and edits no other. With several heads it refuses and
    /// names them: choose one with `--head`, or join them with `merge`. `generate` is the same as `new --auto`.
    #[command(visible_alias = "revision")]
    New(NewArguments),
    /// Create a revision from the declared schema: the same as `new --auto`
    #[command(hide = true)]
    Generate(NewArguments),
    /// Apply pending revisions
    ///
    /// Runs every revision that the target needs and the database lacks, parents first, each in a transaction of its
    /// own where the database can. With nothing to do it succeeds.
    #[command(visible_alias = "upgrade")]
    Up(UpArguments),
    /// Undo applied revisions
    ///
    /// Without a target it undoes the revision that was applied last. A revision that is declared irreversible is
    /// refused before anything is undone. Of a revision whose `up` stopped half-way it undoes the finished steps, and
    /// nothing else.
    #[command(visible_alias = "downgrade")]
    Down(DownArguments),
    /// Show where the database stands and what to type next
    ///
    /// Current, pending, unknown and edited revisions, a half-applied revision with its step, SQL and error, and who
    /// holds the lock. Reads only: on an empty database it creates nothing.
    Status,
    /// Fail if the history or the database needs attention
    ///
    /// Exit code 3 where a revision is pending, an applied one was edited, the history has several heads, a downgrade
    /// does nothing, or the database is not as the application declares it.
    Check(CheckArguments),
    /// Find what is dangerous in migrations before they run
    ///
    /// Looks at the steps of each upgrade and at the schema that the steps before it make: locks that others wait for,
    /// data that goes, rows that do not fit, programs that break. It needs no database; one that `--database` names is
    /// asked for its version, for the sizes of its tables and for rows that are in the way, and then only what is pending
    /// there is looked at. Exit code 3 where a finding is an error.
    Lint(LintArguments),
    /// Prove the migrations on scratch databases: up, down and up again
    ///
    /// Each revision is applied, undone and applied again; the whole history goes up at once and all the way down. What
    /// differs from what was there before is exit code 3. The databases are created beside the one that is named, which
    /// is not touched, and dropped afterwards: a file for SQLite, else on the server of `--database`,
    /// `MIGRATE_SCRATCH_URL` or `DATABASE_URL`.
    Test(TestArguments),

    /// Join several heads with one revision
    Merge(MergeArguments),
    /// Open a revision's file in `$VISUAL` or `$EDITOR`
    Edit(EditArguments),
    /// Format the migration files, which `cargo fmt` does not reach
    Fmt(FmtArguments),
    /// List the revisions, newest first
    History(HistoryArguments),
    /// List the revisions that nothing stands on
    Heads,
    /// List the revisions where the history forks
    Branches,
    /// Show everything about a revision
    Show(ShowArguments),

    /// Show what `up` or `down` would run
    ///
    /// With `--from` it needs neither a build nor a database.
    Plan(PlanArguments),
    /// Show what leads from one schema to another
    ///
    /// A schema is `declared`, `live`, what the history makes (`@head`, `@REV`), or another database by URL or name.
    /// Exit code 3 where they differ.
    Diff(DiffArguments),
    /// Print the database's schema as Rust: `migrate_runtime::table!` with every attribute
    PrintSchema(PrintSchemaArguments),
    /// List the revisions the database stands at
    Current,
    /// List the runs that the database has seen, newest first
    Log(LogArguments),

    /// Undo the revision that was applied last, and apply it again
    Redo(RedoArguments),
    /// Record revisions as applied without running them
    Stamp(StampArguments),
    /// Settle what must not be decided by itself: a step, an edit, a dead run's lock
    ///
    /// A step that was begun and whose end nobody saw is looked for in the database; where that cannot tell, and no
    /// `.done_when(query)` was written, a person says `--done` or `--redo`, and `up` or `down` goes on. Without either
    /// it shows what there is to decide. Who decided what, and why, is in the log.
    Resolve(ResolveArguments),
    /// Drop the database, create it and migrate it
    Reset(ResetArguments),
    /// Mark the database as production, or show whether it is
    ///
    /// The database remembers it itself. There `down`, `redo`, `reset`, `stamp`, steps that drop something, and migrations
    /// that lint finds dangerous are refused, unless `--allow protected=NAME --reason TEXT` names it; the log keeps the
    /// reason. `test` makes no scratch database beside it. `protected = true` in migrate.toml does the same from the next
    /// `up` on.
    Protect(ProtectArguments),

    /// Print a completion script for a shell
    Completions(CompletionsArguments),
}
