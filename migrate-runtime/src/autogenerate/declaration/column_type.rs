//! Column types in Diesel's words.

use super::super::declared::of_word;
use super::Style;
use crate::backend::{Server, type_name};
use crate::connection::BackendKind;
use crate::schema::{ColumnType, QualifiedName};

/// A type as `table!` says it.
pub(super) struct Said {
    /// Diesel's type, without the `Nullable` around it.
    pub(super) word: Word,
    /// Diesel's `#[max_length]`.
    pub(super) max_length: Option<u32>,
    /// The type in the database's own words, where Diesel's does not tell.
    pub(super) native: Option<String>,
}

/// Diesel's type.
pub(super) enum Word {
    /// One that Diesel has: `Array<Nullable<Text>>`.
    Known(String),
    /// One that must be declared; `list` where a column holds lists of it.
    Own { name: QualifiedName, list: bool },
}

impl Said {
    pub(super) fn of(server: &Server, style: Style, column_type: &ColumnType) -> Self {
        let kind = server.kind;
        let max_length = max_length(kind, column_type);
        let word = word(kind, style, column_type);
        let understood = match &word {
            Word::Known(known) => of_word(kind, known, max_length),
            Word::Own { .. } => None,
        };
        let is_told = understood.as_ref() == Some(column_type) || is_enum(column_type);
        Self {
            native: (!is_told)
                .then(|| type_name(server, column_type).ok())
                .flatten(),
            word,
            max_length,
        }
    }
}

fn is_enum(column_type: &ColumnType) -> bool {
    column_type.enum_reference().is_some()
}

/// SQLite has one type of text, which may say its length; elsewhere the length belongs to the type.
fn max_length(kind: BackendKind, column_type: &ColumnType) -> Option<u32> {
    match column_type {
        ColumnType::Varchar(length) => Some(*length),
        ColumnType::Char(length) if kind != BackendKind::Sqlite => Some(*length),
        ColumnType::Varbinary(length) if kind == BackendKind::Mysql => Some(*length),
        _ => None,
    }
}

fn word(kind: BackendKind, style: Style, column_type: &ColumnType) -> Word {
    match column_type {
        ColumnType::Array(element) => match word(kind, style, element) {
            Word::Known(element) => Word::Known(format!("Array<Nullable<{element}>>")),
            Word::Own { name, .. } => Word::Own { name, list: true },
        },
        ColumnType::Unsigned(number) => match word(kind, style, number) {
            Word::Known(number) => Word::Known(format!("Unsigned<{number}>")),
            own @ Word::Own { .. } => own,
        },
        ColumnType::Enum(reference) => match kind {
            BackendKind::Sqlite => Word::Known("Text".into()),
            BackendKind::Postgres | BackendKind::Mysql => own(reference.name.clone()),
        },
        ColumnType::Native(native) => spelled(kind, &native.sql),
        ColumnType::Custom(sql) => spelled(kind, sql),
        plain => Word::Known(known(kind, style, plain).to_owned()),
    }
}

const fn own(name: QualifiedName) -> Word {
    Word::Own { name, list: false }
}

/// The word for a type of the model. Diesel's own printer names PostgreSQL's types after the server.
fn known(kind: BackendKind, style: Style, column_type: &ColumnType) -> &'static str {
    let diesels = match style {
        Style::Full => None,
        Style::Plain => diesels_own(kind, column_type),
    };
    diesels.unwrap_or_else(|| usual(kind, column_type))
}

fn diesels_own(kind: BackendKind, column_type: &ColumnType) -> Option<&'static str> {
    Some(match (kind, column_type) {
        (BackendKind::Postgres, ColumnType::SmallInt) => "Int2",
        (BackendKind::Postgres, ColumnType::Integer) => "Int4",
        (BackendKind::Postgres, ColumnType::BigInt) => "Int8",
        (BackendKind::Postgres, ColumnType::Float) => "Float4",
        (BackendKind::Postgres, ColumnType::Double) => "Float8",
        (BackendKind::Postgres, ColumnType::Binary) => "Bytea",
        (BackendKind::Mysql, ColumnType::TinyInt) => "Tinyint",
        (BackendKind::Mysql, ColumnType::SmallInt) => "Smallint",
        (BackendKind::Mysql, ColumnType::BigInt) => "Bigint",
        (BackendKind::Mysql, ColumnType::Numeric(_)) => "Decimal",
        (BackendKind::Mysql, ColumnType::Binary) => "Blob",
        _ => return None,
    })
}

