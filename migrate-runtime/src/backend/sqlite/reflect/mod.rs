//! The live catalogue read into the model.
//!
//! Pragmas tell what SQLite knows of tables and columns; the stored texts tell the rest: names of constraints, checks,
//! how columns are computed, when references are checked.

mod assemble;
mod catalogue;
mod complete;
mod cursor;
mod index;
mod normalize;
mod object;
mod table;

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::connection::Database;

pub(in crate::backend) use normalize::normalize;

pub(in crate::backend) fn reflect(database: &mut dyn Database) -> QueryResult<Reflected> {
    Ok(assemble::assemble(&catalogue::Catalogue::read(database)?))
}
