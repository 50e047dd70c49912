//! What a `schema.rs` declares, and what is said about a wrong one.

use migrate_graph::declared::{
    Action, Check, DefaultValue, Deferrable, File, ForeignKey, Generated, Index, Join, Key,
    KeyPart, NamedType, Naming, Nulls, Numbering, Unique,
};

fn file(text: &str) -> File {
    File::parse(text).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"))
}

/// Columns of one table, without anything around them.
fn columns(text: &str) -> File {
    file(&format!("table! {{ t (id) {{ id -> BigInt, {text} }} }}"))
}

fn problems(text: &str) -> Vec<String> {
    let problems = File::parse(text).expect_err("this is wrong");
    let lines = problems.into_iter();
    lines
        .map(|problem| {
            format!(
                "{}:{} {}; {}",
                problem.line, problem.column, problem.message, problem.help
            )
        })
        .collect()
}

#[test]
fn a_file_of_diesel_s_own_is_read() {
    let file = file(
        r#"
        // @generated automatically by Diesel CLI.
        pub mod sql_types {
            #[derive(diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
            #[diesel(sqlite_type(name = "Text"), postgres_type(name = "mood", schema = "feelings"))]
            pub struct Mood;
        }

        diesel::table! {
            use diesel::sql_types::*;
            use super::sql_types::Mood;

            /// People who may log in.
            /// Never deleted.
            shop.users (id, tenant) {
                id -> Int8,
                tenant -> Integer,
                /// As they spell it.
                #[max_length = 255]
                name -> Varchar,
                #[sql_name = "type"]
                kind -> Nullable<Mood>,
                tags -> Array<Nullable<Text>>,
                size -> diesel::sql_types::Unsigned<diesel::sql_types::Integer>,
            }
        }

        diesel::table! { posts { id -> Integer, user_id -> Int8 } }

        diesel::joinable!(posts -> users (user_id));
        diesel::allow_tables_to_appear_in_same_query!(posts, users);
    "#,
    );
    let users = &file.tables[0];
    assert_eq!(users.schema.as_deref(), Some("shop"));
    assert_eq!(users.primary_key, ["id", "tenant"]);
    assert_eq!(
        users.comment.as_deref(),
        Some("People who may log in.\nNever deleted.")
    );
    let types: Vec<_> = (users.columns.iter())
        .map(|column| {
            format!(
                "{} {} {}",
                column.sql_name, column.sql_type, column.nullable
            )
        })
        .collect();
    assert_eq!(
        types,
        [
            "id Int8 false",
            "tenant Integer false",
            "name Varchar false",
            "type Mood true",
            "tags Array<Nullable<Text>> false",
            "size Unsigned<Integer> false",
        ]
    );
    assert_eq!(users.columns[2].max_length, Some(255));
    assert_eq!(
        users.columns[2].comment.as_deref(),
        Some("As they spell it.")
    );
    assert_eq!(file.tables[1].primary_key, ["id"], "Diesel's default key");
    assert_eq!(
        file.joins,
        [Join {
            child: "posts".into(),
            parent: "users".into(),
            column: "user_id".into()
        }]
    );
    assert_eq!(
        file.types,
        [NamedType {
            name: "Mood".into(),
            sql_name: "mood".into(),
            schema: Some("feelings".into())
        }]
    );
}

