//! A database that exists becomes the first revision of a history.

use migrate_tests::{Backend, Database, for_each_backend};

use crate::scene::{Scene, project};

const POSTS: &str = "diesel::table! { posts { id -> Integer, user_id -> Integer } }\n";

fn fill(database: &Database) {
    let users = match database.backend() {
        // As people write it: comments and inline keys. The history gives names to what has none.
        Backend::Sqlite => {
            "CREATE TABLE users (\n  -- the number\n  id INTEGER CONSTRAINT pk_users PRIMARY KEY,\n  name VARCHAR(80) NOT NULL \
             DEFAULT 'it''s' CONSTRAINT named CHECK (name <> ''),\n  made TIMESTAMP DEFAULT CURRENT_TIMESTAMP\n)"
        }
        Backend::Postgres => {
            "CREATE TABLE users (id SERIAL PRIMARY KEY, name VARCHAR(80) NOT NULL DEFAULT 'it''s' \
             CONSTRAINT named CHECK (name <> ''), made TIMESTAMPTZ DEFAULT now())"
        }
        Backend::Mysql => {
            "CREATE TABLE users (id INTEGER AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL DEFAULT 'it''s', \
             made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, CONSTRAINT named CHECK (name <> ''))"
        }
    };
    database.execute(users);
    database.execute("CREATE UNIQUE INDEX users_by_name ON users (name)");
    database.execute(
        "CREATE TABLE posts (id INTEGER NOT NULL, user_id INTEGER NOT NULL, CONSTRAINT pk_posts PRIMARY KEY (id), \
         CONSTRAINT author FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)",
    );
    database.execute("CREATE VIEW names AS SELECT name FROM users");
    database.execute("INSERT INTO users (name) VALUES ('ann')");
}

#[test]
fn a_database_that_exists_is_the_first_revision() {
    for_each_backend(|database| {
        fill(database);
        let scene = Scene {
            project: project(POSTS).create(),
            database,
        };
        let written = scene.generate("b1", "As it was", &["--baseline"]);
        assert!(written.contains("down_revision = None"), "{written}");
        for step in [
            "op.create_table(\"users\"",
            "op.create_view(\"names\"",
            "op.drop_table(\"users\");",
        ] {
            assert!(written.contains(step), "{step}: {written}");
        }
        assert_eq!(
            database.values("SELECT name AS value FROM users"),
            [Some("ann".to_owned())],
            "nothing was run"
        );
        // The history makes what there is, and the next change stands on it.
        assert_eq!(
            scene.migrate(&["up"]).success().stdout,
            "nothing to do: at b1\n"
        );
        let _ = scene.migrate(&["diff", "live", "@head"]).success();
        let again = scene.migrate(&["new", "--auto", "--baseline", "Again"]);
        assert_eq!(again.status, Some(7), "{again}");
        assert!(
            again.stderr.contains("this history has a revision"),
            "{again}"
        );
        scene.declare("diesel::table! { posts { id -> Integer, user_id -> Nullable<Integer> } }\n");
        let _ = scene.generate("b2", "Let authors go", &[]);
        scene.up();
        scene.has_nothing_to_do();
    });
}

#[test]
fn an_empty_database_is_no_beginning() {
    for_each_backend(|database| {
        let scene = Scene {
            project: project(POSTS).create(),
            database,
        };
        drop(database.client());
        let answer = scene.migrate(&["new", "--auto", "--baseline", "Nothing"]);
        assert_eq!(answer.status, Some(7), "{answer}");
        assert!(
            answer.stderr.contains("holds nothing to begin with"),
            "{answer}"
        );
        assert!(
            !scene.project.changes().contains("src/versions/"),
            "{answer}"
        );
    });
}
