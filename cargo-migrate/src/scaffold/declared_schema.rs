//! Where the application declares its schema: what the new crate's `schema!` names.

use std::path::{Path, PathBuf};

use migrate_runtime::Error;

use super::runtime_dependency::as_seen_from;
use crate::project::Project;

/// Where Diesel's own tool writes it.
const USUAL: &str = "src/schema.rs";

/// The one file of the workspace that declares a schema, as seen from the new crate; nothing where there is none, or
/// more than one.
pub(super) fn find(project: &Project, folder: &Path) -> Result<Option<PathBuf>, Error> {
    let members = project.members()?.into_iter();
    let mut files = members
        .map(|member| member.folder().join(USUAL))
        .filter(|file| file.is_file());
    Ok(match (files.next(), files.next()) {
        (Some(only), None) => Some(as_seen_from(folder, &only, project.folder())),
        _ => None,
    })
}
