//! The command that finds what is dangerous.

use super::ScriptBackend;

/// `lint`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LintArguments {
    /// Look only at what is new since a revision, or since a git revision
    ///
    /// A name that both know is the revision's.
    #[arg(long, value_name = "REV|GIT_REF")]
    pub since: Option<String>,
    /// The kind of database [default: that of the URL, else the only one built in]
    #[arg(long, value_name = "BACKEND", value_enum)]
    pub backend: Option<ScriptBackend>,
    /// Fail on warnings, too
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Denied>,
    /// Print annotations that a forge shows beside the code
    #[arg(long, value_name = "FORMAT", value_enum, conflicts_with = "json")]
    pub format: Option<LintFormat>,
    /// Explain a rule
    #[arg(long, value_name = "ID", conflicts_with_all = ["since", "backend", "deny", "format"])]
    pub explain: Option<String>,
    /// List the rules
    #[arg(long, conflicts_with_all = ["since", "backend", "deny", "format", "explain"])]
    pub list: bool,
}

impl LintArguments {
    /// Whether only the rules themselves are asked for: no migration is needed to answer.
    #[must_use]
    pub const fn is_about_rules(&self) -> bool {
        self.list || self.explain.is_some()
    }
}

/// What fails a run that would pass otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Denied {
    /// Warnings
    Warnings,
}

/// How findings are printed for a forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum LintFormat {
    /// Workflow commands of GitHub Actions
    Github,
}
