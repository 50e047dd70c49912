//! Definitions that SQLite took from somebody else, letter by letter: what it accepts is read, printed and read back, or
//! refused.

use migrate_runtime::autogenerate::{Style, declaration, declared, diff, render};
use migrate_runtime::backend::{self, Server};
use migrate_runtime::connection::{BackendKind, DatabaseUrl, open};
use migrate_runtime::registry::Declaration;
use migrate_runtime::schema::{NamingConvention, Schema};
use proc_macro2::TokenStream;
use proptest::prop_assert;

use migrate_tests::runs;

use crate::mangled;

const CORPUS: [&str; 8] = [
    r#"CREATE TABLE "users" (id INTEGER PRIMARY KEY AUTOINCREMENT, "na""me" VARCHAR(20) NOT NULL DEFAULT 'it''s' COLLATE NOCASE, UNIQUE (id))"#,
    r"CREATE TABLE t (a INT CONSTRAINT ck CHECK (a > 0 AND 'x)' <> a), b TEXT DEFAULT (lower('A' || char(10))), c REAL GENERATED ALWAYS AS (a * 2) STORED) STRICT",
    r"CREATE TABLE `p q` ([a b] INTEGER NOT NULL, c BLOB DEFAULT x'00ff', PRIMARY KEY ([a b] DESC, c)) WITHOUT ROWID",
    r"CREATE TABLE r (id INTEGER PRIMARY KEY, u INT REFERENCES users (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, -- a remark
 /* another */ FOREIGN KEY (u) REFERENCES t (a) ON UPDATE SET NULL)",
    r"CREATE TABLE t (a, b DEFAULT -1.5e3, c DEFAULT CURRENT_TIMESTAMP, d DEFAULT true, e DEFAULT (1), f DEFAULT null)",
    r"CREATE TABLE t (a INT, b INT); CREATE UNIQUE INDEX i ON t (b DESC, a + 1, lower(a) COLLATE NOCASE) WHERE b > ';'",
    r"CREATE TABLE t (a INT); CREATE VIEW v (x) AS SELECT a FROM t WHERE a IN (1, 2) -- end
",
    r"CREATE TABLE t (a INT); CREATE TRIGGER g AFTER UPDATE OF a ON t WHEN new.a > 0 BEGIN UPDATE t SET a = 'END'; SELECT 1; END",
];

#[test]
fn whatever_sqlite_accepts_is_read_and_printed() {
    let convention = NamingConvention::default();
    let wanted = ["accepted", "read back"];
    runs::of(
        "stored definitions",
        2_500,
        &wanted,
        &mangled::of(&CORPUS),
        |sql, outcomes| {
            let mut connection = open(&DatabaseUrl::parse("sqlite://:memory:").expect("a URL"))
                .expect("SQLite in memory");
            // Attached files and settings are not what this is about.
            let harmless = !["attach", "pragma", "vacuum"]
                .iter()
                .any(|word| sql.to_lowercase().contains(word));
            if !harmless || connection.batch_execute(&sql.replace('\0', "")).is_err() {
                outcomes.count("not accepted");
                return Ok(());
            }
            outcomes.count("accepted");
            let server = Server::detect(&mut *connection).expect("SQLite's version");
            let Ok(found) = backend::reflect(&mut *connection, &server) else {
                outcomes.count("not read");
                return Ok(());
            };
            let printed = declaration(&found, &server, &convention, Style::Full);
            prop_assert!(
                printed.source.parse::<TokenStream>().is_ok(),
                "{}",
                printed.source
            );
            let file = Declaration {
                crate_name: "app",
                path: "src/schema.rs",
                text: printed.source.clone().leak(),
            };
            match declared(&[file], BackendKind::Sqlite, &convention) {
                Ok(_) => outcomes.count("read back"),
                Err(error) => prop_assert!(false, "{}\n{}", error, printed.source),
            }
            let changes = diff(&Schema::default(), &found.schema);
            let body = render(changes.operations(), &convention);
            let source = body.lines.join("\n");
            prop_assert!(source.parse::<TokenStream>().is_ok(), "{}", source);
            proc_macro2::extra::invalidate_current_thread_spans();
            Ok(())
        },
    );
}
