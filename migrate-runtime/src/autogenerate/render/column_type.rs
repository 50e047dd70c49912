//! Column types in the words of the prelude.

use super::call::{list, qualified};
use super::literal::string;
use crate::schema::{ColumnType, Digits};

/// An expression that is the type.
pub(super) fn source(column_type: &ColumnType) -> String {
    match column_type {
        ColumnType::Bool
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Float
        | ColumnType::Double
        | ColumnType::Numeric(None)
        | ColumnType::Text
        | ColumnType::Binary
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::Interval
        | ColumnType::Json
        | ColumnType::Jsonb => column_type.to_string(),
        // Diesel has these for one backend only, and so has the prelude.
        ColumnType::Timestamptz | ColumnType::Datetime | ColumnType::Uuid => {
            format!("migrate_runtime::schema::ColumnType::{column_type}")
        }
        ColumnType::Numeric(Some(Digits { precision, scale })) => {
            format!("numeric({precision}, {scale})")
        }
        ColumnType::Varchar(length) => format!("varchar({length})"),
        ColumnType::Char(length) => format!("char({length})"),
        ColumnType::Varbinary(length) => format!("varbinary({length})"),
        ColumnType::Unsigned(inner) => format!("unsigned({})", source(inner)),
        ColumnType::Array(inner) => format!("array({})", source(inner)),
        ColumnType::Enum(reference) => {
            let labels = list(reference.labels.iter().map(|label| string(label)));
            format!("enum_of({}, {labels})", qualified(&reference.name))
        }
        ColumnType::Native(native) => format!("custom({})", string(&native.sql)),
        ColumnType::Custom(sql) => format!("custom({})", string(sql)),
    }
}
