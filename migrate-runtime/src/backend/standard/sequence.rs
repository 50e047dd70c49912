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

/// What a server chooses for a sequence that does not say.
pub(in crate::backend) struct Usual {
    /// The smallest and the largest number of one that counts upwards.
    pub(in crate::backend) upwards: (i64, i64),
    /// The same of one that counts downwards.
    pub(in crate::backend) downwards: (i64, i64),
    /// How many numbers a session takes at once.
    pub(in crate::backend) cache: i64,
}

/// The sequence without what the server chooses by itself.
pub(in crate::backend) fn usual(sequence: &Sequence, usual: &Usual) -> Sequence {
    let upwards = sequence.increment.unwrap_or(1) > 0;
    let (least, largest) = if upwards {
        usual.upwards
    } else {
        usual.downwards
    };
    let other_than = |said: Option<i64>, usual: i64| said.filter(|said| *said != usual);
    let minimum = other_than(sequence.minimum, least);
    let maximum = other_than(sequence.maximum, largest);
    let first = if upwards {
        minimum.unwrap_or(least)
    } else {
        maximum.unwrap_or(largest)
    };
    Sequence {
        name: sequence.name.clone(),
        start: other_than(sequence.start, first),
        increment: other_than(sequence.increment, 1),
        minimum,
        maximum,
        cache: other_than(sequence.cache, usual.cache),
        cycle: sequence.cycle,
    }
}
