//! The live catalogue read into the model.

mod normalize;

use diesel::QueryResult;

use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::connection::Database;

pub(in crate::backend) use normalize::normalize;

pub(in crate::backend) fn reflect(
    _database: &mut dyn Database,
    _server: &Server,
) -> QueryResult<Reflected> {
    Ok(Reflected::default())
}
