//! What a rebuild must keep, item by item.

use super::*;

#[test]
fn nothing_around_a_rebuilt_table_is_lost() {
    prepared("kept", |database, session| {
        session.apply(operations(|op| {
            op.alter_column("users", "code").default("none");
        }));
        let count = |what: &str| Some(count(database, what));
        assert_eq!(count("users").as_deref(), Some("2"));
        assert_eq!(
            count("posts").as_deref(),
            Some("1"),
            "dropping the old table cascaded"
        );
        assert_eq!(
            count("codes").as_deref(),
            Some("2"),
            "the view no longer works"
        );
        assert_eq!(
            count("log").as_deref(),
            Some("3"),
            "the copy fired the trigger"
        );
        assert_eq!(
            count("pragma_foreign_key_list('users') WHERE \"table\" = 'users'").as_deref(),
            Some("1")
        );
        assert_eq!(
            count("sqlite_master WHERE name = 'ix_users_code' AND sql LIKE '% WHERE %'").as_deref(),
            Some("1")
        );
        session.run("INSERT INTO users DEFAULT VALUES");
        assert_eq!(
            value(database, "SELECT CAST(max(id) AS TEXT) AS value FROM users").as_deref(),
            Some("10")
        );
        assert_eq!(count("log").as_deref(), Some("4"), "the trigger is gone");
    });
}

/// Everything that a table of SQLite can say about itself.
fn everything(op: &mut Op) {
    op.create_table("parents", |t| {
        t.column("id", BigInt).primary_key();
    });
    op.create_table("things", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("money", custom("Money(10, 2)")).nullable();
        t.column("noted", Text)
            .default_sql("datetime('now', '+1 day')");
        t.column("quoted", Text).default("it's -- no comment");
        t.column("name", Text).collate("NOCASE");
        t.column("kind", custom("TEXT NOT NULL ON CONFLICT IGNORE"))
            .nullable();
        t.column("checked", custom("TEXT CHECK (checked <> 'no')"))
            .nullable();
        t.column("parent", BigInt)
            .nullable()
            .references("parents", "id")
            .on_delete(SetNull)
            .on_update(Cascade)
            .deferrable(InitiallyDeferred);
        t.column("twice", BigInt)
            .nullable()
            .generated_virtual("id * 2");
        t.column("thrice", BigInt)
            .nullable()
            .generated_stored("id * 3");
        t.column("changing", Text).nullable();
        t.check("money > 0").named("paid");
        t.unique(["name", "kind"]);
        t.index([asc("name").collate("RTRIM"), desc("kind")]);
        t.index([expr("lower(name)")]).named("lowered").unique();
        t.index("money").where_sql("money > 100").named("rich");
    });
    op.create_table("keyed", |t| {
        t.column("a", Text);
        t.column("b", Text);
        t.column("changing", Text).nullable();
        t.primary_key(["b", "a"]);
        t.without_rowid();
        t.strict();
    });
    op.create_table("quirky", |t| {
        t.column("id", custom("INTEGER PRIMARY KEY DESC"))
            .nullable();
        t.column("changing", Text).nullable();
    });
    op.create_table("aliased", |t| {
        t.column("id", Integer).primary_key();
        t.column("changing", Text).nullable();
    });
    op.create_trigger(
        "watch",
        "things",
        "BEFORE UPDATE OF name",
        "WHEN NEW.name = 'x' BEGIN /* why */ SELECT RAISE(ABORT, 'no'); END",
    );
    op.create_view("names", "SELECT name FROM things");
    op.create_trigger("into", "names", "INSTEAD OF DELETE", "BEGIN SELECT 1; END");
    op.execute(
        "INSERT INTO parents VALUES (1);
         INSERT INTO things (money, name, kind, parent) VALUES (5, 'a', 'b', 1), (500, 'c', 'd', NULL);
         INSERT INTO keyed VALUES ('a', 'b', 'c');
         INSERT INTO quirky (rowid, id) VALUES (5, 50);
         INSERT INTO aliased VALUES (9, 'x');
         PRAGMA user_version = 12;
         PRAGMA application_id = 34",
    );
}

const TABLES: [&str; 4] = ["things", "keyed", "quirky", "aliased"];

/// The stored definitions and the rows, as SQLite itself writes them down.
fn dump(database: &Database) -> Vec<Option<String>> {
    let mut lines = database.values(
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS value FROM sqlite_master ORDER BY 1",
    );
    lines.extend(database.values("SELECT rowid || quote(money) || quote(noted) || quote(quoted) || quote(name) || quote(kind) \
        || quote(parent) || quote(twice) || quote(thrice) || quote(changing) AS value FROM things ORDER BY 1"));
    lines.extend(database.values("SELECT a || b || changing AS value FROM keyed"));
    lines.extend(database.values("SELECT rowid || ' ' || id AS value FROM quirky"));
    lines.extend(database.values("SELECT rowid || ' ' || id AS value FROM aliased"));
    lines.extend(database.values("SELECT name || seq AS value FROM sqlite_sequence ORDER BY 1"));
    for pragma in [
        "user_version",
        "application_id",
        "page_size",
        "auto_vacuum",
        "encoding",
    ] {
        lines.extend(database.values(&format!(
            "SELECT '{pragma} ' || {pragma} AS value FROM pragma_{pragma}"
        )));
    }
    lines
}

/// There and back: what is stored is what was stored, byte for byte.
#[test]
fn every_part_of_a_definition_is_kept() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "everything");
        session.apply(operations(everything));
        let before = dump(database);
        for table in TABLES {
            session.apply(operations(|op| {
                op.alter_column(table, "changing").default("x");
            }));
        }
        assert_ne!(dump(database), before, "nothing was rebuilt");
        for table in TABLES {
            session.apply(operations(|op| {
                op.alter_column(table, "changing").drop_default();
            }));
        }
        pretty(&dump(database), &before);
        assert!(before.len() > 20, "{before:#?}");
    });
}

/// Shows only the lines that differ.
fn pretty(found: &[Option<String>], wanted: &[Option<String>]) {
    let only = |these: &[Option<String>], those: &[Option<String>]| -> Vec<String> {
        let missing = these.iter().filter(|line| !those.contains(line));
        missing.flatten().cloned().collect()
    };
    assert_eq!(only(found, wanted), only(wanted, found));
    assert_eq!(found.len(), wanted.len());
}

/// What `ALTER TABLE` has written into a definition is the migrations' own and no reason to refuse.
#[test]
fn a_table_that_its_migrations_have_altered_is_known() {
    on(Backend::Sqlite, |database| {
        let mut session = Session::open(database, "altered");
        session.apply(operations(everything));
        session.apply(operations(|op| {
            op.add_column("things", "since", Text)
                .nullable()
                .check("since > ''");
            op.add_column("things", "owner", BigInt)
                .nullable()
                .references("parents", "id")
                .on_delete(Cascade);
            op.add_column("keyed", "level", BigInt).default(3);
            op.rename_column("keyed", "level", "two words");
            op.rename_column("aliased", "changing", "select");
            op.rename_table("aliased", "renamed");
            op.rename_column("parents", "id", "key");
            op.drop_index("things", "rich");
        }));
        session.apply(operations(|op| {
            op.alter_column("things", "since").default("never");
            op.alter_column("keyed", "two words").default(4);
            op.alter_column("renamed", "select").default("x");
        }));
        assert_eq!(count(database, "things"), "2");
        assert_eq!(count(database, "keyed WHERE \"two words\" = 3"), "1");
    });
}
