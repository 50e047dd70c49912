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
