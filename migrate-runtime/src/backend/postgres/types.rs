//! Column types in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::connection::BackendKind;
use crate::schema::{ColumnType, Digits};

pub(super) fn spelled(
    postgres: &Postgres<'_>,
    column_type: &ColumnType,
) -> Result<String, Unsupported> {
    let plain = match column_type {
        ColumnType::Bool => "boolean",
        ColumnType::SmallInt => "smallint",
        ColumnType::Integer => "integer",
        ColumnType::BigInt => "bigint",
        ColumnType::Float => "real",
        ColumnType::Double => "double precision",
        ColumnType::Numeric(None) => "numeric",
        ColumnType::Text => "text",
        ColumnType::Binary => "bytea",
        ColumnType::Date => "date",
        ColumnType::Time => "time",
        ColumnType::Timestamp => "timestamp",
        ColumnType::Timestamptz => "timestamptz",
        ColumnType::Interval => "interval",
        ColumnType::Uuid => "uuid",
        ColumnType::Json => "json",
        ColumnType::Jsonb => "jsonb",
        ColumnType::Varchar(length) => return Ok(format!("varchar({length})")),
        ColumnType::Char(length) => return Ok(format!("char({length})")),
        ColumnType::Numeric(Some(Digits { precision, scale })) => {
            return Ok(format!("numeric({precision}, {scale})"));
        }
        ColumnType::Array(element) => return Ok(format!("{}[]", spelled(postgres, element)?)),
        ColumnType::Enum(reference) => return postgres.qualified(&reference.name),
        ColumnType::Custom(sql) => return Ok(sql.clone()),
        ColumnType::Native(native) if native.backend == BackendKind::Postgres => {
            return Ok(native.sql.clone());
        }
        ColumnType::TinyInt => return Err(lacks(postgres, column_type, "use SmallInt")),
        ColumnType::Unsigned(_) => {
            return Err(lacks(
                postgres,
                column_type,
                "use a wider signed type and a check",
            ));
        }
        ColumnType::Datetime => return Err(lacks(postgres, column_type, "use Timestamp")),
        ColumnType::Varbinary(_) => {
            return Err(lacks(
                postgres,
                column_type,
                "use Binary and a check of its length",
            ));
        }
        ColumnType::Native(_) => {
            return Err(lacks(postgres, column_type, "write the step in `op.on(…)`"));
        }
    };
    Ok(plain.into())
}

fn lacks(postgres: &Postgres<'_>, column_type: &ColumnType, instead: &str) -> Unsupported {
    postgres.lacks(&format!("column type `{column_type}`"), instead)
}
