//! What the catalogue will say of a schema that the operations made.

use super::{assemble, complete, index};
use crate::backend::sqlite::{table, types};
use crate::connection::BackendKind;
use crate::schema::{
    Column, ColumnType, DefaultValue, IndexKey, KeyPart, Literal, Name, Numbering, Schema, Table,
    TableOptions,
};

pub(in crate::backend) fn normalize(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    // Enum types have no names here: each column has its labels.
    schema.enums.clear();
    for table in schema.tables.values_mut() {
        self::table(table);
    }
    complete::references(&mut schema);
    schema
}

fn table(table: &mut Table) {
    let TableOptions {
        strict,
        without_rowid,
        ..
    } = table.options;
    // The rest is for other databases.
    table.options = TableOptions {
        strict,
        without_rowid,
        ..TableOptions::default()
    };
    let numbered: Vec<_> = (table.columns.iter())
        .filter(|column| table::numbered_key(table, column).is_some())
        .map(|column| column.name.clone())
        .collect();
    for column in &mut table.columns {
        column.column_type = column_type(table.name.name.as_str(), strict, column);
        column.numbering = None;
        if numbered.contains(&column.name) {
            column.column_type = ColumnType::Integer;
            column.numbering = Some(Numbering::ByDefault);
        }
        column.default = column
            .default
            .take()
            .map(|value| default(value, &column.column_type));
        column.collation = column.collation.take().and_then(collation);
    }
    for key in table.indexes.iter_mut().flat_map(|index| &mut index.keys) {
        self::key(key);
    }
    complete::columns(table);
}

fn column_type(table: &str, strict: bool, column: &Column) -> ColumnType {
    match &column.column_type {
        ColumnType::Enum(reference) => {
            assemble::enum_type(&table.into(), &column.name, reference.labels.clone())
        }
        ColumnType::Custom(sql) => types::read(strict, sql),
        ColumnType::Native(native) if native.backend == BackendKind::Sqlite => {
            types::read(strict, &native.sql)
        }
        other if strict => in_strict_table(other),
        other => other.clone(),
    }
}

/// A STRICT table knows four types.
fn in_strict_table(column_type: &ColumnType) -> ColumnType {
    match column_type {
        ColumnType::Bool
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt => ColumnType::Integer,
        ColumnType::Float | ColumnType::Double | ColumnType::Numeric(_) => ColumnType::Double,
        ColumnType::Binary | ColumnType::Varbinary(_) | ColumnType::Jsonb => ColumnType::Binary,
        ColumnType::Text
        | ColumnType::Varchar(_)
        | ColumnType::Char(_)
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::Timestamptz
        | ColumnType::Datetime
        | ColumnType::Json => ColumnType::Text,
        // Refused before anything runs, or spelled by its author.
        ColumnType::Unsigned(_)
        | ColumnType::Interval
        | ColumnType::Uuid
        | ColumnType::Array(_)
        | ColumnType::Enum(_)
        | ColumnType::Native(_)
        | ColumnType::Custom(_) => column_type.clone(),
    }
}

fn default(default: DefaultValue, column_type: &ColumnType) -> DefaultValue {
    let read = |sql: &str| assemble::default_value(sql, column_type);
    let default = match default {
        // SQLite has no truth values, only the numbers 0 and 1.
        DefaultValue::Literal(Literal::Bool(value)) => read(if value { "1" } else { "0" }),
        DefaultValue::Literal(Literal::Integer(number)) => read(&number.to_string()),
        DefaultValue::Expression(sql) => read(&sql),
        DefaultValue::Literal(_) => default,
    };
    match &default {
        DefaultValue::Literal(Literal::Number(digits)) => {
            let number = digits.parse::<f64>().map(|number| number.to_string());
            read(number.as_deref().unwrap_or(digits))
        }
        DefaultValue::Literal(_) | DefaultValue::Expression(_) => default,
    }
}

/// The names of SQLite's own collations have no case, and one of them is what a column has anyway.
fn collation(name: Name) -> Option<Name> {
    let upper = name.as_str().to_ascii_uppercase();
    match upper.as_str() {
        "BINARY" => None,
        "NOCASE" | "RTRIM" => Some(Name::from(upper)),
        _ => Some(name),
    }
}

fn key(key: &mut IndexKey) {
    if let KeyPart::Expression(sql) = &key.part
        && let Some(part) = index::part(sql)
    {
        key.part = part;
    }
}
