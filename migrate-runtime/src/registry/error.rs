//! Why the registered migrations are no history.

use std::fmt;

use migrate_graph::{GraphError, RevisionIdError};

/// Why the registered migrations are no history.
#[derive(Debug)]
#[non_exhaustive]
pub enum RegistryError {
    /// `versions!` saw a file whose migration is not in this program.
    NotLinked {
        /// The package of the file.
        crate_name: &'static str,
        /// The revision of the file.
        revision: &'static str,
    },
    /// An id or a parent cannot be one.
    Id(RevisionIdError),
    /// The revisions contradict each other: everything that is wrong.
    Graph(Vec<GraphError>),
}

impl RegistryError {
    /// What to do next, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotLinked { crate_name, .. } => Some(format!(
                "name the crate in the program (`use {} as _;`), and let its file hold one `#[migration]`",
                crate_name.replace('-', "_")
            )),
            Self::Id(error) => error.help(),
            Self::Graph(errors) => errors.iter().find_map(GraphError::help),
        }
    }
}

impl fmt::Display for RegistryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLinked {
                crate_name,
                revision,
            } => write!(
                f,
                "revision `{revision}` of the crate `{crate_name}` is in its folder but not in this program"
            ),
            Self::Id(error) => error.fmt(f),
            Self::Graph(errors) => {
                let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for RegistryError {}
