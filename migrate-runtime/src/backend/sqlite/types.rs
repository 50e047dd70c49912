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

fn lacks(sqlite: &Sqlite<'_>, column_type: &ColumnType, instead: &str) -> Unsupported {
    sqlite.lacks(&format!("column type `{column_type}`"), instead)
}
