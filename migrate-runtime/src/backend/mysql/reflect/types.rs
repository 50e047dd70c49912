//! From the server's names of types to the model's.

use crate::backend::standard::expression::{Token, tokens};
use crate::connection::BackendKind;
use crate::schema::{ColumnType, Digits, EnumReference, Name, QualifiedName};

/// The name that an enum type is given here, where types have none.
pub(super) fn enum_name(table: &Name, column: &Name) -> QualifiedName {
    QualifiedName::new(format!("{}_{}", table.as_str(), column.as_str()))
}

/// The type that the server, or an author, calls so; one that the model has no word for keeps its name.
pub(super) fn read(printed: &str, enum_name: QualifiedName) -> ColumnType {
    if let Some(labels) = labels(printed) {
        return ColumnType::Enum(EnumReference {
            name: enum_name,
            labels,
        });
    }
    let lower = printed.to_ascii_lowercase();
    known(&lower).unwrap_or_else(|| ColumnType::native(BackendKind::Mysql, spelled(&lower)))
}

fn known(lower: &str) -> Option<ColumnType> {
    if let Some(signed) = lower.strip_suffix(" unsigned") {
        let number = Box::new(whole_number(signed)?);
        return Some(ColumnType::Unsigned(number));
    }
    if let Some(number) = whole_number(lower) {
        return Some(number);
    }
    let (head, sizes) = sizes(lower);
    Some(match (head, sizes.as_slice()) {
        ("bool" | "boolean", []) | ("tinyint", [1]) => ColumnType::Bool,
        ("float", []) => ColumnType::Float,
        ("double" | "double precision" | "real", []) => ColumnType::Double,
        ("decimal" | "numeric" | "dec" | "fixed", []) => decimal(10, 0),
        ("decimal" | "numeric" | "dec" | "fixed", [precision]) => decimal(*precision, 0),
        ("decimal" | "numeric" | "dec" | "fixed", [precision, scale]) => {
            decimal(*precision, *scale)
        }
        ("text", []) => ColumnType::Text,
        ("varchar", [length]) => ColumnType::Varchar(*length),
        ("char", []) => ColumnType::Char(1),
        ("char", [length]) => ColumnType::Char(*length),
        ("blob", []) => ColumnType::Binary,
        ("varbinary", [length]) => ColumnType::Varbinary(*length),
        ("date", []) => ColumnType::Date,
        ("time", []) => ColumnType::Time,
        ("timestamp", []) => ColumnType::Timestamp,
        ("datetime", []) => ColumnType::Datetime,
        ("uuid", []) => ColumnType::Uuid,
        ("json", []) => ColumnType::Json,
        _ => return None,
    })
}

/// A whole number; its size only says how wide it is shown, but for the one digit of truth.
fn whole_number(lower: &str) -> Option<ColumnType> {
    let (head, sizes) = sizes(lower);
    Some(match (head, sizes.as_slice()) {
        ("tinyint", [1]) => return None,
        ("tinyint", _) => ColumnType::TinyInt,
        ("smallint", _) => ColumnType::SmallInt,
        ("int" | "integer", _) => ColumnType::Integer,
        ("bigint", _) => ColumnType::BigInt,
        _ => return None,
    })
}

/// `decimal(12,2)` as its word and its sizes.
fn sizes(lower: &str) -> (&str, Vec<u32>) {
    let Some((head, rest)) = lower.split_once('(') else {
        return (lower, Vec::new());
    };
    let Some(inner) = rest.strip_suffix(')') else {
        return (lower, Vec::new());
    };
    let sizes: Result<Vec<_>, _> = inner.split(',').map(|size| size.trim().parse()).collect();
    sizes.map_or((lower, Vec::new()), |sizes| (head.trim(), sizes))
}

const fn decimal(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Numeric(Some(Digits { precision, scale }))
}

/// The server's spelling of a type that the model has no word for.
fn spelled(lower: &str) -> &str {
    match lower {
        "year" => "year(4)",
        "bit" => "bit(1)",
        "binary" => "binary(1)",
        other => other,
    }
}

/// The labels of `enum('a','b')`.
fn labels(printed: &str) -> Option<Vec<String>> {
    let tokens = tokens(BackendKind::Mysql, printed)?;
    let (first, rest) = tokens.split_first()?;
    if *first != Token::Word("enum".into()) {
        return None;
    }
    let labels = rest.iter().filter_map(|token| match token {
        Token::Text(label) => Some(label.clone()),
        _ => None,
    });
    Some(labels.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_the_server_and_as_authors_write_them() {
        for (name, column_type) in [
            (
                "bigint(20) unsigned",
                ColumnType::Unsigned(Box::new(ColumnType::BigInt)),
            ),
            ("tinyint(1)", ColumnType::Bool),
            ("tinyint(4)", ColumnType::TinyInt),
            ("int(11)", ColumnType::Integer),
            ("decimal(12,2)", decimal(12, 2)),
            ("DECIMAL(12, 2)", decimal(12, 2)),
            (
                "int(5) unsigned zerofill",
                ColumnType::native(BackendKind::Mysql, "int(5) unsigned zerofill"),
            ),
            (
                "datetime(6)",
                ColumnType::native(BackendKind::Mysql, "datetime(6)"),
            ),
            ("year", ColumnType::native(BackendKind::Mysql, "year(4)")),
        ] {
            assert_eq!(read(name, "mood".into()), column_type);
        }
        let ColumnType::Enum(mood) = read("enum('sad','it''s, ok')", "mood".into()) else {
            panic!("an enum is read");
        };
        assert_eq!(mood.labels, ["sad", "it's, ok"]);
    }
}
