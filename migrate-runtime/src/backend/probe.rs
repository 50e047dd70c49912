//! Whether a statement took effect, told from the catalogue: for the statement in which a runner died.
//!
//! A statement is atomic on every supported server, so that a thing which it makes, drops or renames answers the question
//! for all of it. Other statements have no answer here.

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
    let kind = database.backend();
    let Some(effect) = script::visible(kind, sql).and_then(|tokens| effect(kind, tokens)) else {
        return Ok(None);
    };
    let Some((query, parameters)) = lookup(kind, &effect) else {
        return Ok(None);
    };
    let found = !database.query(query, &parameters)?.is_empty();
    Ok(Some(found == effect.exists))
}

/// Names of another schema (`a.b`) stay unanswered.
fn effect(kind: BackendKind, mut tokens: Vec<String>) -> Option<Effect> {
    // A concurrent build that was stopped leaves an index, but no valid one; a drop that was stopped leaves it as well.
    let concurrently = |token: &String| token.eq_ignore_ascii_case("CONCURRENTLY");
    if let Some(at) = tokens.iter().take(4).position(concurrently) {
        tokens.remove(at);
    }
    let words: Vec<_> = tokens
        .iter()
        .map(|token| token.to_ascii_uppercase())
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let name = |at: usize| tokens.get(at).map(|token| script::named(kind, token));
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
        ["ALTER", "TABLE", _, "RENAME", "TO", _] => Some(Effect {
            thing: Thing::Table(name(5)?),
            exists: true,
        }),
        ["RENAME", "TABLE", _, "TO", _] => Some(Effect {
            thing: Thing::Table(name(4)?),
            exists: true,
        }),
        ["ALTER", "TABLE", _, ..] => altered(kind, &name(2)?, &tokens[3..]),
        _ => None,
    }
}

/// What one of the clauses of an `ALTER TABLE` makes or drops; a name that several of them have tells nothing.
fn altered(kind: BackendKind, table: &str, clauses: &[String]) -> Option<Effect> {
    let clauses = clauses_of(clauses);
    let effects: Vec<_> = clauses
        .iter()
        .filter_map(|clause| clause_effect(kind, table, clause))
        .collect();
    let at = effects.iter().position(|effect| {
        let same = effects.iter().filter(|other| other.thing == effect.thing);
        same.count() == 1
    });
    effects.into_iter().nth(at?)
}

/// The clauses, which commas divide that stand in no parentheses.
fn clauses_of(tokens: &[String]) -> Vec<&[String]> {
    let mut depth = 0;
    let divides = |token: &String| {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth == 0 && token == ","
    };
    tokens.split(divides).collect()
}

fn clause_effect(kind: BackendKind, table: &str, clause: &[String]) -> Option<Effect> {
    let words: Vec<_> = clause
        .iter()
        .map(|token| token.to_ascii_uppercase())
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let name = |at: usize| clause.get(at).map(|token| script::named(kind, token));
    let of_column = |at, exists| Some(column(table.to_owned(), name(at)?, exists));
    let of_index = |at, exists| Some(index(name(at)?, Some(table.to_owned()), exists));
    match words.as_slice() {
        ["ADD", "COLUMN", "IF", ..] | ["DROP", "COLUMN" | "INDEX", "IF", ..] => None,
        ["ADD", "COLUMN", _, ..] => of_column(2, true),
        ["DROP", "COLUMN", _, ..] => of_column(2, false),
        ["RENAME", "COLUMN", _, "TO", _] => of_column(4, true),
        ["ADD", "INDEX" | "KEY", _, "(" | "USING", ..] => of_index(2, true),
        ["ADD", "UNIQUE", "INDEX" | "KEY", _, "(" | "USING", ..] => of_index(3, true),
        ["DROP", "INDEX" | "KEY", _] => of_index(2, false),
        ["RENAME", "INDEX" | "KEY", _, "TO", _] => of_index(4, true),
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
fn lookup(
    kind: BackendKind,
    Effect { thing, exists }: &Effect,
) -> Option<(&'static str, Vec<Option<&str>>)> {
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
        (Postgres, Thing::Index { .. }) if !exists => {
            "SELECT 'x' AS found FROM pg_index WHERE indexrelid = to_regclass(quote_ident(?))"
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
        told_by(BackendKind::Mysql, sql)
    }

    fn told_by(kind: BackendKind, sql: &str) -> Option<Effect> {
        script::visible(kind, sql).and_then(|tokens| effect(kind, tokens))
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
    fn one_clause_of_an_alter_table_tells_for_all() {
        assert_eq!(
            told(
                "ALTER TABLE t MODIFY COLUMN a DECIMAL(5, 2) NOT NULL, DROP INDEX i, ADD COLUMN b INT"
            ),
            Some(index("i".into(), Some("t".into()), false))
        );
        assert_eq!(
            told("ALTER TABLE t ADD UNIQUE INDEX u (a), ADD COLUMN b INT DEFAULT (1 + 2)"),
            Some(index("u".into(), Some("t".into()), true))
        );
        assert_eq!(
            told("ALTER TABLE t RENAME COLUMN a TO b"),
            Some(column("t".into(), "b".into(), true))
        );
        let renamed = Effect {
            thing: Thing::Table("u".into()),
            exists: true,
        };
        assert_eq!(told("ALTER TABLE t RENAME TO u"), Some(renamed));
    }

    #[test]
    fn postgres_folds_names_and_builds_indexes_concurrently() {
        let postgres = |sql| told_by(BackendKind::Postgres, sql);
        assert_eq!(
            postgres("CREATE UNIQUE INDEX CONCURRENTLY Ix ON \"T\" (c)"),
            Some(index("ix".into(), Some("T".into()), true))
        );
        assert_eq!(
            postgres("DROP INDEX CONCURRENTLY Ix"),
            Some(index("ix".into(), None, false))
        );
        assert_eq!(postgres("REINDEX INDEX CONCURRENTLY i"), None);
    }

    #[test]
    fn everything_else_has_no_answer() {
        for sql in [
            "CREATE TABLE IF NOT EXISTS a (b INT)",
            "CREATE TABLE other.a (b INT)",
            "DROP TABLE a, b",
            "ALTER TABLE t ADD COLUMN c INT, DROP COLUMN c",
            "ALTER TABLE t MODIFY COLUMN c INT",
            "ALTER TABLE other.t ADD COLUMN c INT",
            "OPTIMIZE TABLE t",
        ] {
            assert_eq!(told(sql), None, "{sql}");
        }
    }
}
