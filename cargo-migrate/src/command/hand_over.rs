//! Every command that needs the built crate: builds it and lets its binary do the work.

use std::env;
use std::path::PathBuf;

use migrate_graph::RevisionId;
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::{Command, LintArguments, LintFormat, TestArguments};

use super::Session;
use crate::binary::Binary;
use crate::git::Repository;
use crate::project::{MigrationCrate, Project};
use crate::{cargo, deployed, message};

/// Answers the binary's exit code. With one crate it does not return: the process becomes the binary.
pub(super) fn run(session: &mut Session) -> Result<u8, Error> {
    let (project, crates) = session.migration_crates()?;
    let database = session.arguments.global.database.clone();
    if crates.len() > 1 && database.is_some() {
        return Err(message::one_database_for_all());
    }
    let deployed = crates
        .iter()
        .map(|one| deployed(session, one, &project))
        .collect::<Result<Vec<_>, _>>()?;
    let below = below_repository(session, &project);
    let flags = flags(session);
    // All are built before one runs: a crate that does not compile stops the others before they change a database.
    let built = crates
        .iter()
        .map(|one| cargo::build(one, &flags))
        .collect::<Result<Vec<_>, _>>()?;

    let mut binaries = Vec::new();
    for ((one, path), deployed) in crates.iter().zip(&built).zip(&deployed) {
        let binary = Binary::new(path, one, &session.typed, database.as_deref())?;
        let binary = binary
            .since(deployed.as_deref())
            .workspace(below.as_deref());
        binaries.push((&one.name, binary));
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

/// What `--since` takes for deployed, where it names a git revision.
fn deployed(
    session: &Session,
    one: &MigrationCrate,
    project: &Project,
) -> Result<Option<Vec<RevisionId>>, Error> {
    match &session.arguments.command {
        Command::Lint(LintArguments {
            since: Some(since), ..
        })
        | Command::Test(TestArguments {
            since: Some(since), ..
        }) => deployed::at(since, one, project),
        _ => Ok(None),
    }
}

/// The workspace's folder as seen from the repository's, where annotations are asked for: that of git, else where the forge
/// has checked it out.
fn below_repository(session: &Session, project: &Project) -> Option<String> {
    let Command::Lint(LintArguments {
        format: Some(LintFormat::Github),
        ..
    }) = &session.arguments.command
    else {
        return None;
    };
    let folder = project.folder();
    let of_git = Repository::around(folder).and_then(|repository| repository.root());
    let root = of_git
        .ok()
        .or_else(|| env::var_os("GITHUB_WORKSPACE").map(PathBuf::from))?;
    let root = root.canonicalize().ok()?;
    let folder = folder.canonicalize().ok()?;
    let below = folder.strip_prefix(root).ok()?;
    Some(below.to_string_lossy().replace('\\', "/"))
}

/// Builds the crate and answers what its binary says to these words: its exit code and its stdout.
pub(super) fn ask(
    session: &Session,
    one: &MigrationCrate,
    words: &[std::ffi::OsString],
) -> Result<(u8, String), Error> {
    let path = cargo::build(one, &flags(session))?;
    let database = session.arguments.global.database.as_deref();
    Binary::new(&path, one, words, database)?.answer()
}

/// The flags of every build.
fn flags(session: &Session) -> Vec<std::ffi::OsString> {
    let mut flags = session.arguments.cargo.to_arguments();
    if session.arguments.global.quiet {
        flags.push("--quiet".into());
    }
    flags
}
