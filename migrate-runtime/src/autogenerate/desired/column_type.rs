//! What a declared type leaves open: Diesel's names tell how Rust reads a column, not how the database keeps it.

use crate::connection::BackendKind;
use crate::schema::ColumnType;

/// Whether the declared type says nothing that the type in the database does not fulfil.
pub(super) fn says_no_more(
    kind: BackendKind,
    complete: bool,
    said: &ColumnType,
    found: &ColumnType,
) -> bool {
    match (said, found) {
        // Without a length they are one type, and Diesel has one word for both.
        (ColumnType::Text, ColumnType::Native(native)) if kind == BackendKind::Postgres => {
            matches!(native.sql.as_str(), "varchar" | "character varying")
        }
        _ if complete => false,
        (ColumnType::Array(said), ColumnType::Array(found))
        | (ColumnType::Unsigned(said), ColumnType::Unsigned(found)) => {
            says_no_more(kind, complete, said, found)
        }
        // A name that the application gave to one of the database's types.
        (ColumnType::Custom(_), _) => true,
        _ if kind == BackendKind::Sqlite => sqlite(said, found),
        _ => is_kept_as(said, found),
    }
}

/// The type as a migration's author would write it: a type that is said in the database's words has a name of its own
/// more often than not.
pub(super) fn written(said: &ColumnType, normal: &ColumnType) -> ColumnType {
    match (said, normal) {
        (ColumnType::Native(_), ColumnType::Native(_) | ColumnType::Enum(_)) => said.clone(),
        (ColumnType::Native(_), named) => named.clone(),
        _ => said.clone(),
    }
}

/// Whether `found` is one of the types that Diesel calls `said`.
fn is_kept_as(said: &ColumnType, found: &ColumnType) -> bool {
    match (said, found) {
        (ColumnType::Text, ColumnType::Varchar(_) | ColumnType::Char(_) | ColumnType::Enum(_))
        | (ColumnType::Char(1), ColumnType::Char(_))
        | (ColumnType::Numeric(None), ColumnType::Numeric(_))
        | (ColumnType::Binary, ColumnType::Varbinary(_)) => true,
        (ColumnType::Text, ColumnType::Native(native)) => native.sql.contains("text"),
        (ColumnType::Binary, ColumnType::Native(native)) => {
            native.sql.contains("blob") || native.sql.starts_with("binary")
        }
        _ => said == found,
    }
}

/// Diesel reads a column by the letters of its type's name.
fn sqlite(said: &ColumnType, found: &ColumnType) -> bool {
    let also: &[ColumnType] = match found {
        ColumnType::Bool => &[ColumnType::Integer],
        ColumnType::TinyInt => &[ColumnType::Bool, ColumnType::SmallInt],
        // A row number has as many bits as it needs.
        ColumnType::Integer => &[ColumnType::BigInt],
        ColumnType::Numeric(_) => &[ColumnType::Double, ColumnType::Numeric(None)],
        ColumnType::Datetime | ColumnType::Timestamptz => {
            &[ColumnType::Timestamp, ColumnType::Timestamptz]
        }
        ColumnType::Json | ColumnType::Jsonb => &[ColumnType::Text, ColumnType::Binary],
        ColumnType::Native(native) => return said == &by_letters(&native.sql),
        _ => &[],
    };
    also.contains(said) || is_kept_as(said, found)
}

/// What Diesel's `print-schema` makes of a type that only SQLite knows.
fn by_letters(sql: &str) -> ColumnType {
    let name = sql.to_ascii_lowercase();
    let has = |letters: &[&str]| letters.iter().any(|letters| name.contains(letters));
    if has(&["char", "clob", "text"]) {
        ColumnType::Text
    } else if has(&["bool"]) || has(&["tiny"]) && has(&["int"]) {
        ColumnType::Bool
    } else if has(&["small"]) && has(&["int"]) {
        ColumnType::SmallInt
    } else if has(&["big"]) && has(&["int"]) {
        ColumnType::BigInt
    } else if has(&["int"]) {
        ColumnType::Integer
    } else if name.is_empty() || has(&["blob", "binary"]) {
        ColumnType::Binary
    } else if has(&["float", "real"]) {
        ColumnType::Float
    } else if has(&["double", "num", "dec"]) {
        ColumnType::Double
    } else if has(&["datetime", "timestamp"]) {
        ColumnType::Timestamp
    } else if has(&["date"]) {
        ColumnType::Date
    } else {
        ColumnType::Time
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Digits;

    #[test]
    fn diesel_s_names_leave_lengths_and_digits_open() {
        let money = ColumnType::Numeric(Some(Digits {
            precision: 12,
            scale: 2,
        }));
        let native = |sql: &str| ColumnType::native(BackendKind::Mysql, sql);
        for (said, found, open) in [
            (ColumnType::Text, ColumnType::Varchar(80), true),
            (ColumnType::Varchar(80), ColumnType::Varchar(90), false),
            (ColumnType::Numeric(None), money, true),
            (ColumnType::Text, native("longtext"), true),
            (ColumnType::Binary, native("tinyblob"), true),
            (ColumnType::Integer, ColumnType::BigInt, false),
            (ColumnType::Custom("mood".into()), native("set('a')"), true),
        ] {
            let kind = BackendKind::Mysql;
            assert_eq!(
                says_no_more(kind, false, &said, &found),
                open,
                "{said} {found}"
            );
            assert!(!says_no_more(kind, true, &said, &found), "{said} {found}");
        }
    }

    #[test]
    fn sqlite_s_names_are_read_by_their_letters() {
        for (sql, said) in [
            ("INT", ColumnType::Integer),
            ("UNSIGNED BIG INT", ColumnType::BigInt),
            ("VARCHAR", ColumnType::Text),
            ("DOUBLE PRECISION", ColumnType::Double),
            ("DECIMAL(10,5)", ColumnType::Double),
            ("", ColumnType::Binary),
        ] {
            let found = ColumnType::native(BackendKind::Sqlite, sql);
            let open = says_no_more(BackendKind::Sqlite, false, &said, &found);
            assert!(open, "{sql}");
        }
    }
}