#[test]
fn attributes_of_columns_are_read() {
    let file = columns(
        r#"
        #[migrate(default = "light", check = "theme <> ''", was = "style")] theme -> Text,
        #[migrate(default = -1_000)] low -> Integer,
        #[migrate(default = 1.5)] rate -> Double,
        #[migrate(default = true)] live -> Bool,
        #[migrate(default = sql("now()"))] made -> Timestamp,
        #[migrate(unique)] #[migrate(index)] email -> Text,
        #[migrate(unique(name = "one_slug"), index(method = "hash", where = "slug > ''"))] slug -> Text,
        #[migrate(references(users.id, on_delete = cascade, on_update = set_null, name = "owner"))] user_id -> BigInt,
        #[migrate(auto_increment)] number -> BigInt,
        #[migrate(auto_increment(always), on_update = "now()", comment = " spaced ")] serial -> BigInt,
        #[migrate(sql_type = "numeric(12, 2)", collation = "C")] price -> Numeric,
        #[migrate(generated = "price * 2")] double_price -> Numeric,
        #[migrate(generated = "price * 3", virtual)] triple -> Numeric,
        #[migrate(labels("draft", "it's"))] state -> State,
        "#,
    );
    let table = &file.tables[0];
    let column = |name: &str| table.column(name).expect("the column is declared");
    let default = |name: &str| column(name).default.clone();
    assert_eq!(default("theme"), Some(DefaultValue::Text("light".into())));
    assert_eq!(default("low"), Some(DefaultValue::Number("-1000".into())));
    assert_eq!(default("rate"), Some(DefaultValue::Number("1.5".into())));
    assert_eq!(default("live"), Some(DefaultValue::Bool(true)));
    assert_eq!(default("made"), Some(DefaultValue::Sql("now()".into())));
    assert_eq!(column("theme").was.as_deref(), Some("style"));
    assert_eq!(column("number").auto_increment, Some(Numbering::ByDefault));
    assert_eq!(column("serial").auto_increment, Some(Numbering::Always));
    assert_eq!(column("serial").on_update.as_deref(), Some("now()"));
    assert_eq!(column("serial").comment.as_deref(), Some(" spaced "));
    assert_eq!(
        column("price").native_type.as_deref(),
        Some("numeric(12, 2)")
    );
    assert_eq!(column("price").collation.as_deref(), Some("C"));
    let generated = |expression: &str, is_virtual| {
        Some(Generated {
            expression: expression.into(),
            is_virtual,
        })
    };
    assert_eq!(
        column("double_price").generated,
        generated("price * 2", false)
    );
    assert_eq!(column("triple").generated, generated("price * 3", true));
    assert_eq!(column("state").labels, ["draft", "it's"]);
    assert_eq!(
        table.checks,
        [Check {
            column: Some("theme".into()),
            ..Check::of("theme <> ''".into())
        }]
    );
    assert_eq!(
        table.uniques,
        [
            Unique {
                columns: vec!["email".into()],
                ..Unique::default()
            },
            Unique {
                name: Naming::Given("one_slug".into()),
                columns: vec!["slug".into()],
                ..Unique::default()
            },
        ]
    );
    assert_eq!(table.indexes.len(), 2);
    assert_eq!(table.indexes[1].method.as_deref(), Some("hash"));
    assert_eq!(table.indexes[1].predicate.as_deref(), Some("slug > ''"));
    assert_eq!(
        table.foreign_keys,
        [ForeignKey {
            name: Naming::Given("owner".into()),
            columns: vec!["user_id".into()],
            table: "users".into(),
            referenced: vec!["id".into()],
            on_delete: Action::Cascade,
            on_update: Action::SetNull,
            ..ForeignKey::default()
        }]
    );
}

#[test]
fn attributes_of_tables_are_read() {
    let file = file(
        r#"table! {
            #[migrate(index(a, b, unique, where = "a > 0", name = "ab"), unique(b, a))]
            #[migrate(check("a < b", name = "in_order"), was = "old_t")]
            #[migrate(foreign_key(a, b, references(users.x, users.y), on_delete = restrict))]
            t (a) { a -> Integer, b -> Integer }
        }"#,
    );
    let table = &file.tables[0];
    assert_eq!(
        table.indexes,
        [Index {
            name: Some("ab".into()),
            keys: vec![Key::column("a".into()), Key::column("b".into())],
            unique: true,
            predicate: Some("a > 0".into()),
            ..Index::default()
        }]
    );
    assert_eq!(
        table.uniques,
        [Unique {
            columns: vec!["b".into(), "a".into()],
            ..Unique::default()
        }]
    );
    assert_eq!(
        table.checks,
        [Check {
            name: Naming::Given("in_order".into()),
            ..Check::of("a < b".into())
        }]
    );
    assert_eq!(table.was.as_deref(), Some("old_t"));
    assert_eq!(table.foreign_keys[0].referenced, ["x", "y"]);
    assert_eq!(table.foreign_keys[0].on_delete, Action::Restrict);
}

