//! The commands that read or change a database.

use std::time::Duration;

/// `up`.
#[derive(Clone, Debug, clap::Args)]
pub struct UpArguments {
    /// How far: an id, a prefix, a label, `head`, `heads`, `+N`, `label@head` [default: head]
    #[arg(value_name = "TARGET", allow_negative_numbers = true)]
    pub target: Option<String>,
    /// How it runs.
    #[command(flatten)]
    pub walk: WalkFlags,
    /// Create the database if it does not exist
    #[arg(long)]
    pub create: bool,
    /// Back the database up first; `{database}`, `{time}` and `{revision}` stand for what they say
    ///
    /// Only where something is pending: by SQLite itself, `pg_dump`, `mariadb-dump` or `mysqldump`. It is checked, and
    /// the command that restores it is printed and logged. Without the backup nothing runs. A file that exists is not
    /// overwritten.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["sql", "dry_run"])]
    pub backup: Option<String>,
}

/// `down`.
#[derive(Clone, Debug, clap::Args)]
pub struct DownArguments {
    /// How far: an id, a prefix, `base`, `-N`, `label@base`, `label@-N` [default: -1]
    #[arg(value_name = "TARGET", allow_negative_numbers = true)]
    pub target: Option<String>,
    /// How it runs.
    #[command(flatten)]
    pub walk: WalkFlags,
}

/// How `up` and `down` run, or what they print instead.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct WalkFlags {
    /// How it runs.
    #[command(flatten)]
    pub run: RunFlags,
    /// Show what would run, and run nothing
    #[arg(long, conflicts_with = "sql")]
    pub dry_run: bool,
    /// The script that is printed instead.
    #[command(flatten)]
    pub script: ScriptFlags,
}

/// The SQL script that `up` and `down` print instead of running.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ScriptFlags {
    /// Print an SQL script, and run nothing; TARGET may be FROM:TO
    ///
    /// No database is asked. FROM is where the database stands that the script will run on, the base for `up` and the
    /// heads for `down` where it is left out; on any other the script fails before it changes anything. The script is
    /// for psql, sqlite3, mysql or mariadb.
    #[arg(long)]
    pub sql: bool,
    /// The kind of database [default: that of the URL, else the only one built in]
    #[arg(long, value_name = "BACKEND", value_enum, requires = "sql")]
    pub backend: Option<ScriptBackend>,
    /// Leave Rust steps out of the script, with a comment
    #[arg(long, requires = "sql")]
    pub skip_rust_steps: bool,
}

/// The kinds of databases that a script can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ScriptBackend {
    /// SQLite
    Sqlite,
    /// PostgreSQL
    Postgres,
    /// MySQL or MariaDB
    #[value(alias = "mariadb")]
    Mysql,
}

/// `redo`.
#[derive(Clone, Debug, clap::Args)]
pub struct RedoArguments {
    /// What to undo and apply again
    #[arg(
        value_name = "TARGET",
        default_value = "-1",
        allow_negative_numbers = true
    )]
    pub target: String,
    /// How it runs.
    #[command(flatten)]
    pub run: RunFlags,
}

/// How a command that changes the database runs.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RunFlags {
    /// How long it waits.
    #[command(flatten)]
    pub patience: Patience,
    /// How long its statements may keep others waiting.
    #[command(flatten)]
    pub limits: LimitFlags,
    /// What is refused for safety and allowed this once
    #[command(flatten)]
    pub allowance: Allowance,
}

/// How long the statements of a run may keep others waiting.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct LimitFlags {
    /// How long a statement may wait for a lock, with everybody behind it waiting too; 0 for no limit [default: 2]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub lock_timeout: Option<Duration>,
    /// How long a statement may run; 0 for no limit [default: as the server is set]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub statement_timeout: Option<Duration>,
    /// How long to try a step again that did not get its locks [default: 600]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub retry: Option<Duration>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let wrong = || "it is a number of seconds, such as `2` or `0.5`".to_owned();
    let number: f64 = text.parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number).map_err(|_| wrong())
}

/// How long a run waits for another one.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct Patience {
    /// How long to wait for another run to finish
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub wait: u64,
}

