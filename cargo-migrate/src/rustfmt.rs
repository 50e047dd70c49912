//! Every call of rustfmt.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
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

/// The text as rustfmt leaves it, by the settings that hold in `folder`.
///
/// # Errors
///
/// rustfmt is missing, or cannot parse the text.
pub(crate) fn formatted(text: &str, edition: &str, folder: &Path) -> Result<String, Error> {
    let mut child = rustfmt(edition)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(cannot_start)?;
    if let Some(mut stdin) = child.stdin.take() {
        // Where it ends early, its own words say why.
        drop(stdin.write_all(text.as_bytes()));
    }
    let output = child.wait_with_output().map_err(cannot_start)?;
    match String::from_utf8(output.stdout) {
        Ok(formatted) if output.status.success() => Ok(formatted),
        _ => Err(message::rustfmt_failed(&String::from_utf8_lossy(
            &output.stderr,
        ))),
    }
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
    rustfmt(edition)
        .args(flags)
        .args(files)
        .stdin(Stdio::null())
        .output()
        .map_err(cannot_start)
}

fn rustfmt(edition: &str) -> Command {
    let mut command = Command::new(program());
    command.args(["--edition", edition]);
    command
}

fn program() -> OsString {
    env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into())
}

fn cannot_start(error: std::io::Error) -> Error {
    message::cannot_start(&program().to_string_lossy(), error)
}
