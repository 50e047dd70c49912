//! Finds the database servers that tests may use.
//!
//! In this order: the one that `MIGRATE_TEST_POSTGRES_URL` or `MIGRATE_TEST_MYSQL_URL` names, the one on the default
//! local port, a throw-away one started from installed binaries. Looked for once per test process.

use std::sync::LazyLock;

use url::Url;

use crate::client::Client;
use crate::{Backend, throwaway};

/// A server on which databases may be created and dropped.
#[derive(Debug, Clone)]
pub struct Server {
    backend: Backend,
    url: Url,
}

/// Why there is no server, in words for whoever runs the tests.
pub type Missing = String;

static POSTGRES: LazyLock<Result<Server, Missing>> = LazyLock::new(|| find(Backend::Postgres));
static MYSQL: LazyLock<Result<Server, Missing>> = LazyLock::new(|| find(Backend::Mysql));

/// The server for a backend.
///
/// # Errors
///
/// When none answers and none could be started: why.
///
/// # Panics
///
/// When a server is named by its variable and does not answer; and for SQLite, which has no server.
pub fn server(backend: Backend) -> Result<&'static Server, &'static Missing> {
    match backend {
        Backend::Sqlite => panic!("SQLite has no server"),
        Backend::Postgres => POSTGRES.as_ref(),
        Backend::Mysql => MYSQL.as_ref(),
    }
}

impl Server {
    /// A server at an address such as `postgres://me@localhost:5432`, if it answers.
    pub(crate) fn at(backend: Backend, address: &str) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| format!("`{address}` is no URL: {error}"))?;
        let server = Self { backend, url };
        server.client().map(|_| server)
    }

    /// Which kind of server it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The address of one of its databases.
    #[must_use]
    pub fn database(&self, name: &str) -> String {
        let mut url = self.url.clone();
        url.set_path(name);
        url.into()
    }

    /// Runs administrative SQL.
    ///
    /// # Errors
    ///
    /// What the driver or the server says.
    pub fn execute(&self, sql: &str) -> Result<(), String> {
        self.client()?
            .execute(sql)
            .map_err(|error| format!("{sql}: {error}"))
    }

    fn client(&self) -> Result<Client, String> {
        let maintenance = match self.backend {
            Backend::Postgres => "postgres",
            Backend::Sqlite | Backend::Mysql => "",
        };
        Client::connect(self.backend, &self.database(maintenance))
            .map_err(|error| error.to_string())
    }
}

fn find(backend: Backend) -> Result<Server, Missing> {
    if let Ok(address) = std::env::var(variable(backend)) {
        let named = Server::at(backend, &address);
        return Ok(
            named.unwrap_or_else(|error| panic!("{} does not answer: {error}", variable(backend)))
        );
    }
    let mut reasons = Vec::new();
    for address in usual_addresses(backend) {
        match Server::at(backend, &address) {
            Ok(server) => return Ok(server),
            Err(reason) => reasons.push(format!("{address}: {reason}")),
        }
    }
    throwaway::start(backend).map_err(|reason| {
        reasons.push(reason);
        format!("{}; name one in {}", reasons.join("; "), variable(backend))
    })
}

fn variable(backend: Backend) -> &'static str {
    match backend {
        Backend::Mysql => "MIGRATE_TEST_MYSQL_URL",
        Backend::Postgres | Backend::Sqlite => "MIGRATE_TEST_POSTGRES_URL",
    }
}

fn usual_addresses(backend: Backend) -> Vec<String> {
    match backend {
        Backend::Sqlite => Vec::new(),
        Backend::Mysql => vec!["mysql://root@127.0.0.1:3306".to_owned()],
        Backend::Postgres => ["postgres".to_owned(), "root".to_owned()]
            .into_iter()
            .chain(std::env::var("USER").ok())
            .map(|user| format!("postgres://{user}@127.0.0.1:5432"))
            .collect(),
    }
}
