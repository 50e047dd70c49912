//! Why there is no backup.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why there is no backup.
#[derive(Debug)]
#[non_exhaustive]
pub enum BackupError {
    /// A path has a name in braces that stands for nothing.
    UnknownName {
        /// The path as it was given.
        path: String,
        /// The name.
        name: String,
    },
    /// There is a file of that name.
    Exists(PathBuf),
    /// The file cannot be written.
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The program that makes backups is not installed.
    MissingTool {
        /// The program.
        program: &'static str,
        /// The package that often has it.
        package: &'static str,
    },
    /// The program is older than the server.
    OldTool {
        /// The program.
        program: &'static str,
        /// Its version.
        version: u32,
        /// The server's version.
        server: u32,
    },
    /// The program failed.
    Tool {
        /// The program.
        program: &'static str,
        /// What it said.
        message: String,
    },
    /// The database refused.
    Database(diesel::result::Error),
    /// What was written cannot be read.
    Unreadable {
        /// Who has looked.
        by: &'static str,
        /// What is wrong.
        problem: String,
    },
}

impl BackupError {
    /// What to do next.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::UnknownName { .. } => {
                "what stands for something is `{database}`, `{time}` and `{revision}`".into()
            }
            Self::Exists(_) => {
                "name another file, or put `{time}` into its name: a backup is never overwritten"
                    .into()
            }
            Self::File { .. } => "name a file in a folder that exists and has space".into(),
            Self::MissingTool { package, .. } => format!("install it, for example: {package}"),
            Self::OldTool { server, .. } => {
                format!("install the client programs of version {server} or a newer one")
            }
            Self::Tool { .. } | Self::Database(_) => "put it right, or run without a backup: leave `--backup` out, or take `backup` out of migrate.toml"
                    .into(),
            Self::Unreadable { .. } => "look for what damages files there; nothing was kept".into(),
        }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no backup could be made: ")?;
        match self {
            Self::UnknownName { path, name } => {
                write!(f, "`{{{name}}}` in `{path}` stands for nothing")
            }
            Self::Exists(path) => write!(f, "`{}` exists", path.display()),
            Self::File { path, source } => write!(f, "`{}`: {source}", path.display()),
            Self::MissingTool { program, .. } => write!(f, "`{program}` is not installed"),
            Self::OldTool {
                program,
                version,
                server,
            } => write!(
                f,
                "`{program}` is of version {version}, the server of {server}"
            ),
            Self::Tool { program, message } => write!(f, "`{program}` failed: {message}"),
            Self::Database(source) => source.fmt(f),
            Self::Unreadable { by, problem } => {
                write!(f, "{by} cannot read what was written: {problem}")
            }
        }
    }
}

impl std::error::Error for BackupError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Database(source) => Some(source),
            _ => None,
        }
    }
}

impl From<diesel::result::Error> for BackupError {
    fn from(source: diesel::result::Error) -> Self {
        Self::Database(source)
    }
}
