//! The address of a database: read once, shown without its password.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{BackendKind, ConnectError};

/// The address of a database. `Display` and `Debug` hide the password.
///
/// | backend | written as |
/// |---|---|
/// | SQLite | `sqlite://data/app.db`, `sqlite:app.db`, `app.db`, `:memory:` |
/// | PostgreSQL | `postgres://user:password@host:5432/database`, `postgresql://…` |
/// | MySQL, MariaDB | `mysql://user:password@host:3306/database`, `mariadb://…` |
///
/// ```
/// use migrate_runtime::connection::DatabaseUrl;
///
/// let url = DatabaseUrl::parse("postgres://app:secret@db.example/shop?sslmode=require")?;
/// assert_eq!(url.to_string(), "postgres://app:***@db.example/shop?sslmode=require");
/// assert_eq!(url.database_name(), Some("shop".to_owned()));
/// # Ok::<(), migrate_runtime::connection::ConnectError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    backend: BackendKind,
    /// For SQLite a path, or `:memory:`, else a URL.
    address: String,
}

impl DatabaseUrl {
    /// Reads an address. A text without a scheme is the path of an SQLite file.
    ///
    /// # Errors
    ///
    /// The scheme belongs to no database that is known here, or there is no path behind it.
    pub fn parse(text: &str) -> Result<Self, ConnectError> {
        let found = |backend, address: String| Ok(Self { backend, address });
        let Some((scheme, rest)) = scheme_and_rest(text) else {
            return sqlite(text, text);
        };
        match scheme.to_ascii_lowercase().as_str() {
            "sqlite" => sqlite(text, rest.strip_prefix("//").unwrap_or(rest)),
            "file" => sqlite(text, text),
            "postgres" | "postgresql" => found(BackendKind::Postgres, format!("postgres:{rest}")),
            "mysql" | "mariadb" => found(BackendKind::Mysql, format!("mysql:{rest}")),
            _ => Err(ConnectError::UnknownScheme {
                scheme: scheme.to_owned(),
            }),
        }
    }

    /// Lets a relative path of an SQLite file begin at `directory`.
    #[must_use]
    pub fn relative_to(mut self, directory: &Path) -> Self {
        if let Some(path) = self.file() {
            self.address = directory.join(path).to_string_lossy().into_owned();
        }
        self
    }

    /// The family of the database.
    #[must_use]
    pub const fn backend(&self) -> BackendKind {
        self.backend
    }

    /// The address with its password, as a driver takes it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.address
    }

    /// Whether it says which database of the server is meant, in its path or as PostgreSQL's `dbname`.
    pub(super) fn names_database(&self) -> bool {
        let parameters = self.parts().query.split(['?', '&']);
        self.backend == BackendKind::Sqlite
            || self.database_name().is_some()
            || parameters.into_iter().any(|parameter| {
                (parameter.strip_prefix("dbname=")).is_some_and(|name| !name.is_empty())
            })
    }

    /// The name of the database on its server; `None` for SQLite, or where the URL names none.
    #[must_use]
    pub fn database_name(&self) -> Option<String> {
        if self.backend == BackendKind::Sqlite {
            return None;
        }
        let (_, path) = self.parts().server.split_once('/')?;
        Some(percent_decoded(path)).filter(|name| !name.is_empty())
    }

    /// The SQLite file; `None` for other databases and for one in memory.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let names_file = self.backend == BackendKind::Sqlite
            && !self.address.is_empty()
            && !self.address.starts_with("file:")
            && self.address != ":memory:";
        names_file.then(|| PathBuf::from(&self.address))
    }

    /// Where the server's databases are created and dropped.
    pub(super) fn maintenance(&self) -> Self {
        match self.backend {
            BackendKind::Sqlite => Self {
                backend: self.backend,
                address: ":memory:".to_owned(),
            },
            // PostgreSQL connects to some database always, and every server has this one.
            BackendKind::Postgres => self.with_database("postgres"),
            BackendKind::Mysql => self.with_database(""),
        }
    }

    /// The same server with another database on it; `name` is made of characters that a URL takes as they are.
    #[must_use]
    pub fn with_database(&self, name: &str) -> Self {
        let Parts {
            before,
            server,
            query,
        } = self.parts();
        let host = server.split_once('/').map_or(server, |(host, _)| host);
        Self {
            backend: self.backend,
            address: format!("{before}{host}/{name}{query}"),
        }
    }

    fn parts(&self) -> Parts<'_> {
        let (address, query) = match self.address.find('?') {
            Some(start) => self.address.split_at(start),
            None => (self.address.as_str(), ""),
        };
        // A password may hold an `@` that somebody forgot to escape: the last one ends it.
        let start = address
            .rfind('@')
            .map(|at| at + 1)
            .or_else(|| address.find("//").map(|slashes| slashes + 2))
            .unwrap_or_default();
        let (before, server) = address.split_at(start);
        Parts {
            before,
            server,
            query,
        }
    }
}

