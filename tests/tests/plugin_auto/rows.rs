//! A column that must have a value, in a table with rows.

use migrate_tests::{Backend, for_each_backend, on};

use crate::scene::{Scene, project};

const USERS: &str = "diesel::table! { users { id -> Integer } }\n";
const WITH_EMAIL: &str = "
migrate_runtime::table! {
    users { id -> Integer, #[max_length = 80] email -> Varchar }
}
";
const ADD_EMAIL: &str = "migrations/src/versions/b2_add_email.rs";

#[test]
fn rows_get_a_value_before_a_column_demands_one() {
    for_each_backend(|database| {
        let scene = Scene {
            project: project(USERS).create(),
            database,
        };
        let _ = scene.generate("a1", "Create users", &[]);
        scene.up();
        scene.declare(WITH_EMAIL);
        let unneeded = scene.generate("b2", "Add email", &[]);
        assert!(
            unneeded.contains(r#"op.add_column("users", "email", varchar(80));"#),
            "{unneeded}"
        );
        scene.project.remove(ADD_EMAIL);

        database.execute("INSERT INTO users (id) VALUES (1)");
        let by_hand = scene.generate("b2", "Add email", &[]);
        insta::assert_snapshot!("by_hand", by_hand);
        let refused = scene.migrate(&["up"]).exits(4);
        insta::assert_snapshot!(format!("refused_{}", database.backend()), refused);
        let by_hand = by_hand
            .replace("// op.update", "op.update")
            .replace('…', "'x'");
        scene.project.write(ADD_EMAIL, &by_hand);
        scene.up();
        scene.has_nothing_to_do();
        let _ = scene.migrate(&["down"]).success();
        scene.project.remove(ADD_EMAIL);

        let said = match database.backend() {
            Backend::Mysql => ["--default", "users.email=concat('x@', id)"],
            Backend::Sqlite | Backend::Postgres => ["--default", "users.email='x@' || id"],
        };
        let filled = scene.generate("b2", "Add email", &said);
        insta::assert_snapshot!(format!("filled_{}", database.backend()), filled);
        scene.up();
        scene.has_nothing_to_do();
        let emails = database.values("SELECT email AS value FROM users");
        assert_eq!(emails, [Some("x@1".to_owned())]);

        let idle = ["new", "--auto", "again", "--default", "users.email=''"];
        let answer = scene.migrate(&idle).exits(2);
        assert!(answer.stderr.contains("users.email"), "{}", answer.stderr);
    });
}

const OPTIONAL: &str = "diesel::table! { users { id -> Integer, age -> Nullable<Integer> } }\n";
const DEMANDED: &str = "diesel::table! { users { id -> Integer, age -> Integer } }\n";
const DEMAND_AGE: &str = "migrations/src/versions/b2_demand_age.rs";

#[test]
fn rows_without_a_value_get_one_before_their_column_demands_it() {
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: project(OPTIONAL).create(),
            database,
        };
        let _ = scene.generate("a1", "Create users", &[]);
        scene.up();
        database.execute("INSERT INTO users (id, age) VALUES (1, 40)");
        scene.declare(DEMANDED);
        let unneeded = scene.generate("b2", "Demand age", &[]);
        assert!(!unneeded.contains("op.update"), "{unneeded}");
        scene.project.remove(DEMAND_AGE);

        database.execute("INSERT INTO users (id, age) VALUES (2, NULL)");
        let by_hand = scene.generate("b2", "Demand age", &[]);
        insta::assert_snapshot!(by_hand, @r#"
        //! Demand age

        use migrate_runtime::prelude::*;

        #[migration(revision = "b2", down_revision = "a1")]
        mod demand_age {
            use super::*;

            fn upgrade(op: &mut Op) {
                // Give the rows that are there a value; the next step is refused while one has none:
                // op.update("users").set_sql("age", "…").where_sql("age IS NULL");
                op.alter_column("users", "age").not_null();
            }

            fn downgrade(op: &mut Op) {
                op.alter_column("users", "age").nullable();
            }
        }
        "#);
        let refused = scene.migrate(&["up"]).exits(4);
        assert!(refused.stderr.contains("age"), "{refused}");
        scene.project.remove(DEMAND_AGE);

        let filled = scene.generate("b2", "Demand age", &["--default", "users.age=id + 1"]);
        let update = r#"op.update("users")"#;
        assert!(filled.contains(update), "{filled}");
        assert!(filled.contains(r#".where_sql("age IS NULL");"#), "{filled}");
        scene.up();
        scene.has_nothing_to_do();
        let ages = database.values("SELECT age AS value FROM users ORDER BY id");
        assert_eq!(ages, [Some("40".to_owned()), Some("3".to_owned())]);

        scene.declare(OPTIONAL);
        let back = scene.generate("c3", "Excuse age", &[]);
        let (_, downgrade) = back.split_once("fn downgrade").unwrap_or_default();
        assert!(downgrade.contains("// op.update"), "{back}");
    });
}
