//! What people write by hand in SQLite: read as SQLite itself reads it, and reported where the model has no words.

use migrate_runtime::backend::Reflected;
use migrate_runtime::schema::{
    Column, ColumnType, DefaultValue, Deferrable, Literal, Numbering, ReferentialAction, Rule,
    Table,
};
use migrate_tests::session::Session;
use migrate_tests::{Backend, on};

fn reflected(sql: &str) -> Reflected {
    let mut session = Session::in_memory("by hand");
    session.run(sql);
    session.reflect()
}

/// The only table, all of which was understood.
fn table(sql: &str) -> Table {
    let reflected = reflected(sql);
    assert_eq!(reflected.raw, [], "{sql}");
    let table = reflected.schema.table(&"t".into());
    table.unwrap_or_else(|| panic!("{sql}")).clone()
}

fn column(sql: &str) -> Column {
    table(sql).columns.remove(0)
}

#[test]
fn what_the_model_has_no_words_for_is_reported() {
    on(Backend::Sqlite, |_| {
        for (sql, kind, name) in [
            ("CREATE VIRTUAL TABLE t USING fts5(a)", "virtual table", "t"),
            (
                "CREATE VIRTUAL TABLE t USING fts5(a)",
                "shadow table",
                "t_data",
            ),
            (
                "CREATE TABLE t (a NOT NULL ON CONFLICT IGNORE)",
                "conflict clause",
                "t.a",
            ),
            (
                "CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE)",
                "conflict clause",
                "t.a",
            ),
            (
                "CREATE TABLE t (a, CONSTRAINT c PRIMARY KEY (a) ON CONFLICT FAIL)",
                "conflict clause",
                "t.c",
            ),
            (
                "CREATE TABLE t (a, CONSTRAINT c CHECK (a) ON CONFLICT FAIL)",
                "conflict clause",
                "t.c",
            ),
            ("CREATE TABLE t (a PRIMARY KEY DESC)", "key order", "t.a"),
            (
                "CREATE TABLE t (a, UNIQUE (a COLLATE nocase))",
                "key order",
                "t.constraint",
            ),
            (
                "CREATE TABLE t (a, CONSTRAINT c UNIQUE (a DESC))",
                "key order",
                "t.c",
            ),
            (
                "CREATE TABLE t (a REFERENCES t (a) MATCH FULL)",
                "MATCH clause",
                "t.a",
            ),
            (
                "CREATE TABLE t (a CONSTRAINT n NOT NULL)",
                "name of NOT NULL",
                "t.a",
            ),
            ("CREATE VIEW t (b) AS SELECT 1", "columns of a view", "t"),
        ] {
            let raw = reflected(sql).raw;
            let found = raw
                .iter()
                .any(|raw| raw.kind == kind && raw.name == name && !raw.sql.is_empty());
            assert!(found, "{sql}: {raw:?}");
        }
    });
}

#[test]
fn tables_of_sqlite_and_of_the_ledger_are_no_part_of_the_schema() {
    on(Backend::Sqlite, |_| {
        let found = reflected(
            "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); ANALYZE; \
             CREATE TABLE __migrate_history (b); CREATE INDEX h ON __migrate_history (b); CREATE TABLE migrate_x (c)",
        );
        let names: Vec<_> = found
            .schema
            .tables
            .keys()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names, ["migrate_x", "t"]);
        assert_eq!(found.raw, []);
    });
}

#[test]
fn columns_in_any_spelling() {
    on(Backend::Sqlite, |_| {
        let named = column("CREATE TABLE \"t\"([od\"d ] unsigned big int default-5 not null)");
        assert_eq!(named.name.as_str(), "od\"d ");
        assert_eq!(named.column_type.to_string(), "unsigned big int");
        assert!(!named.nullable);
        assert_eq!(
            named.default,
            Some(DefaultValue::Literal(Literal::Integer(-5)))
        );
        assert_eq!(
            column("create table t('quoted' TEXT)").name.as_str(),
            "quoted"
        );
        assert_eq!(
            column("CREATE TABLE t(😀ü TEXT -- why\n)").name.as_str(),
            "😀ü"
        );
        let default = |sql: &str| {
            column(&format!("CREATE TABLE t(a DEFAULT {sql} COLLATE rtrim, b)")).default
        };
        let expression = |sql: &str| Some(DefaultValue::Expression(sql.into()));
        assert_eq!(
            default("1.5e-3"),
            Some(DefaultValue::Literal(Literal::Number("1.5e-3".into())))
        );
        assert_eq!(
            default("x'0A'"),
            Some(DefaultValue::Literal(Literal::Bytes(vec![10])))
        );
        assert_eq!(default("( ( 1 + 2 ) )"), expression("( 1 + 2 )"));
        assert_eq!(default("CURRENT_TIME"), expression("CURRENT_TIME"));
        assert_eq!(
            default("'CHECK ('"),
            Some(DefaultValue::Literal(Literal::Text("CHECK (".into())))
        );
    });
}

