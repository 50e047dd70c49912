//! Every call of rustfmt.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use migrate_runtime::Error;

use crate::message;

/// How many files one call gets: a command line has an end.
const AT_ONCE: usize = 200;

/// Formats the files in place.
///
/// # Errors
///
/// rustfmt is missing, or cannot parse a file.
pub(crate) fn format(files: &[PathBuf], edition: &str) -> Result<(), Error> {
    for some in files.chunks(AT_ONCE) {
        let output = run(some, edition, &[])?;
        if !output.status.success() {
            return Err(message::rustfmt_failed(&String::from_utf8_lossy(
                &output.stderr,
            )));
        }
    }
    Ok(())
}

/// The files that rustfmt would change.
///
/// # Errors
///
/// rustfmt is missing, or cannot parse a file.
pub(crate) fn unformatted(files: &[PathBuf], edition: &str) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for some in files.chunks(AT_ONCE) {
        let output = run(some, edition, &["--check", "--files-with-diff"])?;
        let listed = String::from_utf8_lossy(&output.stdout);
        let listed: Vec<_> = listed.lines().map(PathBuf::from).collect();
        if listed.is_empty() && !output.status.success() {
            return Err(message::rustfmt_failed(&String::from_utf8_lossy(
                &output.stderr,
            )));
        }
        found.extend(listed);
    }
    Ok(found)
}

fn run(files: &[PathBuf], edition: &str, flags: &[&str]) -> Result<Output, Error> {
    let program = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    Command::new(&program)
        .args(["--edition", edition])
        .args(flags)
        .args(files)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| message::cannot_start(&Path::new(&program).to_string_lossy(), error))
}
