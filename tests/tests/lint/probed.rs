//! Where a database is asked, its rows decide: what is in the way is an error, and what is not there is no finding.

use migrate_runtime::connection::{self, BackendKind, DatabaseUrl};
use migrate_runtime::lint::{Level, Report};
use migrate_runtime::{Migrator, Options};
use migrate_tests::{Backend, Database, for_each_backend};

use crate::fixture::{above_the_ground, all};

#[test]
fn rows_in_the_way_are_counted() {
    // Three users share an address; every user has an age, and it is above zero.
    for_each_backend(|database| {
        let found = probed(database, "DD01");
        let said: Vec<_> = found
            .findings
            .iter()
            .filter(|found| found.rule == "DD01")
            .collect();
        assert_eq!(said.len(), 1, "{found:?}");
        assert_eq!(said[0].level, Level::Error);
        assert!(
            said[0].message.contains("in 3 rows (id: 1, 2, 3)"),
            "{}",
            said[0].message
        );
        for rule in ["DD02", "DD04"] {
            let found = probed(database, rule);
            let said = found.findings.iter().find(|found| found.rule == rule);
            assert_eq!(said, None);
        }
    });
}

change!(together, |op| {
    op.alter_table("users", |t| {
        t.create_check("age > 40").named("grown");
        t.create_unique("email").named("one_address");
        t.create_foreign_key("team_id", "teams", "id");
        t.alter_column("age").not_null();
    });
});

/// One statement for several steps: each is told what is in its own way.
#[test]
fn steps_that_are_done_together_are_looked_at_one_by_one() {
    for_each_backend(|database| {
        let report = on_the_ground(database, together::migrator());
        let proven = (report.findings.iter())
            .filter(|finding| finding.rule.starts_with("DD"))
            .map(|finding| (finding.step, finding.rule));
        assert_eq!(proven.collect::<Vec<_>>(), [(1, "DD04"), (2, "DD01")]);
    });
}

/// What the bad change of a rule gives on a database with the ground.
fn probed(database: &Database, rule: &str) -> Report {
    let kind = match database.backend() {
        Backend::Sqlite => BackendKind::Sqlite,
        Backend::Postgres => BackendKind::Postgres,
        Backend::Mysql => BackendKind::Mysql,
    };
    let fixture = all()
        .into_iter()
        .find(|fixture| fixture.rule == rule && fixture.backends.contains(&kind))
        .expect("a fixture");
    on_the_ground(database, (fixture.bad)())
}

fn on_the_ground(database: &Database, migrator: Migrator) -> Report {
    database.execute("SELECT 1");
    let url = DatabaseUrl::parse(database.url()).expect("a URL");
    let mut connection = connection::open(&url).expect("a connection");
    migrator
        .up_with(&mut *connection, Options::new().target("ground"))
        .expect("the ground");
    migrator
        .lint_on(&mut *connection, &above_the_ground())
        .expect("a report")
}