/// What is refused for safety and allowed this once.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Allowance {
    /// Allow what is refused for safety: `edited`, `drift`, or `protected=NAME` for the database protected under that name
    #[arg(long, value_name = "WHAT", value_delimiter = ',', requires = "reason")]
    pub allow: Vec<String>,
    /// Why it is allowed; the log keeps it
    #[arg(long, value_name = "TEXT", requires = "allow")]
    pub reason: Option<String>,
}

/// `stamp`.
#[derive(Clone, Debug, clap::Args)]
pub struct StampArguments {
    /// The revisions to record as applied, with everything below them; `base` for none
    #[arg(value_name = "TARGET", required = true)]
    pub targets: Vec<String>,
    /// Forget every recorded revision first, unknown ones too
    #[arg(long)]
    pub purge: bool,
    /// How long it waits.
    #[command(flatten)]
    pub patience: Patience,
    /// What is refused for safety and allowed this once
    #[command(flatten)]
    pub allowance: Allowance,
}

/// `resolve`.
#[derive(Clone, Debug, clap::Args)]
pub struct ResolveArguments {
    /// The revision to decide about; without a decision it is shown what there is to decide
    #[arg(value_name = "REV", required_unless_present = "release_lock")]
    pub revision: Option<String>,
    /// What is decided.
    #[command(flatten)]
    pub decision: DecisionFlags,
    /// Empty the lock row of a run that is dead; refused while it lives
    #[arg(long, conflicts_with_all = ["revision", "decision"])]
    pub release_lock: bool,
    /// Why; the log keeps it
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// How long it waits.
    #[command(flatten)]
    pub patience: Patience,
}

/// What is decided about a revision: one of these.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[group(id = "decision", multiple = false, requires = "reason")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags of a command line, of which clap lets one through"
)]
pub struct DecisionFlags {
    /// The step whose end nobody saw took effect: the next run goes on behind it
    #[arg(long)]
    pub done: bool,
    /// The step whose end nobody saw had no effect: the next run runs it again
    #[arg(long)]
    pub redo: bool,
    /// What was done of a half-applied upgrade was undone by hand: forget it
    #[arg(long)]
    pub undone: bool,
    /// The applied revision is right as it was edited: record it as it is now
    #[arg(long)]
    pub accept: bool,
}

/// `reset`.
#[derive(Clone, Debug, clap::Args)]
pub struct ResetArguments {
    /// Drop the database without asking
    #[arg(long, short)]
    pub yes: bool,
    /// How long it waits.
    #[command(flatten)]
    pub patience: Patience,
    /// What is refused for safety and allowed this once
    #[command(flatten)]
    pub allowance: Allowance,
}

/// `protect`.
#[derive(Clone, Debug, clap::Args)]
pub struct ProtectArguments {
    /// What to do; without it, whether the database is protected is shown
    #[arg(value_name = "on|off", value_enum)]
    pub switch: Option<Switch>,
    /// With `on`, the name that overrides must say [default: the database's own]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// With `off`, the name under which the database is protected: `protected=NAME`
    #[arg(long, value_name = "WHAT", value_delimiter = ',', requires = "reason")]
    pub allow: Vec<String>,
    /// Why; the database and the log keep it
    #[arg(long, value_name = "TEXT", required_if_eq("switch", "on"))]
    pub reason: Option<String>,
    /// How long it waits.
    #[command(flatten)]
    pub patience: Patience,
}

/// Whether a database is to be protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Switch {
    /// Remember that it is production
    On,
    /// Forget it
    Off,
}

/// `log`.
#[derive(Clone, Debug, clap::Args)]
pub struct LogArguments {
    /// How many runs to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// `check`.
#[derive(Clone, Debug, clap::Args)]
pub struct CheckArguments {
    /// Check the history alone, without a database
    ///
    /// The graph has one head and every downgrade has steps. The network stays allowed while the crate is built.
    #[arg(id = "offline", long, conflicts_with = "since")]
    pub offline: bool,
    /// Fail if a migration of this git revision was changed or is missing; needs no build and no database
    #[arg(long, value_name = "GIT_REF")]
    pub since: Option<String>,
}
