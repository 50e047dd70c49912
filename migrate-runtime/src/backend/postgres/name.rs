//! Names in PostgreSQL: at most 63 bytes; the server would cut a longer one without an error.

use crate::backend::dialect::{self, accept_name};
use crate::backend::{Server, Unsupported};
use crate::schema::Name;

const LIMIT: usize = 63;

pub(super) fn quoted(server: &Server, name: &Name) -> Result<String, Unsupported> {
    accept_name(server, name)?;
    let length = name.as_str().len();
    if length > LIMIT {
        return Err(Unsupported::new(format!(
            "PostgreSQL holds names of at most {LIMIT} bytes, and `{name}` has {length}"
        ))
        .help("choose a shorter name"));
    }
    Ok(dialect::quoted(name, '"'))
}
