//! Column types in Diesel's words; each backend says how it spells them or that it has no such type.

use std::fmt;

use super::QualifiedName;
use crate::connection::BackendKind;

/// The type of a column.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// True or false.
    Bool,
    /// 8 bits (MySQL, SQLite).
    TinyInt,
    /// 16 bits.
    SmallInt,
    /// 32 bits.
    Integer,
    /// 64 bits.
    BigInt,
    /// A whole number without a sign (MySQL).
    Unsigned(Box<ColumnType>),
    /// A binary fraction of 32 bits.
    Float,
    /// A binary fraction of 64 bits.
    Double,
    /// A decimal fraction; without digits the backend's default.
    Numeric(Option<Digits>),
    /// Text of any length.
    Text,
    /// Text of at most so many characters.
    Varchar(u32),
    /// Text padded to so many characters.
    Char(u32),
    /// Bytes of any number.
    Binary,
    /// At most so many bytes.
    Varbinary(u32),
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and a time, without a time zone.
    Timestamp,
    /// A moment.
    Timestamptz,
    /// A day and a time, without a time zone (MySQL).
    Datetime,
    /// A span of time (PostgreSQL).
    Interval,
    /// A universally unique identifier.
    Uuid,
    /// JSON kept as text.
    Json,
    /// JSON kept in binary form.
    Jsonb,
    /// A list of values of one type (PostgreSQL).
    Array(Box<ColumnType>),
    /// One of a fixed list of labels; a checked text column where the backend has no enum types.
    Enum(EnumReference),
    /// A type that only one backend has, in its own spelling.
    Native(NativeType),
    /// SQL text that names a type on any backend.
    Custom(String),
}

/// Precision and scale of a decimal fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Digits {
    /// Digits in all.
    pub precision: u32,
    /// Digits behind the point.
    pub scale: u32,
}

/// A column's reference to an enum type, with the labels it had when the column was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EnumReference {
    /// The type's name where types have names.
    pub name: QualifiedName,
    /// The labels in their order.
    pub labels: Vec<String>,
}

/// A type that only one backend has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NativeType {
    /// The backend.
    pub backend: BackendKind,
    /// Its spelling there.
    pub sql: String,
}

impl ColumnType {
    /// A type that only `backend` has.
    #[must_use]
    pub fn native(backend: BackendKind, sql: impl Into<String>) -> Self {
        Self::Native(NativeType {
            backend,
            sql: sql.into(),
        })
    }

    /// The enum type that a value is of, or that the elements of a list are of.
    #[must_use]
    pub fn enum_reference(&self) -> Option<&EnumReference> {
        match self {
            Self::Enum(reference) => Some(reference),
            Self::Array(element) => element.enum_reference(),
            _ => None,
        }
    }

    /// The same, to change it.
    pub fn enum_reference_mut(&mut self) -> Option<&mut EnumReference> {
        match self {
            Self::Enum(reference) => Some(reference),
            Self::Array(element) => element.enum_reference_mut(),
            _ => None,
        }
    }

    /// Whether a column of this type may say how its text is compared; of a type in the database's own spelling nobody
    /// else knows.
    #[must_use]
    pub fn may_have_collation(&self) -> bool {
        match self {
            Self::Text
            | Self::Varchar(_)
            | Self::Char(_)
            | Self::Enum(_)
            | Self::Native(_)
            | Self::Custom(_) => true,
            Self::Array(element) => element.may_have_collation(),
            _ => false,
        }
    }

    /// Whether a value is a whole number.
    #[must_use]
    pub fn is_whole_number(&self) -> bool {
        match self {
            Self::TinyInt | Self::SmallInt | Self::Integer | Self::BigInt => true,
            Self::Unsigned(inner) => inner.is_whole_number(),
            _ => false,
        }
    }
}

/// As an author writes it in a migration.
impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned(inner) => write!(f, "Unsigned<{inner}>"),
            Self::Array(inner) => write!(f, "Array<{inner}>"),
            Self::Numeric(Some(Digits { precision, scale })) => {
                write!(f, "numeric({precision}, {scale})")
            }
            Self::Numeric(None) => f.write_str("Numeric"),
            Self::Varchar(length) => write!(f, "varchar({length})"),
            Self::Char(length) => write!(f, "char({length})"),
            Self::Varbinary(length) => write!(f, "varbinary({length})"),
            Self::Enum(reference) => write!(f, "enum {}", reference.name),
            Self::Native(native) => f.write_str(&native.sql),
            Self::Custom(sql) => f.write_str(sql),
            plain => write!(f, "{plain:?}"),
        }
    }
}