#[test]
fn what_few_servers_have_is_read() {
    let file = file(
        r#"table! {
            #[migrate(primary_key(name = "t_pkey"), strict, engine = "memory", storage("fillfactor" = "70"))]
            #[migrate(index(desc(a, nulls_last), expr("lower(b)", operator_class = "ops"), include(b), nulls_not_distinct, comment = "c"))]
            #[migrate(index(asc(b, prefix = 4, collation = "C")))]
            #[migrate(unique(b, a, unnamed, nulls_not_distinct, deferrable = initially_deferred))]
            #[migrate(check("a > 0", unnamed, not_valid))]
            #[migrate(foreign_key(a, references(u.x), match_full, not_valid, deferrable = initially_immediate))]
            #[migrate(exclude(asc(a, with = "="), expr("b || 'x'", with = "&&"), where = "a > 1", name = "apart"))]
            t (a) { a -> Integer, b -> Integer }
        }
        table! { #[migrate(no_primary_key)] u (x) { x -> Integer } }"#,
    );
    let table = &file.tables[0];
    assert_eq!(table.key, Some(Naming::Given("t_pkey".into())));
    assert_eq!(file.tables[1].key, None, "a key to Diesel alone");
    assert!(table.options.strict);
    assert_eq!(table.options.engine.as_deref(), Some("memory"));
    assert_eq!(table.options.storage, [("fillfactor".into(), "70".into())]);
    let [first, second] = table.indexes.as_slice() else {
        panic!("two indexes are declared");
    };
    assert!(first.nulls_not_distinct && first.keys[0].descending);
    assert_eq!(first.keys[0].nulls, Some(Nulls::Last));
    assert_eq!(first.keys[1].part, KeyPart::Expression("lower(b)".into()));
    assert_eq!(first.keys[1].operator_class.as_deref(), Some("ops"));
    assert_eq!(
        (&*first.include, first.comment.as_deref()),
        (&["b".into()][..], Some("c"))
    );
    assert_eq!(second.keys[0].prefix, Some(4));
    assert_eq!(second.keys[0].collation.as_deref(), Some("C"));
    let unique = &table.uniques[0];
    assert_eq!(unique.name, Naming::Nothing);
    assert_eq!(unique.deferrable, Some(Deferrable::InitiallyDeferred));
    assert!(table.checks[0].not_valid && table.checks[0].name == Naming::Nothing);
    let key = &table.foreign_keys[0];
    assert!(key.match_full && key.not_valid);
    assert_eq!(key.deferrable, Some(Deferrable::InitiallyImmediate));
    let exclude = &table.excludes[0];
    assert_eq!(exclude.name, Naming::Given("apart".into()));
    assert_eq!(exclude.elements[1].operator.as_deref(), Some("&&"));
    assert_eq!(exclude.predicate.as_deref(), Some("a > 1"));
}

