//! From the server's names of types to the model's.

use crate::backend::standard::expression::type_name;
use crate::connection::BackendKind;
use crate::schema::{ColumnType, Digits};

/// The type that the server calls so; one that the model has no word for keeps its name.
pub(super) fn read(name: &str) -> ColumnType {
    let printed = type_name::printed(name);
    if let Some(element) = printed.strip_suffix("[]") {
        return ColumnType::Array(Box::new(read(element)));
    }
    known(&printed).unwrap_or_else(|| {
        // A name in quotes may hold anything.
        let spelled = if name.contains('"') { name } else { &printed };
        ColumnType::native(BackendKind::Postgres, spelled)
    })
}

fn known(printed: &str) -> Option<ColumnType> {
    Some(match printed {
        "boolean" => ColumnType::Bool,
        "smallint" => ColumnType::SmallInt,
        "integer" => ColumnType::Integer,
        "bigint" => ColumnType::BigInt,
        "real" => ColumnType::Float,
        "double precision" => ColumnType::Double,
        "numeric" => ColumnType::Numeric(None),
        "text" => ColumnType::Text,
        "bytea" => ColumnType::Binary,
        "date" => ColumnType::Date,
        "time without time zone" => ColumnType::Time,
        "timestamp without time zone" => ColumnType::Timestamp,
        "timestamp with time zone" => ColumnType::Timestamptz,
        "interval" => ColumnType::Interval,
        "uuid" => ColumnType::Uuid,
        "json" => ColumnType::Json,
        "jsonb" => ColumnType::Jsonb,
        "character" => ColumnType::Char(1),
        sized => return self::sized(sized),
    })
}

fn sized(printed: &str) -> Option<ColumnType> {
    let (head, sizes) = printed.strip_suffix(')')?.split_once('(')?;
    match (head, sizes.split_once(',')) {
        ("character varying", None) => Some(ColumnType::Varchar(sizes.parse().ok()?)),
        ("character", None) => Some(ColumnType::Char(sizes.parse().ok()?)),
        ("numeric", Some((precision, scale))) => {
            Some(numeric(precision.parse().ok()?, scale.parse().ok()?))
        }
        ("numeric", None) => Some(numeric(sizes.parse().ok()?, 0)),
        _ => None,
    }
}

const fn numeric(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Numeric(Some(Digits { precision, scale }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_the_server_and_as_authors_write_them() {
        for (name, column_type) in [
            ("character varying(20)", ColumnType::Varchar(20)),
            ("numeric(12,2)", numeric(12, 2)),
            ("int8", ColumnType::BigInt),
            ("text[]", ColumnType::Array(Box::new(ColumnType::Text))),
            (
                "timestamp(3) without time zone",
                ColumnType::native(BackendKind::Postgres, "timestamp(3) without time zone"),
            ),
            ("inet", ColumnType::native(BackendKind::Postgres, "inet")),
            (
                "\"char\"",
                ColumnType::native(BackendKind::Postgres, "\"char\""),
            ),
        ] {
            assert_eq!(read(name), column_type);
        }
    }
}
