//! Column types in SQLite: a declared name whose letters decide the affinity.

use super::Sqlite;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::connection::BackendKind;
use crate::schema::{ColumnType, Digits};

pub(super) fn spelled(
    sqlite: &Sqlite<'_>,
    column_type: &ColumnType,
) -> Result<String, Unsupported> {
    if sqlite.strict {
        return strict(sqlite, column_type);
    }
    let plain = match column_type {
        ColumnType::Bool => "BOOLEAN",
        ColumnType::TinyInt => "TINYINT",
        ColumnType::SmallInt => "SMALLINT",
        ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Float => "FLOAT",
        ColumnType::Double => "DOUBLE",
        ColumnType::Numeric(None) => "NUMERIC",
        // An enum's labels are checked by the column's definition.
        ColumnType::Text | ColumnType::Enum(_) => "TEXT",
        ColumnType::Binary => "BLOB",
        ColumnType::Date => "DATE",
        ColumnType::Time => "TIME",
        ColumnType::Timestamp => "TIMESTAMP",
        ColumnType::Timestamptz => "TIMESTAMPTZ",
        ColumnType::Datetime => "DATETIME",
        ColumnType::Json => "JSON",
        ColumnType::Jsonb => "JSONB",
        ColumnType::Varchar(length) => return Ok(format!("VARCHAR({length})")),
        ColumnType::Char(length) => return Ok(format!("CHAR({length})")),
        ColumnType::Varbinary(length) => return Ok(format!("VARBINARY({length})")),
        ColumnType::Numeric(Some(Digits { precision, scale })) => {
            return Ok(format!("NUMERIC({precision}, {scale})"));
        }
        ColumnType::Custom(sql) => return Ok(sql.clone()),
        ColumnType::Native(native) if native.backend == BackendKind::Sqlite => {
            return Ok(native.sql.clone());
        }
        ColumnType::Unsigned(_) => {
            return Err(lacks(
                sqlite,
                column_type,
                "use the signed type and a check",
            ));
        }
        ColumnType::Interval => {
            return Err(lacks(
                sqlite,
                column_type,
                "use BigInt, in a unit that its name says",
            ));
        }
        ColumnType::Uuid => return Err(lacks(sqlite, column_type, "use Binary or char(36)")),
        ColumnType::Array(_) => {
            return Err(lacks(
                sqlite,
                column_type,
                "use a table of its own, or Json",
            ));
        }
        ColumnType::Native(_) => {
            return Err(lacks(sqlite, column_type, "write the step in `op.on(…)`"));
        }
    };
    Ok(plain.into())
}

/// The type that a declared name stands for: the names that are written and those with the same affinity that mean the
/// same. `INT` is not among them, for it makes no row number of a key.
pub(super) fn read(strict: bool, declared: &str) -> ColumnType {
    let words: Vec<_> = declared
        .split(|c: char| c.is_whitespace() || "(),".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_uppercase)
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let known = if strict {
        read_strict(&words)
    } else {
        read_relaxed(&words)
    };
    known
        .filter(|known| is_shaped_alike(declared, known))
        .unwrap_or_else(|| ColumnType::native(BackendKind::Sqlite, declared))
}

/// Whether the name has its numbers where the type has them.
fn is_shaped_alike(declared: &str, known: &ColumnType) -> bool {
    let numbers = matches!(
        known,
        ColumnType::Varchar(_)
            | ColumnType::Char(_)
            | ColumnType::Varbinary(_)
            | ColumnType::Numeric(Some(_))
    );
    numbers == declared.trim_end().ends_with(')')
}

fn read_strict(words: &[&str]) -> Option<ColumnType> {
    Some(match words {
        ["INTEGER"] => ColumnType::Integer,
        ["REAL"] => ColumnType::Double,
        ["TEXT"] => ColumnType::Text,
        ["BLOB"] => ColumnType::Binary,
        _ => return None,
    })
}

