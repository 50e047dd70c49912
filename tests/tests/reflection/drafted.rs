//! What a migration says that no operation says alone: values for rows, places of columns, what its author must write.

use migrate_runtime::Op;
use migrate_runtime::autogenerate::{
    Comparison, Difference, Draft, Fill, Fills, Ownership, compare, declared,
};
use migrate_runtime::backend::{Reflected, Server, has_nulls};
use migrate_runtime::connection::BackendKind::{self, Mysql, Postgres, Sqlite};
use migrate_runtime::connection::{DatabaseUrl, open};
use migrate_runtime::prelude::{BigInt, Integer, Text};
use migrate_runtime::registry::Declaration;
use migrate_runtime::schema::{NamingConvention, Schema};
use migrate_tests::for_each_backend;
use migrate_tests::session::{Session, operations};

const KINDS: [BackendKind; 3] = [Sqlite, Postgres, Mysql];

fn made(fill: impl FnOnce(&mut Op)) -> Schema {
    let mut schema = Schema::default();
    for operation in operations(fill) {
        operation.apply(&mut schema).expect("the steps fit");
    }
    schema
}

fn compared(kind: BackendKind, schema: &Schema, text: &'static str) -> Comparison {
    let file = Declaration {
        crate_name: "app",
        path: "src/schema.rs",
        text,
    };
    let convention = NamingConvention::default();
    let declared = declared(&[file], kind, &convention).expect("the declaration is sound");
    let found = Reflected {
        schema: schema.clone(),
        raw: Vec::new(),
    };
    let (ownership, server) = (Ownership::default(), Server::assumed(kind));
    compare(&found, &declared, &ownership, &server, &convention)
}

fn draft(kind: BackendKind, comparison: &Comparison, fills: &Fills) -> Draft {
    let draft = comparison.draft(kind, fills, &NamingConvention::default());
    draft.expect("the differences fit")
}

fn drafted(kind: BackendKind, schema: &Schema, text: &'static str) -> Draft {
    draft(kind, &compared(kind, schema, text), &Fills::new())
}

fn users(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key();
        t.column("name", Text).nullable();
        t.column("nick", Text).nullable();
    });
}

