//! SQL text that an author wrote, as single statements: no driver has to send several at once, and what cannot work
//! inside a migration is refused before anything runs.

mod classify;
pub(super) mod lexer;
mod quotation;
mod split;

use super::{Statement, Unsupported};
use crate::connection::BackendKind;

use classify::{Class, classify};
pub(super) use lexer::{Kind, Token, tokens};
pub(super) use quotation::{named, unquoted};

/// The statements of `sql`, in order; empty where it holds only comments.
///
/// # Errors
///
/// A string, a comment or a block that does not end, or a statement that a migration must not contain.
pub(super) fn statements(kind: BackendKind, sql: &str) -> Result<Vec<Statement>, Unsupported> {
    let tokens = lexer::tokens(kind, sql)?;
    let pieces = split::split(kind, &tokens)?;
    pieces
        .into_iter()
        .map(|piece| statement(kind, sql, piece))
        .collect()
}

/// The same without asking whether a migration may contain them: a script opens and ends its own transactions.
pub(super) fn pieces(kind: BackendKind, sql: &str) -> Result<Vec<String>, Unsupported> {
    let tokens = lexer::tokens(kind, sql)?;
    let pieces = split::split(kind, &tokens)?;
    let texts = pieces.into_iter().map(|piece| text(sql, piece).to_owned());
    Ok(texts.collect())
}

