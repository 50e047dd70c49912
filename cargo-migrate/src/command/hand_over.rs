//! Every command that needs the built crate: builds it and lets its binary do the work.

use migrate_runtime::Error;

use super::Session;
use crate::binary::Binary;
use crate::{cargo, message};

/// Answers the binary's exit code. With one crate it does not return: the process becomes the binary.
pub(super) fn run(session: &mut Session) -> Result<u8, Error> {
    let (_, crates) = session.migration_crates()?;
    let database = session.arguments.global.database.clone();
    if crates.len() > 1 && database.is_some() {
        return Err(message::one_database_for_all());
    }
    let flags = flags(session);
    // All are built before one runs: a crate that does not compile stops the others before they change a database.
    let built = crates
        .iter()
        .map(|one| cargo::build(one, &flags))
        .collect::<Result<Vec<_>, _>>()?;

    let mut binaries = Vec::new();
    for (one, path) in crates.iter().zip(&built) {
        binaries.push((
            &one.name,
            Binary::new(path, one, &session.typed, database.as_deref())?,
        ));
    }
    if let [_] = binaries.as_slice()
        && let Some((_, only)) = binaries.pop()
    {
        return only.replace_this_process();
    }
    for (name, binary) in binaries {
        session.output.note(&message::crate_heading(name));
        let code = binary.run()?;
        if code != 0 {
            return Ok(code);
        }
    }
    Ok(0)
}

fn flags(session: &Session) -> Vec<std::ffi::OsString> {
    let mut flags = session.arguments.cargo.to_arguments();
    if session.arguments.global.quiet {
        flags.push("--quiet".into());
    }
    flags
}
