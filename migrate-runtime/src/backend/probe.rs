//! Whether a statement took effect, told from the catalogue: for the statement in which a runner died.
//!
//! A statement is atomic on every supported server, so that a thing which it makes, drops or renames answers the question
//! for all of it. Of some that make and drop nothing it does not matter: the same again changes nothing. Other statements
//! have no answer here.

use diesel::QueryResult;

use super::script;
use crate::connection::{BackendKind, Database};

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Done,
    /// It did not.
    Undone,
    /// Nothing tells, and it is all the same: run again it changes nothing more.
    Repeatable,
    /// Nothing tells.
    Unknown,
}

/// What a statement leaves behind when it took effect.
#[derive(Debug, PartialEq, Eq)]
enum Effect {
    /// A thing that is there afterwards, or is not.
    Of { thing: Thing, exists: bool },
    /// What is the same however often it is said.
    Stated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Thing {
    /// A view and a sequence of MySQL are called as tables are.
    Table(String),
    Column {
        table: String,
        column: String,
    },
    Index {
        table: Option<String>,
        index: String,
    },
    Constraint {
        table: String,
        constraint: String,
    },
    Trigger(String),
    Function(String),
    Procedure(String),
}

/// Whether `sql` took effect, as far as the catalogue can tell.
///
/// # Errors
///
/// The database's own refusal.
pub fn took_effect(database: &mut dyn Database, sql: &str) -> QueryResult<Outcome> {
    let kind = database.backend();
    let (thing, exists) = match script::visible(kind, sql).and_then(|tokens| effect(kind, tokens)) {
        Some(Effect::Of { thing, exists }) => (thing, exists),
        Some(Effect::Stated) => return Ok(Outcome::Repeatable),
        None => return Ok(Outcome::Unknown),
    };
    let Some((query, parameters)) = lookup(kind, &thing, exists) else {
        return Ok(Outcome::Unknown);
    };
    let found = !database.query(query, &parameters)?.is_empty();
    Ok(if found == exists {
        Outcome::Done
    } else {
        Outcome::Undone
    })
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
        ["CREATE", "TABLE", _, "(" | "AS" | "LIKE" | "SELECT", ..] => Some(table(name(2)?, true)),
        ["DROP", "TABLE", _] => Some(table(name(2)?, false)),
        ["CREATE", "INDEX", _, "ON", _, ..] => Some(index(name(2)?, name(4), true)),
        ["CREATE", "UNIQUE", "INDEX", _, "ON", _, ..] => Some(index(name(3)?, name(5), true)),
        ["DROP", "INDEX", _] => Some(index(name(2)?, None, false)),
        ["DROP", "INDEX", _, "ON", _] => Some(index(name(2)?, name(4), false)),
        ["ALTER", "TABLE", _, "RENAME", "TO", _] => Some(table(name(5)?, true)),
        ["RENAME", "TABLE", _, "TO", _] => Some(table(name(4)?, true)),
        ["ALTER", "TABLE", _, ..] => altered(kind, &name(2)?, &tokens[3..]),
        [
            "ALTER",
            "TYPE",
            ..,
            "ADD",
            "VALUE",
            "IF",
            "NOT",
            "EXISTS",
            _,
        ]
        | [
            "ALTER",
            "TYPE",
            ..,
            "ADD",
            "VALUE",
            "IF",
            "NOT",
            "EXISTS",
            _,
            "BEFORE" | "AFTER",
            _,
        ] if kind == BackendKind::Postgres => Some(Effect::Stated),
        words if kind == BackendKind::Mysql => beside_tables(words, name),
        _ => None,
    }
}

/// What stands beside tables, where each statement about it commits.
fn beside_tables(words: &[&str], name: impl Fn(usize) -> Option<String>) -> Option<Effect> {
    let of = |thing: fn(String) -> Thing, at, exists| {
        let thing = thing(name(at)?);
        Some(Effect::Of { thing, exists })
    };
    match words {
        ["CREATE", "OR", "REPLACE", "VIEW", _, "AS", ..] => Some(Effect::Stated),
        ["ALTER", "SEQUENCE", _, rest @ ..] if !rest.contains(&"RESTART") => Some(Effect::Stated),
        ["CREATE", "SEQUENCE", "IF", ..] | ["CREATE", "SEQUENCE", _, ".", ..] => None,
        ["CREATE", "VIEW", _, "AS", ..] | ["CREATE", "SEQUENCE", _, ..] => {
            of(Thing::Table, 2, true)
        }
        ["DROP", "VIEW" | "SEQUENCE", _] => of(Thing::Table, 2, false),
        ["CREATE", "TRIGGER", _, "BEFORE" | "AFTER", ..] => of(Thing::Trigger, 2, true),
        ["DROP", "TRIGGER", _] => of(Thing::Trigger, 2, false),
        ["CREATE", "FUNCTION", _, "(", ..] => of(Thing::Function, 2, true),
        ["DROP", "FUNCTION", _] => of(Thing::Function, 2, false),
        ["CREATE", "PROCEDURE", _, "(", ..] => of(Thing::Procedure, 2, true),
        ["DROP", "PROCEDURE", _] => of(Thing::Procedure, 2, false),
        _ => None,
    }
}

