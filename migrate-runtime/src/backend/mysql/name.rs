//! Names in MySQL and MariaDB: at most 64 characters of the Basic Multilingual Plane, no white space at the end.

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
    if name.as_str().ends_with(|c| matches!(c, '\t'..='\r' | ' ')) {
        return Err(Unsupported::new(format!(
            "{product} cannot hold a name that ends with white space: `{name}`"
        )));
    }
    Ok(dialect::quoted(name, '`'))
}

/// Refuses the name of a table, view, sequence or trigger that is too long for the file that the server keeps it in.
pub(super) fn accept_file(server: &Server, name: &Name) -> Result<(), Unsupported> {
    /// What file systems hold, without the extension.
    const LONGEST: usize = 255 - 4;
    let bytes: usize = name.as_str().chars().map(encoded).sum();
    if bytes <= LONGEST {
        return Ok(());
    }
    Err(Unsupported::new(format!(
        "{} keeps `{name}` in a file of that name, which is {bytes} bytes long in its spelling, and {LONGEST} is the most",
        server.product()
    ))
    .help("choose a shorter name"))
}

/// How many bytes of a file's name a character takes: letters of a few alphabets have short codes, `@` and two digits.
const fn encoded(character: char) -> usize {
    match character {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '_' => 1,
        '\u{c0}'..='\u{17f}' | '\u{370}'..='\u{587}' => 3,
        _ => 5,
    }
}
