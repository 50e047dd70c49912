//! The address of a database: read once, shown without its password.

use std::borrow::Cow;
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
            return match meant_for_a_server(text) {
                Some(scheme) => Err(ConnectError::NoUrl {
                    scheme: scheme.to_owned(),
                }),
                None => sqlite(text, text),
            };
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

    /// The address as another program takes it, without any password.
    #[must_use]
    pub fn without_password(&self) -> String {
        if self.backend == BackendKind::Sqlite {
            return self.address.clone();
        }
        let Parts {
            before,
            server,
            query,
        } = self.parts();
        let (scheme, user) = before.split_once("//").unwrap_or((before, ""));
        let user = user.trim_end_matches('@').split(':').next();
        let user = user.filter(|user| !user.is_empty());
        let user = user.map_or_else(String::new, |user| format!("{user}@"));
        let parameters = query.split(['?', '&']);
        let open = parameters.filter(|parameter| !parameter.is_empty() && !is_secret(parameter));
        let open: Vec<_> = open.collect();
        let query = match open.as_slice() {
            [] => String::new(),
            open => format!("?{}", open.join("&")),
        };
        format!("{scheme}//{user}{server}{query}")
    }

    /// The password, where there is one.
    #[must_use]
    pub fn password(&self) -> Option<String> {
        let before = self.parts().before.trim_end_matches('@');
        let in_front = before
            .split_once("//")
            .and_then(|(_, user)| user.split_once(':'));
        let found = match in_front {
            Some((_, password)) => Some(password),
            None => self.parameter("password"),
        };
        found
            .filter(|password| !password.is_empty())
            .map(percent_decoded)
    }

    /// What no message may repeat, the longest first: passwords as they are written and as they are meant, and what a
    /// driver takes for a host because of an `@` that somebody forgot to escape.
    pub(super) fn secrets(&self) -> Vec<String> {
        let login = self.address.rsplit_once('@').map_or("", |(login, _)| login);
        let login = login.split_once("//").map_or(login, |(_, login)| login);
        let written = login.split_once(':').map_or("", |(_, password)| password);
        let parameters = self.parts().query.split(['?', '&']);
        let values = parameters.filter(|parameter| is_secret(parameter));
        let values = values.filter_map(|parameter| Some(parameter.split_once('=')?.1));
        let mut secrets: Vec<String> = [written]
            .into_iter()
            .chain(values)
            .flat_map(|text| [text.to_owned(), percent_decoded(text)])
            .collect();
        let parts = written.match_indices('@');
        secrets.extend(parts.map(|(at, _)| format!("{}@", &written[at + 1..])));
        // What stands there openly anyway is no secret, and a text that short would be found everywhere.
        let shown = self.to_string();
        secrets.retain(|secret| secret.len() > 2 && !shown.contains(secret.as_str()));
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }

    /// Who logs in, where it says so.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        let (_, user) = self.parts().before.split_once("//")?;
        let user = user.trim_end_matches('@').split(':').next()?;
        Some(percent_decoded(user)).filter(|user| !user.is_empty())
    }

    /// The server's machine, where it says so.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let (host, _) = self.host_and_port();
        Some(percent_decoded(host.trim_matches(['[', ']']))).filter(|host| !host.is_empty())
    }

    /// The server's port, where it says so.
    #[must_use]
    pub fn port(&self) -> Option<String> {
        self.host_and_port().1.map(ToOwned::to_owned)
    }

    fn host_and_port(&self) -> (&str, Option<&str>) {
        let server = self.parts().server;
        let host = server.split('/').next().unwrap_or_default();
        // The address of a machine may hold colons, in brackets.
        match host.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (host, None),
        }
    }

    /// A parameter behind the question mark, as it is written.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parts().query.split(['?', '&']);
        parameters.find_map(|parameter| parameter.strip_prefix(name)?.strip_prefix('='))
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
        let (scheme, rest) = self.address.split_once(':').unwrap_or_default();
        let body = rest.trim_start_matches('/');
        let slashes = &rest[..rest.len() - body.len()];
        write!(f, "{scheme}:{slashes}")?;
        // Whatever somebody forgot to escape: the last `@` ends the password, and no other text may hold it.
        let (login, place) = body.rsplit_once('@').unwrap_or(("", body));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        match (login, password) {
            ("", _) => f.write_str(&without_secrets(&without_stray_password(place))),
            (_, "") => f.write_str(&without_secrets(body)),
            _ => write!(f, "{user}:***@{}", without_secrets(place)),
        }
    }
}