#[test]
fn keys_in_any_spelling() {
    on(Backend::Sqlite, |_| {
        for sql in [
            "CREATE TABLE t (a INTEGER PRIMARY KEY ASC AUTOINCREMENT)",
            "CREATE TABLE t (A INTEGER, PRIMARY KEY (a AUTOINCREMENT))",
            "CREATE TABLE t (a INTEGER NOT NULL CONSTRAINT x PRIMARY KEY AUTOINCREMENT, b)",
        ] {
            let table = table(sql);
            assert_eq!(
                table.columns[0].numbering,
                Some(Numbering::ByDefault),
                "{sql}"
            );
            assert!(
                !table.columns[0].nullable,
                "{sql}: a row number is never NULL"
            );
            assert_eq!(
                table.constraints[0].columns(),
                [&table.columns[0].name],
                "{sql}"
            );
        }
        assert!(
            column("CREATE TABLE t (a TEXT PRIMARY KEY)").nullable,
            "as SQLite has it"
        );
        assert!(!column("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID").nullable);
        let table = table(
            "CREATE TABLE t (a, b, UNIQUE (a) CHECK (a > ')') FOREIGN KEY (B, A) REFERENCES T (a, b) \
             ON UPDATE SET DEFAULT ON DELETE SET NULL NOT DEFERRABLE, CONSTRAINT k CONSTRAINT l CHECK (b))",
        );
        let Rule::ForeignKey(key) = &table.constraints[2].rule else {
            panic!("{table:?}");
        };
        assert_eq!(key.columns, ["b".into(), "a".into()]);
        assert_eq!(key.table, "t".into());
        assert_eq!(key.on_update, ReferentialAction::SetDefault);
        assert_eq!(key.on_delete, ReferentialAction::SetNull);
        assert_eq!(key.deferrable, None);
        assert_eq!(table.constraints[3].name, Some("l".into()));
    });
}

#[test]
fn references_name_the_key_that_they_leave_out() {
    on(Backend::Sqlite, |_| {
        let table = table(
            "CREATE TABLE Parent (x TEXT PRIMARY KEY); CREATE TABLE t (a REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
        );
        let key = table.foreign_keys().next().expect("one");
        assert_eq!(key.table, "Parent".into());
        assert_eq!(key.referenced, ["x".into()]);
        assert_eq!(key.deferrable, Some(Deferrable::InitiallyDeferred));
    });
}

#[test]
fn enum_columns_are_checked_text() {
    on(Backend::Sqlite, |_| {
        let labels = |sql: &str| match column(sql).column_type {
            ColumnType::Enum(reference) => reference.labels,
            other => panic!("{sql}: {other}"),
        };
        assert_eq!(
            labels("CREATE TABLE t (a TEXT CHECK (\"a\" IN ('x', 'it''s')))"),
            ["x", "it's"]
        );
        for sql in [
            "CREATE TABLE t (a TEXT CONSTRAINT named CHECK (a IN ('x')))",
            "CREATE TABLE t (a TEXT CHECK (a IN ('x', b)), b)",
            "CREATE TABLE t (a TEXT CHECK (b IN ('x')), b)",
        ] {
            assert_eq!(column(sql).column_type, ColumnType::Text, "{sql}");
            assert_eq!(table(sql).constraints.len(), 1, "{sql}");
        }
        let other_type = table("CREATE TABLE t (a VARCHAR(5) CHECK (a IN ('x')))");
        assert_eq!(other_type.constraints.len(), 1, "the check is not lost");
    });
}

#[test]
fn texts_that_sqlite_has_rewritten_are_read() {
    on(Backend::Sqlite, |_| {
        let table = table(
            "CREATE TABLE old (a INTEGER CHECK (a > 0), UNIQUE (a)); ALTER TABLE old RENAME TO t; \
             ALTER TABLE t RENAME COLUMN a TO \"a b\"; ALTER TABLE t ADD COLUMN c TEXT DEFAULT 'x' REFERENCES t; \
             ALTER TABLE t ADD COLUMN d AS (c || 'y')",
        );
        let names: Vec<_> = table
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        assert_eq!(names, ["a b", "c", "d"]);
        assert!(table.columns[2].generated.is_some());
        assert_eq!(table.constraints.len(), 3);
    });
}
