//! The flags that every command takes.

use std::path::PathBuf;

use crate::output::{Output, Reader, Verbosity};

/// The flags that every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag that stands for itself"
)]
#[command(next_help_heading = "Everywhere")]
pub struct GlobalFlags {
    /// The database: a URL, or a name from `[databases]` in migrate.toml
    ///
    /// Without it: `DATABASE_URL` from the environment, then from a `.env` file in the migration crate's directory or
    /// one above it, then `url` of `[database]` in migrate.toml.
    #[arg(long, global = true, value_name = "URL|NAME")]
    pub database: Option<String>,
    /// Print JSON to stdout, errors too
    #[arg(long, global = true)]
    pub json: bool,
    /// When to use colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: ColorChoice,
    /// Print results and errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print each step's SQL as well
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// The migration crate, where the workspace has several
    #[arg(long, short, global = true, value_name = "NAME")]
    pub package: Option<String>,
    /// Every migration crate of the workspace, one after the other
    #[arg(long, global = true, conflicts_with = "package")]
    pub all: bool,
    /// The Cargo.toml of the workspace or the migration crate
    #[arg(long, global = true, value_name = "PATH")]
    pub manifest_path: Option<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always, into pipes and files too.
    Always,
    /// Never.
    Never,
}

impl GlobalFlags {
    /// The printer that the flags ask for.
    #[must_use]
    pub fn output(&self) -> Output {
        let reader = if self.json {
            Reader::Program
        } else {
            Reader::Person
        };
        let verbosity = match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        Output::new(reader, verbosity, self.color.into())
    }
}

impl From<ColorChoice> for anstream::ColorChoice {
    fn from(choice: ColorChoice) -> Self {
        match choice {
            ColorChoice::Auto => Self::Auto,
            ColorChoice::Always => Self::Always,
            ColorChoice::Never => Self::Never,
        }
    }
}