/// Without the values of parameters that are passwords.
fn without_secrets(text: &str) -> String {
    let parameters = text.split_inclusive(['?', '&']).enumerate();
    let shown = parameters.map(|(place, parameter)| {
        if place == 0 || !is_secret(parameter) {
            return parameter.to_owned();
        }
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let end = if value.ends_with('&') { "&" } else { "" };
        format!("{name}=***{end}")
    });
    shown.collect()
}

/// Without what stands where a port should be and is none: a password whose host was forgotten.
fn without_stray_password(place: &str) -> Cow<'_, str> {
    let end = place.find(['/', '?']).unwrap_or(place.len());
    let (host, rest) = place.split_at(end);
    match host.split_once(':') {
        Some((name, port))
            if !host.starts_with('[') && port.contains(|c: char| !c.is_ascii_digit()) =>
        {
            Cow::Owned(format!("{name}:***{rest}"))
        }
        _ => Cow::Borrowed(place),
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

/// The server that a text is about which is no URL and would be taken for a file's name, password and all.
fn meant_for_a_server(text: &str) -> Option<&'static str> {
    let begins = |scheme: &str| {
        let rest = text
            .get(..scheme.len())
            .filter(|begin| begin.eq_ignore_ascii_case(scheme));
        rest.is_some() && text[scheme.len()..].starts_with("//")
    };
    let servers = ["postgres", "postgresql", "mysql", "mariadb"];
    let words = ["host=", "password=", "dbname="];
    let is_list = text
        .split_whitespace()
        .any(|word| words.iter().any(|name| word.starts_with(name)));
    let server = servers.into_iter().find(|scheme| begins(scheme));
    server.or(is_list.then_some("postgres"))
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
            ("postgres:u:secret@h/d", "postgres:u:***@h/d"),
            ("postgres:/u:secret@h/d", "postgres:/u:***@h/d"),
            ("postgres://u:sec?ret@h/d", "postgres://u:***@h/d"),
            ("postgres://u:sec/ret@h/d?a=1", "postgres://u:***@h/d?a=1"),
            ("postgres://u:sec#ret@h/d", "postgres://u:***@h/d"),
            (
                "postgres://h/d?password=se@cret",
                "postgres://h/d?password=***",
            ),
            ("mysql://u:secret", "mysql://u:***"),
            ("mysql://u:secret/d", "mysql://u:***/d"),
            ("mysql://[::1]:3306/d", "mysql://[::1]:3306/d"),
        ];
        for (text, shown) in cases {
            assert_eq!(url(text).to_string(), shown);
            assert!(!format!("{:?}", url(text)).contains("ret"));
        }
    }

    #[test]
    fn another_program_gets_the_parts_of_an_address() {
        let full = url("postgres://u%20v:s%3Aec@ret@[::1]:5433/d?sslmode=require&password=x");
        assert_eq!(
            full.without_password(),
            "postgres://u%20v@[::1]:5433/d?sslmode=require"
        );
        assert_eq!(full.password().as_deref(), Some("s:ec@ret"));
        assert_eq!(full.user().as_deref(), Some("u v"));
        assert_eq!(full.host().as_deref(), Some("::1"));
        assert_eq!(full.port().as_deref(), Some("5433"));
        let behind = url("postgres:///d?password=x");
        assert_eq!(behind.without_password(), "postgres:///d");
        assert_eq!(behind.password().as_deref(), Some("x"));
        assert_eq!(
            (behind.user(), behind.host(), behind.port()),
            (None, None, None)
        );
        let bare = url("mysql://root@h/d");
        assert_eq!(bare.without_password(), "mysql://root@h/d");
        assert_eq!((bare.password(), bare.user()), (None, Some("root".into())));
    }

    #[test]
    fn what_no_message_may_repeat_is_known() {
        let secrets = |text: &str| url(text).secrets();
        assert_eq!(secrets("postgres://u:s3%40t@h/d"), ["s3%40t", "s3@t"]);
        assert!(secrets("postgres://u:s3cr@et@h/d").contains(&"et@".to_owned()));
        assert!(secrets("mysql://h/d?password=secret").contains(&"secret".to_owned()));
        assert!(secrets("mysql://root@h/d").is_empty());
        assert!(secrets("postgres://postgres:postgres@h/d").is_empty());
    }

    #[test]
    fn what_is_meant_for_a_server_is_no_file() {
        for text in [
            "postgres//bob:secret@h/d",
            "MySQL//bob:secret@h/d",
            "host=127.0.0.1 user=bob password=secret",
        ] {
            let error = DatabaseUrl::parse(text).expect_err("no URL");
            assert!(matches!(error, ConnectError::NoUrl { .. }), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(DatabaseUrl::parse("mysql.sqlite").is_ok());
        assert!(DatabaseUrl::parse("folder//mysql").is_ok());
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
