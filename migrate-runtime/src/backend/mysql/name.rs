//! Names in MySQL and MariaDB: at most 64 characters of the Basic Multilingual Plane, no space at the end.

use crate::backend::dialect::{self, accept_name};
use crate::backend::{Server, Unsupported};
use crate::schema::Name;

const LIMIT: usize = 64;

pub(super) fn quoted(server: &Server, name: &Name) -> Result<String, Unsupported> {
    accept_name(server, name)?;
    let product = server.product();
    let length = name.as_str().chars().count();
    if length > LIMIT {
        return Err(Unsupported::new(format!(
            "{product} holds names of at most {LIMIT} characters, and `{name}` has {length}"
        ))
        .help("choose a shorter name"));
    }
    if name
        .as_str()
        .chars()
        .any(|character| character > '\u{ffff}')
    {
        return Err(Unsupported::new(format!(
            "{product} cannot hold characters above U+FFFF in a name: `{name}`"
        ))
        .help("choose a name without emoji"));
    }
    if name.as_str().ends_with(' ') {
        return Err(Unsupported::new(format!(
            "{product} cannot hold a name that ends with a space: `{name}`"
        )));
    }
    Ok(dialect::quoted(name, '`'))
}
