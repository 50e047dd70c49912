//! Views.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::operation::DropView;
use crate::schema::View;

/// `CREATE VIEW … AS …`.
pub(in crate::backend) fn create(
    dialect: &dyn Dialect,
    view: &View,
) -> Result<String, Unsupported> {
    Ok(format!(
        "CREATE {}VIEW {} AS {}",
        materialized(view.materialized),
        dialect.qualified(&view.name)?,
        view.query
    ))
}

/// `DROP VIEW …`.
pub(in crate::backend) fn drop(
    dialect: &dyn Dialect,
    drop: &DropView,
) -> Result<String, Unsupported> {
    let name = dialect.qualified(&drop.name)?;
    Ok(format!(
        "DROP {}VIEW {name}",
        materialized(drop.materialized)
    ))
}

const fn materialized(materialized: bool) -> &'static str {
    if materialized { "MATERIALIZED " } else { "" }
}

/// Refuses to keep a view's rows where only PostgreSQL can.
pub(in crate::backend) fn accept_plain(
    dialect: &dyn Dialect,
    materialized: bool,
) -> Result<(), Unsupported> {
    if materialized {
        return Err(dialect.lacks(
            "materialized views",
            "use a plain view, or a table that a trigger fills",
        ));
    }
    Ok(())
}
