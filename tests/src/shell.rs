//! The databases' own clients: scripts are fed to them, and they dump what a database holds.

use std::io::Write as _;
use std::process::{Command, Stdio};

use regex::Regex;
use url::Url;

use crate::{Backend, Database};

/// Runs a script with psql, mariadb or sqlite3; what the client complains of is the error.
///
/// # Errors
///
/// The client stopped: what it printed.
///
/// # Panics
///
/// When the client is not installed.
pub fn feed(database: &Database, script: &str) -> Result<(), String> {
    let mut command = match database.backend() {
        Backend::Sqlite => sqlite3(database),
        Backend::Postgres => {
            let mut command = Command::new("psql");
            command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"]);
            command.arg(database.url());
            command
        }
        Backend::Mysql => mariadb("mariadb", database),
    };
    output(&mut command, script).map(drop)
}

/// The schema in the database's own words, the ledger's tables included.
///
/// # Panics
///
/// When the client is not installed or fails.
#[must_use]
pub fn dump(database: &Database) -> String {
    let (mut command, input) = match database.backend() {
        Backend::Sqlite => (sqlite3(database), ".schema\n"),
        Backend::Postgres => {
            let mut command = Command::new("pg_dump");
            command.args(["--schema-only", "--no-owner", database.url()]);
            (command, "")
        }
        Backend::Mysql => {
            let mut command = mariadb("mariadb-dump", database);
            command.args(["--no-data", "--compact", "--triggers"]);
            (command, "")
        }
    };
    let dump = output(&mut command, input).expect("dumping the test's database");
    // Newer dumps carry a random word.
    let lines = dump.lines().filter(|line| !line.starts_with('\\'));
    // Who made a trigger depends on the way to the server.
    let definer = Regex::new("DEFINER=`[^`]*`@`[^`]*`").expect("a pattern");
    let lines = lines.map(|line| definer.replace(line, "DEFINER=…").into_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// A script that fills an empty database of a server with what this one holds.
///
/// # Panics
///
/// When the client is not installed or fails.
pub(crate) fn dump_all(database: &Database) -> String {
    let mut command = match database.backend() {
        Backend::Postgres => {
            let mut command = Command::new("pg_dump");
            command.args(["--no-owner", "--rows-per-insert=1000", database.url()]);
            command
        }
        Backend::Sqlite | Backend::Mysql => {
            let mut command = mariadb("mariadb-dump", database);
            command.args(["--routines", "--triggers", "--skip-lock-tables"]);
            command
        }
    };
    let dump = output(&mut command, "").expect("dumping the test's database");
    // What only psql understands, and what is always there.
    let needed = |line: &&str| !line.starts_with('\\') && *line != "CREATE SCHEMA public;";
    dump.lines().filter(needed).collect::<Vec<_>>().join("\n")
}

fn sqlite3(database: &Database) -> Command {
    let path = database.url().trim_start_matches("sqlite://");
    let mut command = Command::new("sqlite3");
    command.arg(path);
    command
}

fn mariadb(program: &str, database: &Database) -> Command {
    let url = Url::parse(database.url()).expect("the harness writes good URLs");
    let mut command = Command::new(program);
    command.args([
        "--protocol=tcp",
        "-h",
        url.host_str().unwrap_or("127.0.0.1"),
    ]);
    command.args(["-P", &url.port().unwrap_or(3306).to_string()]);
    command.args(["-u", url.username()]);
    if let Some(password) = url.password() {
        command.env("MYSQL_PWD", password);
    }
    command.arg(database.name());
    command
}

fn output(command: &mut Command, input: &str) -> Result<String, String> {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    let mut child = command.spawn().expect("the database's client is installed");
    let mut stdin = child.stdin.take().expect("it was asked for");
    // A client that stops at an error does not read to the end.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the client ends");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(stderr)
    }
}
