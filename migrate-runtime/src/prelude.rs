//! What a migration file imports: `use migrate_runtime::prelude::*;`.

pub use crate::op::{Op, StepError};
pub use migrate_macros::migration;

pub use diesel::sql_types::{
    BigInt, Binary, Bool, Date, Double, Float, Integer, Numeric, SmallInt, Text, Time, Timestamp,
};
