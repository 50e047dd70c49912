//! Why a database could not be reached.

use std::fmt;
use std::path::PathBuf;

use super::DatabaseUrl;

/// Why a database could not be reached.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConnectError {
    /// No database that is known here has URLs like this.
    UnknownScheme {
        /// What stands before the colon.
        scheme: String,
    },
    /// A text is meant for a server and is no URL. It is not shown: it may hold a password.
    NoUrl {
        /// The scheme that a URL of that server has.
        scheme: String,
    },
    /// This program was built without the driver.
    FeatureOff {
        /// The URL.
        url: DatabaseUrl,
        /// The features of `migrate-runtime` that bring a driver, the recommended one first.
        features: &'static [&'static str],
    },
    /// The server answers and has no such database, or there is no such file.
    Missing {
        /// The URL.
        url: DatabaseUrl,
    },
    /// Its folder is not there, so that it cannot be created either.
    NoFolder {
        /// The URL.
        url: DatabaseUrl,
        /// The folder.
        folder: PathBuf,
    },
    /// The URL of an SQLite database has no path.
    NoFile {
        /// The URL as it was written.
        url: String,
    },
    /// The URL names no database on its server.
    NoName {
        /// The URL.
        url: DatabaseUrl,
    },
    /// The driver could not connect.
    Refused {
        /// The URL.
        url: DatabaseUrl,
        /// What the driver says, without the password.
        message: String,
    },
    /// The database could not be created or dropped.
    Maintenance {
        /// What was tried.
        doing: &'static str,
        /// The URL.
        url: DatabaseUrl,
        /// What the server or the system says.
        message: String,
    },
}

impl ConnectError {
    /// What to do next, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownScheme { .. } => {
                Some("write `sqlite://file`, `postgres://…` or `mysql://…`".to_owned())
            }
            Self::NoUrl { scheme } => Some(format!(
                "write `{scheme}://user:password@host/database`"
            )),
            Self::FeatureOff { features, .. } => Some(format!(
                "enable the feature `{}` of migrate-runtime in the migration crate's Cargo.toml",
                features.join("` or `")
            )),
            Self::Missing { .. } => Some("create it with `cargo migrate up --create`".to_owned()),
            Self::NoFolder { .. } => Some("create it, or correct the URL".to_owned()),
            Self::NoFile { .. } => Some(
                "write `sqlite://` and the file's path; for a temporary database write `sqlite::memory:`"
                    .to_owned(),
            ),
            Self::NoName { .. } => Some("end the URL with `/` and the database's name".to_owned()),
            Self::Refused { .. } | Self::Maintenance { .. } => None,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownScheme { scheme } => {
                write!(f, "no database here has URLs that begin with `{scheme}:`")
            }
            Self::NoUrl { scheme } => write!(f, "the address of the {scheme} server is no URL"),
            Self::FeatureOff { url, .. } => {
                write!(f, "this program was built without a driver for `{url}`")
            }
            Self::Missing { url } => write!(f, "the database `{url}` does not exist"),
            Self::NoFolder { url, folder } => write!(
                f,
                "the database `{url}` does not exist, nor does the directory `{}`",
                folder.display()
            ),
            Self::NoFile { url } => write!(f, "the URL `{url}` names no file"),
            Self::NoName { url } => write!(f, "the URL `{url}` names no database"),
            Self::Refused { url, message } => write!(f, "cannot connect to `{url}`: {message}"),
            Self::Maintenance {
                doing,
                url,
                message,
            } => write!(f, "cannot {doing} the database `{url}`: {message}"),
        }
    }
}

impl std::error::Error for ConnectError {}
