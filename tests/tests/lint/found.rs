//! Each rule finds its bad change and nothing else, and nothing in its good one.

use std::collections::BTreeSet;
use std::time::Duration;

use migrate_runtime::backend::Server;
use migrate_runtime::connection::BackendKind;
use migrate_runtime::lint::{self, Report};
use migrate_runtime::{Migrator, Options};
use migrate_tests::{Database, on};

use crate::fixture::{Fixture, above_the_ground, all, connect, linted, rules};

/// What is planted and found, in numbers that the test prints.
#[test]
fn a_bad_change_gives_its_finding_and_a_good_one_none() {
    let mut count = Count::default();
    for fixture in all() {
        for &backend in fixture.backends {
            match fixture.meanwhile {
                None => count.fixture(fixture, backend, |migrator| {
                    linted(migrator, backend, fixture.rule)
                }),
                Some(sql) => on(migrate_tests::Backend::Postgres, |database| {
                    assert_eq!(backend, BackendKind::Postgres, "nobody else is asked yet");
                    count.fixture(fixture, backend, |migrator| {
                        linted_while(database, sql, migrator)
                    });
                }),
            }
        }
    }
    count.finish();
}

/// What is found on a database with the ground while another session has a transaction open.
fn linted_while(database: &Database, sql: &str, migrator: Migrator) -> Report {
    database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    let mut connection = connect(database);
    migrator
        .up_with(&mut *connection, Options::new().target("ground"))
        .expect("the ground");
    let mut other = database.client();
    other.execute("BEGIN").expect("a transaction");
    other.execute(sql).expect("what it runs");
    // A shorter one is nothing to speak of.
    std::thread::sleep(migrate_runtime::backend::LOCK + Duration::from_millis(1_200));
    let report = migrator.lint_on(&mut *connection, &above_the_ground());
    other.execute("ROLLBACK").expect("its end");
    report.expect("a report")
}

#[derive(Default)]
struct Count {
    bad: usize,
    found: usize,
    good: usize,
    on_good: usize,
    wrong: Vec<String>,
}

impl Count {
    fn fixture(
        &mut self,
        fixture: &Fixture,
        backend: BackendKind,
        report: impl Fn(Migrator) -> Report,
    ) {
        let rule = fixture.rule;
        let mut wanted: BTreeSet<_> = fixture.also.iter().copied().collect();
        wanted.insert(rule);
        let bad = rules(&report((fixture.bad)()));
        self.bad += 1;
        self.found += usize::from(bad.contains(rule));
        if bad != wanted {
            let line = format!("{rule} bad on {backend:?}: {bad:?} and not {wanted:?}");
            self.wrong.push(line);
        }
        self.good += 1;
        for finding in report((fixture.good)()).findings {
            self.on_good += 1;
            let (found, message) = (finding.rule, finding.message);
            self.wrong
                .push(format!("{rule} good on {backend:?}: {found} {message}"));
        }
    }

    #[expect(
        clippy::print_stderr,
        reason = "the numbers are what the test is run for"
    )]
    fn finish(self) {
        let Self {
            bad,
            found,
            good,
            on_good,
            wrong,
        } = self;
        eprintln!("planted bad changes that were found: {found} of {bad}");
        eprintln!("findings on {good} good changes: {on_good}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!((found, on_good), (bad, 0));
    }
}

#[test]
fn every_claim_has_a_fixture() {
    let mut bare = Vec::new();
    for rule in lint::rules() {
        for claim in rule.claims {
            let kind = match claim.product {
                lint::Product::Postgres => BackendKind::Postgres,
                lint::Product::Mysql | lint::Product::MariaDb => BackendKind::Mysql,
                lint::Product::Sqlite => BackendKind::Sqlite,
            };
            let mut fixtures = all().into_iter().filter(|fixture| fixture.rule == rule.id);
            if !fixtures.any(|fixture| fixture.backends.contains(&kind)) {
                bare.push(format!("{} on {claim}", rule.id));
            }
        }
    }
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

#[test]
fn rules_are_complete_and_in_order() {
    let ids: Vec<_> = lint::rules()
        .iter()
        .map(|rule| (rule.group(), rule.id))
        .collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    for rule in lint::rules() {
        assert!(!rule.claims.is_empty(), "{} holds nowhere", rule.id);
        assert!(
            !rule.safe.trim().is_empty() && rule.why.len() > 40,
            "{}",
            rule.id
        );
        let servers = [
            BackendKind::Sqlite,
            BackendKind::Postgres,
            BackendKind::Mysql,
        ];
        for server in servers.map(Server::assumed) {
            let claims = rule.claims.iter().filter(|claim| claim.holds_for(&server));
            assert!(
                claims.count() <= 1,
                "{} claims two things about {server}",
                rule.id
            );
        }
    }
}
