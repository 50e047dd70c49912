//! The commands that read or change a database.

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
    /// What is refused for safety and allowed this once
    #[command(flatten)]
    pub allowance: Allowance,
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
    /// Allow what is refused for safety: `edited`
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
