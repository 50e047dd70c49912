//! What rules say that a server refuses is refused: each bad change is run on the real server, and its good one goes
//! through.

use migrate_runtime::Options;
use migrate_runtime::connection::BackendKind;
use migrate_tests::{Backend, on};

use crate::fixture::{all, connect};

/// The rules that say so of every one of their bad changes.
const REFUSED: [&str; 2] = ["TX03", "TX04"];

#[test]
fn bad_changes_fail_and_good_ones_do_not() {
    for (backend, kind) in [
        (Backend::Sqlite, BackendKind::Sqlite),
        (Backend::Postgres, BackendKind::Postgres),
        (Backend::Mysql, BackendKind::Mysql),
    ] {
        let refused = all()
            .into_iter()
            .filter(|fixture| REFUSED.contains(&fixture.rule) && fixture.backends.contains(&kind));
        for fixture in refused {
            for (migrator, goes_through) in [((fixture.bad)(), false), ((fixture.good)(), true)] {
                on(backend, |database| {
                    let mut connection = connect(database);
                    migrator
                        .up_with(&mut *connection, Options::new().target("ground"))
                        .expect("the ground");
                    let up = migrator.up(&mut *connection);
                    assert_eq!(
                        up.is_ok(),
                        goes_through,
                        "{} on {backend:?}: {up:?}",
                        fixture.rule
                    );
                });
            }
        }
    }
}
