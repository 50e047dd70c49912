//! SQL texts, types and defaults compared by what they say.

use crate::operation::Change;
use crate::schema::{ColumnType, DefaultValue, Generated, expression::same};

/// Whether two optional texts say the same.
pub(super) fn same_option(left: Option<&String>, right: Option<&String>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => same(left, right),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether two types are one.
pub(super) fn same_type(left: &ColumnType, right: &ColumnType) -> bool {
    match (left, right) {
        (ColumnType::Custom(left), ColumnType::Custom(right)) => same(left, right),
        (ColumnType::Native(left), ColumnType::Native(right)) => {
            left.backend == right.backend && same(&left.sql, &right.sql)
        }
        (ColumnType::Array(left), ColumnType::Array(right))
        | (ColumnType::Unsigned(left), ColumnType::Unsigned(right)) => same_type(left, right),
        _ => left == right,
    }
}

/// Whether two defaults are one.
pub(super) fn same_default(left: Option<&DefaultValue>, right: Option<&DefaultValue>) -> bool {
    match (left, right) {
        (Some(DefaultValue::Expression(left)), Some(DefaultValue::Expression(right))) => {
            same(left, right)
        }
        _ => left == right,
    }
}

/// Whether two columns are computed alike.
pub(super) fn same_generated(left: Option<&Generated>, right: Option<&Generated>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            left.storage == right.storage && same(&left.expression, &right.expression)
        }
        _ => left.is_none() && right.is_none(),
    }
}

/// What makes a thing be there or not as it shall.
pub(super) fn change<T: Clone>(same: bool, value: Option<&T>) -> Change<T> {
    match value {
        _ if same => Change::Keep,
        Some(value) => Change::Set(value.clone()),
        None => Change::Drop,
    }
}
