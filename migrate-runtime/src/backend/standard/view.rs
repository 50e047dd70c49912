//! Views.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use super::trigger;
use crate::operation::{DropView, ReplaceView};
use crate::schema::{QualifiedName, Schema, Trigger, View};

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

/// The view that a replacement makes; of one that the history does not know only the query is known.
pub(in crate::backend) fn replaced(
    dialect: &dyn Dialect,
    before: &Schema,
    replace: &ReplaceView,
) -> Result<View, Unsupported> {
    let view = replace.replaced(before).unwrap_or_else(|| View {
        name: replace.name.clone(),
        query: replace.query.clone(),
        materialized: false,
        comment: None,
    });
    if view.materialized {
        return Err(dialect.lacks(
            "way to give a materialized view another query",
            "drop it and create it again with its indexes",
        ));
    }
    Ok(view)
}

/// Drops a view and makes it again, with the triggers that go with it: `create` makes the view as it shall be.
pub(in crate::backend) fn again(
    dialect: &dyn Dialect,
    before: &Schema,
    old: &QualifiedName,
    new: &QualifiedName,
    create: Vec<String>,
) -> Result<Vec<String>, Unsupported> {
    let drop = DropView {
        name: old.clone(),
        materialized: false,
    };
    let mut sql = vec![self::drop(dialect, &drop)?];
    sql.extend(create);
    for known in (before.triggers.values()).filter(|trigger| trigger.table == *old) {
        let moved = Trigger {
            table: new.clone(),
            ..known.clone()
        };
        sql.push(trigger::create(dialect, &moved)?);
    }
    Ok(sql)
}
