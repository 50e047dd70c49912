//! Which packages belong to a workspace: its `members` patterns and the path dependencies below its root.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use migrate_runtime::Error;

use super::Manifest;
use crate::message;

/// The manifests of all members by folder.
pub(super) fn of(root: &Manifest) -> Result<Vec<Manifest>, Error> {
    let mut found = BTreeMap::new();
    let mut open = listed(root)?;
    if root.package().is_some() {
        open.push(root.folder().to_owned());
    }
    open.extend(dependencies_below(root, root));
    while let Some(folder) = open.pop() {
        if found.contains_key(&folder) {
            continue;
        }
        if let Some(manifest) = Manifest::in_folder(&folder)? {
            open.extend(dependencies_below(&manifest, root));
            found.insert(folder, manifest);
        }
    }
    Ok(found
        .into_values()
        .filter(|manifest| manifest.package().is_some())
        .collect())
}

/// Whether the workspace of `root` refuses the package in `folder`.
pub(super) fn excludes(root: &Manifest, folder: &Path) -> bool {
    let Some(workspace) = root.workspace() else {
        return false;
    };
    let excluded = |path: &String| folder.starts_with(normalized(&root.folder().join(path)));
    workspace.exclude.iter().any(excluded)
        && !workspace
            .members
            .iter()
            .any(|member| normalized(&root.folder().join(member)) == folder)
}

/// Whether the `members` patterns of `root` cover the folder.
pub(crate) fn lists(root: &Manifest, folder: &Path) -> bool {
    let patterns = root
        .workspace()
        .map(|workspace| workspace.members.as_slice())
        .unwrap_or_default();
    patterns.iter().any(|pattern| {
        let full = normalized(&root.folder().join(pattern));
        let options = glob::MatchOptions {
            require_literal_separator: true,
            ..glob::MatchOptions::new()
        };
        full == folder
            || glob::Pattern::new(&full.to_string_lossy())
                .is_ok_and(|pattern| pattern.matches_path_with(folder, options))
    })
}

/// A path without `.` and `..`, by its text alone.
pub(crate) fn normalized(path: &Path) -> PathBuf {
    path.components()
        .fold(PathBuf::new(), |mut path, component| {
            match component {
                Component::CurDir => {}
                Component::ParentDir => {
                    path.pop();
                }
                other => path.push(other),
            }
            path
        })
}

fn listed(root: &Manifest) -> Result<Vec<PathBuf>, Error> {
    let Some(workspace) = root.workspace() else {
        return Ok(Vec::new());
    };
    let mut folders = Vec::new();
    for member in &workspace.members {
        let pattern = root.folder().join(member);
        let matches = glob::glob(&pattern.to_string_lossy())
            .map_err(|error| message::member_pattern(&root.path, member, &error))?;
        folders.extend(
            matches
                .flatten()
                .map(|folder| normalized(&folder))
                .filter(|folder| !excludes(root, folder)),
        );
    }
    Ok(folders)
}

fn dependencies_below(manifest: &Manifest, root: &Manifest) -> Vec<PathBuf> {
    manifest
        .path_dependencies()
        .map(|folder| normalized(&folder))
        .filter(|folder| folder.starts_with(root.folder()) && !excludes(root, folder))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalized_paths_hold_no_dots() {
        assert_eq!(normalized(Path::new("/w/a/../b/./c")), Path::new("/w/b/c"));
    }
}
