//! What the attribute registers, for every form that a migration may have.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every signature that a migration may have is written once"
)]

use migrate_runtime::op::Plan;
use migrate_runtime::{Migration, Op};

mod whole {
    use migrate_runtime::prelude::*;

    #[migration(
        revision = "a1",
        down_revision = ["b2", r"c3"],
        branch_labels = ["accounts"],
        depends_on = ["d4", "billing"],
        transaction = false,
        allow(LK01 = "the table is small", DS02 = "agreed"),
    )]
    /// Attributes and visibility stay with the module.
    #[allow(dead_code)]
    pub(crate) mod users {
        use super::*;

        pub(crate) const KEPT: &str = "and so does everything in it";

        fn upgrade(op: &mut Op) -> Result<(), StepError> {
            op.execute("CREATE TABLE users (id BIGINT)");
            op.execute("CREATE TABLE emails (id BIGINT)");
            Ok(())
        }

        fn downgrade(op: &mut Op) {
            op.execute("DROP TABLE users");
        }
    }
}

mod unwritten {
    use migrate_runtime::prelude::*;

    #[migration(revision = "fresh", down_revision = None)]
    mod fresh {
        use super::*;

        fn upgrade(_op: &mut Op) {}

        fn downgrade(_op: &mut Op) {}
    }
}

mod joined {
    use migrate_runtime::prelude::*;

    #[migration(revision = "merge", down_revision = ["a1", "fresh"])]
    mod merge {
        use super::*;

        fn upgrade(op: &mut Op) {
            let _ = op;
        }

        fn downgrade(_: &mut Op) -> Result<(), StepError> {
            Ok(())
        }
    }
}

mod irreversible {
    #[migrate_runtime::migration(
        revision = "gone",
        down_revision = "a1",
        irreversible = "the data is gone"
    )]
    mod gone {
        fn upgrade(op: &mut migrate_runtime::Op) {
            op.execute("DELETE FROM users");
        }
    }
}

#[path = "migration/sql_add_cats.rs"]
mod sql;

/// What `versions!` would register: outside of its folder nobody does.
const MIGRATIONS: [&Migration; 5] = [
    &whole::users::__MIGRATION,
    &unwritten::fresh::__MIGRATION,
    &joined::merge::__MIGRATION,
    &irreversible::gone::__MIGRATION,
    &sql::add_cats::__MIGRATION,
];

fn registered(revision: &str) -> &'static Migration {
    (MIGRATIONS.into_iter())
        .find(|migration| migration.revision == revision)
        .unwrap_or_else(|| panic!("`{revision}` is not registered"))
}

fn steps(function: &dyn Plan) -> Vec<String> {
    let mut op = Op::default();
    function.plan(&mut op).expect("none of the builders fails");
    op.into_steps()
        .iter()
        .map(|step| format!("{:?}", step.operation))
        .collect()
}

#[test]
fn everything_that_the_attribute_says_is_registered() {
    let migration = registered("a1");

    assert_eq!(migration.down_revision, ["b2", "c3"]);
    assert_eq!(migration.branch_labels, ["accounts"]);
    assert_eq!(migration.depends_on, ["d4", "billing"]);
    assert!(!migration.transaction);
    assert_eq!(
        migration.allow,
        [("LK01", "the table is small"), ("DS02", "agreed")]
    );
    assert_eq!(migration.irreversible, None);
    assert!(
        migration.path.ends_with("tests/migration.rs"),
        "{}",
        migration.path
    );
    assert_eq!(whole::users::KEPT, "and so does everything in it");
}

#[test]
fn what_is_not_said_has_a_default() {
    let migration = registered("fresh");

    assert_eq!(migration.down_revision, [""; 0]);
    assert_eq!(migration.branch_labels, [""; 0]);
    assert_eq!(migration.depends_on, [""; 0]);
    assert_eq!(migration.allow, []);
    assert!(migration.transaction);
}

#[test]
fn both_functions_fill_a_plan() {
    let migration = registered("a1");
    let downgrade = migration.downgrade.expect("it has one");

    assert_eq!(steps(migration.upgrade).len(), 2);
    assert_eq!(steps(downgrade).len(), 1);
}

#[test]
fn a_merge_and_a_fresh_revision_may_do_nothing() {
    for revision in ["merge", "fresh"] {
        let migration = registered(revision);
        assert!(steps(migration.upgrade).is_empty());
        assert!(
            migration
                .downgrade
                .is_some_and(|downgrade| steps(downgrade).is_empty())
        );
    }
}

#[test]
fn an_irreversible_migration_has_a_reason_instead_of_a_downgrade() {
    let migration = registered("gone");

    assert_eq!(migration.irreversible, Some("the data is gone"));
    assert!(migration.downgrade.is_none());
}

#[test]
fn sql_files_are_the_steps_of_their_migration() {
    let migration = registered("sql");
    let downgrade = migration.downgrade.expect("there is a file for it");

    assert!(
        steps(migration.upgrade)
            .concat()
            .contains("CREATE TABLE cats")
    );
    assert!(steps(downgrade).concat().contains("DROP TABLE cats"));
    assert!(migration.path.ends_with("sql_add_cats.rs"));
}
