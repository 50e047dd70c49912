//! The commands that write source files: the plugin's own.

use std::path::PathBuf;

use super::ScriptBackend;

/// `init`.
#[derive(Clone, Debug, clap::Args)]
pub struct InitArguments {
    /// Where to put the crate [default: migrations]
    #[arg(value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// The database, where no URL says it
    #[arg(long, value_enum, value_name = "NAME")]
    pub backend: Option<Backend>,
    /// A checkout of cargo-migrate to depend on, instead of the published version
    #[arg(long, value_name = "DIR")]
    pub runtime_path: Option<PathBuf>,
    /// Also write what proves the migrations of every change on this forge
    ///
    /// Where the workspace has a migration crate, only that file is written.
    #[arg(long, value_enum, value_name = "FORGE")]
    pub ci: Option<Forge>,
}

/// Where changes are reviewed, and run through checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Forge {
    /// `.github/workflows/test-migrations.yml`
    Github,
    /// `.gitlab-ci/test-migrations.yml`
    Gitlab,
}

/// The databases that a new migration crate can be written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Backend {
    /// SQLite, bundled
    Sqlite,
    /// PostgreSQL, by the C library libpq
    Postgres,
    /// MySQL or MariaDB, by the C client library
    #[value(alias = "mariadb")]
    Mysql,
    /// PostgreSQL, without a C library
    AsyncPostgres,
    /// MySQL or MariaDB, without a C library
    AsyncMysql,
}

/// `new`.
#[derive(Clone, Debug, clap::Args)]
pub struct NewArguments {
    /// What the revision does, in a few words
    #[arg(
        value_name = "MESSAGE",
        required_unless_present = "message_flag",
        conflicts_with = "message_flag"
    )]
    pub message: Option<String>,
    /// The message, for fingers that are used to it
    #[arg(
        id = "message_flag",
        short = 'm',
        long = "message",
        value_name = "MESSAGE"
    )]
    pub message_flag: Option<String>,
    /// The revision to stand on: an id, a label, or `base` for a new root
    #[arg(long, value_name = "REV")]
    pub head: Option<String>,
    /// Allow `--head` to name a revision that others already stand on
    #[arg(long)]
    pub splice: bool,
    /// A name for the branch that starts here
    #[arg(long, value_name = "LABEL")]
    pub branch_label: Vec<String>,
    /// A revision or label that must be applied first without being a parent
    #[arg(long, value_name = "REV")]
    pub depends_on: Vec<String>,
    /// The id, instead of 12 random hexadecimal digits
    #[arg(long, value_name = "ID")]
    pub rev_id: Option<String>,
    /// Put tables as they are now into the file, for a typed data migration: `users:id,email`, or `users` with all columns
    ///
    /// They are Diesel's own `table!`, so that the compiler checks the migration against the schema that it runs on,
    /// whatever becomes of the tables later. Name few columns: each costs build time. The key is always among them.
    #[arg(long, value_name = "TABLE[:COLUMNS]")]
    pub tables: Vec<String>,
    /// A Rust body, or a pair of SQL files beside the Rust file
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: BodyFormat,
    /// Write the revision that brings the database to the schema that `schema!` declares
    ///
    /// Compares what is declared with the database, which must be at the head, and writes both functions. With nothing
    /// to do it says so and writes no file.
    #[arg(long)]
    pub auto: bool,
    /// How the revision is written.
    #[command(flatten)]
    pub generate: GenerateFlags,
}

/// How a revision is written from the declared schema.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "With --auto")]
pub struct GenerateFlags {
    /// Write the database as it is, as the first revision of a history, and record it as applied
    #[arg(long, conflicts_with_all = ["offline", "assume", "allow", "reason", "default", "head"])]
    pub baseline: bool,
    /// Compare with what the history makes, without a database
    #[arg(id = "offline", long)]
    pub offline: bool,
    /// The kind of database that the history is for, where neither a URL nor the build says it
    #[arg(long, value_enum, value_name = "NAME", requires = "offline")]
    pub backend: Option<ScriptBackend>,
    /// What to take for granted where a rename is possible: `drop` says that what goes is lost and what comes is new
    #[arg(long, value_enum, value_name = "WHAT")]
    pub assume: Option<Assumption>,
    /// What may be lost: `drop` lets tables go that no file declares
    #[arg(long, value_enum, value_name = "WHAT", requires = "reason")]
    pub allow: Option<Losable>,
    /// Why it is allowed; the migration says it
    #[arg(long, value_name = "TEXT", requires = "allow")]
    pub reason: Option<String>,
    /// SQL for the rows that are there, in a column that must have a value from now on: `users.email="''"`
    #[arg(long, value_name = "TABLE.COLUMN=SQL")]
    pub default: Vec<String>,
}

impl GenerateFlags {
    /// The first flag that was given, as it is typed.
    #[must_use]
    pub fn given(&self) -> Option<&'static str> {
        let flags = [
            (self.baseline, "--baseline"),
            (self.offline, "--offline"),
            (self.assume.is_some(), "--assume"),
            (self.allow.is_some(), "--allow"),
            (self.reason.is_some(), "--reason"),
            (!self.default.is_empty(), "--default"),
        ];
        let given = flags.into_iter().find(|(given, _)| *given);
        given.map(|(_, flag)| flag)
    }
}

/// What is taken for granted where a rename is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Assumption {
    /// What goes is lost, and what comes is new.
    Drop,
}

/// What may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Losable {
    /// Tables that no file declares.
    Drop,
}

impl NewArguments {
    /// What the revision does, wherever it was written.
    #[must_use]
    pub fn message(&self) -> &str {
        self.message
            .as_deref()
            .or(self.message_flag.as_deref())
            .unwrap_or_default()
    }
}

/// What a new revision's body is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum BodyFormat {
    /// Two Rust functions.
    #[default]
    Rust,
    /// Two SQL files.
    Sql,
}

/// `merge`.
#[derive(Clone, Debug, clap::Args)]
pub struct MergeArguments {
    /// The revisions to join [default: every head]
    #[arg(value_name = "REV")]
    pub revisions: Vec<String>,
    /// What the merge is for; without it, `merge` and the ids
    #[arg(short = 'm', long, value_name = "MESSAGE")]
    pub message: Option<String>,
    /// A name for the branch that starts here
    #[arg(long, value_name = "LABEL")]
    pub branch_label: Vec<String>,
    /// The id, instead of 12 random hexadecimal digits
    #[arg(long, value_name = "ID")]
    pub rev_id: Option<String>,
    /// Allow revisions that others already stand on
    #[arg(long)]
    pub splice: bool,
}

/// `edit`.
#[derive(Clone, Debug, clap::Args)]
pub struct EditArguments {
    /// The revision
    #[arg(value_name = "REV", default_value = "head")]
    pub revision: String,
}

/// `fmt`.
#[derive(Clone, Debug, clap::Args)]
pub struct FmtArguments {
    /// Change nothing; fail if a file is not formatted
    #[arg(long)]
    pub check: bool,
}
