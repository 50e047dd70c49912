//! Databases that nobody needs afterwards: created under names that tell whose they are, dropped whatever happens.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::server;
use crate::backend::Server;
use crate::connection::{self, BackendKind, ConnectError, Database, DatabaseUrl};
use crate::error::{Error, ErrorKind};
use crate::executor::{host, started};
use crate::ledger::{Ledger, Protection};
use crate::plan::digest;

/// How every scratch database is called in front.
pub(super) const PREFIX: &str = "migrate_scratch_";

/// After how long the database of a run that cannot be asked is taken for a leftover.
const ABANDONED: Duration = Duration::from_hours(24);

/// Where scratch databases are created.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Any database of the server; what it says of an SQLite file is not used.
    beside: DatabaseUrl,
    /// Where SQLite's files go.
    folder: PathBuf,
}

impl Place {
    /// The server of `url`, or the system's folder for temporary files where the URL is one of SQLite.
    pub(super) fn beside(url: &DatabaseUrl) -> Self {
        Self {
            beside: url.clone(),
            folder: std::env::temp_dir(),
        }
    }

    /// The same place; where the database beside it is protected, the server that is kept for scratch databases.
    pub(super) fn unprotected(self) -> Result<Self, Error> {
        let kept = server::for_scratch()?;
        if kept.as_ref() == Some(&self.beside) {
            return Ok(self);
        }
        match (protection_of(&self.beside)?, kept) {
            (None, _) => Ok(self),
            (Some(_), Some(kept)) => Ok(Self::beside(&kept)),
            (Some(protection), None) => Err(Error::new(
                ErrorKind::Refused,
                format!(
                    "this database is protected as `{}`: no scratch databases are made beside it",
                    protection.name
                ),
            )
            .with_help(format!(
                "set {} to a URL of a server where databases may be created",
                server::VARIABLE
            ))),
        }
    }

    /// The server itself.
    pub(super) fn server(&self) -> Result<Server, Error> {
        let mut database = connection::server(&self.beside)?;
        Ok(Server::detect(&mut *database)?)
    }

    /// Creates an empty database.
    pub(super) fn create(&self) -> Result<Scratch, Error> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = Owner::this().name(COUNT.fetch_add(1, Ordering::Relaxed));
        let url = self.url(&name)?;
        match url.file() {
            Some(file) => reserve(&file)?,
            None => connection::create(&url)?,
        }
        Ok(Scratch { url })
    }

    /// Drops what runs have left behind that are over; answers how many databases that were. What somebody else drops
    /// at the same time is not an error.
    pub(super) fn drop_leftovers(&self) -> Result<usize, Error> {
        let names = self.names()?;
        let left = names
            .iter()
            .filter(|name| Owner::of(name).is_some_and(|owner| !owner.may_live(SystemTime::now())));
        let dropped = left.filter(|name| {
            let url = self.url(name);
            url.is_ok_and(|url| connection::drop_database(&url).is_ok())
        });
        Ok(dropped.count())
    }

    fn names(&self) -> Result<Vec<String>, Error> {
        match self.beside.backend() {
            BackendKind::Sqlite => Ok(files(&self.folder)),
            BackendKind::Postgres | BackendKind::Mysql => {
                Ok(connection::databases(&self.beside, PREFIX)?)
            }
        }
    }

    fn url(&self, name: &str) -> Result<DatabaseUrl, ConnectError> {
        match self.beside.backend() {
            BackendKind::Sqlite => {
                let file = self.folder.join(format!("{name}.sqlite"));
                DatabaseUrl::parse(&format!("sqlite://{}", file.display()))
            }
            BackendKind::Postgres | BackendKind::Mysql => Ok(self.beside.with_database(name)),
        }
    }
}

/// How a database is protected; one that cannot be opened is nothing to protect.
fn protection_of(url: &DatabaseUrl) -> Result<Option<Protection>, Error> {
    match connection::open(url) {
        Ok(mut database) => Ok(Ledger::protection_at_least(&mut *database)?),
        Err(_) => Ok(None),
    }
}

/// The names of scratch files in a folder, without their endings.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<_> = names
        .filter_map(|name| Some(name.strip_suffix(".sqlite")?.to_owned()))
        .filter(|name| name.starts_with(PREFIX))
        .collect();
    found.sort();
    found
}

/// Nobody else may have laid a file or a link there.
fn reserve(file: &Path) -> Result<(), Error> {
    let created = OpenOptions::new().write(true).create_new(true).open(file);
    created.map(drop).map_err(|error| {
        Error::new(
            ErrorKind::Unexpected,
            format!("cannot create the scratch database `{}`", file.display()),
        )
        .with_source(error)
        .with_help("set TMPDIR to a folder with free space that you may write to")
    })
}

