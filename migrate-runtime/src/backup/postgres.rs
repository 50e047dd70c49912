//! PostgreSQL: `pg_dump` in its own format, which `pg_restore` must be able to list.

use std::path::Path;

use super::destination::Destination;
use super::shell::quoted;
use super::tool::{Tool, number_behind};
use super::{BackupError, shown};
use crate::connection::{Database, DatabaseUrl};

const PACKAGE: &str = "apt-get install postgresql-client";
const PASSWORD: &str = "PGPASSWORD";

pub(super) fn write(
    database: &mut dyn Database,
    url: &DatabaseUrl,
    destination: &Destination,
) -> Result<(), BackupError> {
    refuse_old_tool(database)?;
    Tool::new("pg_dump", PACKAGE)
        .arguments(["--format=custom", "--no-password"])
        .argument(format!("--dbname={}", url.without_password()))
        .password(PASSWORD, url.password().as_deref())
        .run_into(destination.open()?)?;
    let listed = Tool::new("pg_restore", PACKAGE)
        .argument("--list")
        .argument(destination.partial())
        .run();
    listed.map(drop).map_err(|error| match error {
        BackupError::Tool { message, .. } => BackupError::Unreadable {
            by: "`pg_restore`",
            problem: message,
        },
        error => error,
    })
}

/// An older `pg_dump` does not know all that the server has.
fn refuse_old_tool(database: &mut dyn Database) -> Result<(), BackupError> {
    let query = "SELECT current_setting('server_version_num') AS version";
    let rows = database.query(query, &[])?;
    let number: Option<u32> = rows.first().and_then(|row| row.at(0)?.parse().ok());
    let said = Tool::new("pg_dump", PACKAGE).argument("--version").run()?;
    match (number_behind(&said, "PostgreSQL"), number) {
        (Some(version), Some(number)) if version < number / 10_000 => Err(BackupError::OldTool {
            program: "pg_dump",
            version,
            server: number / 10_000,
        }),
        _ => Ok(()),
    }
}

/// The database is dropped and made anew: what came after the backup goes with it.
pub(super) fn restore(url: &DatabaseUrl, path: &Path) -> String {
    // One cannot drop the database that one is connected to.
    let beside = match url.database_name().as_deref() {
        Some("postgres") => "template1",
        _ => "postgres",
    };
    let address = url.with_database(beside).without_password();
    format!(
        "pg_restore --clean --if-exists --create --exit-on-error --dbname={} {}",
        quoted(&address),
        quoted(&shown(path))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_restoring_command_holds_no_password() {
        let url = "postgres://ada:secret@db.example:5433/shop?sslmode=require&password=x";
        let url = DatabaseUrl::parse(url).expect("a URL");
        assert_eq!(
            restore(&url, Path::new("/b/shop 1")),
            "pg_restore --clean --if-exists --create --exit-on-error \
             --dbname='postgres://ada@db.example:5433/postgres?sslmode=require' '/b/shop 1'"
        );
    }
}
