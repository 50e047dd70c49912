//! Where the new crate takes migrate-runtime from: a checkout, or the registry.

use std::path::{Path, PathBuf};

use migrate_runtime::Error;

use crate::cargo;
use crate::message;
use crate::project::{Manifest, Project, normalized};

/// The source of the dependency.
pub(crate) enum RuntimeDependency {
    /// A checkout: the path of migrate-runtime as the new manifest names it.
    Path(PathBuf),
    /// The registry, at the plugin's own version.
    Registry,
}

/// The version that fits this plugin: its own.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

const RUNTIME: &str = "migrate-runtime";

impl RuntimeDependency {
    /// Finds the runtime in the checkout, or makes sure that the registry has it.
    ///
    /// # Errors
    ///
    /// No runtime in that folder, or the version is not published.
    pub(super) fn new(
        checkout: Option<&Path>,
        project: &Project,
        folder: &Path,
        here: &Path,
    ) -> Result<Self, Error> {
        match checkout {
            Some(checkout) => {
                in_checkout(&normalized(&here.join(checkout)), project, folder).map(Self::Path)
            }
            None => cargo::require_published(RUNTIME, VERSION).map(|()| Self::Registry),
        }
    }

    /// The dependency's source as a member of an inline table.
    pub(super) fn to_toml(&self) -> String {
        match self {
            Self::Path(path) => {
                let path = path.to_string_lossy().replace('\\', "/");
                format!("path = {}", toml::Value::String(path))
            }
            Self::Registry => format!("version = \"={VERSION}\""),
        }
    }
}

/// Takes the root of a checkout or the runtime's own folder in it.
fn in_checkout(checkout: &Path, project: &Project, folder: &Path) -> Result<PathBuf, Error> {
    let candidates = [checkout.join(RUNTIME), checkout.to_owned()];
    for candidate in candidates {
        let manifest = Manifest::in_folder(&candidate)?;
        let package = manifest.as_ref().and_then(Manifest::package);
        if package.is_some_and(|package| package.name == RUNTIME) {
            return Ok(as_seen_from(folder, &candidate, project.folder()));
        }
    }
    Err(message::no_runtime_in(checkout))
}

/// A path inside the workspace is written relative, so that the workspace can move; others stay absolute.
pub(super) fn as_seen_from(folder: &Path, target: &Path, root: &Path) -> PathBuf {
    let (Ok(from), Ok(to)) = (folder.strip_prefix(root), target.strip_prefix(root)) else {
        return target.to_owned();
    };
    from.components()
        .map(|_| Path::new(".."))
        .collect::<PathBuf>()
        .join(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_inside_the_workspace_are_relative() {
        let root = Path::new("/w");
        assert_eq!(
            as_seen_from(
                Path::new("/w/db/migrations"),
                Path::new("/w/vendor/rt"),
                root
            ),
            Path::new("../../vendor/rt")
        );
        assert_eq!(
            as_seen_from(Path::new("/w/m"), Path::new("/x/rt"), root),
            Path::new("/x/rt")
        );
    }
}
