//! From what an author writes to a column type: Diesel's `sql_types`, the sized ones, custom ones.

use diesel::sql_types;

use super::{ColumnType, Digits, EnumReference, QualifiedName};

/// What may stand as a column's type in a migration.
///
/// Implemented for Diesel's `sql_types` and for [`ColumnType`]. A type of your own says what it is called:
///
/// ```
/// use migrate_runtime::schema::{ColumnType, IntoColumnType};
///
/// struct Mood;
///
/// impl IntoColumnType for Mood {
///     fn into_column_type(self) -> ColumnType {
///         ColumnType::Custom("mood".into())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type that migrations know",
    note = "use a type of `diesel::sql_types`, a sized one such as `varchar(255)`, or `custom(\"…\")`; a type of your own implements `IntoColumnType`"
)]
pub trait IntoColumnType: Sized {
    /// Whether the type says that `NULL` is allowed (`Nullable<…>`).
    const NULLABLE: bool = false;

    /// The type as data.
    fn into_column_type(self) -> ColumnType;
}

impl IntoColumnType for ColumnType {
    fn into_column_type(self) -> ColumnType {
        self
    }
}

macro_rules! plain_types {
    ($($diesel:ident),+ $(,)?) => {
        $(impl IntoColumnType for sql_types::$diesel {
            fn into_column_type(self) -> ColumnType {
                ColumnType::$diesel
            }
        })+
    };
}

plain_types!(
    Bool, TinyInt, SmallInt, Integer, BigInt, Float, Double, Text, Binary, Date, Time, Timestamp,
    Interval, Json, Jsonb,
);

impl IntoColumnType for sql_types::Numeric {
    fn into_column_type(self) -> ColumnType {
        ColumnType::Numeric(None)
    }
}

// Diesel's wrapping types cannot be taken apart, only named: the inner type is made by its own default.
impl<T> IntoColumnType for sql_types::Nullable<T>
where
    T: IntoColumnType + Default + sql_types::SqlType,
{
    const NULLABLE: bool = true;

    fn into_column_type(self) -> ColumnType {
        T::default().into_column_type()
    }
}

#[cfg(any(feature = "postgres", feature = "async-postgres"))]
mod postgres {
    use super::{ColumnType, IntoColumnType, sql_types};
    use crate::connection::BackendKind::Postgres;

    plain_types!(Timestamptz, Uuid);

    impl<T: IntoColumnType + Default> IntoColumnType for sql_types::Array<T> {
        fn into_column_type(self) -> ColumnType {
            ColumnType::Array(Box::new(T::default().into_column_type()))
        }
    }

    macro_rules! native_types {
        ($($diesel:ty => $sql:literal),+ $(,)?) => {
            $(impl IntoColumnType for $diesel {
                fn into_column_type(self) -> ColumnType {
                    ColumnType::native(Postgres, $sql)
                }
            })+
        };
    }

    native_types!(
        sql_types::Inet => "inet",
        sql_types::Cidr => "cidr",
        sql_types::MacAddr => "macaddr",
        sql_types::MacAddr8 => "macaddr8",
        sql_types::Money => "money",
        sql_types::Oid => "oid",
        sql_types::Citext => "citext",
        sql_types::PgLsn => "pg_lsn",
        sql_types::CChar => "\"char\"",
        sql_types::Int4range => "int4range",
        sql_types::Int8range => "int8range",
        sql_types::Numrange => "numrange",
        sql_types::Tsrange => "tsrange",
        sql_types::Tstzrange => "tstzrange",
        sql_types::Daterange => "daterange",
        sql_types::Int4multirange => "int4multirange",
        sql_types::Int8multirange => "int8multirange",
        sql_types::Nummultirange => "nummultirange",
        sql_types::Tsmultirange => "tsmultirange",
        sql_types::Tstzmultirange => "tstzmultirange",
        sql_types::Datemultirange => "datemultirange",
    );
}

#[cfg(any(feature = "mysql", feature = "async-mysql"))]
mod mysql {
    use super::{ColumnType, IntoColumnType, sql_types};

    plain_types!(Datetime);

    impl<T: IntoColumnType + Default> IntoColumnType for sql_types::Unsigned<T> {
        fn into_column_type(self) -> ColumnType {
            ColumnType::Unsigned(Box::new(T::default().into_column_type()))
        }
    }
}

#[cfg(feature = "sqlite")]
impl IntoColumnType for sql_types::TimestamptzSqlite {
    fn into_column_type(self) -> ColumnType {
        ColumnType::Timestamptz
    }
}

/// Text of at most `length` characters.
#[must_use]
pub const fn varchar(length: u32) -> ColumnType {
    ColumnType::Varchar(length)
}

/// Text padded to `length` characters.
#[must_use]
pub const fn char(length: u32) -> ColumnType {
    ColumnType::Char(length)
}

/// At most `length` bytes.
#[must_use]
pub const fn varbinary(length: u32) -> ColumnType {
    ColumnType::Varbinary(length)
}

/// A decimal fraction with `precision` digits in all, `scale` of them behind the point.
#[must_use]
pub const fn numeric(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Numeric(Some(Digits { precision, scale }))
}

/// A list of values of one type (PostgreSQL): `array(Text)`.
pub fn array(element: impl IntoColumnType) -> ColumnType {
    ColumnType::Array(Box::new(element.into_column_type()))
}

/// A whole number without a sign (MySQL): `unsigned(BigInt)`.
pub fn unsigned(number: impl IntoColumnType) -> ColumnType {
    ColumnType::Unsigned(Box::new(number.into_column_type()))
}

/// A type in the database's own spelling, written as is: `custom("geometry(Point, 4326)")`.
pub fn custom(sql: impl Into<String>) -> ColumnType {
    ColumnType::Custom(sql.into())
}

/// One of a fixed list of labels: the enum type `name` on PostgreSQL, `ENUM(…)` on MySQL, checked text on SQLite.
pub fn enum_of<const N: usize>(name: impl Into<QualifiedName>, labels: [&str; N]) -> ColumnType {
    ColumnType::Enum(EnumReference {
        name: name.into(),
        labels: labels.map(str::to_owned).into(),
    })
}