#[test]
fn a_dropped_column_comes_back_in_its_place_or_says_that_it_does_not() {
    let schema = made(users);
    let without_name = "diesel::table! { users { id -> BigInt, nick -> Nullable<Text> } }";
    let last = "// The column comes back as the last one, where this database adds columns:";
    for kind in [Sqlite, Postgres] {
        assert_eq!(
            drafted(kind, &schema, without_name).downgrade.lines,
            [last, r#"op.add_column("users", "name", Text).nullable();"#],
            "{kind:?}"
        );
    }
    assert_eq!(
        drafted(Mysql, &schema, without_name).downgrade.lines,
        [r#"op.add_column("users", "name", Text).nullable().after("id");"#]
    );
    let without_last = "diesel::table! { users { id -> BigInt, name -> Nullable<Text> } }";
    let replaced = "diesel::table! { users { id -> BigInt, name -> Nullable<Text>, age -> Nullable<Integer> } }";
    for kind in KINDS {
        let back = drafted(kind, &schema, without_last).downgrade.lines;
        assert_eq!(
            back,
            [r#"op.add_column("users", "nick", Text).nullable();"#]
        );
        let back = drafted(kind, &schema, replaced).downgrade.lines;
        assert!(!back.iter().any(|line| line == last), "{kind:?}: {back:?}");
    }
}

#[test]
fn a_view_that_names_what_goes_is_left_to_its_author() {
    let schema = made(|op| {
        users(op);
        op.create_view("names", "SELECT id, name FROM users");
        op.create_view("ids", "SELECT id FROM users");
    });
    let without_name = "diesel::table! { users { id -> BigInt, nick -> Nullable<Text> } }";
    for kind in KINDS {
        let Draft { upgrade, downgrade } = drafted(kind, &schema, without_name);
        let lines = upgrade.lines.join("\n");
        assert!(
            lines.contains(r#"op.create_view("names", "…");"#),
            "{kind:?}: {lines}"
        );
        assert!(
            lines.contains(r#"// op.create_view("names", "SELECT id, name FROM users");"#),
            "{lines}"
        );
        assert!(
            lines.contains(r#"op.create_view("ids", "SELECT id FROM users");"#),
            "{lines}"
        );
        assert_eq!(
            upgrade.warnings,
            [
                "to be written by hand: view `names` names column `name` of table `users`, which nothing is called any more"
            ]
        );
        let back = downgrade.lines.join("\n");
        assert!(
            back.contains(r#"op.create_view("names", "SELECT id, name FROM users");"#),
            "{back}"
        );
    }
}

#[test]
fn a_view_goes_before_what_it_reads_is_renamed_and_comes_back_behind_it() {
    let schema = made(|op| {
        users(op);
        op.create_view("names", "SELECT id, name FROM users");
    });
    let renamed = "migrate_runtime::table! { users { id -> BigInt, #[migrate(was = \"name\")] full -> Nullable<Text>, nick -> Nullable<Text> } }";
    for kind in [Sqlite, Postgres] {
        // They rewrite the view themselves.
        assert_eq!(
            drafted(kind, &schema, renamed).upgrade.lines,
            [r#"op.rename_column("users", "name", "full");"#]
        );
    }
    let Draft { upgrade, downgrade } = drafted(Mysql, &schema, renamed);
    let steps = |lines: &[String]| -> Vec<String> {
        let steps = lines.iter().filter(|line| !line.starts_with("//"));
        steps.cloned().collect()
    };
    assert_eq!(
        steps(&upgrade.lines),
        [
            r#"op.drop_view("names");"#,
            r#"op.rename_column("users", "name", "full");"#,
            r#"op.create_view("names", "…");"#,
        ]
    );
    assert_eq!(
        steps(&downgrade.lines),
        [
            r#"op.drop_view("names");"#,
            r#"op.rename_column("users", "full", "name");"#,
            r#"op.create_view("names", "SELECT id, name FROM users");"#,
        ]
    );
}

#[test]
fn a_trigger_that_names_what_goes_is_left_to_its_author() {
    let schema = made(|op| {
        users(op);
        op.create_trigger("t", "users", "AFTER INSERT", "BEGIN SELECT NEW.name; END");
    });
    let without_name = "diesel::table! { users { id -> BigInt, nick -> Nullable<Text> } }";
    let lines = drafted(Sqlite, &schema, without_name)
        .upgrade
        .lines
        .join("\n");
    let blank = r#"op.create_trigger("t", "users", "AFTER INSERT", "…");"#;
    assert!(lines.contains(blank), "{lines}");
}

#[test]
fn what_else_changes_of_a_column_comes_before_the_values_of_its_rows() {
    let schema = made(|op| {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("order", Integer).nullable();
        });
    });
    let text = "diesel::table! { users { id -> BigInt, order -> Text } }";
    let mut fills = Fills::new();
    fills.insert(
        ("users".into(), "order".into()),
        Fill::Sql("'x'".to_owned()),
    );
    for (kind, name) in [
        (Sqlite, r#"\"order\""#),
        (Postgres, r#"\"order\""#),
        (Mysql, "`order`"),
    ] {
        let draft = draft(kind, &compared(kind, &schema, text), &fills);
        assert_eq!(
            draft.upgrade.lines,
            [
                r#"op.alter_column("users", "order").set_type(Text);"#.to_owned(),
                format!(
                    r#"op.update("users").set_sql("order", "'x'").where_sql("{name} IS NULL");"#
                ),
                r#"op.alter_column("users", "order").not_null();"#.to_owned(),
            ],
            "{kind:?}"
        );
    }
}

#[test]
fn what_nothing_undoes_is_said() {
    let schema = made(users);
    let text = "migrate_runtime::table! { #[migrate(engine = \"MEMORY\")] users { id -> BigInt, name -> Nullable<Text>, nick -> Nullable<Text> } }";
    let draft = drafted(Mysql, &schema, text);
    assert_eq!(
        draft.downgrade.warnings,
        ["to be undone by hand: alter options of table `users`: engine"]
    );
}

#[test]
fn a_downgrade_speaks_the_words_of_the_history() {
    let table = |default: &'static str, check: &'static str| {
        made(move |op| {
            op.create_table("users", |t| {
                t.column("id", BigInt).primary_key();
                t.column("name", Text).default_sql(default);
                t.check(check).named("named");
            });
        })
    };
    let live = table("'x'::text", "((name <> ''::text))");
    let history = table("'x'", "name <> ''");
    let text = "migrate_runtime::table! { users { id -> BigInt, #[migrate(default = \"y\")] name -> Text } }";
    let mut comparison = compared(Postgres, &live, text);
    let server = draft(Postgres, &comparison, &Fills::new())
        .downgrade
        .lines
        .join("\n");
    assert!(server.contains("::text"), "{server}");
    comparison.spell_as(&history, &Server::assumed(Postgres));
    let ours = draft(Postgres, &comparison, &Fills::new()).downgrade.lines;
    assert_eq!(
        ours,
        [
            r#"op.alter_column("users", "name").default_sql("'x'");"#,
            r#"op.create_check("users", "name <> ''").named("named");"#,
        ]
    );
    // What means something else stays as it was found.
    let other = table("'z'", "name <> 'z'");
    let mut comparison = compared(Postgres, &live, text);
    comparison.spell_as(&other, &Server::assumed(Postgres));
    let kept = draft(Postgres, &comparison, &Fills::new())
        .downgrade
        .lines
        .join("\n");
    assert_eq!(kept, server);
}

#[test]
fn what_nobody_named_is_no_difference_and_goes_by_the_history_s_name() {
    let mut session = Session::in_memory("unnamed");
    session.run("CREATE TABLE teams (id BIGINT NOT NULL PRIMARY KEY)");
    session.run(
        "CREATE TABLE users (id BIGINT NOT NULL PRIMARY KEY, name TEXT UNIQUE, team_id BIGINT REFERENCES teams (id), \
         nick TEXT, UNIQUE (nick))",
    );
    let live = session.reflect().schema;
    let mut baseline = Comparison::baseline(Reflected {
        schema: live.clone(),
        raw: Vec::new(),
    });
    let written = draft(Sqlite, &baseline, &Fills::new())
        .upgrade
        .lines
        .join("\n");
    assert!(written.contains(".unique()"), "{written}");
    let whole = "
        diesel::table! { teams { id -> BigInt } }
        migrate_runtime::table! {
            users {
                id -> BigInt,
                #[migrate(unique)] name -> Nullable<Text>,
                #[migrate(references(teams.id))] team_id -> Nullable<BigInt>,
                #[migrate(unique)] nick -> Nullable<Text>,
            }
        }";
    let differences = &compared(Sqlite, &live, whole).differences;
    let words: Vec<_> = differences.iter().map(Difference::describe).collect();
    assert_eq!(words, [""; 0], "`check` has nothing to complain about");

    baseline = compared(Sqlite, &live, "
        diesel::table! { teams { id -> BigInt } }
        migrate_runtime::table! {
            users { id -> BigInt, name -> Nullable<Text>, team_id -> Nullable<BigInt>, nick -> Nullable<Text> }
        }");
    let draft = draft(Sqlite, &baseline, &Fills::new());
    assert_eq!(draft.upgrade.warnings, [""; 0]);
    session.schema = live;
    session.apply(baseline.differences.operations().cloned().collect());
    let left = &session.reflect().schema.tables[&"users".into()].constraints;
    assert_eq!(left.len(), 1, "the key alone: {left:?}");
}

#[test]
fn a_place_that_its_author_forgot_stops_the_run() {
    for_each_backend(|database| {
        let mut session = Session::open(database, "forgotten");
        let view = session.attempt(operations(|op| {
            op.create_view("names", "…");
        }));
        assert!(view.is_err(), "{}", database.backend());
    });
}

#[test]
fn rows_without_a_value_are_found() {
    for_each_backend(|database| {
        database.execute("CREATE TABLE users (id INTEGER, age INTEGER)");
        database.execute("INSERT INTO users (id) VALUES (1)");
        let url = DatabaseUrl::parse(database.url()).expect("the harness writes good URLs");
        let mut connection = open(&url).expect("connecting to the test's database");
        let mut lacks = |column: &str| {
            has_nulls(&mut *connection, &"users".into(), &column.into()).expect("a good query")
        };
        assert!(lacks("age"), "{}", database.backend());
        assert!(!lacks("id"), "{}", database.backend());
    });
}
