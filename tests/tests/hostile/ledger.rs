//! Rows of the ledger that somebody else wrote: every command answers or refuses, and what it shows moves no cursor.

use std::time::Duration;

use migrate_graph::Target;
use migrate_runtime::connection::{Database, DatabaseUrl, open};
use migrate_runtime::output::{Page, database as pages, revisions};
use migrate_runtime::plan::Direction;
use migrate_runtime::{Error, Options, command};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::{Index, select};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_oneof};

use migrate_tests::runs;

use crate::mangled;

const COLUMNS: [(&str, &str); 44] = [
    ("revision", "revision"),
    ("revision", "sequence"),
    ("revision", "down_revision"),
    ("revision", "applied_at"),
    ("revision", "duration_us"),
    ("revision", "source_hash"),
    ("revision", "plan_hash"),
    ("revision", "tool_version"),
    ("revision", "up_plan"),
    ("revision", "down_plan"),
    ("revision", "run"),
    ("run", "run"),
    ("run", "event"),
    ("run", "at"),
    ("run", "command"),
    ("run", "host"),
    ("run", "pid"),
    ("run", "tool_version"),
    ("run", "outcome"),
    ("run", "revisions"),
    ("run", "detail"),
    ("run", "account"),
    ("progress", "direction"),
    ("progress", "step"),
    ("progress", "state"),
    ("progress", "digest"),
    ("progress", "sql_text"),
    ("progress", "error"),
    ("progress", "reached"),
    ("progress", "at"),
    ("begun", "operations"),
    ("lock", "fence"),
    ("lock", "host"),
    ("lock", "pid"),
    ("lock", "since"),
    ("lock", "renewed_at"),
    ("protection", "name"),
    ("protection", "reason"),
    ("protection", "account"),
    ("protection", "since"),
    ("schema", "state"),
    ("schema", "server"),
    ("schema", "content"),
    ("format", "version"),
];

/// Rows of what an ordinary run leaves empty: a half-applied revision, and a protected database.
const HALF_APPLIED: &str = "
    INSERT INTO __migrate_progress VALUES ('c47e91d03b58', 1, 'up', 1, 2, 'done', 'd', 'SELECT 1', NULL, NULL, '2026-01-01T00:00:00Z');
    INSERT INTO __migrate_progress VALUES ('c47e91d03b58', 2, 'up', 2, 2, 'failed', 'd', 'SELECT 2', 'no', NULL, '2026-01-01T00:00:00Z');
    INSERT INTO __migrate_begun VALUES ('c47e91d03b58', 1, '[]');";
const PROTECTED: &str = "INSERT INTO __migrate_protection VALUES (1, 'production', 'live', 'ann', 'host', '2026-01-01T00:00:00Z', 1);";

/// What stands in a row, and what comes in its place.
const VALUES: [&str; 10] = [
    "",
    "a1b2c3d4e5f6",
    "[\"a1b2c3d4e5f6\"]",
    "2026-01-01T00:00:00Z",
    "-1",
    "9223372036854775807",
    "up",
    "done",
    "{\"version\":1,\"steps\":[{\"operation\":{\"CreateTable\":{}}}]}",
    "h2:0011223344556677",
];

#[derive(Clone, Debug)]
struct Forgery {
    table: &'static str,
    column: &'static str,
    row: Index,
    value: String,
}

fn forgeries() -> impl Strategy<Value = Vec<Forgery>> {
    let value = prop_oneof![2 => mangled::of(&VALUES), 1 => mangled::pieces()];
    let forgery =
        (select(&COLUMNS[..]), any::<Index>(), value).prop_map(|((table, column), row, value)| {
            Forgery {
                table,
                column,
                row,
                value,
            }
        });
    vec(forgery, 1..4)
}

impl Forgery {
    /// Whether the row is there and SQLite takes the value.
    fn commit(&self, database: &mut dyn Database) -> bool {
        let value = self.value.replace('\'', "''").replace('\0', "");
        let row = self.row.index(4);
        let sql = format!(
            "UPDATE __migrate_{0} SET {1} = '{value}' WHERE rowid = (SELECT rowid FROM __migrate_{0} LIMIT 1 OFFSET {row})",
            self.table, self.column
        );
        database.batch_execute(&sql).is_ok()
    }
}

