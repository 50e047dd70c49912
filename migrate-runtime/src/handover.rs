//! The contract between the plugin and the migration binary it starts.
//!
//! The plugin passes the arguments on as they were typed; what else the binary must know travels in environment
//! variables, because arguments can be read by every user of a machine.

use std::env;

use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind};
use crate::registry::{self, History};

/// The plugin's version. Its presence says that the plugin started the binary.
pub const VERSION: &str = "CARGO_MIGRATE_VERSION";
/// The value of `--database`, which the plugin takes out of the arguments: a URL may hold a password.
pub const DATABASE: &str = "CARGO_MIGRATE_DATABASE";
/// The migration crate's folder: where relative paths of `migrate.toml` begin and the search for `.env` starts. A binary
/// that runs without the plugin takes the current folder.
pub const DIRECTORY: &str = "CARGO_MIGRATE_DIRECTORY";
/// The [`digest`] of the migration files that the plugin saw.
pub const SOURCES: &str = "CARGO_MIGRATE_SOURCES";
/// The workspace's folder as seen from the root of its repository, where annotations are asked for: paths of sources begin
/// at the workspace, and a forge's at the repository.
pub const WORKSPACE: &str = "CARGO_MIGRATE_WORKSPACE";
/// The revisions that a git revision has, where `--since` names one: ids with commas between them, maybe none. The binary
/// knows no git.
pub const SINCE: &str = "CARGO_MIGRATE_SINCE";

/// A short text for a set of migration files that changes when one is added, renamed or removed.
pub fn digest<'a>(file_names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names: Vec<_> = file_names.into_iter().collect();
    names.sort_unstable();
    let mut hasher = Sha256::new();
    for name in &names {
        hasher.update(name.as_bytes());
        hasher.update(b"\n");
    }
    let hash = hasher.finalize();
    let short = u64::from_be_bytes(std::array::from_fn(|at| hash[at]));
    format!("{}:{short:016x}", names.len())
}

/// Whether the plugin that started this binary, if one did, fits it: the same release line and the same migrations.
///
/// # Errors
///
/// The plugin is of another release line, or saw other migration files than this binary was built from.
pub fn check(history: &History) -> Result<(), Error> {
    check_version(env::var(VERSION).ok().as_deref())?;
    check_sources(env::var(SOURCES).ok().as_deref(), &registered(history))
}

fn check_version(plugin: Option<&str>) -> Result<(), Error> {
    let runtime = env!("CARGO_PKG_VERSION");
    match plugin {
        Some(plugin) if release_line(plugin) != release_line(runtime) => Err(Error::new(
            ErrorKind::Refused,
            format!("cargo-migrate {plugin} cannot drive migrations built with migrate-runtime {runtime}"),
        )
        .with_help(format!(
            "install the matching plugin with `cargo install cargo-migrate --version {runtime}`, \
             or depend on migrate-runtime {plugin}"
        ))),
        _ => Ok(()),
    }
}

fn check_sources(seen: Option<&str>, registered: &str) -> Result<(), Error> {
    match seen {
        Some(seen) if seen != registered => Err(Error::new(
            ErrorKind::HistoryInconsistent,
            format!(
                "the migration files and the built binary differ: {} in the folder, {} in the binary",
                count(seen),
                count(registered)
            ),
        )
        .with_help(
            "the build script must print `cargo::rerun-if-changed=src/versions`; \
             `touch` the crate's `src/lib.rs` to build it again now",
        )),
        _ => Ok(()),
    }
}

/// The part of a version that must agree: `0.3` of `0.3.1`, `2` of `2.5.0`.
fn release_line(version: &str) -> &str {
    let parts = if version.starts_with("0.") { 2 } else { 1 };
    let end = version
        .match_indices('.')
        .nth(parts - 1)
        .map_or(version.len(), |(end, _)| end);
    &version[..end]
}

fn count(digest: &str) -> &str {
    digest.split(':').next().unwrap_or_default()
}

fn registered(history: &History) -> String {
    let of_this_crate = registry::registered(history.crate_name);
    digest(of_this_crate.map(|migration| file_name(migration.path)))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_ignores_order_and_sees_names() {
        assert_eq!(digest(["b.rs", "a.rs"]), digest(["a.rs", "b.rs"]));
        assert_ne!(digest(["a.rs", "b.rs"]), digest(["a.rs", "c.rs"]));
        assert!(digest(["a.rs", "b.rs"]).starts_with("2:"));
    }

    #[test]
    fn patch_releases_fit_each_other() {
        assert_eq!(release_line("0.3.1"), "0.3");
        assert_eq!(release_line("2.5.0"), "2");
        assert!(check_version(None).is_ok());
        assert!(check_version(Some(env!("CARGO_PKG_VERSION"))).is_ok());
        let error = check_version(Some("9.0.0")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
    }

    #[test]
    fn other_files_than_the_binary_was_built_from_are_refused() {
        assert!(check_sources(None, &digest(["a.rs"])).is_ok());
        assert!(check_sources(Some(&digest(["a.rs"])), &digest(["a.rs"])).is_ok());
        let error = check_sources(Some(&digest(["a.rs", "b.rs"])), &digest(["a.rs"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the migration files and the built binary differ: 2 in the folder, 1 in the binary"
        );
    }
}
