//! Sequences.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::operation::{AlterSequence, Change};
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

/// `ALTER SEQUENCE …`.
pub(in crate::backend) fn alter(
    dialect: &dyn Dialect,
    alter: &AlterSequence,
) -> Result<String, Unsupported> {
    let mut sql = format!("ALTER SEQUENCE {}", dialect.qualified(&alter.name)?);
    for (change, clause, without) in [
        (&alter.increment, "INCREMENT BY", "INCREMENT BY 1"),
        (&alter.minimum, "MINVALUE", "NO MINVALUE"),
        (&alter.maximum, "MAXVALUE", "NO MAXVALUE"),
    ] {
        match change {
            Change::Keep => {}
            Change::Set(number) => sql += &format!(" {clause} {number}"),
            Change::Drop => sql += &format!(" {without}"),
        }
    }
    sql += match alter.cycle {
        None => "",
        Some(true) => " CYCLE",
        Some(false) if dialect.server().mariadb => " NOCYCLE",
        Some(false) => " NO CYCLE",
    };
    if let Some(number) = alter.restart {
        sql += &format!(" RESTART WITH {number}");
    }
    Ok(sql)
}
