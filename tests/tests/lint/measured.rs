//! What the rules claim that servers do, against what they do: the statement of each bad change runs on the real server,
//! which is asked for the locks that it took and for what it did to the table.

use std::fmt::Write as _;

use migrate_graph::Target;
use migrate_runtime::backend::Server;
use migrate_runtime::connection::{BackendKind, Database as Connection};
use migrate_runtime::lint::{self, Finding, Mode, Work};
use migrate_runtime::plan::{Direction, PlannedRevision};
use migrate_runtime::{Migrator, Options};
use migrate_tests::{Backend, Database, on};

use crate::fixture::{Fixture, all, connect, looking_for};

#[test]
fn postgres_takes_the_locks_that_are_claimed() {
    compare(Backend::Postgres, BackendKind::Postgres, 25, &postgres);
}

#[test]
fn mariadb_can_do_no_better_than_is_claimed() {
    compare(Backend::Mysql, BackendKind::Mysql, 8, &mariadb);
}

#[test]
fn sqlite_locks_and_copies_as_is_claimed() {
    compare(Backend::Sqlite, BackendKind::Sqlite, 1, &sqlite);
}

/// A finding on a database that is where its step would run.
struct Case<'a> {
    database: &'a Database,
    connection: &'a mut dyn Connection,
    finding: &'a Finding,
    /// What the transaction of the step has done before it.
    earlier: Vec<String>,
    /// What the step becomes.
    statements: Vec<String>,
}

