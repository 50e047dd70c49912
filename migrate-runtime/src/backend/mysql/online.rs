//! `ALGORITHM` and `LOCK`: what an author demands of `ALTER TABLE`. The server refuses rather than do otherwise.

use super::Mysql;
use crate::backend::Unsupported;
use crate::operation::{Algorithm, IndexBuild, Lock, Online};

/// Appends them to the last of `clauses`.
pub(super) fn demanded(
    mysql: &Mysql<'_>,
    clauses: &mut [String],
    online: Online,
) -> Result<(), Unsupported> {
    if let Some(last) = clauses.last_mut() {
        *last += &self::clauses(mysql, online)?;
    }
    Ok(())
}

/// The clauses behind the others, each with its comma.
pub(super) fn clauses(mysql: &Mysql<'_>, online: Online) -> Result<String, Unsupported> {
    let mut sql = String::new();
    if let Some(algorithm) = online.algorithm {
        accept(mysql, algorithm)?;
        sql += ", ALGORITHM=";
        sql += match algorithm {
            Algorithm::Instant => "INSTANT",
            Algorithm::NoCopy => "NOCOPY",
            Algorithm::Inplace => "INPLACE",
            Algorithm::Copying => "COPY",
        };
    }
    if let Some(lock) = online.lock {
        sql += ", LOCK=";
        sql += match lock {
            Lock::NoLock => "NONE",
            Lock::Shared => "SHARED",
            Lock::Exclusive => "EXCLUSIVE",
        };
    }
    Ok(sql)
}

/// The clauses for an index: built beside the writers unless its author demands something else.
pub(super) fn index(
    mysql: &Mysql<'_>,
    build: IndexBuild,
    online: Online,
) -> Result<String, Unsupported> {
    let beside_writers = match build {
        IndexBuild::Blocking => Online::default(),
        IndexBuild::Concurrently => Online {
            algorithm: Some(Algorithm::Inplace),
            lock: Some(Lock::NoLock),
        },
    };
    clauses(
        mysql,
        Online {
            algorithm: online.algorithm.or(beside_writers.algorithm),
            lock: online.lock.or(beside_writers.lock),
        },
    )
}

/// What to do about the server's refusal to change a table in the demanded way (errors 1845 and 1846), told by its words:
/// drivers do not pass the number on.
pub(in crate::backend) fn refused(message: &str) -> Option<String> {
    let demand = ["ALGORITHM=", "LOCK="]
        .into_iter()
        .find_map(|start| message.find(start))?;
    let (_, instead) = message[demand..].split_once(" is not supported")?;
    let (_, instead) = instead.split_once("Try ")?;
    let instead = match instead.trim_end_matches('.') {
        "ALGORITHM=NOCOPY" => "say `.algorithm(NoCopy)`",
        "ALGORITHM=INPLACE" => "say `.algorithm(Inplace)`",
        "ALGORITHM=COPY" => "say `.algorithm(Copying)`, which copies every row while writers wait",
        "LOCK=SHARED" => "say `.lock(Shared)`: others read and writers wait",
        "LOCK=EXCLUSIVE" => "say `.lock(Exclusive)`: others wait",
        _ => return None,
    };
    Some(format!(
        "the server cannot change the table as the step demands, and has changed nothing; {instead}, or leave \
         `algorithm` and `lock` out and let it choose"
    ))
}

fn accept(mysql: &Mysql<'_>, algorithm: Algorithm) -> Result<(), Unsupported> {
    let server = mysql.server;
    let (word, able) = match (algorithm, server.mariadb) {
        (Algorithm::Instant, true) => ("INSTANT", server.at_least((10, 3, 7))),
        (Algorithm::Instant, false) => ("INSTANT", server.at_least((8, 0, 12))),
        (Algorithm::NoCopy, true) => ("NOCOPY", server.at_least((10, 3, 7))),
        (Algorithm::NoCopy, false) => ("NOCOPY", false),
        (Algorithm::Inplace | Algorithm::Copying, _) => return Ok(()),
    };
    if able {
        return Ok(());
    }
    Err(Unsupported::new(format!("{server} has no `ALGORITHM={word}`")).help("use `Inplace`"))
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn a_refusal_says_what_to_demand_instead() {
        let mariadb = "ALGORITHM=INSTANT is not supported. Reason: Cannot change column type. Try ALGORITHM=COPY";
        assert!(refused(mariadb).is_some_and(|help| help.contains("`.algorithm(Copying)`")));
        let mysql = "LOCK=NONE is not supported for this operation. Try LOCK=SHARED.";
        assert!(refused(mysql).is_some_and(|help| help.contains("`.lock(Shared)`")));
        assert_eq!(refused("Duplicate column name 'LOCK=NONE'"), None);
    }
}
