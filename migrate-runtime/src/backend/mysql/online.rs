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
