//! Which database a command means.

use std::env;
use std::path::{Path, PathBuf};

use super::settings::Settings;
use crate::connection::{BackendKind, DatabaseUrl};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::migrator::Protect;

const VARIABLE: &str = "DATABASE_URL";

/// A database to work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Where it is.
    pub(super) url: DatabaseUrl,
    /// Whether the settings let `up` create it.
    pub(super) create: bool,
    /// Whether the settings say that it is production.
    pub(super) protect: Option<Protect>,
    /// Where the settings have `up` put a backup first.
    pub(super) backup: Option<String>,
}

impl Address {
    /// The database that the first of these names: `--database`, the variable `DATABASE_URL`, the same in a `.env` file
    /// in the migration crate's folder or above, `[database]` in `migrate.toml`.
    pub(super) fn find(flag: Option<&str>, settings: Option<&str>) -> Result<Self, Error> {
        let environment = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let settings = Settings::parse(settings)?;
        let folder = environment(handover::DIRECTORY).map_or_else(PathBuf::new, PathBuf::from);
        let mut found = Self::named(flag, &settings, &folder, environment)?;
        let is_named = flag.is_some() || environment(handover::DATABASE).is_some();
        found.complete(&settings, &folder, is_named, environment);
        Ok(found)
    }

    fn named(
        flag: Option<&str>,
        settings: &Settings,
        folder: &Path,
        environment: impl Fn(&str) -> Option<String> + Copy,
    ) -> Result<Self, Error> {
        let named = flag
            .map(ToOwned::to_owned)
            .or_else(|| environment(handover::DATABASE));
        if let Some(named) = named {
            return by_name(&named, settings, folder, environment);
        }
        if let Some(url) = environment(VARIABLE) {
            return Self::given(&url);
        }
        if let Some(url) = from_env_file(folder)? {
            return Ok(url);
        }
        let database = &settings.database;
        match &database.url {
            Some(url) => Ok(Self {
                create: database.create,
                ..Self::at(DatabaseUrl::parse(url)?.relative_to(folder))
            }),
            None => Err(
                Error::new(ErrorKind::Usage, "no database is named").with_help(format!(
                    "pass `--database URL`, set {VARIABLE}, or write `url` under `[database]` in migrate.toml"
                )),
            ),
        }
    }

    /// A URL that the user gave: relative paths begin at the current folder.
    fn given(url: &str) -> Result<Self, Error> {
        Ok(Self::at(DatabaseUrl::parse(url)?))
    }

    const fn at(url: DatabaseUrl) -> Self {
        Self {
            url,
            create: false,
            protect: None,
            backup: None,
        }
    }

    /// Adds what the settings say of this database, by whatever way it was named.
    fn complete(
        &mut self,
        settings: &Settings,
        folder: &Path,
        is_named: bool,
        environment: impl Fn(&str) -> Option<String> + Copy,
    ) {
        let reason = "migrate.toml says that it is production";
        for (name, database) in &settings.databases {
            let there = by_name(name, settings, folder, environment);
            if there.is_ok_and(|there| is_same(&there.url, &self.url)) {
                if database.protected {
                    self.protect = Some(Protect::new(name, reason));
                }
                self.backup.clone_from(&database.backup);
            }
        }
        let database = &settings.database;
        let url = database.url.as_ref().map(|url| DatabaseUrl::parse(url));
        let is_default = match url {
            Some(url) => url.is_ok_and(|url| is_same(&url.relative_to(folder), &self.url)),
            // Without a URL of its own, it is what commands mean that name none.
            None if !is_named => true,
            None => environment(VARIABLE).is_some_and(|url| {
                DatabaseUrl::parse(&url).is_ok_and(|url| is_same(&url, &self.url))
            }),
        };
        if is_default && database.protected && self.protect.is_none() {
            self.protect = Some(Protect {
                name: None,
                reason: reason.to_owned(),
            });
        }
        if is_default && self.backup.is_none() {
            self.backup.clone_from(&database.backup);
        }
    }
}

/// Whether two URLs name one database, whoever logs in and however the path is written.
fn is_same(one: &DatabaseUrl, other: &DatabaseUrl) -> bool {
    match (one.file(), other.file()) {
        (Some(one), Some(other)) => located(&one) == located(&other),
        (None, None) => {
            let place = |url: &DatabaseUrl| {
                let port = url.port().unwrap_or_else(|| match url.backend() {
                    BackendKind::Postgres => "5432".to_owned(),
                    BackendKind::Sqlite | BackendKind::Mysql => "3306".to_owned(),
                });
                (url.backend(), url.host(), port, url.database_name())
            };
            one == other || (place(one) == place(other) && one.database_name().is_some())
        }
        _ => false,
    }
}

/// The file without detours; it need not exist.
fn located(file: &Path) -> PathBuf {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    match (file.parent().map(Path::canonicalize), file.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => file,
    }
}

