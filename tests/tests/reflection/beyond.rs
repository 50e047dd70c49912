//! What the model has no words for is kept and named: nothing is dropped in silence.

use migrate_tests::session::Session;
use migrate_tests::{Backend, Database, on};

/// SQL that makes something, and the kinds and names under which it is kept.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const POSTGRES: &[Case] = &[
    (
        "CREATE TABLE base (id integer PRIMARY KEY, b integer, t text, at timestamptz)",
        &[],
    ),
    (
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW;END'",
        &[("function", "touch()")],
    ),
    (
        "CREATE TABLE parts (at date) PARTITION BY RANGE (at)",
        &[("partitioning", "parts")],
    ),
    (
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
        &[("partition", "parts_1")],
    ),
    (
        "CREATE TABLE parent (a integer); CREATE TABLE child () INHERITS (parent)",
        &[("inheritance", "child")],
    ),
    (
        "CREATE POLICY mine ON base USING (b > 0)",
        &[("policy", "base.mine")],
    ),
    (
        "ALTER TABLE base ENABLE ROW LEVEL SECURITY",
        &[("row security", "base")],
    ),
    (
        "CREATE RULE quiet AS ON DELETE TO base DO INSTEAD NOTHING",
        &[("rule", "base.quiet")],
    ),
    (
        "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
        &[("domain", "positive")],
    ),
    (
        "CREATE TYPE pair AS (a integer, b text)",
        &[("composite type", "pair")],
    ),
    (
        "CREATE TYPE span AS RANGE (subtype = integer)",
        &[("range type", "span")],
    ),
    (
        "CREATE STATISTICS both_columns ON b, t FROM base",
        &[("statistics", "both_columns")],
    ),
    (
        "CREATE SEQUENCE small AS smallint",
        &[("sequence type", "small")],
    ),
    (
        "CREATE TABLE numbered (id integer GENERATED ALWAYS AS IDENTITY (START WITH 7))",
        &[("numbering of a column", "numbered.id")],
    ),
    (
        "ALTER TABLE base ALTER COLUMN t SET STORAGE EXTERNAL",
        &[("column storage", "base.t")],
    ),
    (
        "ALTER TABLE base ALTER COLUMN t SET STATISTICS 7",
        &[("column statistics", "base.t")],
    ),
    (
        "ALTER TABLE base ALTER COLUMN b SET (n_distinct = 5)",
        &[("column options", "base.b")],
    ),
    (
        "CREATE INDEX filled ON base (b) WITH (fillfactor = 50)",
        &[("index with storage parameters", "base.filled")],
    ),
    (
        "ALTER TABLE base ADD CONSTRAINT wide UNIQUE (b) INCLUDE (t)",
        &[("key with further columns", "base.wide")],
    ),
    (
        "ALTER TABLE base ADD CONSTRAINT own CHECK (b > 0) NO INHERIT",
        &[("check without inheritance", "base.own")],
    ),
    (
        "CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON base DEFERRABLE FOR EACH ROW EXECUTE FUNCTION touch()",
        &[("constraint trigger", "base.late")],
    ),
    (
        "CREATE TRIGGER off BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION touch(); \
         ALTER TABLE base DISABLE TRIGGER off",
        &[("trigger mode", "base.off")],
    ),
    (
        "CREATE VIEW guarded WITH (security_barrier) AS SELECT b FROM base",
        &[("view options", "guarded")],
    ),
    (
        "CREATE MATERIALIZED VIEW unfilled AS SELECT b FROM base WITH NO DATA",
        &[("unfilled materialized view", "unfilled")],
    ),
    (
        "CREATE INDEX of_view ON unfilled (b)",
        &[("index", "unfilled.of_view")],
    ),
    (
        "COMMENT ON FUNCTION touch() IS 'touches'",
        &[("comment", "function touch()")],
    ),
    (
        "CREATE COLLATION mine (locale = 'C')",
        &[("collation", "mine")],
    ),
];

const MYSQL: &[Case] = &[
    (
        "CREATE TABLE base (id int PRIMARY KEY, b int, c int INVISIBLE) ROW_FORMAT=COMPRESSED",
        &[("table options", "base"), ("invisible column", "base.c")],
    ),
    (
        "CREATE TABLE versioned (a int) WITH SYSTEM VERSIONING",
        &[("system versioning", "versioned")],
    ),
    (
        "CREATE TABLE parts (a int) PARTITION BY RANGE (a) (PARTITION low VALUES LESS THAN (10))",
        &[("partition", "parts.low")],
    ),
    (
        "CREATE FUNCTION one() RETURNS int RETURN 1",
        &[("function", "one")],
    ),
    (
        "CREATE PROCEDURE nothing() SELECT 1",
        &[("procedure", "nothing")],
    ),
    (
        "CREATE EVENT daily ON SCHEDULE EVERY 1 DAY DO SELECT 1",
        &[("event", "daily")],
    ),
    (
        "CREATE INDEX unused ON base (b) IGNORED",
        &[("unused index", "base.unused")],
    ),
    (
        "CREATE VIEW guarded AS SELECT b FROM base WHERE b > 0 WITH CHECK OPTION",
        &[("view options", "guarded")],
    ),
    (
        "CREATE TRIGGER first BEFORE UPDATE ON base FOR EACH ROW SET @a = 1; \
         CREATE TRIGGER second BEFORE UPDATE ON base FOR EACH ROW SET @a = 2",
        &[("trigger order", "base.second")],
    ),
];

#[test]
fn postgresql_keeps_what_the_model_has_no_words_for() {
    on(Backend::Postgres, |database| keeps(database, POSTGRES));
}

#[test]
fn mysql_keeps_what_the_model_has_no_words_for() {
    on(Backend::Mysql, |database| keeps(database, MYSQL));
}

fn keeps(database: &Database, cases: &[Case]) {
    let mut session = Session::open(database, "beyond");
    let mut before = Vec::new();
    for (sql, kept) in cases {
        sql.split("; ").for_each(|statement| session.run(statement));
        let raw = session.reflect().raw;
        let new: Vec<_> = raw
            .iter()
            .filter(|object| !before.contains(*object))
            .collect();
        let mut names: Vec<_> = new
            .iter()
            .map(|object| (object.kind.as_str(), object.name.as_str()))
            .collect();
        names.sort_unstable();
        let mut kept = kept.to_vec();
        kept.sort_unstable();
        assert_eq!(names, kept, "{sql}");
        before = raw;
    }
}
