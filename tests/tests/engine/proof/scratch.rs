//! Scratch databases: never the one that is named, always dropped, and those of dead runs by the next one.

use std::sync::atomic::AtomicBool;

use migrate_runtime::ErrorKind;
use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_tests::{Backend, for_each_backend, on};

use super::{ground, no_ground, proof, proven};
use crate::history::tables;

history!(plain {
    "p1" [] up |op| ground(op), down |op| no_ground(op);
});

#[test]
fn the_database_that_is_named_is_not_touched() {
    for_each_backend(|database| {
        database.execute("CREATE TABLE theirs (id INT)");
        assert!(proven(plain::migrator(), database).is_proven());
        assert_eq!(tables(database), ["theirs"]);
    });
}

#[test]
fn an_interrupted_proof_is_no_finding() {
    for_each_backend(|database| {
        let stop = AtomicBool::new(true);
        let url = DatabaseUrl::parse(database.url()).expect("a URL");
        let proof =
            migrate_runtime::testing::Proof::new(plain::migrator(), &url).expect("a history");
        let error = proof.interrupt(&stop).run().expect_err("the flag is up");
        assert_eq!(error.kind(), ErrorKind::Interrupted);
    });
}

#[test]
fn what_a_dead_run_left_is_dropped_and_what_a_live_one_uses_is_not() {
    for backend in [Backend::Postgres, Backend::Mysql] {
        on(backend, |database| {
            let url = DatabaseUrl::parse(database.url()).expect("a URL");
            let dead = format!("migrate_scratch_1_elsewhere_{}_1_0", std::process::id());
            let foreign = format!("migrate_scratch_of_somebody_{}", std::process::id());
            for name in [&dead, &foreign] {
                connection::create(&url.with_database(name)).expect("a new database");
            }
            proof(plain::migrator(), database).run().expect("a server");
            let left = connection::databases(&url, "migrate_scratch_").expect("a server");
            connection::drop_database(&url.with_database(&foreign)).expect("a database");
            assert!(!left.contains(&dead), "{left:?}");
            assert!(left.contains(&foreign), "{left:?}");
        });
    }
}
