//! Functions and materialised views in PostgreSQL.

use super::Postgres;
use crate::backend::Unsupported;
use crate::backend::dialect::Dialect;
use crate::backend::standard::function;
use crate::operation::{DropFunction, IndexBuild, RefreshView};

/// Functions of one name are told apart by their arguments.
pub(super) fn drop_function(
    postgres: &Postgres<'_>,
    drop: &DropFunction,
) -> Result<String, Unsupported> {
    Ok(format!(
        "DROP {} {}({})",
        function::keyword(drop.kind),
        postgres.qualified(&drop.name)?,
        drop.arguments
    ))
}

pub(super) fn refresh(
    postgres: &Postgres<'_>,
    refresh: &RefreshView,
) -> Result<String, Unsupported> {
    let concurrently = match refresh.build {
        IndexBuild::Blocking => "",
        IndexBuild::Concurrently => "CONCURRENTLY ",
    };
    Ok(format!(
        "REFRESH MATERIALIZED VIEW {concurrently}{}",
        postgres.qualified(&refresh.name)?
    ))
}