fn read_relaxed(words: &[&str]) -> Option<ColumnType> {
    Some(match words {
        ["BOOLEAN" | "BOOL"] => ColumnType::Bool,
        ["TINYINT"] => ColumnType::TinyInt,
        ["SMALLINT"] => ColumnType::SmallInt,
        ["INTEGER"] => ColumnType::Integer,
        ["BIGINT"] => ColumnType::BigInt,
        ["FLOAT"] => ColumnType::Float,
        ["DOUBLE" | "REAL"] => ColumnType::Double,
        ["NUMERIC"] => ColumnType::Numeric(None),
        ["TEXT"] => ColumnType::Text,
        ["BLOB"] => ColumnType::Binary,
        ["DATE"] => ColumnType::Date,
        ["TIME"] => ColumnType::Time,
        ["TIMESTAMP"] => ColumnType::Timestamp,
        ["TIMESTAMPTZ"] => ColumnType::Timestamptz,
        ["DATETIME"] => ColumnType::Datetime,
        ["JSON"] => ColumnType::Json,
        ["JSONB"] => ColumnType::Jsonb,
        ["VARCHAR", length] => ColumnType::Varchar(length.parse().ok()?),
        ["CHAR", length] => ColumnType::Char(length.parse().ok()?),
        ["VARBINARY", length] => ColumnType::Varbinary(length.parse().ok()?),
        ["NUMERIC", precision, scale] => ColumnType::Numeric(Some(Digits {
            precision: precision.parse().ok()?,
            scale: scale.parse().ok()?,
        })),
        _ => return None,
    })
}

/// Whether the type is called the same in a STRICT table, so that nobody has to know whether the table is one.
pub(super) const fn same_when_strict(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Integer | ColumnType::Text | ColumnType::Binary
    )
}

/// The few names that a STRICT table knows.
fn strict(sqlite: &Sqlite<'_>, column_type: &ColumnType) -> Result<String, Unsupported> {
    let relaxed = Sqlite {
        strict: false,
        ..*sqlite
    };
    let relaxed = spelled(&relaxed, column_type)?;
    Ok(match column_type {
        ColumnType::Bool
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt => "INTEGER".into(),
        ColumnType::Float | ColumnType::Double | ColumnType::Numeric(_) => "REAL".into(),
        ColumnType::Binary | ColumnType::Varbinary(_) | ColumnType::Jsonb => "BLOB".into(),
        ColumnType::Custom(_) | ColumnType::Native(_) => relaxed,
        ColumnType::Text
        | ColumnType::Varchar(_)
        | ColumnType::Char(_)
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::Timestamptz
        | ColumnType::Datetime
        | ColumnType::Interval
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Unsigned(_)
        | ColumnType::Array(_)
        | ColumnType::Enum(_) => "TEXT".into(),
    })
}

fn lacks(sqlite: &Sqlite<'_>, column_type: &ColumnType, instead: &str) -> Unsupported {
    sqlite.lacks(&format!("column type `{column_type}`"), instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_names_are_known() {
        let native = |sql: &str| ColumnType::native(BackendKind::Sqlite, sql);
        for (strict, declared, known) in [
            (false, "bigint", ColumnType::BigInt),
            (false, "VARCHAR( 20 )", ColumnType::Varchar(20)),
            (
                false,
                "numeric(12,2)",
                ColumnType::Numeric(Some(Digits {
                    precision: 12,
                    scale: 2,
                })),
            ),
            (false, "INT", native("INT")),
            (false, "UNSIGNED BIG INT", native("UNSIGNED BIG INT")),
            (false, "VARCHAR", native("VARCHAR")),
            (false, "VARCHAR 20", native("VARCHAR 20")),
            (false, "INTEGER()", native("INTEGER()")),
            (false, "", native("")),
            (true, "REAL", ColumnType::Double),
            (true, "INT", native("INT")),
            (true, "ANY", native("ANY")),
        ] {
            assert_eq!(read(strict, declared), known, "{declared}");
        }
    }
}
