//! Every call of cargo.

use std::env;
use std::ffi::OsString;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::Message;
use migrate_runtime::Error;

use crate::message;
use crate::project::MigrationCrate;

/// Builds the binary of a migration crate and answers where it is. Cargo's own progress and errors go to stderr.
///
/// # Errors
///
/// Cargo cannot be started, the build fails, or it makes no such binary.
pub(crate) fn build(one: &MigrationCrate, flags: &[OsString]) -> Result<PathBuf, Error> {
    let mut child = cargo()
        .args([
            "build",
            "--message-format=json-render-diagnostics",
            "--bin",
            &one.binary,
            "--manifest-path",
        ])
        .arg(one.folder.join("Cargo.toml"))
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| message::cannot_start("cargo", error))?;
    let executable = child
        .stdout
        .take()
        .and_then(|stdout| executable(BufReader::new(stdout), &one.binary));
    let status = child
        .wait()
        .map_err(|error| message::cannot_start("cargo", error))?;
    match status.code() {
        Some(0) => executable.ok_or_else(|| message::no_binary(&one.name, &one.binary)),
        Some(_) => Err(message::build_failed(&one.name)),
        None => Err(message::killed(Path::new("cargo build"))),
    }
}

/// Makes sure that the registry has a version of a package.
///
/// # Errors
///
/// It has not, or cannot be asked.
pub(crate) fn require_published(package: &str, version: &str) -> Result<(), Error> {
    let output = cargo()
        // Without the registry's name a package of this workspace would do as well.
        .args(["info", "--quiet", "--registry", "crates-io"])
        .arg(format!("{package}@{version}"))
        // In a workspace cargo would write the lock file.
        .current_dir(env::temp_dir())
        .stdin(Stdio::null())
        .output()
        .map_err(|error| message::cannot_start("cargo", error))?;
    if output.status.success() {
        return Ok(());
    }
    Err(message::not_published(
        package,
        version,
        &String::from_utf8_lossy(&output.stderr),
    ))
}

/// The cargo that called the plugin.
fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Reads cargo's messages to their end and answers the path of the binary.
fn executable(messages: impl std::io::BufRead, binary: &str) -> Option<PathBuf> {
    let mut found = None;
    for message in Message::parse_stream(messages).map_while(Result::ok) {
        if let Message::CompilerArtifact(artifact) = message
            && artifact.target.name == binary
            && artifact.target.is_bin()
        {
            found = artifact.executable;
        }
    }
    found.map(Into::into)
}