fn statement(
    kind: BackendKind,
    sql: &str,
    tokens: &[lexer::Token<'_>],
) -> Result<Statement, Unsupported> {
    let words = split::words(tokens);
    let transactional = match classify(kind, &words) {
        Class::Transactional => true,
        Class::CommitsItself => false,
        Class::Refused { why, help } => {
            let start = words.iter().take(2).copied().collect::<Vec<_>>().join(" ");
            let message = format!("`{start}` cannot stand in a migration's SQL: {why}");
            return Err(Unsupported {
                message,
                help: Some(help.to_owned()),
            });
        }
    };
    let text = text(sql, tokens);
    Ok(if transactional {
        Statement::transactional(text)
    } else {
        Statement::outside(text)
    })
}

/// The tokens of `sql` that mean something; `None` where it cannot be read.
pub(super) fn visible(kind: BackendKind, sql: &str) -> Option<Vec<String>> {
    let tokens = lexer::tokens(kind, sql).ok()?;
    let visible = tokens
        .iter()
        .filter(|token| token.kind != lexer::Kind::Blank);
    Some(visible.map(|token| token.text.to_owned()).collect())
}

/// The text from the first token to the last.
fn text<'a>(sql: &'a str, tokens: &[lexer::Token<'_>]) -> &'a str {
    let end = tokens
        .last()
        .map_or(0, |token| token.offset + token.text.len());
    let start = tokens.first().map_or(end, |token| token.offset);
    sql[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use BackendKind::{Mysql, Postgres, Sqlite};

    fn split(kind: BackendKind, sql: &str) -> Vec<String> {
        let statements = statements(kind, sql).unwrap();
        statements
            .into_iter()
            .map(|statement| statement.sql)
            .collect()
    }

    fn refusal(kind: BackendKind, sql: &str) -> String {
        statements(kind, sql).unwrap_err().message
    }

    #[test]
    fn semicolons_part_statements_on_every_backend() {
        for kind in [Sqlite, Postgres, Mysql] {
            assert_eq!(
                split(kind, "SELECT 1;\n SELECT 2 ;;"),
                ["SELECT 1", "SELECT 2"]
            );
            assert_eq!(
                split(kind, " -- nothing\n/* at all */ ;"),
                Vec::<String>::new()
            );
            assert_eq!(
                split(kind, "SELECT ';' ; SELECT 'it''s;'"),
                ["SELECT ';'", "SELECT 'it''s;'"]
            );
            assert_eq!(
                split(kind, "SELECT 1 -- ; no\n; SELECT /* ; */ 2"),
                ["SELECT 1 -- ; no", "SELECT /* ; */ 2"]
            );
        }
    }

    #[test]
    fn quotes_follow_the_dialect() {
        assert_eq!(
            split(Mysql, r"SELECT 'a\'; b'; SELECT `x;y`"),
            [r"SELECT 'a\'; b'", "SELECT `x;y`"]
        );
        assert_eq!(
            split(Postgres, r"SELECT 'a\'; SELECT 2"),
            [r"SELECT 'a\'", "SELECT 2"]
        );
        assert_eq!(
            split(Postgres, r"SELECT E'a\'; b'; SELECT 2"),
            [r"SELECT E'a\'; b'", "SELECT 2"]
        );
        assert_eq!(
            split(Sqlite, "SELECT [a;b]; SELECT `c;d`"),
            ["SELECT [a;b]", "SELECT `c;d`"]
        );
        assert_eq!(
            split(Postgres, "SELECT a[1]; SELECT 2"),
            ["SELECT a[1]", "SELECT 2"]
        );
        assert_eq!(
            split(Postgres, "SELECT \"a;\"\"b\"; SELECT 2"),
            ["SELECT \"a;\"\"b\"", "SELECT 2"]
        );
    }

    #[test]
    fn comments_follow_the_dialect() {
        assert_eq!(
            split(Mysql, "SELECT 1 # ; x\n; SELECT 5--2"),
            ["SELECT 1 # ; x", "SELECT 5--2"]
        );
        assert_eq!(
            split(Postgres, "SELECT 1 # 2; SELECT 3"),
            ["SELECT 1 # 2", "SELECT 3"]
        );
        assert_eq!(
            split(Postgres, "/* a /* ; */ ; */ SELECT 1; SELECT 2"),
            ["/* a /* ; */ ; */ SELECT 1", "SELECT 2"]
        );
        assert_eq!(
            split(Mysql, "/*!40101 SET NAMES utf8 */; SELECT 2"),
            ["/*!40101 SET NAMES utf8 */", "SELECT 2"]
        );
    }

    #[test]
    fn dollar_quotes_hold_whole_bodies() {
        let body =
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN a; $$;$$ END; $body$";
        assert_eq!(
            split(Postgres, &format!("{body}; SELECT $1; SELECT a$b$c")),
            [body, "SELECT $1", "SELECT a$b$c"]
        );
    }

    #[test]
    fn trigger_and_routine_bodies_stay_whole() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END";
        assert_eq!(
            split(Sqlite, &format!("{trigger}; SELECT 1")),
            [trigger, "SELECT 1"]
        );
        let procedure = "CREATE PROCEDURE p(n INT) BEGIN IF n > 1 THEN SELECT 1; ELSE SELECT IF(n, 2, 3); END IF; \
                         w: WHILE n > 0 DO SET n = n - 1; END WHILE w; REPEAT SET n = 1; UNTIL n END REPEAT; \
                         CASE n WHEN 1 THEN SELECT 1; END CASE; BEGIN SELECT REPEAT('x', 3); END; END";
        assert_eq!(
            split(Mysql, &format!("{procedure}; SELECT 1")),
            [procedure, "SELECT 1"]
        );
        let bare = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW IF NEW.b THEN SET NEW.c = 1; SET NEW.d = 2; END IF";
        assert_eq!(
            split(Mysql, &format!("{bare}; SELECT 1")),
            [bare, "SELECT 1"]
        );
        let atomic = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
        assert_eq!(
            split(Postgres, &format!("{atomic}; SELECT 1")),
            [atomic, "SELECT 1"]
        );
        let function = "CREATE FUNCTION f(a INT) RETURNS INT RETURN CASE WHEN a THEN IF(a, 1, 2) ELSE IF(a, 3, 4) END";
        assert_eq!(
            split(Mysql, &format!("{function}; SELECT 1")),
            [function, "SELECT 1"]
        );
        let rule = "CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b VALUES (1); INSERT INTO c VALUES (2))";
        assert_eq!(
            split(Postgres, &format!("{rule}; SELECT 1")),
            [rule, "SELECT 1"]
        );
    }

    #[test]
    fn what_never_ends_is_refused_with_its_line() {
        assert_eq!(
            refusal(Postgres, "SELECT 1;\nSELECT 'a"),
            "the string that starts in line 2 of the SQL does not end"
        );
        assert_eq!(
            refusal(Postgres, "SELECT $x$ a"),
            "the dollar quote that starts in line 1 of the SQL does not end"
        );
        assert_eq!(
            refusal(Sqlite, "\n/* a"),
            "the comment that starts in line 2 of the SQL does not end"
        );
        assert_eq!(
            refusal(Sqlite, "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;"),
            "a `BEGIN` or `CASE` in the SQL has no `END`"
        );
    }

    #[test]
    fn what_would_break_the_migration_is_refused() {
        for kind in [Sqlite, Postgres, Mysql] {
            for sql in ["BEGIN", "COMMIT", "rollback; SELECT 1", "START TRANSACTION"] {
                assert!(
                    refusal(kind, sql).contains("the tool opens and ends transactions"),
                    "{kind:?} {sql}"
                );
            }
        }
        assert!(
            refusal(Mysql, "DELIMITER //\nSELECT 1//").contains("a command of the mysql client")
        );
        assert!(refusal(Postgres, "COPY a FROM STDIN").contains("cannot send data"));
        assert_eq!(
            split(Mysql, "BEGIN NOT ATOMIC SELECT 1; END"),
            ["BEGIN NOT ATOMIC SELECT 1; END"]
        );
        assert_eq!(
            split(Postgres, "SAVEPOINT a; ROLLBACK TO a"),
            ["SAVEPOINT a", "ROLLBACK TO a"]
        );
    }

    #[test]
    fn statements_that_commit_by_themselves_are_known() {
        let transactional = |kind, sql| statements(kind, sql).unwrap()[0].transactional;
        assert!(transactional(Sqlite, "CREATE TABLE a (b INT)"));
        assert!(!transactional(Sqlite, "VACUUM"));
        assert!(!transactional(Sqlite, "PRAGMA foreign_keys = OFF"));
        assert!(transactional(
            Postgres,
            "CREATE INDEX i ON a (concurrently)"
        ));
        assert!(!transactional(
            Postgres,
            "/* x */ create unique index concurrently i on a (b)"
        ));
        assert!(!transactional(Postgres, "VACUUM a"));
        assert!(!transactional(
            Postgres,
            "REINDEX (VERBOSE, CONCURRENTLY) TABLE a"
        ));
        assert!(!transactional(Postgres, "REINDEX (VERBOSE) DATABASE a"));
        assert!(transactional(Postgres, "REINDEX (VERBOSE) TABLE a"));
        assert!(!transactional(Postgres, "CLUSTER"));
        assert!(transactional(Postgres, "CLUSTER a USING b"));
        assert!(transactional(Mysql, "UPDATE a SET b = 1"));
        assert!(transactional(Mysql, "WITH a AS (SELECT 1) DELETE FROM b"));
        assert!(transactional(Mysql, "CREATE TEMPORARY TABLE a (b INT)"));
        assert!(!transactional(Mysql, "CREATE TABLE a (b INT)"));
        assert!(!transactional(Mysql, "/*!40101 CREATE TABLE a (b INT) */"));
        assert!(!transactional(Mysql, "CALL p()"));
    }
}
