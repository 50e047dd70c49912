//! The commands that read the graph.

/// `history`.
#[derive(Clone, Debug, clap::Args)]
pub struct HistoryArguments {
    /// The part to list, as `FROM:TO`; an empty side is the base or the heads
    #[arg(value_name = "RANGE", allow_hyphen_values = true)]
    pub range: Option<String>,
    /// Draw the graph
    #[arg(long, conflicts_with = "format")]
    pub graph: bool,
    /// Print a graph for another program
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "json")]
    pub format: Option<HistoryFormat>,
    /// Mark the revisions the database stands at
    #[arg(long, short)]
    pub indicate_current: bool,
}

/// The graph for another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum HistoryFormat {
    /// Graphviz.
    Dot,
    /// Mermaid, which many Markdown viewers draw.
    Mermaid,
    /// The same as `--json`.
    Json,
}

/// `show`.
#[derive(Clone, Debug, clap::Args)]
pub struct ShowArguments {
    /// The revision, or a target that names several
    #[arg(
        value_name = "REV",
        default_value = "head",
        allow_negative_numbers = true
    )]
    pub revision: String,
}

/// `plan`.
#[derive(Clone, Debug, clap::Args)]
pub struct PlanArguments {
    /// The direction, `up` where it is left out
    #[arg(value_name = "up|down", allow_negative_numbers = true)]
    pub direction: Option<String>,
    /// The target [default: head for up, -1 for down]
    #[arg(value_name = "TARGET", allow_negative_numbers = true)]
    pub target: Option<String>,
    /// Plan from these revisions (or `base`), without a build and without a database
    #[arg(long, value_name = "REV", value_delimiter = ',')]
    pub from: Vec<String>,
}

/// `completions`.
#[derive(Clone, Debug, clap::Args)]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// A shell that completions are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    /// Bash.
    Bash,
    /// Elvish.
    Elvish,
    /// Fish.
    Fish,
    /// PowerShell.
    #[value(name = "powershell")]
    PowerShell,
    /// Zsh.
    Zsh,
}
