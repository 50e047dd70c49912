//! Each rule finds its bad change and nothing else, and nothing in its good one.

use std::collections::BTreeSet;

use migrate_runtime::backend::Server;
use migrate_runtime::connection::BackendKind;
use migrate_runtime::lint;

use crate::fixture::{all, linted, rules};

#[test]
fn a_bad_change_gives_its_finding_and_a_good_one_none() {
    let mut wrong = Vec::new();
    for fixture in all() {
        for &backend in fixture.backends {
            let mut wanted: BTreeSet<_> = fixture.also.iter().copied().collect();
            wanted.insert(fixture.rule);
            let bad = rules(&linted((fixture.bad)(), backend));
            if bad != wanted {
                wrong.push(format!(
                    "{} bad on {backend:?}: {bad:?} and not {wanted:?}",
                    fixture.rule
                ));
            }
            let good = linted((fixture.good)(), backend);
            for finding in good.findings {
                wrong.push(format!(
                    "{} good on {backend:?}: {} {}",
                    fixture.rule, finding.rule, finding.message
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
