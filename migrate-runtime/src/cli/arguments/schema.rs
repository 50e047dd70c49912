//! The commands that compare and print schemas.

use super::ScriptBackend;

/// `diff`.
#[derive(Clone, Debug, clap::Args)]
pub struct DiffArguments {
    /// What to begin with: `live`, `declared`, `@REV`, or a database
    #[arg(value_name = "FROM", default_value = "live")]
    pub from: String,
    /// What to arrive at: `declared`, `live`, `@REV`, or a database
    #[arg(value_name = "TO", default_value = "declared")]
    pub to: String,
    /// Print the SQL that leads from one to the other
    #[arg(long)]
    pub sql: bool,
    /// The kind of database, where neither side is one [default: that of the URL, else the only one built in]
    #[arg(long, value_name = "BACKEND", value_enum)]
    pub backend: Option<ScriptBackend>,
}

/// `print-schema`.
#[derive(Clone, Debug, clap::Args)]
pub struct PrintSchemaArguments {
    /// Print Diesel's own `table!`, which says nothing of indexes, defaults and actions
    #[arg(long)]
    pub plain: bool,
    /// Make the declared files say what the database has, and print nothing
    ///
    /// Tables that stay the same keep their text, and so does everything around them. Refused while the files declare
    /// what no revision has made.
    #[arg(long, conflicts_with = "plain")]
    pub write: bool,
}
