//! Sequences.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::connection::BackendKind;
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

/// `ALTER SEQUENCE …`, behind what it needs.
pub(in crate::backend) fn alter(
    dialect: &dyn Dialect,
    alter: &AlterSequence,
) -> Result<Vec<String>, Unsupported> {
    let mut sql = Vec::new();
    if let (Change::Set(minimum), None) = (&alter.minimum, alter.restart) {
        sql.push(counted_to(dialect, &alter.name, *minimum)?);
    }
    sql.push(clauses(dialect, alter)?);
    Ok(sql)
}

/// A smallest number above the next one is refused: a sequence that counts upwards goes there first.
fn counted_to(
    dialect: &dyn Dialect,
    name: &QualifiedName,
    number: i64,
) -> Result<String, Unsupported> {
    let sequence = dialect.qualified(name)?;
    Ok(if dialect.server().mariadb {
        format!(
            "SELECT IF(increment > 0 AND next_not_cached_value < {number}, SETVAL({sequence}, {number}, 0), NULL) FROM {sequence}"
        )
    } else {
        let literal = dialect.literal(&sequence.as_str().into())?;
        format!(
            "SELECT setval(seqrelid, {number}, false) FROM pg_sequence, {sequence} \
             WHERE seqrelid = {literal}::regclass AND seqincrement > 0 AND last_value < {number}"
        )
    })
}

fn clauses(dialect: &dyn Dialect, alter: &AlterSequence) -> Result<String, Unsupported> {
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
    match &alter.cache {
        Change::Keep => {}
        Change::Set(numbers) => sql += &format!(" CACHE {numbers}"),
        Change::Drop => sql += &format!(" CACHE {}", Usual::of(dialect.server().kind).cache),
    }
    if let Some(number) = alter.start {
        sql += &format!(" START WITH {number}");
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
struct Usual {
    /// The smallest and the largest number of one that counts upwards.
    upwards: (i64, i64),
    /// The same of one that counts downwards.
    downwards: (i64, i64),
    /// How many numbers a session takes at once.
    cache: i64,
}

impl Usual {
    const fn of(kind: BackendKind) -> Self {
        match kind {
            // MariaDB keeps the outermost numbers to itself.
            BackendKind::Mysql => Self {
                upwards: (1, i64::MAX - 1),
                downwards: (i64::MIN + 1, -1),
                cache: 1000,
            },
            // SQLite has no sequences.
            BackendKind::Postgres | BackendKind::Sqlite => Self {
                upwards: (1, i64::MAX),
                downwards: (i64::MIN, -1),
                cache: 1,
            },
        }
    }
}

/// The sequence without what the server chooses by itself.
pub(in crate::backend) fn usual(kind: BackendKind, sequence: &Sequence) -> Sequence {
    let usual = Usual::of(kind);
    let upwards = sequence.increment.unwrap_or(1) > 0;
    let (least, largest) = if upwards {
        usual.upwards
    } else {
        usual.downwards
    };
    let other_than = |said: Option<i64>, usual: i64| said.filter(|said| *said != usual);
    let minimum = other_than(sequence.minimum, least);
    let maximum = other_than(sequence.maximum, largest);
    Sequence {
        name: sequence.name.clone(),
        start: other_than(sequence.start, sequence.usual_first()),
        increment: other_than(sequence.increment, 1),
        minimum,
        maximum,
        cache: other_than(sequence.cache, usual.cache),
        cycle: sequence.cycle,
    }
}