/// An empty database of its own; dropped with this value.
#[derive(Debug)]
pub(super) struct Scratch {
    url: DatabaseUrl,
}

impl Scratch {
    /// Connects; the connection must be gone before this value is.
    pub(super) fn connect(&self) -> Result<Box<dyn Database>, Error> {
        let mut database = connection::open(&self.url)?;
        connection::forgo_durability(&mut *database)?;
        Ok(database)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be dropped now carries a name that lets the next run do it.
        let _ = connection::drop_database(&self.url);
    }
}

/// The process that a scratch database belongs to, as its name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Owner {
    /// When the database was created, in seconds.
    created: u64,
    /// A short text for the machine.
    host: String,
    pid: u32,
    /// When the process started; ids of processes come again. Empty where the system does not tell.
    started: String,
}

impl Owner {
    fn this() -> Self {
        let pid = std::process::id();
        Self {
            created: seconds(SystemTime::now()),
            host: this_machine(),
            pid,
            started: started(pid).unwrap_or_default(),
        }
    }

    /// At most 63 characters, which is what PostgreSQL takes.
    fn name(&self, number: u32) -> String {
        let Self {
            created,
            host,
            pid,
            started,
        } = self;
        format!("{PREFIX}{created:x}_{host}_{pid}_{started}_{number}")
    }

    /// Whom a database belongs to; `None` where its name is not of this form.
    fn of(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix(PREFIX)?.split('_');
        let owner = Self {
            created: u64::from_str_radix(parts.next()?, 16).ok()?,
            host: parts.next()?.to_owned(),
            pid: parts.next()?.parse().ok()?,
            started: parts.next()?.to_owned(),
        };
        let number: Option<u32> = parts.next()?.parse().ok();
        (number.is_some() && parts.next().is_none()).then_some(owner)
    }

    /// Whether the process may still be at work; one that cannot be asked has a day.
    fn may_live(&self, now: SystemTime) -> bool {
        if self.host != this_machine() || self.started.is_empty() {
            return seconds(now).saturating_sub(self.created) < ABANDONED.as_secs();
        }
        started(self.pid).is_some_and(|now| now == self.started)
    }
}

fn this_machine() -> String {
    let mut hash = digest(&host());
    hash.truncate(8);
    hash
}

fn seconds(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_owner_and_fits_every_server() {
        let mut owner = Owner::this();
        assert_eq!(Owner::of(&owner.name(7)), Some(owner.clone()));
        owner.pid = 4_194_304;
        owner.started = "9".repeat(11);
        assert!(owner.name(999).len() <= 63, "{}", owner.name(999));
        for name in [
            "migrate_scratch_",
            "migrate_scratch_x_y_1_2_3",
            "migrate_scratch_1_h_1_2_3_4",
        ] {
            assert_eq!(Owner::of(name), None, "{name}");
        }
    }

    #[test]
    fn the_dead_own_nothing_and_who_cannot_be_asked_has_a_day() {
        let now = SystemTime::now();
        let this = Owner::this();
        assert!(this.may_live(now));
        if !this.started.is_empty() {
            let earlier = Owner {
                started: "1".into(),
                ..this.clone()
            };
            assert!(!earlier.may_live(now), "another process had this id");
        }
        let elsewhere = Owner {
            host: "elsewhere".into(),
            ..this
        };
        assert!(elsewhere.may_live(now));
        assert!(!elsewhere.may_live(now + ABANDONED));
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn a_file_goes_with_its_value_and_leftovers_with_the_next_run() {
        let folder = std::env::temp_dir().join(format!("scratch-test-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        let place = Place {
            beside: DatabaseUrl::parse("app.db").expect("a URL"),
            folder: folder.clone(),
        };
        let scratch = place.create().expect("a free folder");
        let mut database = scratch.connect().expect("a database");
        database
            .batch_execute("CREATE TABLE t (id INT)")
            .expect("an empty database");
        assert_eq!(files(&folder).len(), 1);
        assert_eq!(
            place.drop_leftovers().expect("a folder"),
            0,
            "this run lives"
        );
        drop(database);
        drop(scratch);
        let left = Owner {
            created: 0,
            host: "elsewhere".into(),
            ..Owner::this()
        };
        let left = folder.join(format!("{}.sqlite", left.name(0)));
        std::fs::write(left, "").expect("a writable folder");
        assert_eq!(place.drop_leftovers().expect("a folder"), 1);
        assert_eq!(files(&folder), Vec::<String>::new());
        std::fs::remove_dir(&folder).expect("an empty folder");
    }
}
