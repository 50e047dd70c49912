//! `diff`, `check` and `print-schema` on a real project: what is declared, what the history makes, what is there.

use std::sync::{Mutex, MutexGuard, PoisonError};

use migrate_tests::{Backend, Database, Project, Transcript, for_each_backend, on};

const LIBRARY: &str = "//! The database migrations of this workspace.

migrate_runtime::versions!(\"src/versions\");
migrate_runtime::schema!(\"../src/schema.rs\");
";

const DECLARED: &str = r#"
migrate_runtime::table! {
    users (id) {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[max_length = 80]
        #[migrate(unique)]
        name -> Varchar,
        #[migrate(default = true)]
        active -> Bool,
    }
}

migrate_runtime::table! {
    #[migrate(index(user_id, title, unique))]
    posts (id) {
        id -> BigInt,
        #[migrate(references(users.id, on_delete = cascade))]
        user_id -> BigInt,
        #[max_length = 120]
        #[migrate(check = "title <> ''")]
        title -> Varchar,
    }
}
"#;

const CREATE_USERS: &str = r#"//! Create users

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod create_users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key().auto_increment();
            t.column("name", varchar(80)).unique();
            t.column("active", Bool).default(true);
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("users");
    }
}
"#;

const CREATE_POSTS: &str = r#"//! Create posts

use migrate_runtime::prelude::*;

#[migration(revision = "b2", down_revision = "a1")]
mod create_posts {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key();
            t.column("user_id", BigInt).references("users", "id").on_delete(Cascade);
            t.column("title", varchar(120)).check("title <> ''");
            t.index(["user_id", "title"]).unique();
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("posts");
    }
}
"#;

/// The migration crates of all projects are built in one place: what one test has built must not look new to another.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A project and the database that its commands are about.
struct Scene<'a> {
    project: &'a Project,
    database: &'a Database,
}

impl Scene<'_> {
    fn migrate(&self, arguments: &[&str]) -> Transcript {
        let run = self.project.migrate(arguments);
        let run = run.env("DATABASE_URL", self.database.url());
        run.hide(self.database.url(), "[DATABASE]").run()
    }

    #[track_caller]
    fn out(&self, code: i32, arguments: &[&str]) -> String {
        self.migrate(arguments).exits(code).out()
    }
}

fn project(name: &'static str, backends: &[Backend]) -> Project {
    Project::named(name)
        .migration_crate(backends)
        .file("migrations/src/lib.rs", LIBRARY)
        .file("migrations/src/versions/a1_create_users.rs", CREATE_USERS)
        .file("migrations/src/versions/b2_create_posts.rs", CREATE_POSTS)
        .file("src/schema.rs", DECLARED)
        .create()
}

#[test]
fn what_is_as_declared_does_not_differ_and_what_is_not_does() {
    let _alone = alone();
    let project = project("schema_commands", &Backend::ALL);
    for_each_backend(|database| {
        let scene = Scene {
            project: &project,
            database,
        };
        let backend = database.backend().name();
        // Half of the history is there: what is pending is said, and nothing beside it.
        drop(scene.migrate(&["up", "a1", "--create"]).success());
        let pending = scene.out(3, &["check"]);
        assert!(pending.starts_with("not applied: b2\n"), "{pending}");
        assert!(!pending.contains("declares"), "{pending}");
        assert_eq!(
            scene.out(0, &["diff", "@a1", "live"]),
            "no differences between @a1 and live\n"
        );
        assert_eq!(
            scene.out(3, &["diff"]),
            "from live to declared, 1 difference:\n  create table `posts`\n"
        );
        assert_eq!(
            scene.out(3, &["diff", "declared", "@a1"]),
            "from declared to @a1, 1 difference:\n  drop table `posts`\n"
        );

        drop(scene.migrate(&["up"]).success());
        assert_eq!(scene.out(0, &["check"]), "nothing to complain about\n");
        for sides in [
            ["live", "declared"],
            ["declared", "live"],
            ["@head", "live"],
            ["live", "@head"],
            ["@head", "declared"],
            ["declared", "declared"],
            ["live", database.url()],
        ] {
            let found = scene.migrate(&["diff", sides[0], sides[1]]).success().out();
            assert!(found.starts_with("no differences between "), "{found}");
        }
        insta::assert_snapshot!(
            format!("printed_{backend}"),
            scene.out(0, &["print-schema"])
        );
        insta::assert_snapshot!(
            format!("printed_plain_{backend}"),
            scene.out(0, &["print-schema", "--plain"])
        );

        database.execute("ALTER TABLE posts ADD COLUMN extra INTEGER");
        database.execute("CREATE INDEX by_name ON users (active)");
        let check = scene.out(3, &["check", "--json"]);
        insta::assert_snapshot!(format!("check_{backend}"), check);
        insta::assert_snapshot!(format!("diff_{backend}"), scene.out(3, &["diff", "--json"]));
        insta::assert_snapshot!(
            format!("diff_sql_{backend}"),
            scene.out(3, &["diff", "--sql"])
        );
        insta::assert_snapshot!(
            format!("diff_back_{backend}"),
            scene.out(3, &["diff", "@head", "live"])
        );
    });
}

