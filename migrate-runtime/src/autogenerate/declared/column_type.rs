//! From Diesel's type names to the model's types.

use migrate_graph::declared::{Column, File, SqlType};

use crate::connection::BackendKind;
use crate::schema::{ColumnType, EnumReference, Name, QualifiedName};

/// Why there is no type.
pub(super) enum Unknown {
    /// Nobody knows the name.
    Name,
    /// The kind of database has no such type.
    Here,
}

/// The type of a column, as far as its kind of database has one.
pub(super) fn column_type(
    kind: BackendKind,
    file: &File,
    column: &Column,
) -> Result<ColumnType, Unknown> {
    if let Some(sql) = &column.native_type {
        return Ok(ColumnType::native(kind, sql.as_str()));
    }
    named(kind, file, &column.sql_type, column)
}

fn named(
    kind: BackendKind,
    file: &File,
    sql_type: &SqlType,
    column: &Column,
) -> Result<ColumnType, Unknown> {
    if let [inner] = sql_type.arguments.as_slice() {
        let inner = || named(kind, file, inner, column).map(Box::new);
        return match sql_type.name.as_str() {
            "Nullable" => inner().map(|inner| *inner),
            "Array" if kind == BackendKind::Postgres => Ok(ColumnType::Array(inner()?)),
            "Unsigned" if kind == BackendKind::Mysql => Ok(ColumnType::Unsigned(inner()?)),
            "Array" | "Unsigned" => Err(Unknown::Here),
            _ => Err(Unknown::Name),
        };
    }
    match plain(&sql_type.name, column.max_length) {
        Some(plain) if column.labels.is_empty() => Ok(plain),
        _ => declared_type(file, &sql_type.name, column)
            .or_else(|| native(kind, &sql_type.name))
            .ok_or(Unknown::Name),
    }
}

/// The type that one of Diesel's own stands for.
pub(in crate::autogenerate) fn of_word(
    kind: BackendKind,
    word: &str,
    max_length: Option<u32>,
) -> Option<ColumnType> {
    let inside = |open: &str, close: &str| word.strip_prefix(open)?.strip_suffix(close);
    if let Some(element) = inside("Array<Nullable<", ">>") {
        return of_word(kind, element, None).map(|element| ColumnType::Array(Box::new(element)));
    }
    if let Some(number) = inside("Unsigned<", ">") {
        return of_word(kind, number, None).map(|number| ColumnType::Unsigned(Box::new(number)));
    }
    plain(word, max_length).or_else(|| native(kind, word))
}

/// Diesel's types and their other names.
fn plain(name: &str, max_length: Option<u32>) -> Option<ColumnType> {
    Some(match (name, max_length) {
        ("Bool", _) => ColumnType::Bool,
        ("TinyInt" | "Tinyint", _) => ColumnType::TinyInt,
        ("SmallInt" | "Smallint" | "Int2" | "SmallSerial", _) => ColumnType::SmallInt,
        ("Integer" | "Int4" | "Serial", _) => ColumnType::Integer,
        ("BigInt" | "Bigint" | "Int8" | "BigSerial", _) => ColumnType::BigInt,
        ("Float" | "Float4", _) => ColumnType::Float,
        ("Double" | "Float8", _) => ColumnType::Double,
        ("Numeric" | "Decimal", _) => ColumnType::Numeric(None),
        ("VarChar" | "Varchar" | "Text", Some(length)) => ColumnType::Varchar(length),
        ("Bpchar" | "Char", Some(length)) => ColumnType::Char(length),
        ("Text" | "VarChar" | "Varchar" | "Tinytext" | "Mediumtext" | "Longtext", None) => {
            ColumnType::Text
        }
        ("Bpchar" | "Char", None) => ColumnType::Char(1),
        ("Varbinary", Some(length)) => ColumnType::Varbinary(length),
        ("Binary" | "Bytea" | "Blob" | "Tinyblob" | "Mediumblob" | "Longblob" | "Varbinary", _) => {
            ColumnType::Binary
        }
        ("Date", _) => ColumnType::Date,
        ("Time", _) => ColumnType::Time,
        ("Timestamp", _) => ColumnType::Timestamp,
        ("Timestamptz" | "TimestamptzSqlite", _) => ColumnType::Timestamptz,
        ("Datetime", _) => ColumnType::Datetime,
        ("Interval", _) => ColumnType::Interval,
        ("Uuid", _) => ColumnType::Uuid,
        ("Json", _) => ColumnType::Json,
        ("Jsonb", _) => ColumnType::Jsonb,
        _ => return None,
    })
}

/// PostgreSQL's own, which Diesel names after it.
fn native(kind: BackendKind, name: &str) -> Option<ColumnType> {
    let sql = match name {
        "Inet" => "inet",
        "Cidr" => "cidr",
        "MacAddr" | "Macaddr" => "macaddr",
        "MacAddr8" => "macaddr8",
        "Money" => "money",
        "Oid" => "oid",
        "Citext" => "citext",
        "PgLsn" => "pg_lsn",
        "CChar" => "\"char\"",
        "Int4range" => "int4range",
        "Int8range" => "int8range",
        "Numrange" => "numrange",
        "Tsrange" => "tsrange",
        "Tstzrange" => "tstzrange",
        "Daterange" => "daterange",
        _ => return None,
    };
    (kind == BackendKind::Postgres).then(|| ColumnType::native(kind, sql))
}

/// A type of the application's own: an enum if its labels are known.
fn declared_type(file: &File, name: &str, column: &Column) -> Option<ColumnType> {
    let known = file.types.iter().find(|known| known.name == name);
    let sql_name = known.map(|known| QualifiedName {
        schema: known.schema.as_deref().map(Name::from),
        name: known.sql_name.as_str().into(),
    });
    if !column.labels.is_empty() {
        return Some(ColumnType::Enum(EnumReference {
            name: sql_name.unwrap_or_else(|| name.to_ascii_lowercase().into()),
            labels: column.labels.clone(),
        }));
    }
    known.map(|known| ColumnType::Custom(known.sql_name.clone()))
}
