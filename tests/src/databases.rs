//! A database for each test: created under a name of its own, dropped at the end.

use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tempfile::TempDir;

use crate::client::Client;
use crate::servers::{self, Server};
use crate::{Backend, executed, shell};

/// An empty database that is dropped with this value.
pub struct Database {
    backend: Backend,
    url: String,
    name: String,
    /// Where it lives, unless in a folder.
    server: Option<&'static Server>,
    /// Where it lives, unless on a server; goes with this value.
    _folder: Option<TempDir>,
}

impl Database {
    /// Creates an empty database.
    ///
    /// # Errors
    ///
    /// When the backend's server is missing: why.
    ///
    /// # Panics
    ///
    /// When the server is there and refuses.
    pub fn create(backend: Backend) -> Result<Self, &'static str> {
        let name = unique_name();
        if backend == Backend::Sqlite {
            let folder = TempDir::new().expect("creating a temporary folder");
            let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
            return Ok(Self {
                backend,
                url,
                name,
                server: None,
                _folder: Some(folder),
            });
        }
        let server = servers::server(backend).map_err(String::as_str)?;
        Ok(Self::create_on(server))
    }

    /// Creates an empty database on this server.
    ///
    /// # Panics
    ///
    /// When the server refuses.
    #[must_use]
    pub fn create_on(server: &'static Server) -> Self {
        let name = unique_name();
        server
            .execute(&format!("CREATE DATABASE {name}"))
            .expect("creating the test's database");
        Self {
            backend: server.backend(),
            url: server.database(&name),
            name,
            server: Some(server),
            _folder: None,
        }
    }

    /// Which kind of database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The address to give to what is tested.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where SQLite keeps it.
    fn file(&self) -> &str {
        self.url.trim_start_matches("sqlite://")
    }

    /// A new connection.
    ///
    /// # Panics
    ///
    /// When the database cannot be reached.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::connect(self.backend, &self.url).expect("connecting to the test's database")
    }

    /// Runs SQL over a new connection.
    ///
    /// # Panics
    ///
    /// When it fails.
    #[track_caller]
    pub fn execute(&self, sql: &str) {
        if let Err(error) = self.client().execute(sql) {
            panic!("{}: {error}\n{sql}", self.backend);
        }
    }

    /// The column `value` of a query's rows over a new connection, which must be text: `SELECT name AS value FROM …`.
    ///
    /// # Panics
    ///
    /// When it fails.
    #[must_use]
    #[track_caller]
    pub fn values(&self, sql: &str) -> Vec<Option<String>> {
        self.client()
            .values(sql)
            .unwrap_or_else(|error| panic!("{}: {error}\n{sql}", self.backend))
    }
}

/// Everything that a database held at some moment, to fill others with.
pub struct Template {
    name: String,
    contents: Contents,
}

enum Contents {
    File(Vec<u8>),
    Script(String),
}

impl Template {
    /// What a database holds. Nobody may be writing into it.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    #[must_use]
    pub fn of(database: &Database) -> Self {
        let contents = match database.backend {
            Backend::Sqlite => {
                Contents::File(std::fs::read(database.file()).expect("reading the file"))
            }
            Backend::Postgres | Backend::Mysql => Contents::Script(shell::dump_all(database)),
        };
        Self {
            name: database.name.clone(),
            contents,
        }
    }

    /// Makes a database hold the same, whatever it held: that is quicker than to create one.
    ///
    /// # Panics
    ///
    /// When the database refuses.
    pub fn fill(&self, database: &Database) {
        match &self.contents {
            Contents::File(contents) => {
                let _ = std::fs::remove_file(format!("{}-journal", database.file()));
                std::fs::write(database.file(), contents).expect("writing the file");
            }
            Contents::Script(script) if database.backend == Backend::Postgres => {
                database.execute(&format!("{EMPTY_POSTGRES}{script}"));
            }
            Contents::Script(script) => {
                let name = &database.name;
                database.execute(&format!("DROP DATABASE {name}; CREATE DATABASE {name}"));
                shell::feed(database, script)
                    .unwrap_or_else(|error| panic!("filling with {}: {error}", self.name));
            }
        }
    }
}

/// As a new database is, with everything gone that somebody made.
const EMPTY_POSTGRES: &str = r"
    DO $$ DECLARE made text; BEGIN
        FOR made IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)' LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', made);
        END LOOP;
    END $$;
    CREATE SCHEMA public AUTHORIZATION pg_database_owner;
";

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = self.server else {
            return;
        };
        let force = if self.backend == Backend::Postgres {
            " WITH (FORCE)"
        } else {
            ""
        };
        if let Err(error) = server.execute(&format!("DROP DATABASE IF EXISTS {}{force}", self.name))
        {
            say(&format!("a database was left behind: {error}"));
        }
    }
}

/// Runs a test's body on every backend that is there; all of them run even if one fails.
///
/// # Panics
///
/// When the body does, or when a backend is missing that `MIGRATE_TEST_REQUIRE` lists.
#[track_caller]
pub fn for_each_backend(body: impl Fn(&Database)) {
    let caller = Location::caller();
    let mut failure = None;
    for backend in Backend::ALL {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| run(backend, caller, &body))) {
            say(&format!("failed on {backend}"));
            failure.get_or_insert(panic);
        }
    }
    if let Some(panic) = failure {
        resume_unwind(panic);
    }
}

/// Runs a test's body on one backend, if it is there.
///
/// # Panics
///
/// When the body does, or when the backend is missing and `MIGRATE_TEST_REQUIRE` lists it.
#[track_caller]
pub fn on(backend: Backend, body: impl FnOnce(&Database)) {
    run(backend, Location::caller(), body);
}

fn run(backend: Backend, caller: &Location<'_>, body: impl FnOnce(&Database)) {
    match Database::create(backend) {
        Ok(database) => {
            body(&database);
            executed::note(backend, caller);
        }
        Err(why) if backend.is_required() => panic!("{backend} is required and missing: {why}"),
        Err(why) => say(&format!("skipped on {backend}: {why}")),
    }
}

/// Names hold the process, a count and the time: two runs on one server never meet.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    format!(
        "migrate_test_{}_{count}_{:x}",
        std::process::id(),
        since_epoch.as_micros()
    )
}

#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests must see what was skipped"
)]
fn say(message: &str) {
    eprintln!("{message}");
}
