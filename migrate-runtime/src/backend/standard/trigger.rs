//! Triggers.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::schema::Trigger;

/// `CREATE TRIGGER … ON …`; the table's namespace is the trigger's.
pub(in crate::backend) fn create(
    dialect: &dyn Dialect,
    trigger: &Trigger,
) -> Result<String, Unsupported> {
    Ok(format!(
        "CREATE TRIGGER {} {} ON {} {}",
        dialect.name(&trigger.name)?,
        trigger.event,
        dialect.qualified(&trigger.table)?,
        trigger.body
    ))
}
