//! The live catalogue read into the model: one query for each kind of object, whatever their number.
//!
//! Names of the current schema stand alone, those of other schemas are qualified. What an extension brought along
//! belongs to the extension.

mod columns;
mod constraints;
mod enums;
mod indexes;
mod normalize;
mod others;
mod sequences;
mod tables;
mod triggers;
mod types;
mod views;

use diesel::QueryResult;

use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::connection::Database;

pub(in crate::backend) use normalize::normalize;

pub(in crate::backend) fn reflect(
    database: &mut dyn Database,
    server: &Server,
) -> QueryResult<Reflected> {
    let compiles = stop_compiling(database)?;
    let reflected = read(database, server)?;
    if compiles {
        database.batch_execute("SET jit = on")?;
    }
    Ok(reflected)
}

/// Keeps the server from compiling queries that run once: over many tables that takes longer than to run them. Answers
/// whether it did so before.
fn stop_compiling(database: &mut dyn Database) -> QueryResult<bool> {
    let said = database.query("SELECT current_setting('jit', true)", &[])?;
    let compiles = (said.first()).is_some_and(|row| row.at(0) == Some("on"));
    if compiles {
        database.batch_execute("SET jit = off")?;
    }
    Ok(compiles)
}

fn read(database: &mut dyn Database, server: &Server) -> QueryResult<Reflected> {
    let mut reflected = Reflected::default();
    tables::read(database, &mut reflected)?;
    enums::read(database, &mut reflected)?;
    columns::read(database, &mut reflected)?;
    constraints::read(database, server, &mut reflected)?;
    indexes::read(database, server, &mut reflected)?;
    sequences::read(database, &mut reflected)?;
    views::read(database, &mut reflected)?;
    triggers::read(database, &mut reflected)?;
    others::read(database, &mut reflected)?;
    Ok(reflected)
}

/// The condition on `pg_namespace AS n` that a schema is the user's.
const USERS_SCHEMA: &str = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/// The condition on `pg_class AS c` that a relation is neither an extension's nor the ledger's.
const USERS_RELATION: &str = "left(c.relname, 10) <> '__migrate_' AND NOT EXISTS (SELECT 1 FROM pg_depend AS e \
     WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')";

/// The condition on `pg_class AS c` that what belongs to it is kept in the server's words: the model has no place for it.
const BESIDE_TABLES: &str = "c.relispartition OR c.relkind NOT IN ('r', 'p')";
