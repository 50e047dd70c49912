//! Column types in MySQL and MariaDB.

use super::{Mysql, literal};
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::connection::BackendKind;
use crate::schema::{ColumnType, Digits};

pub(super) fn spelled(mysql: &Mysql<'_>, column_type: &ColumnType) -> Result<String, Unsupported> {
    let plain = match column_type {
        ColumnType::Bool => "tinyint(1)",
        ColumnType::TinyInt => "tinyint",
        ColumnType::SmallInt => "smallint",
        ColumnType::Integer => "int",
        ColumnType::BigInt => "bigint",
        ColumnType::Float => "float",
        ColumnType::Double => "double",
        ColumnType::Numeric(None) => "decimal",
        ColumnType::Text => "text",
        ColumnType::Binary => "blob",
        ColumnType::Date => "date",
        ColumnType::Time => "time",
        ColumnType::Timestamp => "timestamp",
        ColumnType::Datetime => "datetime",
        ColumnType::Json => "json",
        ColumnType::Uuid if mysql.server.mariadb && mysql.server.at_least((10, 7, 0)) => "uuid",
        ColumnType::Varchar(length) => return Ok(format!("varchar({length})")),
        ColumnType::Char(length) => return Ok(format!("char({length})")),
        ColumnType::Varbinary(length) => return Ok(format!("varbinary({length})")),
        ColumnType::Numeric(Some(Digits { precision, scale })) => {
            return Ok(format!("decimal({precision}, {scale})"));
        }
        ColumnType::Unsigned(inner) if inner.is_whole_number() => {
            return Ok(format!("{} unsigned", spelled(mysql, inner)?));
        }
        ColumnType::Enum(reference) => {
            let labels: Vec<_> = (reference.labels.iter())
                .map(|label| literal::plain(label))
                .collect::<Result<_, _>>()?;
            return Ok(format!("enum({})", labels.join(", ")));
        }
        ColumnType::Custom(sql) => return Ok(sql.clone()),
        ColumnType::Native(native) if native.backend == BackendKind::Mysql => {
            return Ok(native.sql.clone());
        }
        ColumnType::Unsigned(_) => {
            return Err(lacks(mysql, column_type, "use the signed type and a check"));
        }
        ColumnType::Timestamptz => {
            return Err(lacks(
                mysql,
                column_type,
                "use Timestamp, which the server keeps in UTC",
            ));
        }
        ColumnType::Interval => {
            return Err(lacks(
                mysql,
                column_type,
                "use BigInt, in a unit that its name says",
            ));
        }
        ColumnType::Uuid => return Err(lacks(mysql, column_type, "use char(36) or varbinary(16)")),
        ColumnType::Jsonb => return Err(lacks(mysql, column_type, "use Json")),
        ColumnType::Array(_) => {
            return Err(lacks(mysql, column_type, "use a table of its own, or Json"));
        }
        ColumnType::Native(_) => {
            return Err(lacks(mysql, column_type, "write the step in `op.on(…)`"));
        }
    };
    Ok(plain.into())
}

fn lacks(mysql: &Mysql<'_>, column_type: &ColumnType, instead: &str) -> Unsupported {
    mysql.lacks(&format!("column type `{column_type}`"), instead)
}

/// Types whose values live outside the row: no plain default on MySQL, no key without a length.
pub(super) fn is_long(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Text | ColumnType::Binary | ColumnType::Json
    )
}
