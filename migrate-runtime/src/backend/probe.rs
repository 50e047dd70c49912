//! Whether a statement took effect, told from the catalogue: for the statement in which a runner died.
//!
//! A statement that creates or drops one thing is atomic on every supported server, so that the thing's existence
//! answers the question. Other statements have no answer here.

use diesel::QueryResult;

use super::script;
use crate::connection::{BackendKind, Database};

/// What a statement leaves behind when it took effect.
#[derive(Debug, PartialEq, Eq)]
struct Effect {
    thing: Thing,
    exists: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Thing {
    Table(String),
    Column {
        table: String,
        column: String,
    },
    Index {
        table: Option<String>,
        index: String,
    },
}

/// Whether `sql` took effect; `None` where the catalogue cannot tell.
///
/// # Errors
///
/// The database's own refusal.
pub fn took_effect(database: &mut dyn Database, sql: &str) -> QueryResult<Option<bool>> {
    let Some(effect) = script::visible(database.backend(), sql).and_then(|tokens| effect(&tokens))
    else {
        return Ok(None);
    };
    let Some((query, parameters)) = lookup(database.backend(), &effect.thing) else {
        return Ok(None);
    };
    let found = !database.query(query, &parameters)?.is_empty();
    Ok(Some(found == effect.exists))
}

/// Names of another schema (`a.b`) and statements with several clauses stay unanswered.
fn effect(tokens: &[String]) -> Option<Effect> {
    let words: Vec<_> = tokens
        .iter()
        .map(|token| token.to_ascii_uppercase())
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let name = |at: usize| tokens.get(at).map(|token| script::unquoted(token));
    let single =
        !tokens.iter().any(|token| token == ",") && !tokens.iter().any(|token| token == ".");
    match words.as_slice() {
        ["CREATE", "TABLE", _, "(" | "AS" | "LIKE" | "SELECT", ..] => Some(Effect {
            thing: Thing::Table(name(2)?),
            exists: true,
        }),
        ["DROP", "TABLE", _] => Some(Effect {
            thing: Thing::Table(name(2)?),
            exists: false,
        }),
        ["CREATE", "INDEX", _, "ON", _, ..] => Some(index(name(2)?, name(4), true)),
        ["CREATE", "UNIQUE", "INDEX", _, "ON", _, ..] => Some(index(name(3)?, name(5), true)),
        ["DROP", "INDEX", _] => Some(index(name(2)?, None, false)),
        ["DROP", "INDEX", _, "ON", _] => Some(index(name(2)?, name(4), false)),
        ["ALTER", "TABLE", _, "ADD", "COLUMN", _, ..] if single => {
            Some(column(name(2)?, name(5)?, true))
        }
        ["ALTER", "TABLE", _, "DROP", "COLUMN", _] => Some(column(name(2)?, name(5)?, false)),
        _ => None,
    }
}

fn index(index: String, table: Option<String>, exists: bool) -> Effect {
    Effect {
        thing: Thing::Index { table, index },
        exists,
    }
}

fn column(table: String, column: String, exists: bool) -> Effect {
    Effect {
        thing: Thing::Column { table, column },
        exists,
    }
}

/// The catalogue query that finds a thing: one row where it exists.
fn lookup(kind: BackendKind, thing: &Thing) -> Option<(&'static str, Vec<Option<&str>>)> {
    use BackendKind::{Mysql, Postgres, Sqlite};
    let query = match (kind, thing) {
        (Sqlite, Thing::Table(_)) => {
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE"
        }
        (Sqlite, Thing::Index { .. }) => {
            "SELECT name FROM main.sqlite_master WHERE type = 'index' AND name = ? COLLATE NOCASE"
        }
        (Sqlite, Thing::Column { .. }) => {
            "SELECT name FROM pragma_table_info(?) WHERE name = ? COLLATE NOCASE"
        }
        (Postgres, Thing::Table(_)) => {
            "SELECT 'x' AS found WHERE to_regclass(quote_ident(?)) IS NOT NULL"
        }
        (Postgres, Thing::Index { .. }) => {
            "SELECT 'x' AS found FROM pg_index WHERE indexrelid = to_regclass(quote_ident(?)) AND indisvalid"
        }
        (Postgres, Thing::Column { .. }) => {
            "SELECT 'x' AS found FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(?)) AND attname = ? \
             AND NOT attisdropped"
        }
        (Mysql, Thing::Table(_)) => {
            "SELECT 'x' AS found FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?"
        }
        (Mysql, Thing::Column { .. }) => {
            "SELECT 'x' AS found FROM information_schema.columns WHERE table_schema = DATABASE() \
             AND table_name = ? AND column_name = ?"
        }
        (Mysql, Thing::Index { table: None, .. }) => return None,
        (Mysql, Thing::Index { .. }) => {
            "SELECT 'x' AS found FROM information_schema.statistics WHERE table_schema = DATABASE() \
             AND table_name = ? AND index_name = ? LIMIT 1"
        }
    };
    let parameters = match thing {
        Thing::Table(table) => vec![Some(table.as_str())],
        Thing::Column { table, column } => vec![Some(table.as_str()), Some(column.as_str())],
        Thing::Index {
            table: Some(table),
            index,
        } if kind == Mysql => {
            vec![Some(table.as_str()), Some(index.as_str())]
        }
        Thing::Index { index, .. } => vec![Some(index.as_str())],
    };
    Some((query, parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sql: &str) -> Option<Effect> {
        script::visible(BackendKind::Mysql, sql).and_then(|tokens| effect(&tokens))
    }

    #[test]
    fn statements_that_make_or_drop_one_thing_are_understood() {
        let table = |name: &str, exists| {
            Some(Effect {
                thing: Thing::Table(name.into()),
                exists,
            })
        };
        assert_eq!(told("CREATE TABLE `a``b` (c INT)"), table("a`b", true));
        assert_eq!(told("/* x */ drop table a"), table("a", false));
        assert_eq!(
            told("CREATE UNIQUE INDEX i ON t (c)"),
            Some(index("i".into(), Some("t".into()), true))
        );
        assert_eq!(
            told("DROP INDEX i ON t"),
            Some(index("i".into(), Some("t".into()), false))
        );
        assert_eq!(
            told("ALTER TABLE t ADD COLUMN c INT"),
            Some(column("t".into(), "c".into(), true))
        );
        assert_eq!(
            told("ALTER TABLE t DROP COLUMN c"),
            Some(column("t".into(), "c".into(), false))
        );
    }

    #[test]
    fn everything_else_has_no_answer() {
        for sql in [
            "CREATE TABLE IF NOT EXISTS a (b INT)",
            "CREATE TABLE other.a (b INT)",
            "DROP TABLE a, b",
            "ALTER TABLE t ADD COLUMN c INT, DROP COLUMN d",
            "ALTER TABLE t RENAME TO u",
            "OPTIMIZE TABLE t",
        ] {
            assert_eq!(told(sql), None, "{sql}");
        }
    }
}