#[test]
fn mistakes_in_columns_say_where_they_stand_and_what_to_write() {
    let in_column = |attribute: &str| {
        problems(&format!(
            "table! {{ t (id) {{\n#[migrate({attribute})] id -> BigInt,\n}} }}"
        ))
    };
    for (attribute, wanted) in [
        (
            "defualt = 1",
            "2:11 unknown attribute `defualt`; did you mean `default`?",
        ),
        (
            "zzz",
            "2:11 unknown attribute `zzz`; known here: `auto_increment`",
        ),
        (
            "default",
            "2:11 `default` wants a literal or `sql(\"…\")`; write `#[migrate(default = \"light\")]`",
        ),
        ("default = now()", "2:11 `default` wants a literal"),
        ("default = 1u8", "2:11 `default` wants a literal"),
        (
            "auto_increment = true",
            "2:11 `auto_increment` takes no value; write `#[migrate(auto_increment)]`",
        ),
        (
            "auto_increment(sometimes)",
            "2:11 `auto_increment` wants `always` or nothing",
        ),
        (
            "references(users.id, deferrable = later)",
            "2:32 `deferrable` wants `initially_deferred` or `initially_immediate`",
        ),
        (
            "sql_type = 3",
            "2:11 `sql_type` wants a string; write `#[migrate(sql_type = \"numeric(12, 2)\")]`",
        ),
        (
            "references",
            "2:11 `references` wants a table and its column; write `#[migrate(references(users.id",
        ),
        (
            "references(users)",
            "2:11 `references` wants a table and its column",
        ),
        (
            "references(users.id, on_delete = explode)",
            "2:32 `on_delete` is no action; the actions are `cascade`",
        ),
        (
            "references(users.id, on_delet = cascade)",
            "2:32 unknown attribute `on_delet`; did you mean `on_delete`?",
        ),
        (
            "virtual",
            "2:11 `virtual` stands without `generated` before it",
        ),
        ("labels()", "2:11 `labels` wants strings"),
        (
            "unique(nam = \"x\")",
            "2:18 unknown attribute `nam`; did you mean `name`?",
        ),
        ("index = \"x\"", "2:11 `index` has no value"),
        ("\"x\"", "2:11 expected a word"),
    ] {
        let found = in_column(attribute);
        assert!(found[0].starts_with(wanted), "{attribute}: {found:?}");
    }
}

#[test]
fn mistakes_in_tables_and_joins_are_explained() {
    for (table, wanted) in [
        (
            "#[migrate(index(nme))] t (id) { id -> BigInt, name -> Text }",
            "table `t` has no column `nme`; did you mean `name`?",
        ),
        (
            "#[migrate(index(unique))] t (id) { id -> BigInt }",
            "`index` wants columns",
        ),
        (
            "#[migrate(foreign_key(id, references(a.x, b.y)))] t (id) { id -> BigInt }",
            "`foreign_key` wants columns and what they refer to",
        ),
        (
            "#[migrate(index(asc(3)))] t (id) { id -> BigInt }",
            "`asc` wants a column, or `expr` a text",
        ),
        (
            "#[migrate(index(asc(id, prefix = \"x\")))] t (id) { id -> BigInt }",
            "`prefix` wants a number",
        ),
        (
            "#[migrate(exclude(asc(id)))] t (id) { id -> BigInt }",
            "`exclude` wants elements with their operators",
        ),
        (
            "#[migrate(primary_key)] t (id) { id -> BigInt }",
            "`primary_key` wants a name",
        ),
        (
            "#[migrate(storage(fillfactor = 70))] t (id) { id -> BigInt }",
            "`storage` wants parameters",
        ),
        (
            "#[migrate(default = 1)] t (id) { id -> BigInt }",
            "unknown attribute `default`",
        ),
        (
            "t (id) { id BigInt }",
            "this is no column; write `name -> Type,`",
        ),
        ("t (id) { id -> BigInt name -> Text }", "expected a comma"),
        ("t (id)", "this is no table; write `table! {"),
    ] {
        let found = problems(&format!("table! {{ {table} }}"));
        assert!(found[0].contains(wanted), "{table}: {found:?}");
    }
    assert!(
        problems("table! { t (id) {")
            .first()
            .is_some_and(|first| first.contains("this is not Rust"))
    );
    assert!(problems("joinable!(a, b);")[0].contains("this is no join"));
}

#[test]
fn only_our_own_macro_says_everything() {
    let complete = |text: &str| file(text).tables[0].complete;
    assert!(complete("migrate_runtime::table! { t { id -> Integer } }"));
    assert!(!complete("diesel::table! { t { id -> Integer } }"));
    assert!(!complete("table! { t { id -> Integer } }"));
}
