//! A live database read into the model, in a number of queries that does not grow with the number of tables.

use diesel::QueryResult;

use super::{Server, mysql, postgres, sqlite};
use crate::connection::{BackendKind, Database};
use crate::schema::Schema;

/// What a database holds: as the model says it, and beside it what the model cannot say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reflected {
    /// Everything that the model has words for.
    pub schema: Schema,
    /// Everything else, so that nothing is dropped in silence.
    pub raw: Vec<RawObject>,
}

/// Something in a database that the model has no words for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RawObject {
    /// What it is, in the database's word (`partition`, `policy`, `virtual table`).
    pub kind: String,
    /// Its name, with the table's before it where it belongs to one.
    pub name: String,
    /// The database's own text about it.
    pub sql: String,
}

/// Reads the database's schema; the ledger's own tables are left out.
///
/// # Errors
///
/// The database's own refusal.
pub fn reflect(database: &mut dyn Database, server: &Server) -> QueryResult<Reflected> {
    match server.kind {
        BackendKind::Sqlite => sqlite::reflect(database),
        BackendKind::Postgres => postgres::reflect(database, server),
        BackendKind::Mysql => mysql::reflect(database, server),
    }
}

/// A text from which everything follows that [`reflect`] reads, where it is quicker to get: databases with the same text
/// have the same schema. `None` where there is no such text.
///
/// # Errors
///
/// The database's own refusal.
pub fn catalogue_text(database: &mut dyn Database) -> QueryResult<Option<String>> {
    if database.backend() != BackendKind::Sqlite {
        return Ok(None);
    }
    let sql = "SELECT group_concat(quote(type) || quote(name) || quote(tbl_name) || quote(sql)) FROM sqlite_master";
    let rows = database.query(sql, &[])?;
    let text = rows.first().and_then(|row| row.at(0));
    Ok(Some(text.unwrap_or_default().to_owned()))
}

/// The schema in the one form in which schemas of this server are compared: types, expressions and defaults in the
/// server's words, what the server lacks left out. Two schemas that mean the same have one form, whether they were read
/// by [`reflect`] or made by operations; the form of a form is the form itself.
#[must_use]
pub fn normalize(server: &Server, schema: &Schema) -> Schema {
    match server.kind {
        BackendKind::Sqlite => sqlite::normalize(schema),
        BackendKind::Postgres => postgres::normalize(server, schema),
        BackendKind::Mysql => mysql::normalize(server, schema),
    }
}
