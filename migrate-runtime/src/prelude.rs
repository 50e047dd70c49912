//! What a migration file imports: `use migrate_runtime::prelude::*;`.

pub use crate::connection::BackendKind::{Mysql, Postgres, Sqlite};
pub use crate::op::{Op, StepError};
pub use crate::operation::Algorithm::{Copying, Inplace, Instant, NoCopy};
pub use crate::operation::Lock::{Exclusive, NoLock, Shared};
pub use crate::operation::{
    has_column, has_constraint, has_enum, has_index, has_sequence, has_table, has_view, on_backend,
    version_at_least,
};
pub use crate::schema::Deferrable::{InitiallyDeferred, InitiallyImmediate};
pub use crate::schema::ReferentialAction::{Cascade, NoAction, Restrict, SetDefault, SetNull};
pub use crate::schema::{
    array, asc, char, custom, desc, enum_of, expr, numeric, unsigned, varbinary, varchar,
};
pub use migrate_macros::migration;

pub use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Double, Float, Integer, Interval, Json, Jsonb, Nullable, Numeric,
    SmallInt, Text, Time, Timestamp, TinyInt,
};

#[cfg(any(feature = "postgres", feature = "async-postgres"))]
pub use diesel::sql_types::{Array, Cidr, Citext, Inet, MacAddr, Money, Timestamptz, Uuid};

#[cfg(any(feature = "mysql", feature = "async-mysql"))]
pub use diesel::sql_types::{Datetime, Unsigned};

/// The connection type of this crate's one connection feature, for Rust steps: `op.run(|conn: &mut Conn| …)`.
#[cfg(all(
    feature = "sqlite",
    not(any(
        feature = "postgres",
        feature = "async-postgres",
        feature = "mysql",
        feature = "async-mysql"
    ))
))]
pub use diesel::SqliteConnection as Conn;

/// The connection type of this crate's one connection feature, for Rust steps: `op.run(|conn: &mut Conn| …)`.
#[cfg(all(
    feature = "postgres",
    not(any(
        feature = "sqlite",
        feature = "async-postgres",
        feature = "mysql",
        feature = "async-mysql"
    ))
))]
pub use diesel::PgConnection as Conn;

/// The connection type of this crate's one connection feature, for Rust steps: `op.run(|conn: &mut Conn| …)`.
#[cfg(all(
    feature = "mysql",
    not(any(
        feature = "sqlite",
        feature = "postgres",
        feature = "async-postgres",
        feature = "async-mysql"
    ))
))]
pub use diesel::MysqlConnection as Conn;

/// The connection type of this crate's one connection feature, for Rust steps: `op.run(|conn: &mut Conn| …)`.
#[cfg(all(
    feature = "async-postgres",
    not(any(
        feature = "sqlite",
        feature = "postgres",
        feature = "mysql",
        feature = "async-mysql"
    ))
))]
pub type Conn =
    diesel_async::async_connection_wrapper::AsyncConnectionWrapper<diesel_async::AsyncPgConnection>;

/// The connection type of this crate's one connection feature, for Rust steps: `op.run(|conn: &mut Conn| …)`.
#[cfg(all(
    feature = "async-mysql",
    not(any(
        feature = "sqlite",
        feature = "postgres",
        feature = "async-postgres",
        feature = "mysql"
    ))
))]
pub type Conn = diesel_async::async_connection_wrapper::AsyncConnectionWrapper<
    diesel_async::AsyncMysqlConnection,
>;
