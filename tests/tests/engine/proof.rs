//! `testing`: histories that fail exactly one check, and one that fails none.

#[path = "proof/faults.rs"]
mod faults;
#[path = "proof/scratch.rs"]
mod scratch;
#[path = "proof/whole.rs"]
mod whole;

use migrate_runtime::Migrator;
use migrate_runtime::connection::DatabaseUrl;
use migrate_runtime::op::Op;
use migrate_runtime::prelude::*;
use migrate_runtime::testing::{Check, Finding, Proof, Report};
use migrate_tests::Database;

/// Proves a history beside a test's database, one piece after the other.
fn proven(migrator: Migrator, database: &Database) -> Report {
    proof(migrator, database)
        .run()
        .expect("a server that answers")
}

fn proof(migrator: Migrator, database: &Database) -> Proof<'static> {
    let beside = DatabaseUrl::parse(database.url()).expect("a URL");
    let proof = Proof::new(migrator, &beside).expect("a sound history");
    proof.jobs(1)
}

/// The one finding of a report with the revision it is about; more or fewer fail the test.
#[track_caller]
fn only(report: &Report) -> (Option<&str>, &Finding) {
    let findings: Vec<_> = report.findings().collect();
    let [(revision, finding)] = findings.as_slice() else {
        panic!("not exactly one finding:\n{report}")
    };
    (revision.map(|one| one.revision.as_str()), finding)
}

#[track_caller]
fn assert_only(report: &Report, revision: Option<&str>, check: Check) {
    let (about, finding) = only(report);
    assert_eq!((about, finding.check), (revision, check), "{report}");
}

/// What the histories of these tests stand on.
fn ground(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("name", varchar(80)).default("nobody");
        t.column("email", varchar(120)).nullable();
        t.column("age", Integer).default(0);
        t.index("name");
    });
    op.create_table("posts", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("user_id", BigInt)
            .references("users", "id")
            .on_delete(Cascade);
        t.column("title", varchar(200));
    });
    op.create_table("notes", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("body", varchar(200));
    });
    op.create_view("titles", "SELECT title FROM posts");
}

fn no_ground(op: &mut Op) {
    op.drop_view("titles");
    op.drop_table("notes");
    op.drop_table("posts");
    op.drop_table("users");
}

/// A step that does nothing: a downgrade must have one.
fn idle(op: &mut Op) {
    op.execute("SELECT 1");
}