/// A server's URL in pieces that give it again when joined.
struct Parts<'a> {
    /// Scheme, user and password, with the `@`.
    before: &'a str,
    /// Host, port and database.
    server: &'a str,
    /// The parameters with their `?`, or nothing.
    query: &'a str,
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.backend == BackendKind::Sqlite {
            return f.write_str(&self.address);
        }
        let Parts {
            before,
            server,
            query,
        } = self.parts();
        let (scheme, user) = before.split_once("//").unwrap_or((before, ""));
        match user.split_once(':') {
            Some((user, _)) => write!(f, "{scheme}//{user}:***@")?,
            None => f.write_str(before)?,
        }
        f.write_str(server)?;
        for (place, parameter) in query.split_inclusive(['?', '&']).enumerate() {
            if place > 0 && is_secret(parameter) {
                let (name, rest) = parameter.split_once('=').unwrap_or((parameter, ""));
                let end = if rest.ends_with('&') { "&" } else { "" };
                write!(f, "{name}=***{end}")?;
            } else {
                f.write_str(parameter)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

fn is_secret(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    name.to_ascii_lowercase().contains("pass")
}

/// A file, or a database in memory. An empty path would be a temporary database, gone when its connection ends.
fn sqlite(text: &str, address: &str) -> Result<DatabaseUrl, ConnectError> {
    let path = address.strip_prefix("file:").unwrap_or(address);
    let (path, parameters) = path.split_once('?').unwrap_or((path, ""));
    if path.trim().is_empty() && !parameters.contains("mode=memory") {
        return Err(ConnectError::NoFile {
            url: text.to_owned(),
        });
    }
    Ok(DatabaseUrl {
        backend: BackendKind::Sqlite,
        address: address.to_owned(),
    })
}

/// `scheme:rest`, unless the text is a path (`C:\app.db`, `./a:b`) or `:memory:`.
fn scheme_and_rest(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.len() > 1
        && scheme
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character));
    is_scheme.then_some((scheme, rest))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        let escaped = (byte == b'%')
            .then(|| text.get(place + 1..place + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(byte));
        place += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> DatabaseUrl {
        DatabaseUrl::parse(text).expect(text)
    }

    #[test]
    fn the_scheme_picks_the_backend() {
        let cases = [
            ("app.db", BackendKind::Sqlite, "app.db"),
            (":memory:", BackendKind::Sqlite, ":memory:"),
            ("sqlite::memory:", BackendKind::Sqlite, ":memory:"),
            ("sqlite:app.db", BackendKind::Sqlite, "app.db"),
            ("sqlite://data/app.db", BackendKind::Sqlite, "data/app.db"),
            ("sqlite:///srv/app.db", BackendKind::Sqlite, "/srv/app.db"),
            (r"C:\app.db", BackendKind::Sqlite, r"C:\app.db"),
            ("postgresql://h/d", BackendKind::Postgres, "postgres://h/d"),
            ("MariaDB://h/d", BackendKind::Mysql, "mysql://h/d"),
        ];
        for (text, backend, address) in cases {
            let url = url(text);
            assert_eq!((url.backend(), url.reveal()), (backend, address), "{text}");
        }
        assert!(matches!(
            DatabaseUrl::parse("mongodb://h/d"),
            Err(ConnectError::UnknownScheme { scheme }) if scheme == "mongodb"
        ));
    }

    #[test]
    fn an_empty_path_is_no_database() {
        for text in [
            "sqlite://",
            "sqlite:",
            "SQLite: ",
            "file:",
            "file:?cache=shared",
            "",
        ] {
            let error = DatabaseUrl::parse(text).expect_err(text);
            assert_eq!(error.to_string(), format!("the URL `{text}` names no file"));
        }
        assert_eq!(url("file:?mode=memory").backend(), BackendKind::Sqlite);
    }

    #[test]
    fn a_server_has_many_databases() {
        let cases = [
            ("mysql://h", false),
            ("mysql://h/", false),
            ("postgres://u:p@h:1?sslmode=require", false),
            ("postgres://h?dbname=shop", true),
            ("postgres://h/shop", true),
            ("app.db", true),
        ];
        for (text, named) in cases {
            assert_eq!(url(text).names_database(), named, "{text}");
        }
    }

    #[test]
    fn a_password_is_shown_nowhere() {
        let cases = [
            ("postgres://u:secret@h:1/d", "postgres://u:***@h:1/d"),
            ("postgres://u:sec@ret@h/d", "postgres://u:***@h/d"),
            ("postgres://u:sec:ret@h/d", "postgres://u:***@h/d"),
            ("postgres://u@h/d", "postgres://u@h/d"),
            (
                "mysql://h/d?a=1&password=secret&b=2",
                "mysql://h/d?a=1&password=***&b=2",
            ),
            (
                "postgres://h/d?sslpassword=secret",
                "postgres://h/d?sslpassword=***",
            ),
            ("postgres:///d", "postgres:///d"),
        ];
        for (text, shown) in cases {
            assert_eq!(url(text).to_string(), shown);
            assert!(!format!("{:?}", url(text)).contains("ret"));
        }
    }

    #[test]
    fn the_database_is_named_and_replaced() {
        let shop = url("postgres://u:p@h:1/my%20shop?x=1");
        assert_eq!(shop.database_name().as_deref(), Some("my shop"));
        assert_eq!(
            shop.with_database("postgres").reveal(),
            "postgres://u:p@h:1/postgres?x=1"
        );
        assert_eq!(url("mysql://h").database_name(), None);
        assert_eq!(url("mysql://h").with_database("").reveal(), "mysql://h/");
    }

    #[test]
    fn files_are_found_from_a_folder() {
        let folder = Path::new("/srv/migrations");
        let file = |text: &str| url(text).relative_to(folder).file();
        assert_eq!(
            file("sqlite://app.db"),
            Some("/srv/migrations/app.db".into())
        );
        assert_eq!(file("/tmp/app.db"), Some("/tmp/app.db".into()));
        assert_eq!(file(":memory:"), None);
        assert_eq!(file("postgres://h/d"), None);
    }
}
