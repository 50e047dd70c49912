//! A package that holds migrations: where its files are and what its binary is called.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::Manifest;
use super::manifest::{Inherited, Package, Workspace};
use super::members::normalized;
use super::versions_call::VersionsCall;

/// One migration crate: one history, one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MigrationCrate {
    /// The package's name.
    pub(crate) name: String,
    /// The package's folder.
    pub(crate) folder: PathBuf,
    /// The folder that `versions!` names.
    pub(crate) versions: PathBuf,
    /// The folders of the volumes: older parts of the same history in crates of their own.
    pub(crate) volumes: Vec<PathBuf>,
    /// The Rust edition, for rustfmt.
    pub(crate) edition: String,
    /// The binary that runs the migrations.
    pub(crate) binary: String,
}

impl MigrationCrate {
    /// The folder of every part of the history, the crate's own first.
    pub(crate) fn version_folders(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.versions).chain(&self.volumes)
    }
}

/// A package that calls `versions!`, before it is known whether it is a history or a volume of one.
struct Candidate {
    manifest: Manifest,
    call: VersionsCall,
}

/// The migration crates among the members, by name.
pub(super) fn among(members: Vec<Manifest>, root: &Manifest) -> Vec<MigrationCrate> {
    let candidates: Vec<_> = members.into_iter().filter_map(candidate).collect();
    let volumes: BTreeSet<PathBuf> = candidates
        .iter()
        .flat_map(|one| one.volumes(root))
        .collect();
    let mut crates = Vec::new();
    for one in &candidates {
        if !volumes.contains(one.manifest.folder()) {
            crates.extend(one.resolve(&candidates, root));
        }
    }
    crates.sort_by(|a, b| a.name.cmp(&b.name));
    crates
}

/// The scaffold's marker, or the runtime and a call of `versions!`.
fn candidate(manifest: Manifest) -> Option<Candidate> {
    if !manifest.is_marked() && !manifest.depends_on("migrate-runtime") {
        return None;
    }
    let root = fs::read_to_string(manifest.folder().join("src/lib.rs")).unwrap_or_default();
    let call = VersionsCall::find(&root);
    let call = if manifest.is_marked() {
        call.or_else(|| Some(VersionsCall::scaffolded()))
    } else {
        call
    };
    Some(Candidate {
        manifest,
        call: call?,
    })
}

impl Candidate {
    fn resolve(&self, candidates: &[Candidate], root: &Manifest) -> Option<MigrationCrate> {
        let package = self.manifest.package()?;
        let volumes = self.volumes(root);
        let parts = candidates.iter().filter(|other| {
            volumes
                .iter()
                .any(|folder| folder == other.manifest.folder())
        });
        Some(MigrationCrate {
            name: package.name.clone(),
            folder: self.manifest.folder().to_owned(),
            versions: self.versions(),
            volumes: parts.map(Candidate::versions).collect(),
            edition: edition(package, root),
            binary: self.manifest.binary(&package.name).to_owned(),
        })
    }

    fn versions(&self) -> PathBuf {
        normalized(&self.manifest.folder().join(&self.call.folder))
    }

    /// The folders of the crates that `volumes = […]` names.
    fn volumes(&self, root: &Manifest) -> Vec<PathBuf> {
        let folder = |name: &String| {
            self.manifest
                .path_of(name, root)
                .map(|path| normalized(&path))
        };
        self.call.volumes.iter().filter_map(folder).collect()
    }
}

fn edition(package: &Package, root: &Manifest) -> String {
    let edition = match &package.edition {
        Some(Inherited::Own(edition)) => Some(edition.as_str()),
        Some(Inherited::Workspace {}) => root.workspace().and_then(Workspace::edition),
        None => None,
    };
    // Cargo's own default for manifests that name none.
    edition.unwrap_or("2015").to_owned()
}