#[test]
fn forged_rows_are_shown_harmlessly_or_refused() {
    let migrator = quickstart_migrations::migrator();
    let registry = migrator.registry().expect("a sound history");
    let graph = registry.graph();
    let wanted = ["shown", "refused", "forged"];
    let inputs = (forgeries(), any::<bool>(), any::<bool>());
    runs::of(
        "rows of the ledger",
        300,
        &wanted,
        &inputs,
        |(forgeries, half_applied, protected), outcomes| {
            let mut connection = open(&DatabaseUrl::parse("sqlite://:memory:").expect("a URL"))
                .expect("SQLite in memory");
            let database = &mut *connection;
            let first = Options::new().target("+2");
            migrator
                .up_with(database, first)
                .expect("an empty database");
            for (planted, rows) in [(half_applied, HALF_APPLIED), (protected, PROTECTED)] {
                if planted {
                    database
                        .batch_execute(rows)
                        .expect("the ledger has these columns");
                }
            }
            for forgery in &forgeries {
                if forgery.commit(database) {
                    outcomes.count("forged");
                }
            }
            let told = |result: Result<Page, Error>| {
                outcomes.count(if result.is_ok() { "shown" } else { "refused" });
                result.map_or_else(
                    |error| harmless_error(&error),
                    |page| harmless(page.as_ansi()),
                )
            };
            told(page(
                command::status(&migrator, graph, database),
                pages::status,
            ))?;
            told(page(
                command::current(&migrator, graph, database),
                pages::current,
            ))?;
            told(page(command::log(&migrator, database, 20), pages::log))?;
            told(page(
                command::protection(&migrator, database),
                pages::protection,
            ))?;
            let head = Target::head();
            told(page(
                command::plan(&migrator, database, Direction::Up, &head, at_once()),
                revisions::plan_with_sql,
            ))?;
            told(page(
                command::plan(
                    &migrator,
                    database,
                    Direction::Down,
                    &Target::one_down(),
                    at_once(),
                ),
                revisions::plan_with_sql,
            ))?;
            for direction in [Direction::Up, Direction::Down] {
                let result = match direction {
                    Direction::Up => migrator.up_with(database, at_once()),
                    Direction::Down => migrator.down_with(database, at_once()),
                };
                told(result.map(|_| Page::default()))?;
            }
            told(page(
                command::status(&migrator, graph, database),
                pages::status,
            ))?;
            Ok(())
        },
    );
}

/// A forged holder of the lock is not waited for.
fn at_once() -> Options<'static> {
    Options::new().wait(Duration::ZERO)
}

fn page<R>(report: Result<R, Error>, print: impl FnOnce(&mut Page, &R)) -> Result<Page, Error> {
    report.map(|report| {
        let mut page = Page::default();
        print(&mut page, &report);
        page
    })
}

fn harmless_error(error: &Error) -> Result<(), TestCaseError> {
    let mut page = Page::default();
    page.plain(error.to_string())
        .plain(error.help().unwrap_or_default());
    harmless(page.as_ansi())
}

/// Only our own colours and line ends move anything.
fn harmless(shown: &str) -> Result<(), TestCaseError> {
    let text = anstream::adapter::strip_str(shown).to_string();
    let obeyed = text
        .chars()
        .find(|letter| letter.is_control() && *letter != '\n' || *letter == '\u{202e}');
    prop_assert!(obeyed.is_none(), "{:?} in {:?}", obeyed, text);
    let escapes = shown.matches('\u{1b}').count();
    let ours = shown
        .split('\u{1b}')
        .skip(1)
        .filter(|part| is_colour(part))
        .count();
    prop_assert!(escapes == ours, "{:?}", shown);
    Ok(())
}

fn is_colour(escape: &str) -> bool {
    let Some(rest) = escape.strip_prefix('[') else {
        return false;
    };
    rest.find('m').is_some_and(|end| {
        rest[..end]
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ';')
    })
}