#[test]
fn the_history_is_compared_with_the_declaration_without_a_database() {
    let _alone = alone();
    let project = project("schema_offline", &[Backend::Sqlite]);
    let check = |code| project.migrate(["check", "--offline"]).run().exits(code);
    assert_eq!(check(0).out(), "nothing to complain about\n");

    let grown = DECLARED.replace(
        "active -> Bool,",
        "active -> Bool,\n        age -> Nullable<Integer>,",
    );
    project.write("src/schema.rs", &grown);
    insta::assert_snapshot!(check(3).out(), @r"
    the history is not as the application declares it: add column `age` to table `users`
      write what is missing with `cargo migrate new --auto`, or see `cargo migrate diff`
    ");

    // Diesel's own macro says nothing of keys, defaults and indexes, and so nothing of them is missing.
    let plain = DECLARED.replace("migrate_runtime::", "diesel::");
    let lines = plain.lines();
    let plain = lines
        .filter(|line| !line.trim_start().starts_with("#[migrate"))
        .collect::<Vec<_>>()
        .join("\n");
    project.write("src/schema.rs", &plain);
    assert_eq!(check(0).out(), "nothing to complain about\n");

    // What a Rust function makes, no replay sees: it is no finding, and is said.
    let raw = CREATE_POSTS.replace(
        "op.create_table(\"posts\", |t| {",
        "op.run(|_: &mut Conn| Ok(()));\n        op.create_table(\"posts\", |t| {",
    );
    project.write("migrations/src/versions/b2_create_posts.rs", &raw);
    project.write("src/schema.rs", &grown);
    insta::assert_snapshot!(check(0).out(), @r"
    nothing to complain about
    the history is not as the application declares it: add column `age` to table `users`; steps that a replay cannot see may have made it so: compare a database
    revision b2, step 1 (migrations/src/versions/b2_create_posts.rs:10), may change the schema unseen: run a Rust function over `diesel::sqlite::connection::SqliteConnection`
    ");
}

#[test]
fn a_side_that_is_none_is_named() {
    let _alone = alone();
    let project = project("schema_sides", &[Backend::Sqlite]);
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: &project,
            database,
        };
        let error = scene.migrate(&["diff", "@nowhere"]).exits(2).err();
        assert!(error.contains("nowhere"), "{error}");
        let error = scene.migrate(&["diff", "liv"]).exits(2).err();
        assert!(error.contains("no database is called `liv`"), "{error}");
    });
}

/// What a database is printed as declares just that database, also where its names are odd.
#[test]
fn a_printed_schema_is_a_declaration_without_differences() {
    let _alone = alone();
    let project = project("schema_printed", &[Backend::Sqlite]);
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: &project,
            database,
        };
        drop(scene.migrate(&["up", "--create"]).success());
        database.execute(
            "CREATE TABLE \"order \"\"items\"\" } fn main() {\" (\"type\" INTEGER, \"a b\" TEXT DEFAULT '\"', CHECK (\"a b\" <> '}'))",
        );
        database.execute("CREATE VIEW names AS SELECT name FROM users");
        let printed = scene.migrate(&["print-schema"]).success().stdout;
        assert!(printed.contains("// view `names`"), "{printed}");
        project.write("src/schema.rs", &printed);
        assert_eq!(
            scene.out(0, &["diff"]),
            "no differences between live and declared\n"
        );
    });
}

const ADD_TAGS: &str = r#"//! Add tags

use migrate_runtime::prelude::*;

#[migration(revision = "c3", down_revision = "b2")]
mod add_tags {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.add_column("users", "email", varchar(200)).nullable();
        op.create_table("tags", |t| {
            t.column("id", BigInt).primary_key();
            t.column("post_id", BigInt).references("posts", "id");
        });
    }

    fn downgrade(op: &mut Op) {
        op.drop_table("tags");
        op.drop_column("users", "email");
    }
}
"#;