/// What one of the clauses of an `ALTER TABLE` makes or drops; a name that several of them have tells nothing. Where all
/// say what is the same however often it is said, so does the whole.
fn altered(kind: BackendKind, table: &str, clauses: &[String]) -> Option<Effect> {
    let clauses = clauses_of(clauses);
    let effects: Vec<_> = clauses
        .iter()
        .map(|clause| clause_effect(kind, table, clause))
        .collect();
    if !effects.is_empty() && effects.iter().all(|effect| *effect == Some(Effect::Stated)) {
        return Some(Effect::Stated);
    }
    let effects: Vec<_> = effects.into_iter().flatten().collect();
    let thing = |effect: &Effect| match effect {
        Effect::Of { thing, .. } => Some(thing.clone()),
        Effect::Stated => None,
    };
    let at = effects.iter().position(|effect| {
        let same = effects.iter().filter(|other| thing(other) == thing(effect));
        thing(effect).is_some() && same.count() == 1
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
        words if kind == BackendKind::Mysql => clause_of_mysql(table, words, name),
        _ => None,
    }
}

fn clause_of_mysql(
    table: &str,
    words: &[&str],
    name: impl Fn(usize) -> Option<String>,
) -> Option<Effect> {
    let constraint = |constraint, exists| {
        Some(Effect::Of {
            thing: Thing::Constraint {
                table: table.to_owned(),
                constraint,
            },
            exists,
        })
    };
    match words {
        ["DROP", "CONSTRAINT" | "CHECK", "IF", ..] | ["DROP", "FOREIGN", "KEY", "IF", ..] => None,
        ["ADD", "CONSTRAINT", _, "CHECK" | "FOREIGN" | "UNIQUE", ..] => constraint(name(2)?, true),
        ["DROP", "CONSTRAINT" | "CHECK", _] => constraint(name(2)?, false),
        ["DROP", "FOREIGN", "KEY", _] => constraint(name(3)?, false),
        ["ADD", "PRIMARY", "KEY", "(", ..] => constraint("PRIMARY".to_owned(), true),
        ["DROP", "PRIMARY", "KEY"] => constraint("PRIMARY".to_owned(), false),
        // The whole column is said again, and so is what a table is made of.
        ["MODIFY", "COLUMN", ..]
        | ["COMMENT" | "ENGINE" | "COLLATE", "=", _]
        | ["CONVERT", "TO", "CHARACTER", "SET", ..]
        | ["DEFAULT", "CHARACTER", "SET", "=", _]
        | ["DEFAULT", "CHARACTER", "SET", "=", _, "COLLATE", "=", _] => Some(Effect::Stated),
        _ => None,
    }
}

fn table(name: String, exists: bool) -> Effect {
    let thing = Thing::Table(name);
    Effect::Of { thing, exists }
}

fn index(index: String, table: Option<String>, exists: bool) -> Effect {
    let thing = Thing::Index { table, index };
    Effect::Of { thing, exists }
}

fn column(table: String, column: String, exists: bool) -> Effect {
    let thing = Thing::Column { table, column };
    Effect::Of { thing, exists }
}

/// The catalogue query that finds a thing: one row where it exists.
fn lookup(
    kind: BackendKind,
    thing: &Thing,
    exists: bool,
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
        (Mysql, Thing::Index { table: None, .. })
        | (
            Sqlite | Postgres,
            Thing::Constraint { .. } | Thing::Trigger(_) | Thing::Function(_) | Thing::Procedure(_),
        ) => return None,
        (Mysql, Thing::Index { .. }) => {
            "SELECT 'x' AS found FROM information_schema.statistics WHERE table_schema = DATABASE() \
             AND table_name = ? AND index_name = ? LIMIT 1"
        }
        (Mysql, Thing::Constraint { .. }) => {
            "SELECT 'x' AS found FROM information_schema.table_constraints WHERE table_schema = DATABASE() \
             AND table_name = ? AND constraint_name = ?"
        }
        (Mysql, Thing::Trigger(_)) => {
            "SELECT 'x' AS found FROM information_schema.triggers WHERE trigger_schema = DATABASE() AND trigger_name = ?"
        }
        (Mysql, Thing::Function(_)) => {
            "SELECT 'x' AS found FROM information_schema.routines WHERE routine_schema = DATABASE() \
             AND routine_type = 'FUNCTION' AND routine_name = ?"
        }
        (Mysql, Thing::Procedure(_)) => {
            "SELECT 'x' AS found FROM information_schema.routines WHERE routine_schema = DATABASE() \
             AND routine_type = 'PROCEDURE' AND routine_name = ?"
        }
    };
    let parameters = match thing {
        Thing::Table(name)
        | Thing::Trigger(name)
        | Thing::Function(name)
        | Thing::Procedure(name) => vec![Some(name.as_str())],
        Thing::Column { table, column } => vec![Some(table.as_str()), Some(column.as_str())],
        Thing::Constraint { table, constraint } => {
            vec![Some(table.as_str()), Some(constraint.as_str())]
        }
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
        assert_eq!(
            told("CREATE TABLE `a``b` (c INT)"),
            Some(table("a`b".into(), true))
        );
        assert_eq!(told("/* x */ drop table a"), Some(table("a".into(), false)));
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
        assert_eq!(
            told("ALTER TABLE t RENAME TO u"),
            Some(table("u".into(), true))
        );
    }

    #[test]
    fn mysql_tells_of_constraints_and_of_what_stands_beside_tables() {
        let of = |thing, exists| Some(Effect::Of { thing, exists });
        let constraint = |name: &str, exists| {
            let thing = Thing::Constraint {
                table: "t".into(),
                constraint: name.into(),
            };
            of(thing, exists)
        };
        assert_eq!(
            told("ALTER TABLE t ADD CONSTRAINT `c` CHECK (a > 0)"),
            constraint("c", true)
        );
        assert_eq!(
            told("ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT d CHECK (a > 0)"),
            constraint("c", false)
        );
        assert_eq!(
            told("ALTER TABLE t ADD PRIMARY KEY (a)"),
            constraint("PRIMARY", true)
        );
        assert_eq!(
            told("CREATE VIEW v AS SELECT 1"),
            Some(table("v".into(), true))
        );
        assert_eq!(told("DROP SEQUENCE s"), Some(table("s".into(), false)));
        assert_eq!(
            told("CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 1"),
            of(Thing::Trigger("g".into()), true)
        );
        assert_eq!(
            told("CREATE FUNCTION `f`(a INT) RETURNS INT RETURN a"),
            of(Thing::Function("f".into()), true)
        );
        assert_eq!(
            told("DROP PROCEDURE p"),
            of(Thing::Procedure("p".into()), false)
        );
    }

    #[test]
    fn what_states_a_whole_can_be_said_again() {
        for sql in [
            "ALTER TABLE t MODIFY COLUMN c INT",
            "ALTER TABLE t MODIFY COLUMN c INT, COMMENT = 'x'",
            "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4",
            "ALTER TABLE t DEFAULT CHARACTER SET=`utf8mb4` COLLATE=`utf8mb4_bin`, MODIFY COLUMN c INT",
            "CREATE OR REPLACE VIEW v AS SELECT 1",
            "ALTER SEQUENCE s INCREMENT BY 2",
        ] {
            assert_eq!(told(sql), Some(Effect::Stated), "{sql}");
        }
        assert_eq!(
            told("ALTER TABLE t MODIFY COLUMN c INT, DROP INDEX i"),
            Some(index("i".into(), Some("t".into()), false))
        );
        assert_eq!(told("ALTER TABLE t MODIFY COLUMN c INT, FORCE"), None);
        assert_eq!(told("ALTER SEQUENCE s RESTART 5"), None);
        for sql in [
            "ALTER TYPE \"mood\" ADD VALUE IF NOT EXISTS 'ok'",
            "ALTER TYPE a.mood ADD VALUE IF NOT EXISTS 'ok' BEFORE 'sad'",
        ] {
            assert_eq!(
                told_by(BackendKind::Postgres, sql),
                Some(Effect::Stated),
                "{sql}"
            );
        }
        let postgres = "ALTER TABLE t MODIFY COLUMN c INT";
        assert_eq!(told_by(BackendKind::Postgres, postgres), None);
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
            "ALTER TABLE other.t ADD COLUMN c INT",
            "OPTIMIZE TABLE t",
        ] {
            assert_eq!(told(sql), None, "{sql}");
        }
    }
}
