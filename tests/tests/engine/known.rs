//! Builders run only for the revisions that are needed: the history is replayed for an operation whose SQL depends on it.

use std::sync::atomic::{AtomicUsize, Ordering};

use migrate_runtime::Options;
use migrate_runtime::schema::varchar;
use migrate_tests::{Backend, for_each_backend, on};

use crate::history::{connect, said};

/// How often the first revision was built.
static BUILT: AtomicUsize = AtomicUsize::new(0);

history!(lazy {
    "k1" [] up |op| {
        BUILT.fetch_add(1, Ordering::SeqCst);
        op.create_table("t", |t| {
            t.column("id", diesel::sql_types::Integer).primary_key();
            t.column("name", varchar(20)).nullable().default("nobody");
        });
    }, down |op| op.drop_table("t");
    "k2" ["k1"] up |op| op.add_column("t", "email", diesel::sql_types::Text).nullable(), down |op| op.execute("SELECT 1");
    "k3" ["k2"] up |op| {
        op.create_table("u", |t| { t.column("id", diesel::sql_types::Integer).nullable(); });
        op.alter_column("u", "id").not_null();
    }, down |op| op.drop_table("u");
    "k4" ["k3"] up |op| op.alter_column("t", "name").not_null(), down |op| op.alter_column("t", "name").nullable();
});

#[test]
fn the_history_is_built_again_only_for_what_needs_it() {
    for_each_backend(|database| {
        let mut connection = connect(database);
        let mut built_by = |target: &str| {
            BUILT.store(0, Ordering::SeqCst);
            let options = Options::new().target(target);
            let done = lazy::migrator().up_with(&mut *connection, options);
            done.map_err(|error| said(&error)).expect(target);
            BUILT.load(Ordering::SeqCst)
        };
        assert_eq!(built_by("k1"), 1);
        assert_eq!(built_by("k2"), 0, "a column is added without looking");
        assert_eq!(built_by("k3"), 0, "the plan itself has made the table");
        assert_eq!(built_by("k4"), 1, "the key of rows in the way is asked for");
        if database.backend() != Backend::Postgres {
            let rows = "INSERT INTO t (id) VALUES (1)";
            database.execute(rows);
            assert_eq!(
                database.values("SELECT name AS value FROM t"),
                [Some("nobody".to_owned())],
                "the default was lost"
            );
        }
    });
}

history!(by_hand {
    "h1" [] up |op| op.execute(
        "CREATE TABLE t (id INTEGER NOT NULL, name VARCHAR(20) DEFAULT 'nobody', PRIMARY KEY (id)); INSERT INTO t (id) VALUES (1)"
    ), down |op| op.execute("DROP TABLE t");
    "h2" ["h1"] up |op| {
        op.add_column("t", "email", varchar(20)).nullable();
        op.alter_column("t", "name").not_null();
    }, down |op| op.execute("SELECT 1");
});

history!(as_people_write_it {
    "w1" [] up |op| op.execute(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
         CREATE TABLE posts (
             -- the number
             id INTEGER PRIMARY KEY,
             /* the author */ user_id INTEGER REFERENCES users,
             title varchar(20) NOT NULL DEFAULT 'none' CHECK(title <> ''),
             `body` TEXT UNIQUE, CHECK (length(body) /* short */ < 90)
         );
         CREATE UNIQUE INDEX by_title ON posts (title ASC, body);
         INSERT INTO users VALUES (1, 'ann');
         INSERT INTO posts VALUES (7, 1, 'first', NULL)"
    ), down |op| op.execute("DROP TABLE posts; DROP TABLE users");
    "w2" ["w1"] up |op| op.alter_column("posts", "title").nullable(), down |op| op.alter_column("posts", "title").not_null();
    "w3" ["w2"] up |op| op.alter_column("posts", "user_id").not_null(), down |op| op.alter_column("posts", "user_id").nullable();
    "w4" ["w3"] up |op| op.execute("ALTER TABLE posts ADD COLUMN mood TEXT; DROP INDEX by_title"),
        down |op| op.execute("ALTER TABLE posts DROP COLUMN mood");
    "w5" ["w4"] up |op| op.alter_column("posts", "mood").default("calm"), down |op| op.alter_column("posts", "mood").drop_default();
});

#[test]
fn what_text_makes_in_a_run_is_known_to_the_steps_behind_it() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        let done = as_people_write_it::migrator().up(&mut *connection);
        done.map_err(|error| said(&error)).expect("all of it");
        database.execute("INSERT INTO posts (user_id) VALUES (1)");
        assert_eq!(
            database.values("SELECT mood AS value FROM posts ORDER BY id"),
            [None, Some("calm".to_owned())]
        );
    });
}

#[test]
fn a_table_in_its_author_s_own_words_can_be_rebuilt() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        for target in ["w1", "w2", "w3"] {
            let options = Options::new().target(target);
            let done = as_people_write_it::migrator().up_with(&mut *connection, options);
            done.map_err(|error| said(&error)).expect(target);
        }
        database.execute("INSERT INTO posts (user_id, title) VALUES (1, NULL)");
        assert_eq!(
            database.values("SELECT id || coalesce(title, '?') AS value FROM posts ORDER BY id"),
            ["7first", "8?"].map(|text| Some(text.to_owned()))
        );
        let text = database.values("SELECT sql AS value FROM sqlite_master WHERE name = 'posts'");
        let text = text[0].as_deref().unwrap_or_default();
        for kept in [
            "-- the number\n",
            "/* the author */",
            "length(body) /* short */ < 90",
            "title <> ''",
        ] {
            assert_eq!(text.matches(kept).count(), 1, "{kept}: {text}");
        }
        let refused = |sql: &str| assert!(database.client().execute(sql).is_err(), "{sql}");
        refused("INSERT INTO posts (user_id, title, body) VALUES (1, 'a', 'b'), (1, 'c', 'b')");
        refused("INSERT INTO posts (title) VALUES ('no author')");
    });
}

#[test]
fn a_table_that_no_operation_has_made_is_read_from_the_database() {
    on(Backend::Sqlite, |database| {
        let mut connection = connect(database);
        for target in ["h1", "h2"] {
            let options = Options::new().target(target);
            let done = by_hand::migrator().up_with(&mut *connection, options);
            done.map_err(|error| said(&error)).expect(target);
        }
        database.execute("INSERT INTO t (id) VALUES (2)");
        assert_eq!(
            database.values("SELECT name || coalesce(email, '') AS value FROM t ORDER BY id"),
            [Some("nobody".to_owned()), Some("nobody".to_owned())]
        );
        let nothing = "INSERT INTO t (id, name) VALUES (3, NULL)";
        assert!(
            database.client().execute(nothing).is_err(),
            "NULL is allowed"
        );
    });
}