#[test]
fn the_declared_file_is_brought_up_to_date_after_up() {
    let _alone = alone();
    let project = project("schema_written", &Backend::ALL);
    for_each_backend(|database| {
        let scene = Scene {
            project: &project,
            database,
        };
        let before = format!("//! Ours.\nuse std::fmt as _;\n{DECLARED}\n// The end.\n");
        project.write("src/schema.rs", &before);
        drop(scene.migrate(&["up", "b2", "--create"]).success());
        assert_eq!(
            scene.out(0, &["print-schema", "--write"]),
            "up to date  ../src/schema.rs\n"
        );
        assert_eq!(project.read("src/schema.rs"), before);

        project.write("migrations/src/versions/c3_add_tags.rs", ADD_TAGS);
        let pending = scene.migrate(&["print-schema", "--write"]).exits(7).err();
        assert!(pending.contains("not where the history leads"), "{pending}");
        drop(scene.migrate(&["up"]).success());
        drop(scene.migrate(&["check"]).exits(3));
        assert_eq!(
            scene.out(0, &["print-schema", "--write"]),
            "changed  ../src/schema.rs\n"
        );
        assert_eq!(scene.out(0, &["check"]), "nothing to complain about\n");
        let after = project.read("src/schema.rs");
        assert!(
            after.starts_with("//! Ours.\nuse std::fmt as _;\n"),
            "{after}"
        );
        assert!(after.ends_with("\n// The end.\n"), "{after}");
        for new in [
            "email -> Nullable<",
            "tags (id) {",
            "diesel::joinable!(tags -> posts (post_id));",
        ] {
            assert!(after.contains(new), "{new}: {after}");
        }

        let ahead = after.replace(
            "        email ->",
            "        age -> Nullable<Integer>,\n        email ->",
        );
        project.write("src/schema.rs", &ahead);
        let refused = scene.migrate(&["print-schema", "--write"]).exits(7).err();
        assert!(
            refused.contains("add column `age` to table `users`"),
            "{refused}"
        );
        assert_eq!(project.read("src/schema.rs"), ahead);
        project.remove("migrations/src/versions/c3_add_tags.rs");
    });
}

#[test]
fn a_data_migration_is_checked_against_the_tables_that_it_runs_on() {
    let _alone = alone();
    let project = project("schema_frozen", &[Backend::Sqlite]);
    let new = |tables: &[&str]| {
        let mut arguments = vec!["new", "Fill names", "--rev-id", "c3"];
        for table in tables {
            arguments.extend(["--tables", table]);
        }
        project.migrate(arguments).run()
    };
    let error = new(&["user"]).exits(2).err();
    assert!(error.contains("there is no table `user`"), "{error}");
    assert!(error.contains("did you mean `users`?"), "{error}");
    let error = new(&["users:id,nmae"]).exits(2).err();
    assert!(error.contains("did you mean `name`?"), "{error}");
    assert!(!project.changes().contains("c3"), "nothing is written");

    let file = new(&["users:id,name", "posts:user_id"]).success().out();
    let file = file.trim();
    let text = project.read(file);
    insta::assert_snapshot!(text, @r#"
    //! Fill names

    use migrate_runtime::prelude::*;

    #[migration(revision = "c3", down_revision = "b2")]
    mod fill_names {
        use super::*;

        /// The tables as they are below this revision.
        mod schema {
            diesel::table! {
                posts (id) {
                    id -> BigInt,
                    user_id -> BigInt,
                }
            }

            diesel::table! {
                users (id) {
                    id -> BigInt,
                    #[max_length = 80]
                    name -> Text,
                }
            }

            diesel::joinable!(posts -> users (user_id));

            diesel::allow_tables_to_appear_in_same_query!(posts, users);
        }

        fn upgrade(op: &mut Op) {}

        fn downgrade(op: &mut Op) {}
    }
    "#);
    let typed = text
        .replace(
            "fn upgrade(op: &mut Op) {}",
            "fn upgrade(op: &mut Op) {\n        op.run(|connection: &mut Conn| {\n            use diesel::prelude::*;\n            \
             let filled = diesel::update(schema::users::table).set(schema::users::name.eq(\"x\"));\n            \
             filled.execute(connection)?;\n            Ok(())\n        });\n    }",
        )
        .replace(
            "fn downgrade(op: &mut Op) {}",
            "fn downgrade(op: &mut Op) {\n        op.execute(\"SELECT 1\");\n    }",
        );
    project.write(file, &typed);
    on(Backend::Sqlite, |database| {
        let scene = Scene {
            project: &project,
            database,
        };
        let up = scene.migrate(&["up", "--create"]).success();
        assert!(!up.stderr.contains("warning"), "{}", up.stderr);

        // A Rust function may have changed anything: now a database must tell.
        let arguments = ["new", "More", "--rev-id", "d4", "--tables", "users:id"];
        let error = project.migrate(arguments).run().exits(7).err();
        assert!(
            error.contains("does not tell what the tables are like"),
            "{error}"
        );
        drop(scene.migrate(&arguments).success());
    });
    let sql = project.migrate(["new", "x", "--tables", "users", "--format", "sql"]);
    let error = sql.run().exits(2).err();
    assert!(error.contains("`--format sql`"), "{error}");
}