/// Measures each bad change whose rule claims something about locks, and prints both beside each other.
fn compare(
    backend: Backend,
    kind: BackendKind,
    minimum: usize,
    measure: &dyn Fn(&mut Case<'_>) -> String,
) {
    let mut comparison = Comparison::default();
    let mut skipped = true;
    for fixture in all() {
        if !fixture.backends.contains(&kind) {
            continue;
        }
        on(backend, |database| {
            skipped = false;
            one(database, fixture, measure, &mut comparison);
        });
    }
    if !skipped {
        comparison.finish(minimum);
    }
}

fn one(
    database: &Database,
    fixture: &Fixture,
    measure: &dyn Fn(&mut Case<'_>) -> String,
    comparison: &mut Comparison,
) {
    let migrator = (fixture.bad)();
    let mut connection = connect(database);
    migrator
        .up_with(&mut *connection, Options::new().target("ground"))
        .expect("the ground");
    let server = Server::detect(&mut *connection).expect("a server");
    let rule = lint::rule(fixture.rule).expect("a rule");
    let Some(claim) = (rule.claim(&server)).filter(|claim| !claim.locks.is_empty()) else {
        return;
    };
    let report = migrator
        .lint_on(&mut *connection, &looking_for(rule.id))
        .expect("a report");
    let mut findings = report.findings.iter();
    let finding = findings
        .rfind(|finding| finding.rule == rule.id)
        .unwrap_or_else(|| panic!("{} finds nothing on a database with rows", rule.id));
    // The same statement is measured in an upgrade.
    if finding.direction == Direction::Down {
        return;
    }
    let locks: Vec<_> = (finding.locks.iter())
        .map(|lock| format!("{} {}", lock.table, lock.mode))
        .collect();
    let claimed = format!("{}, {:?}", locks.join(", "), claim.work);
    let (earlier, statements) = up_to(migrator, &mut *connection, finding);
    let measured = measure(&mut Case {
        database,
        connection: &mut *connection,
        finding,
        earlier,
        statements,
    });
    let statement = finding.statement.as_deref().unwrap_or_default();
    comparison.row(rule.id, statement, &claimed, &measured);
}

/// Runs what commits before a finding's transaction; answers what that has done before the step, and the step.
fn up_to(
    migrator: Migrator,
    connection: &mut dyn Connection,
    finding: &Finding,
) -> (Vec<String>, Vec<String>) {
    let target = Target::parse("head").expect("a target");
    let plan = migrator
        .plan(connection, Direction::Up, &target)
        .expect("a plan");
    for revision in &plan.revisions {
        if revision.revision.as_str() == finding.revision {
            let first = revision.steps[finding.step - 1].together.first - 1;
            return (texts(revision, 0..first), texts(revision, first..first + 1));
        }
        for sql in texts(revision, 0..revision.steps.len()) {
            connection.batch_execute(&sql).expect("a revision before");
        }
    }
    panic!("no revision {} in the plan", finding.revision);
}

fn texts(revision: &PlannedRevision, steps: std::ops::Range<usize>) -> Vec<String> {
    let statements = revision.steps[steps]
        .iter()
        .flat_map(|step| &step.statements);
    statements.map(|statement| statement.sql.clone()).collect()
}

/// The table of claims against measurements.
#[derive(Default)]
struct Comparison {
    table: String,
    compared: usize,
    wrong: usize,
}

impl Comparison {
    fn row(&mut self, rule: &str, statement: &str, claimed: &str, measured: &str) {
        let verdict = if claimed == measured {
            ""
        } else {
            "   <- not what is claimed"
        };
        let statement: String = statement.chars().take(60).collect();
        writeln!(
            self.table,
            "{rule}  {statement:<60}  {claimed:<58}  {measured}{verdict}"
        )
        .expect("writing to a string");
        self.compared += 1;
        self.wrong += usize::from(claimed != measured);
    }

    #[expect(clippy::print_stderr, reason = "the table is what the test is run for")]
    fn finish(self, minimum: usize) {
        eprintln!("rule  statement, claimed, measured\n{}", self.table);
        let right = self.compared - self.wrong;
        eprintln!(
            "claimed locks that are the measured ones: {right} of {}",
            self.compared
        );
        assert_eq!(self.wrong, 0, "claims that are wrong");
        assert!(
            self.compared >= minimum,
            "{} claims were measured",
            self.compared
        );
    }
}

/// Runs the transaction up to the step, asks for the strongest lock on each table, whether the table's file is another
/// one, and whether it was read; then undoes all.
fn postgres(case: &mut Case<'_>) -> String {
    let connection = &mut *case.connection;
    let tables = &case.finding.locks;
    connection.begin().expect("a transaction");
    for sql in &case.earlier {
        connection.batch_execute(sql).expect("an earlier step");
    }
    let oids: Vec<_> = tables
        .iter()
        .map(|lock| {
            let sql = "SELECT to_regclass(?)::oid::text AS value";
            value(connection, sql, &lock.table).expect("a table")
        })
        .collect();
    let before: Vec<_> = oids.iter().map(|oid| file(connection, oid)).collect();
    let scans_before = scans(connection, &oids[0]);
    for sql in &case.statements {
        connection.batch_execute(sql).expect("the statement");
    }
    // A table that is gone has no file that could be another one.
    let rewritten = oids.iter().zip(&before).any(|(oid, before)| {
        let now = file(connection, oid);
        now.is_some() && now != *before
    });
    let scanned = scans(connection, &oids[0]) > scans_before;
    let locks: Vec<_> = tables
        .iter()
        .zip(&oids)
        .map(|(lock, oid)| format!("{} {}", lock.table, strongest(connection, oid)))
        .collect();
    connection.rollback().expect("a rollback");
    let work = match (rewritten, scanned) {
        (true, _) => Work::Rewrite,
        (false, true) => Work::Scan,
        (false, false) => Work::Moment,
    };
    format!("{}, {work:?}", locks.join(", "))
}

fn file(connection: &mut dyn Connection, oid: &str) -> Option<String> {
    value(
        connection,
        "SELECT pg_relation_filenode(?::oid)::text AS value",
        oid,
    )
}

/// How often this transaction has read the table, from end to end or by an index.
fn scans(connection: &mut dyn Connection, oid: &str) -> u64 {
    let sql = "SELECT (COALESCE(seq_scan, 0) + COALESCE(idx_scan, 0))::text AS value \
               FROM pg_stat_xact_user_tables WHERE relid = ?::oid";
    value(connection, sql, oid).map_or(0, |count| count.parse().expect("a number"))
}

fn strongest(connection: &mut dyn Connection, oid: &str) -> &'static str {
    let sql =
        "SELECT mode AS value FROM pg_locks WHERE pid = pg_backend_pid() AND relation = ?::oid";
    let rows = connection.query(sql, &[Some(oid)]).expect("the locks");
    let modes = rows.iter().filter_map(|row| mode(row.at(0)?));
    modes.max().map_or("none", Mode::as_str)
}

/// The modes in the order of their strength; weaker ones than rules speak of are none.
fn mode(name: &str) -> Option<Mode> {
    Some(match name {
        "ShareUpdateExclusiveLock" => Mode::ShareUpdateExclusive,
        "ShareLock" => Mode::Share,
        "ShareRowExclusiveLock" => Mode::ShareRowExclusive,
        "AccessExclusiveLock" => Mode::AccessExclusive,
        _ => return None,
    })
}

fn value(connection: &mut dyn Connection, sql: &str, bind: &str) -> Option<String> {
    let rows = connection.query(sql, &[Some(bind)]).expect(sql);
    rows.first().and_then(|row| row.at(0)).map(str::to_owned)
}

/// Asks for ever less until the server agrees: the first way that it takes is the best that it can do.
fn mariadb(case: &mut Case<'_>) -> String {
    let statement = &case.statements[0];
    let separator = if statement.starts_with("ALTER") {
        ", "
    } else {
        " "
    };
    let ways = [
        ("INSTANT", Work::Moment),
        ("NOCOPY", Work::Scan),
        ("INPLACE", Work::Rewrite),
        ("COPY", Work::Rewrite),
    ];
    let locks = [
        ("NONE", "none"),
        ("SHARED", Mode::Shared.as_str()),
        ("EXCLUSIVE", Mode::Exclusive.as_str()),
    ];
    for (algorithm, work) in ways {
        for (lock, mode) in locks {
            let sql = format!("{statement}{separator}ALGORITHM={algorithm}{separator}LOCK={lock}");
            if case.database.client().execute(&sql).is_ok() {
                return format!("{} {mode}, {work:?}", case.finding.locks[0].table);
            }
        }
    }
    "refused in every way".to_owned()
}

/// Runs the step and lets somebody else write meanwhile; a table that was copied begins at another page.
fn sqlite(case: &mut Case<'_>) -> String {
    let table = &case.finding.locks[0].table;
    let page = |connection: &mut dyn Connection| {
        let sql = "SELECT CAST(rootpage AS TEXT) AS value FROM sqlite_master WHERE name = ?";
        value(connection, sql, table)
    };
    let connection = &mut *case.connection;
    connection
        .batch_execute("PRAGMA foreign_keys = OFF")
        .expect("the pragma");
    let before = page(connection);
    connection.begin().expect("a transaction");
    for sql in case.earlier.iter().chain(&case.statements) {
        connection.batch_execute(sql).expect("the statement");
    }
    let mut other = case.database.client();
    let mode = match other.execute("UPDATE teams SET name = 'b'") {
        Err(_) => Mode::WriteLock.as_str(),
        Ok(()) => "none",
    };
    let work = if page(connection) == before {
        Work::Scan
    } else {
        Work::Rewrite
    };
    connection.rollback().expect("a rollback");
    format!("{table} {mode}, {work:?}")
}