fn usual(kind: BackendKind, column_type: &ColumnType) -> &'static str {
    let sqlite = kind == BackendKind::Sqlite;
    match column_type {
        ColumnType::Bool => "Bool",
        ColumnType::TinyInt if kind == BackendKind::Mysql => "TinyInt",
        ColumnType::TinyInt | ColumnType::SmallInt => "SmallInt",
        ColumnType::Integer => "Integer",
        ColumnType::BigInt => "BigInt",
        ColumnType::Float => "Float",
        ColumnType::Numeric(_) if !sqlite => "Numeric",
        ColumnType::Double | ColumnType::Numeric(_) => "Double",
        ColumnType::Varchar(_) if !sqlite => "Varchar",
        ColumnType::Char(_) if kind == BackendKind::Postgres => "Bpchar",
        ColumnType::Char(_) if !sqlite => "Char",
        ColumnType::Varbinary(_) if kind == BackendKind::Mysql => "Varbinary",
        ColumnType::Binary | ColumnType::Varbinary(_) => "Binary",
        ColumnType::Date => "Date",
        ColumnType::Time => "Time",
        ColumnType::Datetime if kind == BackendKind::Mysql => "Datetime",
        ColumnType::Timestamp | ColumnType::Datetime => "Timestamp",
        ColumnType::Timestamptz if sqlite => "TimestamptzSqlite",
        ColumnType::Timestamptz => "Timestamptz",
        ColumnType::Interval => "Interval",
        ColumnType::Uuid if kind == BackendKind::Postgres => "Uuid",
        ColumnType::Json => "Json",
        ColumnType::Jsonb => "Jsonb",
        // What stands for itself here has been looked at before.
        ColumnType::Text
        | ColumnType::Varchar(_)
        | ColumnType::Char(_)
        | ColumnType::Uuid
        | ColumnType::Unsigned(_)
        | ColumnType::Array(_)
        | ColumnType::Enum(_)
        | ColumnType::Native(_)
        | ColumnType::Custom(_) => "Text",
    }
}

/// The word for a type in the database's own spelling.
fn spelled(kind: BackendKind, sql: &str) -> Word {
    let lower = sql.to_ascii_lowercase();
    let head = lower.split('(').next().unwrap_or_default().trim();
    let known = match kind {
        BackendKind::Sqlite => Some(sqlite(&lower)),
        BackendKind::Mysql => mysql(head, &lower),
        BackendKind::Postgres => postgres(head),
    };
    match known {
        Some(known) => Word::Known(known.to_owned()),
        None => own(type_of_its_own(sql)),
    }
}

/// The affinity decides how SQLite keeps a value, and so how Diesel reads it.
fn sqlite(lower: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["bool"]) {
        "Bool"
    } else if has(&["bigint", "int8"]) {
        "BigInt"
    } else if has(&["smallint", "tinyint", "int2"]) {
        "SmallInt"
    } else if has(&["int"]) {
        "Integer"
    } else if has(&["char", "clob", "text"]) {
        "Text"
    } else if lower.is_empty() || has(&["blob", "binary"]) {
        "Binary"
    } else if has(&["real", "floa", "doub", "num", "dec"]) {
        "Double"
    } else if has(&["datetime", "timestamp"]) {
        "Timestamp"
    } else if has(&["date"]) {
        "Date"
    } else if has(&["time"]) {
        "Time"
    } else {
        "Text"
    }
}

fn mysql(head: &str, lower: &str) -> Option<&'static str> {
    let unsigned = lower.contains("unsigned");
    Some(match head {
        "tinyint" if unsigned => "Unsigned<TinyInt>",
        "smallint" if unsigned => "Unsigned<SmallInt>",
        "int" | "mediumint" | "mediumint unsigned" if unsigned => "Unsigned<Integer>",
        "bigint" if unsigned => "Unsigned<BigInt>",
        "tinyint" => "TinyInt",
        "smallint" | "year" => "SmallInt",
        "int" | "mediumint" => "Integer",
        "bigint" => "BigInt",
        "decimal" => "Numeric",
        "float" => "Float",
        "double" => "Double",
        "tinytext" => "Tinytext",
        "mediumtext" => "Mediumtext",
        "longtext" => "Longtext",
        "set" | "inet4" | "inet6" => "Text",
        "tinyblob" => "Tinyblob",
        "mediumblob" => "Mediumblob",
        "longblob" => "Longblob",
        "binary" | "bit" => "Binary",
        "time" => "Time",
        "datetime" => "Datetime",
        "timestamp" => "Timestamp",
        _ => return None,
    })
}

fn postgres(head: &str) -> Option<&'static str> {
    Some(match head {
        "character varying" | "varchar" => "Varchar",
        "time" | "time without time zone" => "Time",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        "timestamptz" | "timestamp with time zone" => "Timestamptz",
        "interval" => "Interval",
        "inet" => "Inet",
        "cidr" => "Cidr",
        "macaddr" => "MacAddr",
        "macaddr8" => "MacAddr8",
        "money" => "Money",
        "oid" => "Oid",
        "citext" => "Citext",
        "pg_lsn" => "PgLsn",
        "\"char\"" => "CChar",
        "int4range" => "Int4range",
        "int8range" => "Int8range",
        "numrange" => "Numrange",
        "tsrange" => "Tsrange",
        "tstzrange" => "Tstzrange",
        "daterange" => "Daterange",
        _ => return None,
    })
}

/// The name in a type's spelling: without its sizes, and without its quotes.
fn type_of_its_own(sql: &str) -> QualifiedName {
    let bare = |part: &str| part.trim().trim_matches('"').replace("\"\"", "\"");
    if sql.contains('"') {
        return match sql.split_once("\".\"") {
            Some((schema, name)) => QualifiedName {
                schema: Some(bare(schema).into()),
                name: bare(name).into(),
            },
            None => QualifiedName::new(bare(sql)),
        };
    }
    let head = sql.split('(').next().unwrap_or_default();
    match head.split_once('.') {
        Some((schema, name)) => QualifiedName {
            schema: Some(bare(schema).into()),
            name: bare(name).into(),
        },
        None => QualifiedName::new(bare(head)),
    }
}