/// The value of `--database`: a URL or path, else a name from the settings.
fn by_name(
    called: &str,
    settings: &Settings,
    folder: &Path,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Address, Error> {
    if called.contains([':', '/', '\\', '.']) {
        return Address::given(called);
    }
    let usage = |message: String| Error::new(ErrorKind::Usage, message);
    let Some(database) = settings.databases.get(called) else {
        let known: Vec<&str> = settings.databases.keys().map(String::as_str).collect();
        let help = match known.as_slice() {
            [] => "pass a URL, or add `[databases.NAME]` with `url` or `env` to migrate.toml"
                .to_owned(),
            names => format!("migrate.toml has {}; a URL has a `:`", names.join(", ")),
        };
        return Err(usage(format!("no database is called `{called}`")).with_help(help));
    };
    match (&database.url, &database.env) {
        (Some(url), None) => Ok(Address::at(DatabaseUrl::parse(url)?.relative_to(folder))),
        (None, Some(variable)) => match environment(variable) {
            Some(url) => Address::given(&url),
            None => Err(usage(format!(
                "the database `{called}` is in the variable {variable}, which is not set"
            ))),
        },
        _ => Err(usage(format!(
            "`[databases.{called}]` in migrate.toml needs either `url` or `env`"
        ))),
    }
}

/// The nearest `.env` file that says it; relative paths begin beside that file.
fn from_env_file(folder: &Path) -> Result<Option<Address>, Error> {
    let start = std::path::absolute(folder.join(".")).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "the current folder cannot be found").with_source(error)
    })?;
    for folder in start.ancestors() {
        let file = folder.join(".env");
        if !file.is_file() {
            continue;
        }
        if let Some(url) = variable_in(&file)? {
            return Ok(Some(Address::at(
                DatabaseUrl::parse(&url)?.relative_to(folder),
            )));
        }
    }
    Ok(None)
}

fn variable_in(file: &Path) -> Result<Option<String>, Error> {
    let broken = |error: dotenvy::Error| {
        let message = match error {
            // The line itself may hold a password.
            dotenvy::Error::LineParse(_, column) => {
                format!(
                    "{} cannot be read: a line makes no sense at column {column}",
                    file.display()
                )
            }
            error => format!("{} cannot be read: {error}", file.display()),
        };
        Error::new(ErrorKind::Usage, message).with_help(format!(
            "correct the file, or set {VARIABLE} in the environment"
        ))
    };
    for entry in dotenvy::from_path_iter(file).map_err(broken)? {
        let (name, value) = entry.map_err(broken)?;
        if name == VARIABLE && !value.is_empty() {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, settings: &str) -> Result<Address, Error> {
        let settings = Settings::parse(Some(settings))?;
        let environment = |name: &str| (name == "LIVE_URL").then(|| "postgres://h/live".to_owned());
        by_name(name, &settings, Path::new("/crate"), environment)
    }

    const SETTINGS: &str = "
        [databases.local]
        url = 'sqlite://app.db'
        [databases.live]
        env = 'LIVE_URL'
        [databases.lost]
        env = 'NOT_SET'
        [databases.both]
    ";

    #[test]
    fn databases_have_names_and_urls() {
        let shown = |name| named(name, SETTINGS).map(|address| address.url.to_string());
        assert_eq!(shown("local").expect("a file"), "/crate/app.db");
        assert_eq!(shown("live").expect("a variable"), "postgres://h/live");
        assert_eq!(shown("./other.db").expect("a path"), "./other.db");
        assert_eq!(shown("mysql://h/d").expect("a URL"), "mysql://h/d");
    }

    #[test]
    fn what_is_said_of_a_database_holds_by_whatever_way_it_is_named() {
        let text = "
            [database]
            protected = true
            [databases.live]
            env = 'LIVE_URL'
            protected = true
            backup = 'b'
            [databases.other]
            url = 'other.db'
        ";
        let settings = Settings::parse(Some(text)).expect("settings");
        let environment = |name: &str| match name {
            "LIVE_URL" => Some("postgres://h/live".to_owned()),
            "DATABASE_URL" => Some("postgres://h/default".to_owned()),
            _ => None,
        };
        let completed = |named: &str| {
            let folder = Path::new("/crate");
            let mut found = by_name(named, &settings, folder, environment).expect(named);
            found.complete(&settings, folder, true, environment);
            let name = found.protect.map(|protect| protect.name);
            (name, found.backup)
        };
        let live = (Some(Some("live".to_owned())), Some("b".to_owned()));
        assert_eq!(completed("live"), live);
        assert_eq!(completed("postgres://h/live"), live);
        assert_eq!(
            completed("postgresql://me:secret@h:5432/live?sslmode=require"),
            live
        );
        assert_eq!(completed("postgres://h:5433/live"), (None, None));
        assert_eq!(completed("postgres://h/default"), (Some(None), None));
        assert_eq!(completed("other"), (None, None));
    }

    #[test]
    fn what_names_no_database_is_explained() {
        let failure = |name| named(name, SETTINGS).expect_err(name);
        assert_eq!(failure("nope").to_string(), "no database is called `nope`");
        assert_eq!(
            failure("nope").help(),
            Some("migrate.toml has both, live, local, lost; a URL has a `:`")
        );
        assert_eq!(
            failure("lost").to_string(),
            "the database `lost` is in the variable NOT_SET, which is not set"
        );
        assert_eq!(
            failure("both").to_string(),
            "`[databases.both]` in migrate.toml needs either `url` or `env`"
        );
    }
}
