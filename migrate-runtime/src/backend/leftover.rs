//! What a statement leaves behind that was stopped in the middle, though it did not take effect: it stands in the way of the
//! next try, and nobody else will remove it.

use diesel::QueryResult;

use super::script;
use crate::connection::{BackendKind, Database};

/// The statement that removes what an earlier try of `sql` left; `None` where there is nothing.
///
/// PostgreSQL keeps an index `INVALID` whose concurrent build was stopped. The copy of a table that SQLite rebuilds
/// goes with its transaction, unless somebody else than the executor ran the statements.
///
/// # Errors
///
/// The database's own refusal.
pub fn leftover(database: &mut dyn Database, sql: &str) -> QueryResult<Option<String>> {
    let kind = database.backend();
    let query = match kind {
        BackendKind::Postgres => concurrent_index(sql).map(|index| (INVALID_INDEX, index)),
        BackendKind::Sqlite => {
            copy_of_table(sql).map(|copy| (COPY_OF_TABLE, [copy, String::new()]))
        }
        BackendKind::Mysql => None,
    };
    let Some((query, [name, table])) = query else {
        return Ok(None);
    };
    let parameters = [Some(name.as_str()), Some(table.as_str())];
    let used = query.matches('?').count();
    let rows = database.query(query, &parameters[..used])?;
    Ok(rows.first().and_then(|row| row.at(0)).map(str::to_owned))
}

/// An index that is being built at this moment is nobody's leftover.
const INVALID_INDEX: &str = "SELECT 'DROP INDEX CONCURRENTLY ' || CAST(CAST(i.indexrelid AS regclass) AS text) AS removal \
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    WHERE c.relname = ? AND i.indrelid = to_regclass(?) AND NOT i.indisvalid AND c.relkind = 'i' \
    AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)";

/// The prefix is the tool's own.
const COPY_OF_TABLE: &str = "SELECT 'DROP TABLE main.\"' || replace(name, '\"', '\"\"') || '\"' AS removal \
    FROM main.sqlite_master WHERE type = 'table' AND name = ?";

/// The name of the index that is built concurrently, and its table as `to_regclass` takes it.
fn concurrent_index(sql: &str) -> Option<[String; 2]> {
    if !sql.to_ascii_uppercase().contains("CONCURRENTLY") {
        return None;
    }
    let tokens = script::visible(BackendKind::Postgres, sql)?;
    let words: Vec<_> = tokens
        .iter()
        .map(|token| token.to_ascii_uppercase())
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let name = match words.as_slice() {
        ["CREATE", "INDEX", "CONCURRENTLY", "IF", "NOT", "EXISTS", ..] => 6,
        [
            "CREATE",
            "UNIQUE",
            "INDEX",
            "CONCURRENTLY",
            "IF",
            "NOT",
            "EXISTS",
            ..,
        ] => 7,
        ["CREATE", "INDEX", "CONCURRENTLY", ..] => 3,
        ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", ..] => 4,
        _ => return None,
    };
    if words.get(name + 1) != Some(&"ON") {
        return None;
    }
    let table = name
        + if words.get(name + 2) == Some(&"ONLY") {
            3
        } else {
            2
        };
    let end = if words.get(table + 1) == Some(&".") {
        table + 3
    } else {
        table + 1
    };
    let index = script::named(BackendKind::Postgres, tokens.get(name)?);
    Some([index, tokens.get(table..end)?.concat()])
}

/// The name of the copy that a rebuild makes.
fn copy_of_table(sql: &str) -> Option<String> {
    if !sql.contains("__migrate_new_") {
        return None;
    }
    let tokens = script::visible(BackendKind::Sqlite, sql)?;
    let name = match tokens.as_slice() {
        [create, table, name, ..]
            if create.eq_ignore_ascii_case("CREATE") && table.eq_ignore_ascii_case("TABLE") =>
        {
            script::unquoted(name)
        }
        _ => return None,
    };
    name.starts_with("__migrate_new_").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concurrent_builds_are_recognised() {
        let built = |sql| concurrent_index(sql).map(|[index, table]| format!("{index} of {table}"));
        let found = |text: &str| Some(text.to_owned());
        assert_eq!(
            built("CREATE INDEX CONCURRENTLY Ix ON t (c)"),
            found("ix of t")
        );
        assert_eq!(
            built(
                "-- why\ncreate unique index concurrently \"A\"\"b\" on only \"S\".t using btree (c)"
            ),
            found("A\"b of \"S\".t")
        );
        assert_eq!(
            built("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (c)"),
            found("i of t")
        );
        for other in [
            "CREATE INDEX i ON t (c)",
            "CREATE INDEX CONCURRENTLY ON t (c)",
            "REINDEX INDEX CONCURRENTLY i",
        ] {
            assert_eq!(built(other), None, "{other}");
        }
    }

    #[test]
    fn only_the_copies_of_rebuilds_are_removed() {
        let copy = "CREATE TABLE \"__migrate_new_a\" (id INTEGER)";
        assert_eq!(copy_of_table(copy).as_deref(), Some("__migrate_new_a"));
        assert_eq!(
            copy_of_table("CREATE TABLE a (__migrate_new_b INTEGER)"),
            None
        );
    }
}
