//! Connecting to a database by its URL; creating and dropping one.

use diesel::ConnectionError;

use super::{BackendKind, ConnectError, Database, DatabaseUrl};

/// Connects to a database that exists.
///
/// # Errors
///
/// The URL names no database, the driver is not built in, the database does not exist, or the server cannot be reached.
pub fn open(url: &DatabaseUrl) -> Result<Box<dyn Database>, ConnectError> {
    if drivers(url.backend()).is_built_in() {
        named_and_there(url)?;
    }
    connect(url).map_err(|error| match error {
        ConnectError::Refused { message, .. } if says_missing(url, &message) => {
            ConnectError::Missing { url: url.clone() }
        }
        other => other,
    })
}

/// What a driver would guess or create in silence: PostgreSQL takes the user's database, SQLite makes a file.
fn named_and_there(url: &DatabaseUrl) -> Result<(), ConnectError> {
    if !url.names_database() {
        return Err(ConnectError::NoName { url: url.clone() });
    }
    let Some(file) = url.file().filter(|file| !file.exists()) else {
        return Ok(());
    };
    let url = url.clone();
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.exists() => {
            Err(ConnectError::NoFolder {
                folder: folder.to_owned(),
                url,
            })
        }
        _ => Err(ConnectError::Missing { url }),
    }
}

/// Creates the database. It must not exist.
///
/// # Errors
///
/// The driver is not built in, or the server or the file system refuses.
pub fn create(url: &DatabaseUrl) -> Result<(), ConnectError> {
    match url.backend() {
        BackendKind::Sqlite => connect(url).map(drop),
        BackendKind::Postgres | BackendKind::Mysql => on_server(url, "create", "CREATE DATABASE"),
    }
}

/// Drops the database with everything in it.
///
/// # Errors
///
/// The driver is not built in, or the server or the file system refuses: PostgreSQL does while others are connected.
pub fn drop_database(url: &DatabaseUrl) -> Result<(), ConnectError> {
    match url.file() {
        Some(file) => remove_files(url, &file),
        None if url.backend() == BackendKind::Sqlite => Ok(()),
        None => on_server(url, "drop", "DROP DATABASE"),
    }
}

/// SQLite's file and what it may have left beside it.
fn remove_files(url: &DatabaseUrl, file: &std::path::Path) -> Result<(), ConnectError> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(suffix);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ConnectError::Maintenance {
                    doing: "drop",
                    url: url.clone(),
                    message: error.to_string(),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

fn on_server(url: &DatabaseUrl, doing: &'static str, words: &str) -> Result<(), ConnectError> {
    let name = url
        .database_name()
        .ok_or_else(|| ConnectError::NoName { url: url.clone() })?;
    let quote = match url.backend() {
        BackendKind::Mysql => '`',
        BackendKind::Sqlite | BackendKind::Postgres => '"',
    };
    let escaped = name.replace(quote, &format!("{quote}{quote}"));
    let mut server = connect(&url.maintenance())?;
    server
        .batch_execute(&format!("{words} {quote}{escaped}{quote}"))
        .map_err(|error| ConnectError::Maintenance {
            doing,
            url: url.clone(),
            message: error.to_string(),
        })
}

pub(super) fn connect(url: &DatabaseUrl) -> Result<Box<dyn Database>, ConnectError> {
    let drivers = drivers(url.backend());
    let Some(establish) = drivers.establish else {
        return Err(ConnectError::FeatureOff {
            url: url.clone(),
            features: drivers.features,
        });
    };
    establish(url.reveal()).map_err(|error| ConnectError::Refused {
        url: url.clone(),
        message: without_address(&error.to_string(), url),
    })
}

type Establish = fn(&str) -> Result<Box<dyn Database>, ConnectionError>;

/// What can talk to one family of databases.
struct Drivers {
    /// The features that bring a driver, the recommended one first.
    features: &'static [&'static str],
    /// The driver that is built in, if one is: the C library's where there are two.
    establish: Option<Establish>,
}

impl Drivers {
    const fn is_built_in(&self) -> bool {
        self.establish.is_some()
    }
}

fn drivers(backend: BackendKind) -> Drivers {
    match backend {
        BackendKind::Sqlite => Drivers {
            features: &["sqlite"],
            establish: sqlite(),
        },
        BackendKind::Postgres => Drivers {
            features: &["async-postgres", "postgres"],
            establish: postgres(),
        },
        BackendKind::Mysql => Drivers {
            features: &["async-mysql", "mysql"],
            establish: mysql(),
        },
    }
}

#[cfg(feature = "sqlite")]
#[expect(clippy::unnecessary_wraps, reason = "other features bring no driver")]
fn sqlite() -> Option<Establish> {
    Some(|address| boxed(super::sqlite::establish(address)))
}

#[cfg(not(feature = "sqlite"))]
const fn sqlite() -> Option<Establish> {
    None
}

#[cfg(feature = "postgres")]
#[expect(clippy::unnecessary_wraps, reason = "other features bring no driver")]
fn postgres() -> Option<Establish> {
    Some(|address| boxed(super::postgres::establish(address)))
}

#[cfg(all(feature = "async-postgres", not(feature = "postgres")))]
#[expect(clippy::unnecessary_wraps, reason = "other features bring no driver")]
fn postgres() -> Option<Establish> {
    Some(|address| boxed(super::async_postgres::establish(address)))
}

#[cfg(not(any(feature = "postgres", feature = "async-postgres")))]
const fn postgres() -> Option<Establish> {
    None
}

#[cfg(feature = "mysql")]
#[expect(clippy::unnecessary_wraps, reason = "other features bring no driver")]
fn mysql() -> Option<Establish> {
    Some(|address| boxed(super::mysql::establish(address)))
}

#[cfg(all(feature = "async-mysql", not(feature = "mysql")))]
#[expect(clippy::unnecessary_wraps, reason = "other features bring no driver")]
fn mysql() -> Option<Establish> {
    Some(|address| boxed(super::async_mysql::establish(address)))
}

#[cfg(not(any(feature = "mysql", feature = "async-mysql")))]
const fn mysql() -> Option<Establish> {
    None
}

#[cfg(any(
    feature = "sqlite",
    feature = "postgres",
    feature = "mysql",
    feature = "async-postgres",
    feature = "async-mysql"
))]
fn boxed<C: Database + 'static>(
    established: Result<C, ConnectionError>,
) -> Result<Box<dyn Database>, ConnectionError> {
    established.map(|connection| Box::new(connection) as Box<dyn Database>)
}

/// Drivers like to repeat the URL they were given, or the part of it that they stumbled over.
fn without_address(message: &str, url: &DatabaseUrl) -> String {
    let message = message.replace(url.reveal(), &url.to_string());
    let secrets = url.secrets();
    secrets.iter().fold(message, |message, secret| {
        message.replace(secret.as_str(), "***")
    })
}

/// Diesel hands on a driver's sentence only: PostgreSQL's says that the database does not exist, MySQL's that it is
/// unknown, each with its name.
fn says_missing(url: &DatabaseUrl, message: &str) -> bool {
    let Some(name) = url.database_name() else {
        return false;
    };
    let words = match url.backend() {
        BackendKind::Sqlite => return false,
        BackendKind::Postgres => format!("database \"{name}\" does not exist"),
        BackendKind::Mysql => format!("Unknown database '{name}'"),
    };
    message.contains(&words)
}
