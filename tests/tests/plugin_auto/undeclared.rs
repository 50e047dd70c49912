//! Tables that no file declares.

use migrate_tests::{Backend, for_each_backend, on};

use crate::scene::{Scene, project};

const POSTS: &str = "diesel::table! { posts { id -> Integer, user_id -> Integer } }\n";
const SETTINGS: &str = "[autogenerate]\nexclude = [\"audit_*\"]\n";

#[test]
fn undeclared_tables_stay_until_they_may_go_and_come_back_whole() {
    for_each_backend(|database| {
        let scene = Scene {
            project: project(POSTS)
                .file("migrations/migrate.toml", SETTINGS)
                .create(),
            database,
        };
        database.execute("CREATE TABLE audit_log (id INTEGER PRIMARY KEY)");
        database.execute(
            "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80) DEFAULT 'x', \
             CONSTRAINT one_name UNIQUE (name), CONSTRAINT no_dots CHECK (name <> '.'))",
        );
        database.execute("CREATE INDEX users_by_name ON users (name DESC)");
        database.execute(
            "CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL, \
             CONSTRAINT author FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)",
        );
        match database.backend() {
            Backend::Sqlite => {}
            Backend::Postgres => database.execute("COMMENT ON TABLE users IS 'People.'"),
            Backend::Mysql => database.execute("ALTER TABLE users COMMENT = 'People.'"),
        }
        let answer = scene.migrate(&["new", "--auto", "Nothing"]).success();
        assert_eq!(
            answer.err().lines().collect::<Vec<_>>(),
            [
                "note: these tables stay, for no file declares them (`--allow drop --reason TEXT` drops them): users",
                "note: nothing to do: the schema is as declared",
            ]
        );
        let unexplained = scene.migrate(&["new", "--auto", "Drop users", "--allow", "drop"]);
        assert_eq!(unexplained.status, Some(2), "{unexplained}");
        assert!(unexplained.stderr.contains("--reason"), "{unexplained}");
        let allowed = ["--allow", "drop", "--reason", "They log in\nelsewhere."];
        let dropped = scene.generate("a1", "Drop users", &allowed);
        insta::assert_snapshot!(format!("dropped_{}", database.backend()), dropped);
        let before = scene.dump();
        scene.up();
        scene.has_nothing_to_do();
        assert!(!scene.dump().contains("people"));
        let _ = scene.migrate(&["down"]).success();
        if database.backend() == Backend::Postgres {
            assert_eq!(without_ledger(&scene.dump()), without_ledger(&before));
        }
    });
}

/// A dump without the tables that remember migrations.
fn without_ledger(dump: &str) -> Vec<String> {
    let parts = dump.split("\n\n");
    let others = parts.filter(|part| !part.contains("__migrate_"));
    others.map(|part| part.trim().to_owned()).collect()
}

#[test]
fn what_is_not_understood_is_said_and_stays() {
    on(Backend::Postgres, |database| {
        let scene = Scene {
            project: project(POSTS).create(),
            database,
        };
        database.execute("CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY)");
        database.execute("ALTER TABLE posts ENABLE ROW LEVEL SECURITY");
        database.execute("CREATE POLICY mine ON posts USING (id > 0)");
        let answer = scene.migrate(&["new", "--auto", "Add user", "--rev-id", "a1", "--json"]);
        insta::assert_snapshot!(answer);
        insta::assert_snapshot!(scene.project.read("migrations/src/versions/a1_add_user.rs"));
        scene.up();
    });
}
