//! Sequences.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::schema::{QualifiedName, Sequence};

/// `CREATE SEQUENCE …`.
pub(in crate::backend) fn create(
    dialect: &dyn Dialect,
    sequence: &Sequence,
) -> Result<String, Unsupported> {
    let mut sql = format!("CREATE SEQUENCE {}", dialect.qualified(&sequence.name)?);
    let clauses = [
        ("INCREMENT BY", sequence.increment),
        ("MINVALUE", sequence.minimum),
        ("MAXVALUE", sequence.maximum),
        ("START WITH", sequence.start),
        ("CACHE", sequence.cache),
    ];
    for (clause, number) in clauses {
        if let Some(number) = number {
            sql += &format!(" {clause} {number}");
        }
    }
    if sequence.cycle {
        sql += " CYCLE";
    }
    Ok(sql)
}

/// `DROP SEQUENCE …`.
pub(in crate::backend) fn drop(
    dialect: &dyn Dialect,
    name: &QualifiedName,
) -> Result<String, Unsupported> {
    Ok(format!("DROP SEQUENCE {}", dialect.qualified(name)?))
}
