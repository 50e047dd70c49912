//! The keys of an index.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::schema::{Index, IndexKey, KeyPart, NullsOrder, SortOrder};

/// The keys in their order, separated by commas.
pub(in crate::backend) fn keys(
    dialect: &dyn Dialect,
    index: &Index,
) -> Result<String, Unsupported> {
    dialect.accept_index(index)?;
    let keys: Vec<_> = index
        .keys
        .iter()
        .map(|key| self::key(dialect, key))
        .collect::<Result<_, _>>()?;
    Ok(keys.join(", "))
}

pub(super) fn key(dialect: &dyn Dialect, key: &IndexKey) -> Result<String, Unsupported> {
    let mut sql = match &key.part {
        KeyPart::Column(name) => dialect.name(name)?,
        KeyPart::Expression(expression) => format!("({expression})"),
    };
    if let Some(length) = key.prefix {
        sql += &format!("({length})");
    }
    if let Some(collation) = &key.collation {
        sql += &format!(" COLLATE {}", dialect.name(collation)?);
    }
    if let Some(class) = &key.operator_class {
        sql += &format!(" {}", dialect.name(class)?);
    }
    if key.order == SortOrder::Descending {
        sql += " DESC";
    }
    sql += match key.nulls {
        None => "",
        Some(NullsOrder::First) => " NULLS FIRST",
        Some(NullsOrder::Last) => " NULLS LAST",
    };
    Ok(sql)
}
