//! Functions and procedures.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::schema::{Function, FunctionKind};

/// `CREATE FUNCTION …`.
pub(in crate::backend) fn create(
    dialect: &dyn Dialect,
    function: &Function,
) -> Result<String, Unsupported> {
    Ok(format!(
        "CREATE {} {}({}) {}",
        keyword(function.kind),
        dialect.qualified(&function.name)?,
        function.arguments,
        function.definition
    ))
}

/// The word that stands behind `CREATE` and `DROP`.
pub(in crate::backend) const fn keyword(kind: FunctionKind) -> &'static str {
    match kind {
        FunctionKind::Function => "FUNCTION",
        FunctionKind::Procedure => "PROCEDURE",
    }
}
