//! The live catalogue read into the model: one query for each kind of object, whatever their number.
//!
//! Each query is about the connection's database only: the server then opens its tables and no others.

mod checks;
mod columns;
mod foreign_keys;
mod indexes;
mod normalize;
mod others;
mod sequences;
mod shown;
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
    let mut reflected = Reflected::default();
    let tables = tables::read(database, &mut reflected)?;
    let checks = checks::read(database, server)?;
    columns::read(database, server, &tables, &checks, &mut reflected)?;
    indexes::read(database, server, &mut reflected)?;
    checks::keep(server, checks, &mut reflected);
    foreign_keys::read(database, &mut reflected)?;
    sequences::read(database, server, &tables.sequences, &mut reflected)?;
    views::read(database, &mut reflected)?;
    triggers::read(database, &mut reflected)?;
    others::read(database, &mut reflected)?;
    Ok(reflected)
}
