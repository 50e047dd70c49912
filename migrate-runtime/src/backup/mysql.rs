//! MySQL and MariaDB: their dump of one consistent moment, which ends with a line that says that it is whole.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::destination::Destination;
use super::shell::quoted;
use super::tool::Tool;
use super::{BackupError, shown};
use crate::connection::{Database, DatabaseUrl};

/// The line that a dump ends with.
const END: &str = "-- Dump completed";

/// The programs of one server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tools {
    dump: &'static str,
    client: &'static str,
    package: &'static str,
    /// What keeps the connection from going on unencrypted.
    encrypted: &'static str,
    /// What one of them needs and the others do not know.
    particular: &'static [&'static str],
}

const MARIADB: Tools = Tools {
    dump: "mariadb-dump",
    client: "mariadb",
    package: "apt-get install mariadb-client",
    encrypted: "--ssl",
    particular: &[],
};

const MYSQL: Tools = Tools {
    dump: "mysqldump",
    client: "mysql",
    package: "apt-get install mysql-client",
    encrypted: "--ssl-mode=REQUIRED",
    particular: &["--set-gtid-purged=OFF", "--no-tablespaces"],
};

pub(super) fn write(
    database: &mut dyn Database,
    url: &DatabaseUrl,
    destination: &Destination,
    name: &str,
) -> Result<Tools, BackupError> {
    let rows = database.query("SELECT VERSION() AS version", &[])?;
    let version = rows.first().and_then(|row| row.at(0)).unwrap_or_default();
    let tools = if version.contains("MariaDB") {
        MARIADB
    } else {
        MYSQL
    };
    Tool::new(tools.dump, tools.package)
        .arguments(server(tools, url))
        .arguments([
            "--single-transaction",
            "--routines",
            "--triggers",
            "--events",
            "--hex-blob",
            "--default-character-set=utf8mb4",
        ])
        .arguments(tools.particular)
        .argument("--databases")
        .argument(name)
        .password("MYSQL_PWD", url.password().as_deref())
        .run_into(destination.open()?)?;
    match ends_well(destination.partial()) {
        Ok(true) => Ok(tools),
        Ok(false) => Err(BackupError::Unreadable {
            by: "nobody",
            problem: format!("it does not end with `{END}`"),
        }),
        Err(source) => Err(BackupError::File {
            path: destination.path().to_owned(),
            source,
        }),
    }
}

/// Whether the URL insists on encryption, in the words of either driver.
fn insists_on_encryption(url: &DatabaseUrl) -> bool {
    let mode = url.parameter("ssl_mode").unwrap_or_default();
    url.parameter("require_ssl") == Some("true")
        || mode.eq_ignore_ascii_case("required")
        || mode.to_ascii_lowercase().starts_with("verify_")
}

/// How the server is reached. A name such as `localhost` would be taken for a socket.
fn server(tools: Tools, url: &DatabaseUrl) -> Vec<String> {
    let mut arguments = vec!["--protocol=tcp".to_owned()];
    if insists_on_encryption(url) {
        arguments.push(tools.encrypted.to_owned());
    }
    let said = [
        ("host", url.host()),
        ("port", url.port()),
        ("user", url.user()),
    ];
    for (flag, value) in said {
        arguments.extend(value.map(|value| format!("--{flag}={value}")));
    }
    arguments
}

/// Whether the last line is the one that says that the dump is whole.
fn ends_well(path: &Path) -> io::Result<bool> {
    const TAIL: u64 = 200;
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    let tail = String::from_utf8_lossy(&tail);
    let last = tail.lines().rev().find(|line| !line.trim().is_empty());
    Ok(last.is_some_and(|line| line.starts_with(END)))
}

impl Tools {
    /// The database is dropped and made anew: what came after the backup goes with it.
    pub(super) fn restore(self, url: &DatabaseUrl, name: &str, path: &Path) -> String {
        let mut words = vec![self.client.to_owned()];
        words.extend(server(self, url).iter().map(|argument| quoted(argument)));
        if url.password().is_some() {
            // Asks for it.
            words.push("--password".to_owned());
        }
        let client = words.join(" ");
        let drop = format!("DROP DATABASE IF EXISTS `{}`", name.replace('`', "``"));
        let (drop, path) = (quoted(&drop), quoted(&shown(path)));
        // Nothing goes before it is sure that something comes.
        format!("test -r {path} && {client} --execute={drop} && {client} < {path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_url_asks_for_the_programs_get_and_no_password() {
        let url = "mysql://ada:secret@db.example:3307/shop?require_ssl=true";
        let url = DatabaseUrl::parse(url).expect("a URL");
        let command = MARIADB.restore(&url, "my`shop", Path::new("/b/it's"));
        let client =
            "mariadb --protocol=tcp --ssl --host=db.example --port=3307 --user=ada --password";
        let expected = format!(
            r"test -r '/b/it'\''s' && {client} --execute='DROP DATABASE IF EXISTS `my``shop`' && {client} < '/b/it'\''s'"
        );
        assert_eq!(command, expected);
        for (parameters, insists) in [
            ("", false),
            ("?ssl_mode=PREFERRED", false),
            ("?ssl_mode=REQUIRED", true),
            ("?ssl_mode=verify_identity", true),
            ("?require_ssl=false", false),
        ] {
            let url = DatabaseUrl::parse(&format!("mysql://h/d{parameters}")).expect("a URL");
            assert_eq!(insists_on_encryption(&url), insists, "{parameters}");
        }
    }

    #[test]
    fn a_dump_that_broke_off_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("dump");
        let ends = |text: &str| {
            std::fs::write(&path, text).expect("writing");
            ends_well(&path).expect("reading")
        };
        assert!(ends(
            "INSERT …;\n-- Dump completed on 2026-01-31 12:00:00\n"
        ));
        assert!(!ends("INSERT INTO notes VALUES ('-- Dump completed');\n"));
        assert!(!ends(""));
    }
}
